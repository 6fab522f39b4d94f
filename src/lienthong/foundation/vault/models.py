"""Papers of a person (giấy tờ trong kho), and each use of one with the consent given for it."""

from django.db import models
from django.db.models import Q

from lienthong.foundation.vault.choices import Origin
from lienthong.kit import clock
from lienthong.kit.ids import new_id


class VaultPaper(models.Model):
    """One paper. `data` is what is known of it as data: {"people": [{"key", "label", "facts"}]}; `file` may be absent.

    Only the owner opens it here; an office sees it where the owner gave it with a dossier.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField("mã giấy tờ", max_length=20, unique=True, help_text="GT-261126-7KQ2XM")
    owner = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=10, choices=Origin.choices)
    name = models.CharField("tên giấy tờ", max_length=300)
    kind = models.CharField("mã loại giấy tờ", max_length=60, blank=True)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issuer = models.CharField("nơi cấp", max_length=300, blank=True)
    issued_on = models.DateField("ngày cấp", null=True)
    data = models.JSONField(default=dict)
    file = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    source_code = models.CharField("từ hồ sơ", max_length=40)
    source_name = models.CharField("tên thủ tục", max_length=300)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-added_at", "-id"]
        indexes = [models.Index(fields=["owner", "-added_at"], name="vault_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["owner", "source_code", "file"], name="vault_paper_once_per_dossier"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="vault_origin_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class VaultUse(models.Model):
    """A paper given out of the vault (lượt dùng giấy tờ): for what, to whom, and the words the owner agreed to."""

    paper = models.ForeignKey(VaultPaper, on_delete=models.CASCADE, related_name="uses")
    reference = models.CharField("bản khai", max_length=40)
    purpose = models.CharField("để làm gì", max_length=300)
    consent = models.TextField("lời đồng ý")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["paper", "reference"], name="vault_use_once_per_filing")]

    def __str__(self) -> str:
        return f"{self.paper_id} → {self.reference}"
