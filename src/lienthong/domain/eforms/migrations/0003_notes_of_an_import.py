from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("eforms", "0002_drafts")]

    operations = [
        migrations.AddField(
            model_name="formdraft",
            name="notes",
            field=models.JSONField(default=list, verbose_name="điều chưa chuyển được khi nhập từ tệp"),
        ),
    ]
