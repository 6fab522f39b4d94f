"""The list of files of a year (Danh mục hồ sơ): headings and titles, each with a code, a retention and somebody who keeps it."""

from django.db import models
from django.db.models import Q

from lienthong.domain.archive.choices import ListState
from lienthong.kit import clock


class FileList(models.Model):
    """The list of one agency for one year (Điều 28 Nghị định 30/2020/NĐ-CP, Phụ lục V)."""

    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField("năm")
    state = models.CharField(max_length=10, choices=ListState.choices, default=ListState.DRAFT)
    taken_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(default=clock.now)
    prepared_by_name = models.CharField("người lập", max_length=160)
    submitted_by_name = models.CharField(max_length=160, blank=True)
    returned_reason = models.CharField("lý do trả lại", max_length=300, blank=True)
    approved_at = models.DateTimeField("ban hành lúc", null=True)
    approved_by_name = models.CharField("người duyệt", max_length=160, blank=True)
    approved_by_title = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "danh mục hồ sơ"
        constraints = [
            models.UniqueConstraint(fields=["agency", "year"], name="one_file_list_a_year"),
            models.CheckConstraint(
                condition=~Q(state=ListState.APPROVED) | Q(approved_at__isnull=False), name="file_list_approved_by_one"
            ),
        ]

    def __str__(self) -> str:
        return f"Danh mục hồ sơ năm {self.year}"


class ListEntry(models.Model):
    """A heading (`is_heading`), or the title of a file that is to be kept. `years` None is for ever (vĩnh viễn)."""

    list = models.ForeignKey(FileList, on_delete=models.CASCADE, related_name="entries")
    is_heading = models.BooleanField("đề mục", default=False)
    place = models.PositiveIntegerField()
    code = models.CharField("số, ký hiệu", max_length=40, help_text="I, 1; hoặc 01.TH")
    title = models.CharField("tên đề mục, tiêu đề hồ sơ", max_length=400)
    years = models.PositiveSmallIntegerField("số năm bảo quản", null=True)
    department = models.ForeignKey(
        "organizations.Department", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    position = models.ForeignKey(
        "organizations.Position", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    keeper_name = models.CharField("người, đơn vị lập hồ sơ", max_length=240, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["list", "code"], condition=Q(is_heading=False, removed_at__isnull=True), name="entry_code_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
