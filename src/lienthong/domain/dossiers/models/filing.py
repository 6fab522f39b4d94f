"""What a person types before it is a dossier, or while answering a request (bản khai)."""

from django.db import models
from django.db.models import Q

from lienthong.domain.dossiers.choices import PaperSource
from lienthong.kit import clock
from lienthong.kit.ids import new_id


class Filing(models.Model):
    """A filing in progress (bản khai). Every page is kept as typed; sending makes a dossier or completes one.

    `answers` holds what was read, `raw` what was typed on pages that still have errors, so that nothing is lost. Two devices may
    work on one filing: the later save of a page wins, what it replaced stays in `set_aside` until the person has looked at it.
    A filing with a `dossier` and no `sent_at` answers that dossier's supplement request.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField("mã bản khai", max_length=20, unique=True, help_text="N-261119-0382")
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey("procedures.ProcedureVersion", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("organizations.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    unasked = models.JSONField(default=dict, help_text="câu trả lời của câu hỏi mà phiên bản mới không hỏi nữa")
    raw = models.JSONField(default=dict)
    pages_done = models.JSONField(default=list)
    checked = models.JSONField(
        "trường hợp đã kiểm tra", default=dict, help_text='{"case": "…", "papers": ["khóa giấy tờ"]}'
    )
    created_at = models.DateTimeField(default=clock.now)
    saved_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    fee_amount = models.PositiveIntegerField(default=0)
    payment_order = models.UUIDField(null=True)
    sources = models.JSONField(
        default=dict, help_text="câu hỏi → nơi câu trả lời điền sẵn đến từ đó, cho đến khi người khai sửa"
    )
    disputed = models.JSONField(
        default=dict, help_text="câu hỏi → {value, source}: điều cơ sở dữ liệu ghi mà người khai cho là sai"
    )
    visits = models.JSONField(default=dict, help_text="trang → {visit, at}: lần mở trang nào lưu sau cùng")
    set_aside = models.JSONField(
        default=dict, help_text="trang → {at, answers, raw}: nội dung máy khác đã lưu, bị lần lưu sau thay thế"
    )
    dossier = models.ForeignKey("dossiers.Dossier", null=True, on_delete=models.CASCADE, related_name="filings")
    sent_at = models.DateTimeField(null=True)
    reception = models.ForeignKey(
        "dossiers.Reception",
        null=True,
        on_delete=models.CASCADE,
        related_name="filings",
        help_text="khi cán bộ khai giúp tại quầy",
    )

    class Meta:
        indexes = [models.Index(fields=["account", "-saved_at"], name="filing_of_account")]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(sent_at__isnull=True), name="one_open_supplement_per_dossier"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class FilingPaper(models.Model):
    """A file given for one requirement of a filing."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="papers")
    requirement_key = models.SlugField(max_length=60)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=PaperSource.choices, default=PaperSource.UPLOAD)
    own_form = models.JSONField(
        null=True, help_text="khi tệp là bản chụp tờ khai của hệ thống: {form, version, reference}"
    )
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.requirement_key}: {self.file_id}"


class IdempotencyKey(models.Model):
    """Answer once, repeat the answer (khóa chống lặp). One row per account and key; the response is what was said first."""

    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, help_text="SHA-256 của yêu cầu")
    dossier = models.ForeignKey("dossiers.Dossier", null=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return self.key
