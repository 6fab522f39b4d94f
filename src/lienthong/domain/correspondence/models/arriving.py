"""What has reached an agency and is not in its register yet (văn bản chờ vào sổ): by the exchange, by mail, as a file a clerk has put in."""

from django.db import models
from django.db.models import F, Q

from lienthong.domain.correspondence.choices import ArrivalState, Source
from lienthong.kit import clock
from lienthong.kit.ids import new_id


class WaitingArrival(models.Model):
    """One sending. `facts` is what the sender says of it or was read in it, by the names of `services.Arrival`, days as ISO text.

    `key` is the sender's name for the sending: delivered again it is the same row. `read` names the facts that a machine read in a file
    and a clerk has to look at.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=10, choices=Source.choices)
    state = models.CharField(max_length=10, choices=ArrivalState.choices, default=ArrivalState.WAITING)
    key = models.CharField(max_length=160, unique=True, help_text="một lần gửi, một văn bản")
    external_id = models.CharField("mã gói tin, mã thư", max_length=120, blank=True)
    sender = models.ForeignKey(
        "organizations.Agency", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    sender_name = models.CharField("nơi gửi", max_length=240, blank=True)
    sender_address = models.CharField("địa chỉ thư gửi", max_length=254, blank=True)
    title = models.CharField("tiêu đề", max_length=300, blank=True)
    letter = models.TextField("lời thư", blank=True)
    facts = models.JSONField(default=dict)
    read = models.JSONField(default=list)
    is_converted = models.BooleanField("đã chuyển từ bảng mã cũ", default=False)
    original = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField("đến lúc", default=clock.now)
    put_in_by_name = models.CharField(max_length=160, blank=True)
    document = models.OneToOneField(
        "correspondence.Document", null=True, on_delete=models.PROTECT, related_name="waited_as"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=160, blank=True)
    reason = models.TextField("lý do trả lại, bỏ, không nhận", blank=True)

    class Meta:
        verbose_name = "văn bản chờ vào sổ"
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ArrivalState.WAITING) ^ Q(ended_at__isnull=False), name="ended_arrival_has_its_time"
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=True) | Q(state=ArrivalState.REGISTERED),
                name="arrival_with_document_is_registered",
            ),
        ]
        indexes = [
            models.Index(
                "agency",
                F("arrived_at").asc(),
                "id",
                condition=Q(state=ArrivalState.WAITING),
                name="arrival_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title or self.key}: {self.get_state_display()}"


class WaitingFile(models.Model):
    """A file of a sending, the document itself first. `problem`: why it cannot be opened here; the original is kept as it came."""

    arrival = models.ForeignKey(WaitingArrival, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)
    read_text = models.TextField("chữ trong tệp", blank=True)
    pages_read = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ["place", "id"]
        constraints = [models.UniqueConstraint(fields=["arrival", "file"], name="arrival_file_once")]

    def __str__(self) -> str:
        return f"{self.arrival_id}: {self.place}"


class ArrivalAddress(models.Model):
    """A mail address at which an agency receives documents (hộp thư công vụ nhận văn bản)."""

    agency = models.ForeignKey("organizations.Agency", on_delete=models.CASCADE, related_name="+")
    address = models.EmailField("địa chỉ", unique=True)

    def __str__(self) -> str:
        return self.address
