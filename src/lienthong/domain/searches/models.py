"""Words that were looked for in vain, counted by day, and what officials said about them (tìm mà không thấy)."""

from django.db import models

from lienthong.domain.searches.choices import Verdict
from lienthong.kit import clock


class UnfoundWords(models.Model):
    """How often one thing was looked for in vain on one day. No account, no address, no time of day."""

    key = models.CharField("không dấu", max_length=80)
    words = models.CharField("như người ta gõ", max_length=80)
    day = models.DateField("ngày")
    count = models.PositiveIntegerField("số lượt", default=1)

    class Meta:
        verbose_name = "cụm từ không tìm thấy"
        constraints = [models.UniqueConstraint(fields=["key", "day"], name="unfound_words_once_a_day")]
        indexes = [models.Index(fields=["day"], name="unfound_words_by_day")]

    def __str__(self) -> str:
        return f"{self.words} {self.day}: {self.count}"


class SettledWords(models.Model):
    """What was decided about words; they leave the list of those that wait."""

    key = models.CharField("không dấu", max_length=80, unique=True)
    words = models.CharField("cụm từ", max_length=80)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    procedure_code = models.CharField("mã thủ tục", max_length=40, blank=True)
    at = models.DateTimeField(default=clock.now)
    by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        verbose_name = "cụm từ đã xử lý"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.words}: {self.verdict}"
