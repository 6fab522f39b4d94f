"""A person stands at the counter (lượt tiếp nhận tại quầy), and what was found of each paper they brought."""

from django.db import models
from django.db.models import Q

from lienthong.domain.dossiers.choices import PaperShape, ReceptionState, Verdict
from lienthong.kit import clock
from lienthong.kit.ids import new_id


class Reception(models.Model):
    """One reception from calling the number to the receipt. Kept at every keystroke, so that a closed tab, a cut line or a lost printer
    takes nothing of it; `id` is the id of the dossier it becomes, so that pressing twice cannot make two.

    `applicant`: {id_number, full_name, birth_date (ISO), gender, address, phone, email, source (card, register, typed)}.
    `presenter`: who came in place of the applicant {full_name, id_number, phone, basis}; empty when the applicant came.
    `checks`: {requirement key: {verdict, reason, remedy, shape, count}}; `filing` holds answers and files for the procedure chosen now,
    `filings` those of every procedure chosen on the way.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=10, choices=ReceptionState.choices, default=ReceptionState.OPEN)
    agency = models.ForeignKey(
        "organizations.Agency",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="nơi hỗ trợ",
        db_index=False,
    )
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.ForeignKey("organizations.Position", on_delete=models.PROTECT, related_name="+", db_index=False)
    officer_name = models.CharField("cán bộ tiếp nhận", max_length=160)
    point = models.CharField("quầy", max_length=40, blank=True)
    ticket = models.BigIntegerField("phiếu số thứ tự", null=True)
    ticket_label = models.CharField("số", max_length=10, blank=True)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    applicant = models.JSONField(default=dict)
    presenter = models.JSONField(default=dict)
    present = models.TextField(blank=True, help_text="tờ ghi niêm phong: thẻ của chủ giấy tờ vừa đọc tại quầy")
    in_vault = models.JSONField(
        "kho giấy tờ của người nộp có",
        default=dict,
        help_text="khóa giấy tờ → [{id, name, number, issued_on, why_not}]",
    )
    by_post = models.JSONField(
        "đến qua bưu chính",
        default=dict,
        db_default=models.Value({}, models.JSONField()),
        help_text="{postmark: ISO, tracking}; trống khi người nộp đến quầy",
    )
    filing = models.OneToOneField("dossiers.Filing", null=True, on_delete=models.SET_NULL, related_name="+")
    checks = models.JSONField(default=dict)
    received_here = models.BooleanField(
        "tiếp nhận tại đây", default=True, help_text="không: chỉ hỗ trợ nộp, cơ quan có thẩm quyền tiếp nhận"
    )
    fee_later = models.BooleanField("thu phí khi trả kết quả", default=False)
    note = models.TextField("hướng dẫn thêm, lý do từ chối", blank=True)
    dossier = models.ForeignKey(
        "dossiers.Dossier",
        null=True,
        on_delete=models.PROTECT,
        related_name="receptions",
        help_text="hồ sơ lập ra ở lượt này, hoặc được bổ sung ở lượt này",
    )
    started_at = models.DateTimeField("bắt đầu", default=clock.now)
    saved_at = models.DateTimeField("lưu lúc", default=clock.now)
    finished_at = models.DateTimeField("xong lúc", null=True)

    class Meta:
        verbose_name = "lượt tiếp nhận"
        indexes = [
            models.Index(
                fields=["agency", "-saved_at"], condition=Q(state=ReceptionState.OPEN), name="reception_open_of_agency"
            ),
            models.Index(
                fields=["agency", "-finished_at"],
                condition=Q(finished_at__isnull=False),
                name="reception_done_of_agency",
            ),
            models.Index(
                fields=["person"],
                condition=Q(state=ReceptionState.OPEN, person__isnull=False),
                name="reception_open_of_person",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(state=ReceptionState.OPEN), name="reception_one_per_ticket"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket_label} {self.applicant.get('full_name', '')}".strip()


class PaperCheck(models.Model):
    """What the officer found of one paper on the counter (kết quả kiểm giấy tờ). Stands with the dossier for good."""

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="paper_checks")
    requirement_key = models.SlugField(max_length=60)
    name = models.CharField(max_length=300)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.TextField("lý do", blank=True)
    remedy = models.TextField("cách hoàn thiện", blank=True)
    shape = models.CharField("loại bản", max_length=10, choices=PaperShape.choices, blank=True)
    count = models.PositiveSmallIntegerField("số bản", default=1)
    checked_at = models.DateTimeField(default=clock.now)
    checked_by_name = models.CharField(max_length=160)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["dossier", "requirement_key"], name="paper_checked_once")]

    def __str__(self) -> str:
        return f"{self.name}: {self.verdict}"
