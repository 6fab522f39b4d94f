"""Calendars become heads with versions that never change: rows of one code turn into the versions of one calendar."""

import datetime

import django.db.models.deletion
from django.db import migrations, models

import lienthong.kit.clock

SINCE_EVER = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def split(apps, schema_editor):
    calendar_of = apps.get_model("workdays", "WorkingCalendar")
    version_of = apps.get_model("workdays", "CalendarVersion")
    heads = {}
    for row in calendar_of.objects.order_by("code", models.F("valid_from").asc(nulls_first=True), "id"):
        head = heads.setdefault(row.code, row)
        version_of.objects.create(
            calendar=head,
            number=version_of.objects.filter(calendar=head).count() + 1,
            valid_from=row.valid_from,
            weekdays=row.weekdays,
            closed=row.closed,
            open_days=row.open_days,
            published_at=SINCE_EVER,
        )
        if head is not row:
            row.delete()


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial"), ("workdays", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="CalendarVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="số phiên bản")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="áp dụng từ ngày")),
                ("weekdays", models.JSONField(verbose_name="giờ làm việc trong tuần")),
                ("closed", models.JSONField(blank=True, default=list, verbose_name="ngày nghỉ")),
                ("open_days", models.JSONField(blank=True, default=dict, verbose_name="ngày làm bù")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                ("decision", models.CharField(blank=True, max_length=120, verbose_name="văn bản quyết định")),
                ("published_at", models.DateTimeField(default=lienthong.kit.clock.now, verbose_name="ban hành lúc")),
                ("published_by_name", models.CharField(blank=True, max_length=160, verbose_name="người ban hành")),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="workdays.workingcalendar",
                    ),
                ),
            ],
            options={"verbose_name": "phiên bản lịch làm việc", "ordering": ["calendar", "-number"]},
        ),
        migrations.AddConstraint(
            model_name="calendarversion",
            constraint=models.UniqueConstraint(fields=("calendar", "number"), name="calendar_version_number_once"),
        ),
        migrations.RunPython(split, migrations.RunPython.noop, elidable=True),
        migrations.RemoveConstraint(model_name="workingcalendar", name="working_calendar_code_once"),
        migrations.RemoveField(model_name="workingcalendar", name="weekdays"),
        migrations.RemoveField(model_name="workingcalendar", name="closed"),
        migrations.RemoveField(model_name="workingcalendar", name="open_days"),
        migrations.RemoveField(model_name="workingcalendar", name="valid_from"),
        migrations.RemoveField(model_name="workingcalendar", name="valid_to"),
        migrations.RemoveField(model_name="workingcalendar", name="revision"),
        migrations.AlterField(
            model_name="workingcalendar",
            name="code",
            field=models.SlugField(unique=True, verbose_name="mã"),
        ),
        migrations.AlterField(
            model_name="workingcalendar",
            name="agency",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="working_calendar",
                to="organizations.agency",
                verbose_name="cơ quan",
            ),
        ),
        migrations.AddConstraint(
            model_name="workingcalendar",
            constraint=models.UniqueConstraint(
                condition=models.Q(agency__isnull=True),
                fields=("agency",),
                name="one_common_calendar",
                nulls_distinct=False,
            ),
        ),
    ]
