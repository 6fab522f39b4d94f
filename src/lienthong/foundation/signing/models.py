"""Certificates (chứng thư số). The private key lies outside the database, named by `key_ref`."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from lienthong.foundation.signing.choices import AuthorityForm, Purpose, Status
from lienthong.kit import clock


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
    key_ref = models.CharField("nơi giữ khóa", max_length=120, help_text="software:<tệp trong SIGNING_KEYS_DIR>")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ACTIVE)
    revoked_at = models.DateTimeField(null=True, blank=True)
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
        indexes = [models.Index(fields=["position", "-not_after"]), models.Index(fields=["agency", "-not_after"])]

    def __str__(self) -> str:
        return f"{self.common_name} ({self.serial})"


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
