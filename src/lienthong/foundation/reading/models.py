"""Marks that readers put on pages, and prints made of files (ghi chú trên trang, bản in). The files themselves never change."""

from django.db import models
from django.db.models import Q

from lienthong.foundation.reading.choices import Audience, MarkKind
from lienthong.kit import clock
from lienthong.kit.ids import new_id


class Mark(models.Model):
    """A mark on a page of a file, kept beside it. `source` and `subject` say through whom the file is read.

    `boxes`: [[left, top, width, height]] in 1/10,000 of the page as it is seen. `key`: one sending, one mark.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=20)
    subject = models.CharField(max_length=64)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+", db_index=False)
    page = models.PositiveSmallIntegerField("trang")
    kind = models.CharField(max_length=10, choices=MarkKind.choices)
    boxes = models.JSONField()
    text = models.TextField("nội dung", blank=True)
    audience = models.CharField("ai thấy", max_length=8, choices=Audience.choices, default=Audience.OWN)
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.ForeignKey("organizations.Position", on_delete=models.PROTECT, related_name="+", db_index=False)
    by_name = models.CharField("người ghi", max_length=160)
    by_title = models.CharField("chức vụ", max_length=200)
    made_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = "ghi chú trên trang"
        ordering = ["page", "made_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(page__gte=1), name="mark_stands_on_a_page"),
            models.CheckConstraint(condition=~Q(kind=MarkKind.NOTE, text=""), name="note_says_something"),
        ]
        indexes = [models.Index(fields=["file", "source", "subject", "page"], name="marks_of_file")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, trang {self.page}: {self.text[:40]}"


class Print(models.Model):
    """A copy made to be printed (bản in), with its control mark on every page. What it was called then is kept with it.

    `number`: how many prints of this file there were, with this one. `code` stands on the paper.
    """

    code = models.CharField("mã kiểm soát", max_length=12, unique=True)
    source = models.CharField(max_length=20)
    subject = models.CharField(max_length=64)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("bản in số")
    title = models.CharField("tệp", max_length=200)
    about = models.CharField("của", max_length=300)
    pages = models.PositiveIntegerField("số trang")
    has_marks = models.BooleanField("in cả ghi chú", default=False)
    reason = models.CharField("in để làm gì", max_length=200, blank=True)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.ForeignKey("organizations.Position", on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    by_name = models.CharField("người in", max_length=160)
    by_title = models.CharField("chức vụ", max_length=200)
    printed_at = models.DateTimeField("in lúc", default=clock.now)
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = "bản in"
        constraints = [
            models.UniqueConstraint(fields=["file", "source", "subject", "number"], name="print_numbered_once"),
        ]
        indexes = [
            models.Index(fields=["agency", "-printed_at", "-id"], name="prints_of_agency"),
            models.Index(fields=["account", "-printed_at", "-id"], name="prints_of_account"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.title}"

    @property
    def code_shown(self) -> str:
        """In two groups, as on the paper."""
        return f"{self.code[:5]}-{self.code[5:]}"
