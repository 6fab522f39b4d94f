"""A work file and the documents in it (hồ sơ công việc)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from lienthong.domain.archive.choices import FileState, Origin, Rights
from lienthong.kit import clock, word_search
from lienthong.kit.ids import new_id
from lienthong.kit.recordkeeping import Kind, Urgency


class WorkFile(models.Model):
    """One file. `founder` is the agency that opened it and gave its code; `agency` the one that keeps it today.

    `years` None is for ever. `total_*`, `starts_on`, `ends_on` are counted when it is closed. `expires_on`: the last day of its retention.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    founder = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    entry = models.ForeignKey("archive.ListEntry", null=True, on_delete=models.PROTECT, related_name="files")
    year = models.PositiveSmallIntegerField("năm")
    code = models.CharField("mã hồ sơ", max_length=40)
    title = models.CharField("tiêu đề", max_length=400)
    years = models.PositiveSmallIntegerField("số năm bảo quản", null=True)
    rights = models.CharField("chế độ sử dụng", max_length=8, choices=Rights.choices, default=Rights.LIMITED)
    language = models.CharField("ngôn ngữ", max_length=60, default="Tiếng Việt")
    keywords = models.CharField("từ khóa", max_length=300, blank=True)
    description = models.TextField("chú giải", blank=True)
    state = models.CharField(max_length=10, choices=FileState.choices, default=FileState.OPEN)
    position = models.ForeignKey(
        "organizations.Position", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    department = models.ForeignKey(
        "organizations.Department", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    keeper_name = models.CharField("người lập hồ sơ", max_length=240)
    opened_at = models.DateTimeField(default=clock.now)
    opened_by_name = models.CharField(max_length=160)
    key = models.CharField(max_length=64, unique=True, help_text="một lần gửi, một hồ sơ")
    closed_on = models.DateField("kết thúc ngày", null=True)
    closed_by_name = models.CharField(max_length=160, blank=True)
    starts_on = models.DateField("thời gian bắt đầu", null=True)
    ends_on = models.DateField("thời gian kết thúc", null=True)
    total_docs = models.PositiveIntegerField("tổng số văn bản", default=0)
    total_pages = models.PositiveIntegerField("số trang", default=0)
    hand_over_by = models.DateField("hạn nộp lưu", null=True)
    archived_on = models.DateField("nộp lưu ngày", null=True)
    location = models.CharField("vị trí trong kho", max_length=120, blank=True)
    expires_on = models.DateField("hết thời hạn bảo quản", null=True)
    hold_reason = models.CharField("lý do giữ lại", max_length=300, blank=True)
    destroyed_on = models.DateField("tiêu hủy ngày", null=True)
    search_text = models.TextField(blank=True, help_text="từng từ không dấu giữa hai dấu cách")

    class Meta:
        verbose_name = "hồ sơ công việc"
        constraints = [
            models.UniqueConstraint(fields=["founder", "year", "code"], name="work_file_code_once"),
            models.CheckConstraint(
                condition=Q(state=FileState.OPEN) | Q(closed_on__isnull=False), name="work_file_closed_has_its_day"
            ),
            models.CheckConstraint(
                condition=~Q(state=FileState.DESTROYED) | Q(years__isnull=False, hold_reason=""),
                name="no_permanent_or_held_file_is_destroyed",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "-opened_at", "-id"], name="work_file_of_agency"),
            models.Index(fields=["agency", "-opened_at", "-id"], name="work_file_by_age"),
            models.Index(
                fields=["agency", "-opened_at", "-id"],
                condition=Q(state__in=[FileState.ARCHIVED, FileState.DESTROYED]),
                name="work_file_in_archive",
            ),
            models.Index(fields=["position", "-opened_at", "-id"], name="work_file_of_seat"),
            models.Index(fields=["department", "-opened_at", "-id"], name="work_file_of_department"),
            models.Index(
                fields=["agency", "expires_on", "id"],
                condition=Q(state=FileState.ARCHIVED, expires_on__isnull=False),
                name="work_file_by_expiry",
            ),
            models.Index(
                fields=["hand_over_by", "id"], condition=Q(state=FileState.CLOSED), name="work_file_to_hand_over"
            ),
            models.Index(fields=["year", "id"], condition=Q(state=FileState.OPEN), name="work_file_open_by_year"),
            GinIndex(word_search.index_of(), name="work_file_words", fastupdate=True),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def retention(self) -> str:
        """`Vĩnh viễn`, `20 năm`."""
        return "Vĩnh viễn" if self.years is None else f"{self.years} năm"


class FileItem(models.Model):
    """A document in a file: its facts as they were when it was put in (Phụ lục VI), whatever becomes of the register entry."""

    file = models.ForeignKey(WorkFile, on_delete=models.CASCADE, related_name="items", db_index=False)
    place = models.PositiveIntegerField()
    document = models.ForeignKey("correspondence.Document", null=True, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.OTHER)
    doc_code = models.CharField("mã định danh văn bản", max_length=120, blank=True)
    organ_name = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    kind = models.CharField("loại văn bản", max_length=4, choices=Kind.choices, blank=True)
    notation = models.CharField("số, ký hiệu", max_length=80, blank=True)
    issued_on = models.DateField("ngày văn bản", null=True)
    subject = models.TextField("trích yếu")
    language = models.CharField(max_length=60, default="Tiếng Việt")
    pages = models.PositiveIntegerField("số trang", null=True)
    signer = models.CharField("người ký", max_length=160, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=200, blank=True)
    urgency = models.CharField(max_length=12, choices=Urgency.choices, default=Urgency.NORMAL)
    arrival_number = models.PositiveIntegerField("số đến", null=True)
    arrived_on = models.DateField("ngày đến", null=True)
    due_on = models.DateField("hạn trả lời", null=True)
    is_paper = models.BooleanField("chỉ có bản giấy", default=False)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    put_at = models.DateTimeField(default=clock.now)
    put_by_name = models.CharField(max_length=160)
    removed_at = models.DateTimeField(null=True)
    removed_by_name = models.CharField(max_length=160, blank=True)
    removed_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["place", "id"]
        indexes = [models.Index(fields=["file", "place", "id"], name="item_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "document"],
                condition=Q(removed_at__isnull=True, document__isnull=False),
                name="document_once_in_a_file",
            )
        ]

    def __str__(self) -> str:
        return f"{self.notation} {self.subject[:60]}"


class ItemContent(models.Model):
    """A stored file of a document. Name, size and digest stay when the bytes are destroyed; `file` is then empty."""

    item = models.ForeignKey(FileItem, on_delete=models.CASCADE, related_name="contents")
    place = models.PositiveSmallIntegerField(default=0)
    file = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    digests = ArrayField(models.CharField(max_length=64), default=list, help_text="của tệp và của các bản làm ra từ nó")
    released_at = models.DateTimeField("buông lúc", null=True)
    kept_because = models.CharField("vì sao nội dung còn lại", max_length=200, blank=True)
    set_aside_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField("xóa lúc", null=True)

    class Meta:
        ordering = ["place", "id"]
        indexes = [
            models.Index(
                fields=["released_at"],
                condition=Q(released_at__isnull=False, gone_at__isnull=True, kept_because=""),
                name="content_to_be_removed",
            )
        ]

    def __str__(self) -> str:
        return self.name


class FileShare(models.Model):
    """A department or a seat that may read a file."""

    file = models.ForeignKey(WorkFile, on_delete=models.CASCADE, related_name="shares")
    department = models.ForeignKey(
        "organizations.Department", null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    position = models.ForeignKey(
        "organizations.Position", null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    name = models.CharField(max_length=240)
    given_by_name = models.CharField(max_length=160)
    given_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(position__isnull=True) ^ Q(department__isnull=True), name="share_is_with_one"
            ),
            models.UniqueConstraint(
                fields=["file", "department", "position"], nulls_distinct=False, name="file_shared_once"
            ),
        ]
        indexes = [
            models.Index(fields=["position", "file"], condition=Q(position__isnull=False), name="share_of_seat"),
            models.Index(
                fields=["department", "file"], condition=Q(department__isnull=False), name="share_of_department"
            ),
        ]

    def __str__(self) -> str:
        return self.name
