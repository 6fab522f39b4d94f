"""The rules an agency begins with [M]: rows that may be changed. The next working day is Điều 23 of Nghị định 30/2020/NĐ-CP."""

from django.db import migrations

URGENCIES = (("express", 1, 1), ("very_urgent", 2, 1), ("urgent", 4, 3), ("normal", None, 7))
TELLINGS = (
    ("not_submitted", 0, "clerk"),
    ("not_submitted", 8, "leader"),
    ("task_due", -8, "holder"),
    ("task_due", 0, "holder"),
    ("task_due", 8, "giver"),
    ("document_due", 0, "leader"),
)
PHRASES = (
    "Giao chủ trì tham mưu, trình dự thảo trả lời.",
    "Nghiên cứu, thực hiện theo quy định.",
    "Tham mưu văn bản triển khai thực hiện.",
    "Phối hợp cung cấp số liệu theo yêu cầu.",
    "Để biết, theo dõi.",
    "Lưu.",
)


def load(apps, schema_editor):
    urgency, telling, phrase = (
        apps.get_model("correspondence", name) for name in ("UrgencyRule", "TellingRule", "Phrase")
    )
    if not urgency.objects.exists():
        urgency.objects.bulk_create(
            urgency(urgency=name, submit_hours=hours, settle_days=days) for name, hours, days in URGENCIES
        )
    if not telling.objects.exists():
        telling.objects.bulk_create(
            telling(occasion=occasion, hours=hours, told=told) for occasion, hours, told in TELLINGS
        )
    if not phrase.objects.exists():
        phrase.objects.bulk_create(phrase(text=text, place=place) for place, text in enumerate(PHRASES))


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0002_arrivals_and_rules")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
