"""Papers of a person (giấy tờ trong kho), what kinds there are, and each consent to use one."""

import re
from datetime import date, datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from lienthong.foundation.vault.choices import ConsentState, Origin, Signature, Standing, Way
from lienthong.kit import clock
from lienthong.kit.ids import new_id


class PaperKind(models.Model):
    """A kind of paper (loại giấy tờ) as officials keep it: its code, how long it is good for, where it serves.

    `code` is the national code of the result (KQ.G15.000031) where there is one. `fits` are codes of components of dossiers that it
    is: national ones, or "<procedure>/<key of the paper>". `valid_months` None: as long as nothing changes.
    """

    code = models.CharField("mã giấy tờ", max_length=80, unique=True)
    name = models.CharField("tên giấy tờ", max_length=300)
    valid_months = models.PositiveSmallIntegerField("giá trị trong (tháng)", null=True, blank=True)
    fits = ArrayField(models.CharField(max_length=120), default=list, verbose_name="dùng cho thành phần hồ sơ")
    basis = models.CharField("căn cứ", max_length=300, blank=True)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "loại giấy tờ"
        indexes = [GinIndex(fields=["fits"], name="paper_kind_fits")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class VaultPaper(models.Model):
    """One paper. `data` is what is known of it as data: {"people": [{"key", "label", "facts"}]}; `file` may be absent.

    Only the owner opens it here; an office sees it where the owner gave it with a dossier. `sha256` is that of the file when it came in.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField("mã trong kho", max_length=20, unique=True, help_text="GT-261126-7KQ2XM")
    owner = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=10, choices=Origin.choices)
    name = models.CharField("tên giấy tờ", max_length=300)
    kind = models.CharField("mã loại giấy tờ", max_length=80, blank=True)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issuer = models.CharField("nơi cấp", max_length=300, blank=True)
    issuer_agency = models.ForeignKey(
        "organizations.Agency", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    issued_on = models.DateField("ngày cấp", null=True)
    valid_from = models.DateField("có giá trị từ", null=True)
    valid_to = models.DateField("có giá trị đến hết", null=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.CURRENT)
    standing_reason = models.CharField("lý do thu hồi, thay thế", max_length=300, blank=True)
    standing_at = models.DateTimeField(null=True)
    standing_by_name = models.CharField(max_length=160, blank=True)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaces")
    signature = models.CharField(max_length=8, choices=Signature.choices, default=Signature.NONE)
    signature_note = models.CharField(max_length=400, blank=True)
    data = models.JSONField(default=dict)
    file = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    source_code = models.CharField("từ hồ sơ, bản sao", max_length=40)
    source_name = models.CharField("tên thủ tục", max_length=300)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-added_at", "-id"]
        indexes = [
            models.Index(fields=["owner", "-added_at"], name="vault_of_person"),
            models.Index(fields=["owner", "kind"], name="vault_of_person_by_kind"),
            models.Index(
                fields=["issuer_agency", "-added_at", "-id"],
                name="vault_issued_by",
                condition=Q(issuer_agency__isnull=False),
            ),
            models.Index(fields=["number"], name="vault_by_number", condition=~Q(number="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["owner", "source_code", "file"], name="vault_paper_once_per_dossier"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="vault_origin_is_known"),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(standing=Standing.CURRENT),
                name="vault_current_is_not_replaced",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_from_dossier(self) -> bool:
        """Whether `source_code` is a dossier that its owner may open, and not a stock that was digitised or a certified copy."""
        return self.origin != Origin.CERTIFIED and bool(re.match(r"[A-Z]\d{2}", self.source_code))

    def why_not(self, day: date) -> str:
        """Why it cannot be used on `day`, in a sentence; empty when it can."""
        if self.standing == Standing.REVOKED:
            return f"Đã bị thu hồi{_on(self.standing_at)}{f': {self.standing_reason}' if self.standing_reason else ''}."
        if self.standing == Standing.REPLACED:
            return f"Đã có bản thay thế{_on(self.standing_at)}; dùng bản mới."
        if self.valid_to is not None and self.valid_to < day:
            return f"Hết giá trị sử dụng từ {self.valid_to:%d/%m/%Y}; xin cấp lại rồi dùng bản mới."
        if self.valid_from is not None and self.valid_from > day:
            return f"Đến {self.valid_from:%d/%m/%Y} mới có giá trị."
        if self.signature == Signature.INVALID:
            return self.signature_note or "Chữ ký số trên tệp không hợp lệ."
        if self.file_id is None:
            return "Trong kho chỉ có dữ liệu, không có tệp."
        return ""


def _on(moment: datetime | None) -> str:
    return f" ngày {moment.astimezone(clock.VIETNAM):%d/%m/%Y}" if moment else ""


class Consent(models.Model):
    """The owner's word that a paper may be used for one dossier (sự đồng ý): by whom, for whom, what for, until when, and its end.

    `reference`: the filing or dossier it was given for; `dossier_code` once it was used. Never changed or removed but by its end.
    """

    paper = models.ForeignKey(VaultPaper, on_delete=models.CASCADE, related_name="consents")
    reference = models.CharField("bản khai, hồ sơ", max_length=40)
    dossier_code = models.CharField("mã hồ sơ", max_length=40, blank=True)
    agency = models.ForeignKey(
        "organizations.Agency", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    agency_name = models.CharField("cơ quan được dùng", max_length=300, blank=True)
    purpose = models.CharField("để làm gì", max_length=300)
    words = models.TextField("lời đồng ý, như đã hiện")
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.ONLINE)
    given_by_name = models.CharField("người đồng ý", max_length=160, blank=True)
    identified_by = models.CharField("xác định người đồng ý bằng", max_length=120, blank=True)
    officer_name = models.CharField("cán bộ ghi nhận", max_length=160, blank=True)
    officer_title = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField("đến khi", null=True)
    used_at = models.DateTimeField("dùng lúc", null=True)
    withdrawn_at = models.DateTimeField("rút lúc", null=True)
    ended_at = models.DateTimeField("kết thúc lúc", null=True)
    ended_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "reference"],
                condition=Q(withdrawn_at__isnull=True, ended_at__isnull=True),
                name="vault_consent_once_at_a_time",
            )
        ]
        indexes = [
            models.Index(fields=["reference"], name="vault_consent_reference"),
            models.Index(fields=["dossier_code"], name="vault_consent_dossier", condition=~Q(dossier_code="")),
            models.Index(fields=["agency", "used_at"], name="vault_consent_used", condition=Q(used_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} → {self.reference}"

    def state_at(self, moment: datetime) -> ConsentState:
        """Where it stands."""
        if self.withdrawn_at is not None:
            return ConsentState.WITHDRAWN
        if self.ended_at is not None:
            return ConsentState.ENDED
        if self.until is not None and self.until < moment:
            return ConsentState.EXPIRED
        return ConsentState.IN_FORCE
