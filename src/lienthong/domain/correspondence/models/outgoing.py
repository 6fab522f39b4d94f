"""What only an outgoing document has (văn bản đi): who wrote and signs it, to whom it goes, copies of it, numbers that were kept back."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lienthong.domain.correspondence.choices import CopyKind, Delivery, How
from lienthong.domain.correspondence.models.document import Document, Register
from lienthong.kit import clock
from lienthong.kit.ids import new_id

SENDING = "outgoing-"
"""How the key of a sending of ours begins at the receiver."""


class Outgoing(models.Model):
    """One row for each outgoing document. `symbol` is the notation without its number (`UBND-VP` in `15/UBND-VP`)."""

    document = models.OneToOneField(Document, primary_key=True, on_delete=models.CASCADE, related_name="outgoing")
    department = models.ForeignKey(
        "organizations.Department", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    writer = models.ForeignKey(
        "organizations.Position", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    writer_name = models.CharField("người soạn", max_length=160, blank=True)
    signer = models.ForeignKey("organizations.Position", on_delete=models.PROTECT, related_name="+", db_index=False)
    for_position = models.ForeignKey(
        "organizations.Position",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name="ký thay, ký thừa ủy quyền của",
    )
    lines = ArrayField(
        models.CharField(max_length=160), default=list, help_text="TM., KT., TL. và chức vụ, như in trên văn bản"
    )
    waits_since = models.DateTimeField("nằm ở người ký từ", null=True)
    symbol = models.CharField("ký hiệu", max_length=60, blank=True)
    register_wanted = models.ForeignKey(Register, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    origin = models.CharField("lập từ", max_length=60, blank=True)
    answers = models.ForeignKey(
        Document, null=True, on_delete=models.PROTECT, related_name="answered_with", verbose_name="trả lời văn bản"
    )
    replaces = models.ForeignKey(
        Document, null=True, on_delete=models.PROTECT, related_name="replaced_with", verbose_name="thay thế văn bản"
    )
    copies = models.PositiveSmallIntegerField("số bản phát hành", default=0)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    signed_at = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True)
    sealed_by_name = models.CharField(max_length=160, blank=True)
    sealed_by_hand = models.BooleanField("đóng dấu trên bản giấy", default=False)
    issued_at = models.DateTimeField("phát hành lúc", null=True)
    issued_by_name = models.CharField(max_length=160, blank=True)
    ended_at = models.DateTimeField("trả lại, hủy số, thu hồi, thay thế lúc", null=True)
    ended_by_name = models.CharField(max_length=160, blank=True)
    reason = models.TextField("lý do trả lại, hủy số, thu hồi", blank=True)

    class Meta:
        verbose_name = "phần đi của văn bản"
        indexes = [
            models.Index(
                fields=["signer", "waits_since"],
                condition=Q(waits_since__isnull=False),
                name="outgoing_waits_for_signer",
            ),
            models.Index(fields=["signer", "-document"], name="outgoing_of_signer"),
            models.Index(fields=["writer", "-document"], name="outgoing_of_writer"),
            models.Index(fields=["department", "-document"], name="outgoing_of_department"),
            models.Index(fields=["issued_at"], condition=Q(issued_at__isnull=False), name="outgoing_by_issue"),
            models.Index(fields=["ended_at"], condition=Q(ended_at__isnull=False), name="outgoing_by_end"),
        ]

    def __str__(self) -> str:
        return str(self.document_id)


class Recipient(models.Model):
    """One receiver of an outgoing document: an agency of ours, or a name outside."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="recipients")
    place = models.PositiveSmallIntegerField(default=0)
    agency = models.ForeignKey(
        "organizations.Agency", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField("nơi nhận", max_length=240)
    how = models.CharField("cách gửi", max_length=8, choices=How.choices)
    address = models.CharField("địa chỉ thư hoặc bưu chính", max_length=254, blank=True)
    copies = models.PositiveSmallIntegerField("số bản", default=1)
    state = models.CharField(max_length=10, choices=Delivery.choices, default=Delivery.WAITING)
    sent_at = models.DateTimeField("gửi lúc", null=True)
    answered_at = models.DateTimeField("nơi nhận trả lời lúc", null=True)
    said = models.CharField("nơi nhận cho biết", max_length=300, blank=True)
    sendings = models.PositiveSmallIntegerField("số lần gửi lại", default=0)
    letter = models.UUIDField(null=True, help_text="thư đang mang văn bản đi, theo tên của lần gửi")
    received_as = models.ForeignKey(
        Document,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="văn bản đến ở nơi nhận",
        db_index=False,
    )
    recalled_at = models.DateTimeField("báo thu hồi lúc", null=True)

    class Meta:
        ordering = ["place", "id"]
        verbose_name = "nơi nhận"
        constraints = [
            models.UniqueConstraint(
                fields=["document", "agency"], condition=Q(agency__isnull=False), name="agency_receives_once"
            ),
            models.CheckConstraint(
                condition=~Q(how=How.EXCHANGE) | Q(agency__isnull=False), name="exchange_reaches_agencies"
            ),
        ]
        indexes = [
            models.Index(fields=["received_as"], condition=Q(received_as__isnull=False), name="recipient_by_arrival"),
            models.Index(fields=["letter"], condition=Q(letter__isnull=False), name="recipient_by_letter"),
            models.Index(
                fields=["state", "document"],
                condition=Q(state__in=[Delivery.WAITING, Delivery.FAILED, Delivery.REFUSED]),
                name="recipient_undelivered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_state_display()}"

    @property
    def key(self) -> str:
        """The name of this sending at the receiver: sent again it is the same one."""
        return f"{SENDING}{self.document_id}-{self.pk}"


class DocumentCopy(models.Model):
    """A copy with the force of its original (sao y, trích sao, sao lục): one sequence of numbers a year over all three."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="made_copies")
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField("hình thức sao", max_length=4, choices=CopyKind.choices)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField("số bản sao")
    notation = models.CharField("số, ký hiệu bản sao", max_length=80)
    pages = models.CharField("các trang được trích", max_length=80, blank=True)
    lines = ArrayField(models.CharField(max_length=160), default=list)
    signer_name = models.CharField("người ký sao", max_length=160)
    receivers = models.TextField("nơi nhận", blank=True)
    copies = models.PositiveSmallIntegerField("số bản", default=1)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    made_from = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    made_by_name = models.CharField(max_length=160)
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "bản sao văn bản"
        constraints = [models.UniqueConstraint(fields=["agency", "year", "number"], name="document_copy_number_once")]

    def __str__(self) -> str:
        return self.notation


class KeptNumber(models.Model):
    """A number kept back before there is a document, or voided (giữ số, hủy số): never given to another, with its reason."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="kept_numbers")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    reason = models.CharField("lý do giữ số", max_length=300)
    kept_at = models.DateTimeField(default=clock.now)
    kept_by_name = models.CharField(max_length=160)
    used_by = models.OneToOneField(Document, null=True, on_delete=models.PROTECT, related_name="kept_number")
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField("lý do hủy số", max_length=300, blank=True)
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-year", "-number"]
        verbose_name = "số giữ lại"
        constraints = [
            models.UniqueConstraint(fields=["register", "year", "number"], name="number_kept_once"),
            models.CheckConstraint(
                condition=Q(used_by__isnull=True) | Q(voided_at__isnull=True), name="voided_number_is_unused"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"


class NotationSign(models.Model):
    """How an agency, or a department of it, is written in a notation (`UBND`, `VP`): data, because each agency rules its own."""

    agency = models.ForeignKey("organizations.Agency", on_delete=models.CASCADE, related_name="+", db_index=False)
    department = models.ForeignKey("organizations.Department", null=True, on_delete=models.CASCADE, related_name="+")
    text = models.CharField("chữ viết tắt", max_length=20)

    class Meta:
        verbose_name = "chữ viết tắt trong ký hiệu"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "department"], nulls_distinct=False, name="one_sign_for_each_office"
            )
        ]

    def __str__(self) -> str:
        return self.text
