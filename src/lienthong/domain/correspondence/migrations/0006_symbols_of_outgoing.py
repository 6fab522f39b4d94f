from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0005_outgoing_documents")]

    operations = [
        migrations.RenameField(model_name="outgoing", old_name="office_sign", new_name="symbol"),
        migrations.AlterField(
            model_name="outgoing",
            name="symbol",
            field=models.CharField(blank=True, max_length=60, verbose_name="ký hiệu"),
        ),
    ]
