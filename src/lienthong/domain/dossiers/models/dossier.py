"""A dossier, its papers and its steps (hồ sơ, giấy tờ, bước xử lý)."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from lienthong.domain.dossiers.choices import OPEN_STATES, Channel, Outcome, PaperSource, Priority, State, Timeliness
from lienthong.kit import clock, word_search
from lienthong.kit.ids import new_id


class DossierQuerySet(models.QuerySet["Dossier"]):
    def open(self) -> "DossierQuerySet":
        """Dossiers that somebody still has to do something about."""
        return self.filter(state__in=OPEN_STATES)


class Dossier(models.Model):
    """One application for one procedure (hồ sơ TTHC).

    It keeps the version of the procedure and the workflow it was filed under, whatever changes later. Times are aware;
    `due_at` is the current due date, `original_due_at` the first one promised; `due_derivation` explains it line by line.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField("mã hồ sơ", max_length=40, unique=True)
    version = models.ForeignKey("procedures.ProcedureVersion", on_delete=models.PROTECT, related_name="+")
    procedure = models.ForeignKey("procedures.Procedure", on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(
        "organizations.Agency",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="cơ quan giải quyết",
        db_index=False,
    )
    reception_agency = models.ForeignKey(
        "organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    helped_agency = models.ForeignKey(
        "organizations.Agency",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="nơi hỗ trợ nộp",
        db_index=False,
        help_text="quầy nơi người nộp đến; `filed_by` là cán bộ hỗ trợ. Trống khi tự nộp",
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    priority = models.CharField(
        "ưu tiên", max_length=10, choices=Priority.choices, blank=True, db_default="", default=""
    )
    state = models.CharField(max_length=20, choices=State.choices)

    applicant = models.ForeignKey(
        "accounts.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    filed_by = models.ForeignKey(
        "accounts.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    applicant_name = models.CharField("người nộp", max_length=160)
    applicant_id_last4 = models.CharField(max_length=4)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    answers = models.JSONField("nội dung kê khai", default=dict)
    search_text = models.TextField(
        blank=True, help_text="tên người nộp, tên thủ tục và mã, từng từ không dấu giữa hai dấu cách"
    )

    fee_amount = models.PositiveIntegerField("phí, lệ phí (đồng)", default=0)
    fee_paid_at = models.DateTimeField(null=True)

    submitted_at = models.DateTimeField("nộp lúc", default=clock.now)
    accepted_at = models.DateTimeField("tiếp nhận lúc", null=True)
    due_at = models.DateTimeField("hẹn trả", null=True)
    original_due_at = models.DateTimeField("hẹn trả ban đầu", null=True)
    due_derivation = models.JSONField(default=dict)
    paused_at = models.DateTimeField("tạm dừng từ", null=True)
    pauses = models.JSONField(default=list, help_text="các khoảng tạm dừng đã qua [[từ, đến], …] ISO 8601")
    completed_at = models.DateTimeField("có kết quả lúc", null=True)
    returned_at = models.DateTimeField("trả kết quả lúc", null=True)
    timeliness = models.CharField(max_length=10, choices=Timeliness.choices, blank=True)
    reason = models.TextField("lý do từ chối, dừng", blank=True)

    parent = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name="hồ sơ gốc",
        db_index=False,
        help_text="hồ sơ con ở cơ quan khác; với người dân chỉ tính hồ sơ gốc",
    )
    awaited_children = models.PositiveSmallIntegerField(
        "số hồ sơ con phải chờ",
        default=0,
        db_default=0,
        help_text="đếm ở đây để mỗi bước xử lý không phải hỏi; kể từ `ChildWork.holds`",
    )
    reopened = models.PositiveSmallIntegerField("số lần mở lại", default=0)
    workflow_instance = models.UUIDField(null=True)
    work_begun = models.BooleanField(default=False)
    result_number = models.CharField("số, ký hiệu kết quả", max_length=60, blank=True)
    result_fields = models.JSONField(default=dict)
    draft_file = models.ForeignKey(
        "files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    result_file = models.ForeignKey(
        "files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    receipt_file = models.ForeignKey(
        "files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = DossierQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "-submitted_at", "-id"], name="dossier_by_agency"),
            models.Index(fields=["agency", "state", "due_at", "id"], name="dossier_by_agency_state"),
            models.Index(
                fields=["applicant", "-submitted_at"], name="dossier_by_applicant", condition=Q(applicant__isnull=False)
            ),
            models.Index(
                fields=["filed_by", "-submitted_at"], name="dossier_by_account", condition=Q(filed_by__isnull=False)
            ),
            models.Index(
                fields=["completed_at"], name="dossier_by_completion", condition=Q(completed_at__isnull=False)
            ),
            models.Index(fields=["due_at"], name="dossier_running_by_due", condition=Q(state="processing")),
            models.Index(
                fields=["helped_agency", "-submitted_at"],
                name="dossier_by_helper",
                condition=Q(helped_agency__isnull=False),
            ),
            models.Index(fields=["parent"], name="dossier_by_parent", condition=Q(parent__isnull=False)),
            models.Index(fields=["-submitted_at", "-id"], name="dossier_by_submission"),
            # The agency beside the words, so that those of one office are met in the index and not by reading the whole province.
            GinIndex(
                F("agency"),
                word_search.index_of(),
                name="dossier_words_of_agency",
                fastupdate=True,
                gin_pending_list_limit=word_search.PENDING_KB,
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="dossier_state_is_known"),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True) | Q(due_at__gte=F("accepted_at")), name="dossier_due_after_acceptance"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_across_boundary(self) -> bool:
        """Taken in or helped with by another agency than the one that decides (không phụ thuộc địa giới)."""
        return self.reception_agency_id != self.agency_id or self.helped_agency_id not in {None, self.agency_id}


class DossierPaper(models.Model):
    """One paper as given (thành phần hồ sơ đã nộp). A later one replaces an earlier one; nothing is removed."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="papers")
    requirement_key = models.SlugField(max_length=60)
    name = models.CharField(max_length=300)
    source = models.CharField(max_length=10, choices=PaperSource.choices)
    file = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class DossierStep(models.Model):
    """One step at one holder (bước xử lý): the entry of a queue while `finished_at` is empty, the record afterwards."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="steps")
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    kind = models.SlugField(max_length=20)
    role = models.CharField(max_length=40)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    assignee = models.ForeignKey(
        "organizations.Position", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField("phải xong trước")
    is_paused = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey(
        "organizations.Position", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    finished_by_name = models.CharField(max_length=160, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    note = models.TextField("ý kiến", blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["agency", "role", "is_paused", "due_at", "id"],
                name="queue_of_agency",
                condition=Q(finished_at__isnull=True),
            ),
            models.Index(
                fields=["agency", "opened_at", "id"],
                name="results_waiting",
                condition=Q(finished_at__isnull=True, kind="return"),
            ),
            # What lies with whom: lists of one's own steps, and how much each colleague has.
            models.Index(
                fields=["assignee", "due_at", "id"],
                name="queue_of_seat",
                condition=Q(finished_at__isnull=True, assignee__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "key"], condition=Q(finished_at__isnull=True), name="step_open_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
