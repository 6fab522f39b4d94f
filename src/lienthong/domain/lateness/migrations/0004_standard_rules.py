"""The rules that hold until somebody decides otherwise: half of a step's limit, a day before, overdue, three days overdue."""

from django.db import migrations

STANDARD = (
    ("step", "left", 50, ["handler"]),
    ("dossier", "before", 1, ["handler", "head"]),
    ("dossier", "overdue", 0, ["leader"]),
    ("dossier", "after", 3, ["above"]),
)


def load(apps, schema_editor):
    rule = apps.get_model("lateness", "ReminderRule")
    if not rule.objects.exists():
        rule.objects.bulk_create(
            rule(place=place, measure=measure, moment=moment, amount=amount, receivers=receivers)
            for place, (measure, moment, amount, receivers) in enumerate(STANDARD)
        )


class Migration(migrations.Migration):
    dependencies = [("lateness", "0003_objections_reminders")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
