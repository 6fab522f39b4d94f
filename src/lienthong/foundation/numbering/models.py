"""Running numbers (số thứ tự). One row per series; the row's lock is what keeps the series without gaps."""

from django.db import models


class Sequence(models.Model):
    """The last number given in one series (dãy số). `scope` says what is numbered, `key` which series of it."""

    scope = models.CharField("loại số", max_length=40)
    key = models.CharField("dãy", max_length=120)
    value = models.BigIntegerField("số cuối đã cấp", default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="sequence_once_per_scope_and_key")]
        verbose_name = "dãy số"

    def __str__(self) -> str:
        return f"{self.scope}/{self.key}: {self.value}"
