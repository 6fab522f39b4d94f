"""A document in a register of an agency (văn bản trong sổ), its files, and how it stands to others."""

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Coalesce, Greatest

from lienthong.domain.correspondence.choices import (
    OPEN_STATES,
    UNISSUED_STATES,
    Direction,
    Kind,
    Relation,
    Source,
    State,
    Urgency,
)
from lienthong.kit import clock, word_search
from lienthong.kit.ids import new_id


class Register(models.Model):
    """A register of an agency (sổ đăng ký văn bản): its numbers run from 1 on 1 January to 31 December (Điều 15, 22).

    `issuer_name`, `sign`: of another body whose documents the same office keeps (Hội đồng nhân dân, HĐND), as both stand on them.
    """

    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(max_length=8, choices=Direction.choices)
    name = models.CharField("tên sổ", max_length=120)
    is_main = models.BooleanField("sổ chung", default=False)
    kinds = ArrayField(
        models.CharField(max_length=4, choices=Kind.choices),
        default=list,
        blank=True,
        help_text="loại văn bản đánh số riêng ở sổ này; sổ chung đánh số các loại còn lại",
    )
    is_open = models.BooleanField("đang dùng", default=True)
    issuer_name = models.CharField("ban hành với tên", max_length=200, blank=True)
    sign = models.CharField("chữ viết tắt trong ký hiệu", max_length=20, blank=True)

    class Meta:
        ordering = ["direction", "-is_main", "name"]
        verbose_name = "sổ văn bản"
        constraints = [
            models.UniqueConstraint(fields=["agency", "direction", "name"], name="register_name_once_per_agency"),
            models.UniqueConstraint(
                fields=["agency", "direction"], condition=Q(is_main=True), name="one_main_register_per_direction"
            ),
            models.CheckConstraint(
                condition=(Q(issuer_name="") & Q(sign="")) | (~Q(issuer_name="") & ~Q(sign="") & Q(is_main=False)),
                name="register_of_another_body_says_both",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """One document at one agency. `number` is the arrival number of an incoming one, the issued number of an outgoing one.

    `arrived_at` orders a register: when an incoming one arrived; when an outgoing one was laid before its signer, then when it was signed.
    What only outgoing ones have stands in `Outgoing`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    direction = models.CharField(max_length=8, choices=Direction.choices, default=Direction.INCOMING)
    register = models.ForeignKey(Register, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField("năm", null=True)
    number = models.PositiveIntegerField("số đến", null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.REGISTERED)

    issuer_name = models.CharField("cơ quan ban hành", max_length=200)
    issuer = models.ForeignKey(
        "organizations.Agency", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    issuer_key = models.CharField(max_length=200, help_text="tên cơ quan ban hành, từng từ không dấu")
    notation = models.CharField("số, ký hiệu", max_length=80, blank=True)
    notation_key = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField("ngày văn bản", null=True)
    kind = models.CharField("loại văn bản", max_length=4, choices=Kind.choices, blank=True)
    abstract = models.TextField("trích yếu")
    urgency = models.CharField("độ khẩn", max_length=12, choices=Urgency.choices, default=Urgency.NORMAL)
    signer = models.CharField("người ký", max_length=160, blank=True)
    pages = models.PositiveIntegerField("số tờ", null=True)
    answer_by = models.DateField("hạn trả lời ghi trong văn bản", null=True)

    source = models.CharField(max_length=10, choices=Source.choices)
    has_paper = models.BooleanField("có bản giấy", default=False)
    external_id = models.CharField("mã gói tin", max_length=120, blank=True)
    key = models.CharField(max_length=64, unique=True, help_text="một lần gửi, một văn bản")
    duplicate_reason = models.CharField("lý do vào sổ lần nữa", max_length=300, blank=True)
    arrived_at = models.DateTimeField("đến lúc")
    registered_at = models.DateTimeField("vào sổ lúc", default=clock.now)
    registered_by = models.ForeignKey(
        "organizations.Position", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    registered_by_name = models.CharField(max_length=160)

    submit_by = models.DateTimeField("phải trình trước", null=True)
    due_at = models.DateTimeField("hạn giải quyết", null=True)
    completed_at = models.DateTimeField("xong lúc", null=True)
    returned_at = models.DateTimeField("trả lại nơi gửi lúc", null=True)
    outcome = models.TextField("kết quả giải quyết", blank=True)
    search_text = models.TextField(blank=True, help_text="từng từ không dấu giữa hai dấu cách")

    class Meta:
        verbose_name = "văn bản"
        constraints = [
            models.UniqueConstraint(fields=["register", "year", "number"], name="document_number_once_a_year"),
            models.UniqueConstraint(
                fields=["agency", "external_id"], condition=~Q(external_id=""), name="message_registered_once"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="document_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.COMPLETED) | Q(completed_at__isnull=True),
                name="document_completed_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "direction", "-arrived_at", "-id"], name="document_by_arrival"),
            models.Index(fields=["agency", "-arrived_at", "-id"], name="document_by_time"),
            models.Index(fields=["agency", "notation_key"], name="document_by_notation"),
            models.Index(
                "agency",
                "state",
                F("due_at").asc(nulls_last=True),
                "id",
                condition=Q(state__in=OPEN_STATES),
                name="document_open_by_due",
            ),
            models.Index(
                "agency",
                "state",
                F("arrived_at").desc(),
                F("id").desc(),
                condition=Q(state__in=OPEN_STATES),
                name="document_open_by_arrival",
            ),
            models.Index("submit_by", "id", condition=Q(state=State.REGISTERED), name="document_to_submit"),
            models.Index("due_at", "id", condition=Q(state=State.IN_PROGRESS), name="document_running_by_due"),
            models.Index(
                fields=["agency", "state", "-arrived_at", "-id"],
                condition=Q(state__in=UNISSUED_STATES),
                name="document_to_issue",
            ),
            GinIndex(
                word_search.index_of(),
                name="document_words",
                fastupdate=True,
                gin_pending_list_limit=word_search.PENDING_KB,
            ),
            GistIndex(
                Func(
                    "arrived_at",
                    Case(
                        When(
                            Q(completed_at__isnull=False) | Q(returned_at__isnull=False),
                            then=Greatest(Coalesce("completed_at", "returned_at"), "arrived_at"),
                        )
                    ),
                    Value("[]"),
                    function="tstzrange",
                    output_field=DateTimeRangeField(),
                ),
                condition=Q(direction=Direction.INCOMING) & ~Q(state=State.CANCELLED),
                name="document_by_stay",  # what lay here within a period, for the figures (`queries.statistics`)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notation or self.get_kind_display()} ({self.issuer_name})"

    @property
    def is_open(self) -> bool:
        """Still to be worked on."""
        return self.state in OPEN_STATES


class DocumentFile(models.Model):
    """A file of a document: the document itself, its appendices, in order."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    is_main = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(default=0)
    read_text = models.TextField("chữ trong tệp", blank=True)

    class Meta:
        ordering = ["-is_main", "place", "id"]
        constraints = [models.UniqueConstraint(fields=["document", "file"], name="document_file_once")]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.place}"


class DocumentLink(models.Model):
    """How a document stands to an earlier one of the same agency."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="linked")
    relation = models.CharField(max_length=10, choices=Relation.choices)
    made_by_name = models.CharField(max_length=160)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "other", "relation"], name="documents_related_once"),
            models.CheckConstraint(condition=~Q(document=F("other")), name="document_is_not_its_own_relation"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.relation} {self.other_id}"
