"""Agencies, departments and positions (cơ quan, phòng ban, chức vụ).

The tree, its tiers and its dates are data: a province runs with two tiers of local government or with three, and survives
agencies that merge, split or close.
"""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lienthong.foundation.organizations.choices import IDENTIFIER_PATTERN


class Tier(models.Model):
    """A level of government (cấp): trung ương, tỉnh, huyện, xã. Rank 0 is the top."""

    code = models.SlugField("mã", unique=True)
    name = models.CharField("tên", max_length=60)
    rank = models.PositiveSmallIntegerField("thứ bậc")

    class Meta:
        ordering = ["rank"]

    def __str__(self) -> str:
        return self.name


class AgencyQuerySet(models.QuerySet["Agency"]):
    def valid_on(self, day: date) -> "AgencyQuerySet":
        """Agencies that exist on `day`."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        )


class Agency(models.Model):
    """Node of the tree (cơ quan, đơn vị). `identifier` is the electronic identifier of QĐ 20/2020/QĐ-TTg."""

    identifier = models.CharField("mã định danh điện tử", max_length=24, unique=True, help_text="Ví dụ H21.05")
    identifier_2016 = models.CharField("mã định danh theo QCVN 102:2016", max_length=24, blank=True, db_index=True)
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=80)
    tier = models.ForeignKey(Tier, on_delete=models.PROTECT, related_name="agencies", verbose_name="cấp")
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name="cơ quan cấp trên",
    )
    kind = models.SlugField("loại", help_text="ubnd, so, ban, trung-tam…")
    unit_code = models.CharField("mã đơn vị hành chính (GSO)", max_length=8, blank=True, db_index=True)
    address = models.CharField("địa chỉ", max_length=250, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    receives_dossiers = models.BooleanField("có bộ phận một cửa", default=False)
    valid_from = models.DateField("có từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    sort_key = models.CharField("khóa xếp thứ tự", max_length=250, blank=True, db_index=True)
    note = models.CharField("ghi chú", max_length=200, blank=True, help_text="Nói rõ khi là dữ liệu trình diễn")

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = "cơ quan"
        constraints = [
            models.CheckConstraint(
                condition=Q(identifier__regex=IDENTIFIER_PATTERN), name="agency_identifier_is_well_formed"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A part of one agency (phòng, ban)."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="departments")
    code = models.SlugField("mã")
    name = models.CharField("tên", max_length=160)
    valid_from = models.DateField("có từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "code"], name="department_code_once_per_agency")]

    def __str__(self) -> str:
        return self.name


class PositionQuerySet(models.QuerySet["Position"]):
    def valid_on(self, day: date) -> "PositionQuerySet":
        """Seats that are held on `day`."""
        return self.filter(Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class Position(models.Model):
    """An officer's seat in an agency (chức vụ, vị trí). Rights, work and signatures follow the seat, with dates."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="positions")
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="positions"
    )
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="positions")
    title = models.CharField("chức danh", max_length=120)
    roles = ArrayField(models.CharField(max_length=40), default=list, verbose_name="vai trò")
    valid_from = models.DateField("giữ từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    is_primary = models.BooleanField("chức vụ chính", default=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["agency", "account"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="position_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.agency_id}"
