"""What lateness is charged to units, beside the balance."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("figures", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="lateness",
            field=models.JSONField(default=dict),
        ),
    ]
