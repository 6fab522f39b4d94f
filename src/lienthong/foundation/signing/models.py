"""Certificates (chứng thư số). The private key lies outside the database, named by `key_ref`."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from lienthong.foundation.signing.choices import (
    AuthorityForm,
    Evidence,
    Level,
    PictureKind,
    Purpose,
    RaisingState,
    Status,
)
from lienthong.kit import clock
from lienthong.kit.ids import new_id


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def valid_at(self, moment: datetime) -> "CertificateQuerySet":
        """Neither revoked nor outside their dates."""
        return self.filter(status=Status.ACTIVE, not_before__lte=moment, not_after__gte=moment)


class Certificate(models.Model):
    """One X.509 certificate with its chain. A person's belongs to a position, a seal to an agency, an authority to nobody."""

    purpose = models.CharField("loại", max_length=12, choices=Purpose.choices)
    position = models.ForeignKey(
        "organizations.Position", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(
        "organizations.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    common_name = models.CharField("tên chủ thể", max_length=200)
    title = models.CharField("chức vụ", max_length=200, blank=True)
    agency_name = models.CharField("cơ quan", max_length=200, blank=True)
    subject = models.TextField("chủ thể (RFC 4514)")
    serial = models.CharField("số sê-ri (hex)", max_length=40, unique=True)
    chain_pem = models.TextField("chứng thư và chuỗi, PEM")
    not_before = models.DateTimeField("hiệu lực từ")
    not_after = models.DateTimeField("hiệu lực đến")
    key_ref = models.CharField(
        "nơi giữ khóa",
        max_length=200,
        blank=True,
        help_text="software:<tệp>, pkcs11:token=…;object=…[;pin-source=holder], csc:<mã chứng thư>, token: (thiết bị của người giữ); trống: không giữ khóa",
    )
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ACTIVE)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revocation_reason = models.CharField("lý do thu hồi", max_length=200, blank=True)
    issuer_name = models.CharField("nơi cấp", max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = "chứng thư số"
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose=Purpose.PERSON, position__isnull=False)
                | Q(purpose=Purpose.AGENCY, agency__isnull=False)
                | Q(purpose__in=[Purpose.AUTHORITY, Purpose.TSA]),
                name="certificate_has_its_holder",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.REVOKED, revoked_at__isnull=False)
                | Q(status=Status.ACTIVE, revoked_at__isnull=True),
                name="certificate_revoked_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["position", "-not_after"]),
            models.Index(fields=["agency", "-not_after"]),
            models.Index(fields=["not_after", "id"], name="certificate_by_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.common_name} ({self.serial})"


class AgencySigning(models.Model):
    """How an agency signs where it does not sign as the installation does (thiết lập ký số của cơ quan)."""

    agency = models.OneToOneField("organizations.Agency", on_delete=models.CASCADE, related_name="+")
    level = models.CharField("mức chữ ký", max_length=4, choices=Level.choices, default=Level.B)
    set_at = models.DateTimeField(default=clock.now)
    set_by_name = models.CharField(max_length=160)

    class Meta:
        verbose_name = "thiết lập ký số"

    def __str__(self) -> str:
        return f"{self.agency_id}: {self.level}"


class Picture(models.Model):
    """A hand or a seal as it stands on paper (hình ảnh chữ ký, con dấu): transparent PNG, blue or red. The newest one counts."""

    kind = models.CharField(max_length=4, choices=PictureKind.choices)
    account = models.ForeignKey("accounts.Account", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    agency = models.ForeignKey(
        "organizations.Agency", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    png = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    uploaded_at = models.DateTimeField(default=clock.now)
    uploaded_by_name = models.CharField(max_length=160)
    is_current = models.BooleanField(default=True)

    class Meta:
        verbose_name = "hình ảnh chữ ký"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=PictureKind.HAND, account__isnull=False, agency__isnull=True)
                | Q(kind=PictureKind.SEAL, account__isnull=True, agency__isnull=False),
                name="picture_of_a_hand_or_a_seal",
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(is_current=True, kind=PictureKind.HAND), name="picture_one_hand"
            ),
            models.UniqueConstraint(
                fields=["agency"], condition=Q(is_current=True, kind=PictureKind.SEAL), name="picture_one_seal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.account_id or self.agency_id}"


class Raising(models.Model):
    """A signed file that carries less proof than wanted, since an authority did not answer (chờ bổ sung bằng chứng).

    `sha256` names the bytes that were signed; `file` is known when they were found among the stored files, `raised` is the file made of them.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="+")
    wanted = models.CharField("mức cần có", max_length=4, choices=Level.choices)
    reached = models.CharField("mức hiện có", max_length=4, choices=Level.choices)
    state = models.CharField(max_length=8, choices=RaisingState.choices, default=RaisingState.WAITING)
    why = models.CharField("lý do", max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    file = models.ForeignKey("files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    raised = models.ForeignKey("files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "chữ ký chờ bổ sung"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=RaisingState.DONE) | Q(raised__isnull=False, done_at__isnull=False),
                name="raising_done_has_its_file",
            ),
        ]
        indexes = [
            models.Index(fields=["signed_at"], condition=Q(state=RaisingState.WAITING), name="raising_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.reached} → {self.wanted}"


class RevocationAnswer(models.Model):
    """What an authority last said about its certificates (trả lời của cơ quan chứng thực), kept until it says when to ask again.

    `issuer` is the SHA-256 of the issuing certificate; `serial` is empty for a list. `der` is empty while it does not answer.
    """

    kind = models.CharField(max_length=4, choices=Evidence.choices)
    issuer = models.CharField(max_length=64)
    serial = models.CharField(max_length=42, blank=True)
    der = models.BinaryField(default=bytes)
    fetched_at = models.DateTimeField()
    good_until = models.DateTimeField()

    class Meta:
        verbose_name = "trả lời về thu hồi"
        constraints = [models.UniqueConstraint(fields=["kind", "issuer", "serial"], name="revocation_answer_once")]
        indexes = [models.Index(fields=["good_until"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.issuer[:12]} {self.serial}"


class PreparedSignature(models.Model):
    """A paper that waits for its holder's key (văn bản chờ khóa của người ký), on their desk, at a provider, behind a PIN.

    `source_sha256` names the bytes that were looked at; `subject`, `location`, `stamp`, `shows`: what the signature says and shows. `answer` is the raw
    signature, checked; the act that uses it takes the row away.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="+")
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField("việc ký", max_length=200)
    source_sha256 = models.CharField(max_length=64, default="")
    location = models.CharField("nơi ký", max_length=200, default="")
    stamp = models.BooleanField("có hình chữ ký", default=True)
    shows = models.CharField("hình khác thường", max_length=64, default="", help_text="Look.name")
    wanted = models.CharField(
        "mức cần có",
        max_length=4,
        choices=Level.choices,
        default=Level.B,
        help_text="chỗ cho dấu thời gian theo mức này",
    )
    pdf = models.BinaryField()
    document_digest = models.BinaryField()
    signed_attributes = models.BinaryField()
    signature_start = models.PositiveBigIntegerField()
    signature_end = models.PositiveBigIntegerField()
    prepared_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    answer = models.BinaryField(default=bytes)
    answered_at = models.DateTimeField(null=True, blank=True)
    signed = models.BinaryField(default=bytes)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "văn bản chờ chữ ký từ thiết bị"
        indexes = [
            models.Index(fields=["expires_at"]),
            models.Index(fields=["certificate", "source_sha256"], name="prepared_by_paper"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({uuid.UUID(str(self.id))})"


class CertificateWarning(models.Model):
    """Who was told that a certificate ends soon: once for each number of days (cảnh báo sắp hết hạn)."""

    certificate = models.ForeignKey(Certificate, on_delete=models.CASCADE, related_name="warnings")
    days = models.PositiveSmallIntegerField()
    told_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "cảnh báo hết hạn"
        constraints = [
            models.UniqueConstraint(fields=["certificate", "days"], name="certificate_warned_once_for_each_day")
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.days}"


class SigningAuthority(models.Model):
    """The lines that stand above a seat's signature (dòng thẩm quyền ký), where they are not those its title says by itself.

    `body` is the collective signed for ("Ủy ban nhân dân"), `head` the title of the one signed in place of ("Chủ tịch"), `title` what is
    printed of one's own.
    """

    position = models.OneToOneField("organizations.Position", on_delete=models.CASCADE, related_name="+")
    form = models.CharField("quyền hạn", max_length=4, choices=AuthorityForm.choices, blank=True)
    body = models.CharField("thay mặt", max_length=120, blank=True)
    head = models.CharField("chức vụ người đứng đầu", max_length=120, blank=True)
    title = models.CharField("chức vụ in trên văn bản", max_length=120)
    set_at = models.DateTimeField(default=clock.now)
    set_by_name = models.CharField(max_length=160)

    class Meta:
        verbose_name = "thẩm quyền ký"

    def __str__(self) -> str:
        return f"{self.form} {self.title}".strip()
