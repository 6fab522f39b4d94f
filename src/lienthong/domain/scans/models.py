"""Batches, what was uploaded, pages and pieces (lô quét, tệp gốc, trang, phần)."""

from django.db import models
from django.db.models import Q

from lienthong.domain.scans.choices import TURNS, BatchState, Fate, PieceKind, SubjectKind
from lienthong.kit import clock
from lienthong.kit.ids import new_id


class Batch(models.Model):
    """A stack on its way into a dossier (lô quét).

    `subject` is the code of the dossier or filing it is for, empty while nobody has said; `slots` are the papers it may hold,
    [{"key", "name"}]. `revision` grows with every change, so that what is confirmed is what was seen.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    subject_kind = models.CharField(max_length=10, choices=SubjectKind.choices, blank=True, default="")
    subject = models.CharField("mã hồ sơ, bản khai", max_length=40, blank=True)
    aliases = models.JSONField("mã khác của cùng hồ sơ", default=list)
    title = models.CharField("của ai, việc gì", max_length=300, blank=True)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    procedure_code = models.CharField("mã thủ tục", max_length=40, blank=True)
    slots = models.JSONField(default=list)
    back = models.CharField("trở về trang", max_length=200, blank=True, help_text="đường dẫn trong hệ thống")
    takes_extra = models.BooleanField("nhận giấy tờ ngoài thành phần", default=False)
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.OPEN)
    revision = models.PositiveIntegerField(default=1)
    pages_total = models.PositiveIntegerField("số trang", default=0)
    pages_read = models.PositiveIntegerField("đã đọc", default=0)
    empty_slots = models.JSONField("tờ ngăn không có trang nào phía sau", default=list)
    began_at = models.DateTimeField(default=clock.now)
    began_by_name = models.CharField(max_length=160)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by_name = models.CharField(max_length=160)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "lô quét"
        indexes = [
            models.Index(
                fields=["agency", "-changed_at", "-id"], condition=Q(state=BatchState.OPEN), name="batch_open_of_agency"
            ),
            models.Index(fields=["subject"], condition=~Q(subject=""), name="batch_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.subject or 'chưa rõ hồ sơ'}, {self.pages_total} trang"

    @property
    def is_reading(self) -> bool:
        """Pages are still to be looked at."""
        return self.state == BatchState.OPEN and self.pages_read < self.pages_total


class Source(models.Model):
    """One upload of a batch (tệp gốc): `file` as it was given, `pdf` what its pages are read from (the same, or made from a picture)."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="sources")
    order = models.PositiveSmallIntegerField()
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    pages = models.PositiveIntegerField("số trang")
    first = models.PositiveIntegerField("trang đầu trong lô", help_text="từ 1")

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["batch", "order"], name="source_order_once")]

    def __str__(self) -> str:
        return f"{self.file_id}, {self.pages} trang"


class Piece(models.Model):
    """Pages that are one paper (phần). `slot` empty: nobody knows which; `reference`: the other dossier whose separator stood before it.

    `file` is made when the batch is taken.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="pieces")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=PieceKind.choices)
    slot = models.CharField("giấy tờ", max_length=60, blank=True)
    name = models.CharField("tên", max_length=200, blank=True)
    reference = models.CharField("hồ sơ khác", max_length=40, blank=True)
    replaces = models.BooleanField("thay tệp đã có", default=False)
    file = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name or self.slot or str(self.get_kind_display())


class Page(models.Model):
    """One page (trang). `number` is its place in the stack, from 1, and never changes; `place` orders it in its piece.

    `turn`: degrees clockwise the officer has turned it by. `thumbnail`: JPEG, empty when the page could not be drawn.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="pages", db_index=False)
    number = models.PositiveIntegerField()
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+", db_index=False)
    source_page = models.PositiveIntegerField(help_text="từ 0")
    piece = models.ForeignKey(Piece, null=True, on_delete=models.SET_NULL, related_name="pages")
    place = models.PositiveIntegerField(default=0)
    fate = models.CharField(max_length=10, choices=Fate.choices, default=Fate.READ)
    mark = models.CharField("mã tờ ngăn", max_length=160, blank=True)
    is_torn = models.BooleanField("giống tờ ngăn mà không đọc được mã", default=False)
    is_blank = models.BooleanField("chắc chắn trắng", default=False)
    turn = models.PositiveSmallIntegerField(default=0)
    is_drawn = models.BooleanField(default=True)
    thumbnail = models.BinaryField(default=bytes)

    class Meta:
        ordering = ["place", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="page_number_once"),
            models.CheckConstraint(condition=Q(turn__in=TURNS), name="page_turn_is_a_quarter"),
            models.CheckConstraint(
                condition=Q(fate=Fate.KEPT, piece__isnull=False) | (~Q(fate=Fate.KEPT) & Q(piece__isnull=True)),
                name="page_kept_in_a_piece",
            ),
        ]

    def __str__(self) -> str:
        return f"trang {self.number}"
