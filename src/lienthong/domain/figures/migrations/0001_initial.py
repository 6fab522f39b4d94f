"""Reports, editions, cells. What is published is never changed: the database itself refuses."""

import django.db.models.deletion
from django.db import migrations, models

import lienthong.kit.clock

FORWARD = """
CREATE FUNCTION figures_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE published boolean;
BEGIN
    IF TG_TABLE_NAME = 'figures_edition' THEN
        published := OLD.state = 'published';
    ELSE
        SELECT state = 'published' INTO published FROM figures_edition WHERE id = OLD.edition_id;
    END IF;
    IF published THEN
        RAISE EXCEPTION 'published figures do not change: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER figures_edition_stays BEFORE UPDATE OR DELETE ON figures_edition
    FOR EACH ROW EXECUTE FUNCTION figures_refuse_change();
CREATE TRIGGER figures_cell_stays BEFORE UPDATE OR DELETE ON figures_cell
    FOR EACH ROW EXECUTE FUNCTION figures_refuse_change();
"""

BACKWARD = """
DROP TRIGGER figures_cell_stays ON figures_cell;
DROP TRIGGER figures_edition_stays ON figures_edition;
DROP FUNCTION figures_refuse_change();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0003_delegations"),
        ("procedures", "0009_catalogue_imports"),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("day", "Ngày"),
                            ("week", "Tuần"),
                            ("month", "Tháng"),
                            ("quarter", "Quý"),
                            ("year", "Năm"),
                        ],
                        max_length=10,
                        verbose_name="loại kỳ",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="từ ngày")),
                ("ends_before", models.DateField(verbose_name="đến trước ngày")),
                ("asked_at", models.DateTimeField(null=True, verbose_name="yêu cầu tính lúc")),
                ("compared_at", models.DateTimeField(null=True, verbose_name="đối chiếu khớp lúc")),
            ],
            options={
                "verbose_name": "báo cáo số liệu",
                "ordering": ["-starts_on"],
                "constraints": [models.UniqueConstraint(fields=("kind", "starts_on"), name="report_once_a_period")],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="bản số")),
                (
                    "state",
                    models.CharField(
                        choices=[("ready", "Chờ công bố"), ("held", "Không công bố"), ("published", "Đã công bố")],
                        max_length=10,
                    ),
                ),
                ("method", models.CharField(max_length=8, verbose_name="cách tính")),
                ("reckoned_at", models.DateTimeField(default=lienthong.kit.clock.now, verbose_name="tính lúc")),
                ("digest", models.CharField(max_length=64)),
                ("totals", models.JSONField(default=dict)),
                ("checks", models.JSONField(default=list)),
                ("faults", models.JSONField(default=list)),
                ("labels", models.JSONField(default=dict)),
                ("hidden", models.JSONField(default=list)),
                ("satisfaction", models.JSONField(default=dict)),
                ("reason", models.TextField(blank=True, verbose_name="lý do đính chính")),
                ("published_at", models.DateTimeField(null=True, verbose_name="công bố lúc")),
                ("published_by_name", models.CharField(blank=True, max_length=160, verbose_name="người công bố")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="figures.report"
                    ),
                ),
            ],
            options={
                "verbose_name": "bản số liệu",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Cell",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("channel", models.CharField(max_length=10)),
                ("is_child", models.BooleanField(default=False)),
                ("opening", models.PositiveIntegerField(default=0)),
                ("received", models.PositiveIntegerField(default=0)),
                ("reopened", models.PositiveIntegerField(default=0)),
                ("moved_in", models.PositiveIntegerField(default=0)),
                ("linked_in", models.PositiveIntegerField(default=0)),
                ("early", models.PositiveIntegerField(default=0)),
                ("on_time", models.PositiveIntegerField(default=0)),
                ("late", models.PositiveIntegerField(default=0)),
                ("undated", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("withdrawn", models.PositiveIntegerField(default=0)),
                ("stopped", models.PositiveIntegerField(default=0)),
                ("moved_out", models.PositiveIntegerField(default=0)),
                ("linked_out", models.PositiveIntegerField(default=0)),
                ("waiting", models.PositiveIntegerField(default=0)),
                ("in_time", models.PositiveIntegerField(default=0)),
                ("overdue", models.PositiveIntegerField(default=0)),
                ("paused", models.PositiveIntegerField(default=0)),
                ("spent", models.BigIntegerField(default=0, verbose_name="giây, cộng các hồ sơ đã giải quyết")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.agency",
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.procedure",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cells",
                        to="figures.edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "ô số liệu",
                "indexes": [models.Index(fields=["edition", "procedure"], name="cell_of_procedure")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "agency", "procedure", "channel", "is_child"), name="cell_once_an_edition"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("state", "published")), fields=["report", "-number"], name="edition_published"
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(fields=("report", "number"), name="edition_number_once"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "published"), _negated=True),
                fields=("report",),
                name="edition_one_in_hand",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", False), ("state", "published")),
                    models.Q(models.Q(("state", "published"), _negated=True), ("published_at__isnull", True)),
                    _connector="OR",
                ),
                name="edition_published_has_moment",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
