"""Turns that run backwards are found at once (biến động ngược thời gian)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0014_receptions_of_today"),
        ("organizations", "0003_delegations"),
        ("procedures", "0009_catalogue_imports"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="turn",
            index=models.Index(condition=models.Q(("until__lt", models.F("at"))), fields=["at"], name="turn_backwards"),
        ),
    ]
