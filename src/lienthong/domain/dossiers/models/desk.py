"""What an officer keeps about a list of work (bộ lọc đã lưu), and who was given what (phân công)."""

from django.db import models

from lienthong.kit import clock


class SavedFilter(models.Model):
    """Conditions of a list under a name (bộ lọc). `params` as in the address of the page; shared ones are seen by the department of the seat."""

    position = models.ForeignKey("organizations.Position", on_delete=models.CASCADE, related_name="+")
    queue = models.SlugField("danh sách", max_length=20)
    name = models.CharField("tên", max_length=60)
    params = models.JSONField("điều kiện", default=dict)
    is_shared = models.BooleanField("dùng chung trong phòng", default=False)
    is_default = models.BooleanField("mở danh sách bằng bộ lọc này", default=False)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = "bộ lọc"
        constraints = [
            models.UniqueConstraint(fields=["position", "queue", "name"], name="filter_name_once"),
            models.UniqueConstraint(
                fields=["position", "queue"], condition=models.Q(is_default=True), name="filter_default_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """Steps given to officers in one act (phân công), so that the act can be taken back.

    `moves`: [[step id, seat before or null, seat after or null], …], what was really changed.
    """

    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.ForeignKey(
        "organizations.Position", null=True, on_delete=models.PROTECT, related_name="+", verbose_name="người phân công"
    )
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField(default=clock.now)
    moves = models.JSONField(default=list)
    undone_at = models.DateTimeField("hoàn lại lúc", null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "phân công"

    def __str__(self) -> str:
        return f"{self.by_name}, {len(self.moves)}"
