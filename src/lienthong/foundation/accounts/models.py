"""Accounts and persons (tài khoản, người). An account signs in; a person is whom the State knows by a number."""

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q

from lienthong.kit import clock


def folded_name() -> Func:
    """The name in lower case without accents, as the database folds it: what people are searched by (`kit.text_vi.fold`)."""
    return Func(F("full_name"), function="accounts_fold", output_field=models.TextField())


class Person(models.Model):
    """A citizen (cá nhân). `id_number` is the 12-digit national identity number (số định danh cá nhân)."""

    id_number = models.CharField("số định danh cá nhân", max_length=12, unique=True)
    full_name = models.CharField("họ, chữ đệm và tên", max_length=120)
    birth_date = models.DateField("ngày sinh", null=True, blank=True)
    gender = models.CharField("giới tính", max_length=10, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    address = models.CharField("nơi thường trú", max_length=250, blank=True)
    commune_code = models.CharField("mã xã, phường", max_length=8, blank=True)
    verified_by = models.CharField(
        "nguồn xác thực", max_length=40, blank=True, help_text="vneid, counter; trống khi tự khai"
    )
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            GinIndex(OpClass(folded_name(), name="gin_trgm_ops"), name="person_by_name"),
            models.Index(fields=["birth_date"], condition=Q(birth_date__isnull=False), name="person_by_birth_date"),
            models.Index(fields=["phone"], condition=~Q(phone=""), name="person_by_phone"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(id_number__regex=r"^\d{12}$"), name="person_id_number_has_12_digits")
        ]

    def __str__(self) -> str:
        return self.full_name


class Account(AbstractUser):
    """Someone who can sign in. Officers hold positions; citizens have a person once their identity is known."""

    first_name = None  # type: ignore[assignment]  # Vietnamese names are one field, never split
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField("họ và tên", max_length=120)
    person = models.OneToOneField(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="account")
    declared_id_number = models.CharField(
        "số định danh tự khai",
        max_length=12,
        blank=True,
        help_text="Chưa được xác thực; chỉ gắn với cá nhân khi chưa ai có số này",
    )

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "tài khoản"

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        """The one name field."""
        return self.full_name

    def get_short_name(self) -> str:
        """The given name, which in Vietnamese stands last."""
        return self.full_name.rsplit(" ", 1)[-1]


class ApiToken(models.Model):
    """A bearer token (mã truy cập API). Only its SHA-256 is kept; a token acts from one position or as a citizen."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="api_tokens")
    position = models.ForeignKey(
        "organizations.Position", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField("tên gợi nhớ", max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
