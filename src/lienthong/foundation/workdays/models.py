"""Working calendars (lịch làm việc): hours of the week, public holidays, make-up days. Rows, because each year decides anew."""

from django.db import models


class WorkingCalendar(models.Model):
    """When an agency works (lịch làm việc). Without an agency it holds for all that have none of their own.

    weekdays    {"0": [["07:00", "11:30"], ["13:30", "17:00"]], …, "6": []}   0 is Monday
    closed      [{"date": "2026-11-24", "name": "Ngày Văn hóa Việt Nam"}, …]
    open_days   {"2026-08-22": [["07:00", "11:30"], ["13:30", "17:00"]], …}   make-up days, stronger than closed
    revision    rises with every change: processes keep the parsed calendar by (id, revision)
    """

    code = models.SlugField("mã")
    name = models.CharField("tên", max_length=120)
    agency = models.ForeignKey(
        "organizations.Agency",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="working_calendars",
        verbose_name="cơ quan",
    )
    weekdays = models.JSONField("giờ làm việc trong tuần")
    closed = models.JSONField("ngày nghỉ lễ", default=list, blank=True)
    open_days = models.JSONField("ngày làm bù", default=dict, blank=True)
    valid_from = models.DateField("có hiệu lực từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], nulls_distinct=False, name="working_calendar_code_once"
            ),
        ]
        verbose_name = "lịch làm việc"

    def __str__(self) -> str:
        return self.name
