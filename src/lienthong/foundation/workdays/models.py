"""Working calendars (lịch làm việc) and their versions: hours of the week, days off, make-up days, because each year decides anew."""

from django.db import models

from lienthong.kit import clock


class WorkingCalendar(models.Model):
    """Whose calendar it is (lịch làm việc). Without an agency it holds for all that have none of their own."""

    code = models.SlugField("mã", unique=True)
    name = models.CharField("tên", max_length=120)
    agency = models.OneToOneField(
        "organizations.Agency",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="working_calendar",
        verbose_name="cơ quan",
    )

    class Meta:
        verbose_name = "lịch làm việc"
        constraints = [
            # One row without an agency: the calendar of the province.
            models.UniqueConstraint(
                fields=["agency"],
                condition=models.Q(agency__isnull=True),
                nulls_distinct=False,
                name="one_common_calendar",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CalendarVersion(models.Model):
    """What a calendar says from `valid_from` on, as decided at `published_at` (phiên bản lịch). Never changed once written.

    A limit is reckoned by what was published when it began, so a change never moves a promise that was made before it.

    weekdays    {"0": [["07:00", "11:30"], ["13:30", "17:00"]], …, "6": []}   0 is Monday
    closed      [{"date": "2026-11-24", "name": "Ngày Văn hóa Việt Nam"}, …]
    open_days   {"2026-08-22": [["07:00", "11:30"], ["13:30", "17:00"]], …}   make-up days, stronger than closed
    valid_from  null: since ever
    """

    calendar = models.ForeignKey(WorkingCalendar, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("số phiên bản")
    valid_from = models.DateField("áp dụng từ ngày", null=True, blank=True)
    weekdays = models.JSONField("giờ làm việc trong tuần")
    closed = models.JSONField("ngày nghỉ", default=list, blank=True)
    open_days = models.JSONField("ngày làm bù", default=dict, blank=True)
    reason = models.CharField("lý do", max_length=300, blank=True)
    decision = models.CharField("văn bản quyết định", max_length=120, blank=True)
    published_at = models.DateTimeField("ban hành lúc", default=clock.now)
    published_by_name = models.CharField("người ban hành", max_length=160, blank=True)

    class Meta:
        ordering = ["calendar", "-number"]
        verbose_name = "phiên bản lịch làm việc"
        constraints = [
            models.UniqueConstraint(fields=["calendar", "number"], name="calendar_version_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.calendar_id} v{self.number}"
