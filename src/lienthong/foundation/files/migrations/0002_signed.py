"""Whether a file bears a digital signature; not known of those stored before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="is_signed",
            field=models.BooleanField(
                help_text="có hay không; đúng hay sai thì việc kiểm tra trả lời",
                null=True,
                verbose_name="mang chữ ký số",
            ),
        ),
    ]
