"""Rules hold from a day on, for an agency or for all; those that stood become the first common edition."""

import datetime

import django.db.models.deletion
from django.db import migrations, models

import lienthong.kit.clock

BEGAN = datetime.date(2025, 7, 1)  # the two-tier agencies begin


def keep(apps, schema_editor):
    edition_model, urgency, telling, kept = (
        apps.get_model("correspondence", name)
        for name in ("RuleEdition", "UrgencyRule", "TellingRule", "EditionTelling")
    )
    edition = edition_model.objects.create(valid_from=BEGAN, reason="Các mức ban đầu", made_by_name="Hệ thống")
    urgency.objects.update(edition=edition)
    kept.objects.bulk_create(
        kept(edition=edition, rule=rule, since=BEGAN) for rule in telling.objects.filter(is_active=True)
    )
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # before the tables change again


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0011_words_of_long_files"), ("organizations", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="RuleEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="áp dụng từ ngày")),
                ("follows_common", models.BooleanField(default=False, verbose_name="dùng quy tắc chung")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do, căn cứ")),
                ("made_at", models.DateTimeField(default=lienthong.kit.clock.now)),
                ("made_by_name", models.CharField(max_length=160)),
                ("called_back_at", models.DateTimeField(null=True)),
                ("called_back_by_name", models.CharField(blank=True, max_length=160)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organizations.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "bản quy tắc văn bản",
                "indexes": [models.Index(fields=["agency", "-valid_from", "-id"], name="rule_edition_by_day")],
            },
        ),
        migrations.AlterField(
            model_name="urgencyrule",
            name="urgency",
            field=models.CharField(
                choices=[
                    ("normal", "Thường"),
                    ("urgent", "Khẩn"),
                    ("very_urgent", "Thượng khẩn"),
                    ("express", "Hỏa tốc"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="urgencyrule",
            name="edition",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="urgencies",
                to="correspondence.ruleedition",
            ),
        ),
        migrations.CreateModel(
            name="EditionTelling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField()),
                (
                    "edition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tellings",
                        to="correspondence.ruleedition",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="correspondence.tellingrule",
                    ),
                ),
            ],
            options={
                "ordering": ["rule__occasion", "rule__hours", "rule__told"],
                "constraints": [models.UniqueConstraint(fields=("edition", "rule"), name="edition_tells_once")],
            },
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="urgencyrule",
            name="edition",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="urgencies",
                to="correspondence.ruleedition",
            ),
        ),
        migrations.AddConstraint(
            model_name="urgencyrule",
            constraint=models.UniqueConstraint(fields=("edition", "urgency"), name="urgency_ruled_once"),
        ),
        migrations.RemoveField(model_name="tellingrule", name="is_active"),
    ]
