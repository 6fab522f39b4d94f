"""Closed lists of signing (danh mục của chữ ký số)."""

from django.db import models


class Purpose(models.TextChoices):
    """What a certificate is for."""

    AUTHORITY = "authority", "Cơ quan chứng thực"
    PERSON = "person", "Chữ ký số cá nhân"
    AGENCY = "agency", "Chữ ký số cơ quan"
    TSA = "tsa", "Dấu thời gian"


class Status(models.TextChoices):
    """Whether a certificate may still be used; expiry is a date, not a status."""

    ACTIVE = "active", "Còn hiệu lực"
    REVOKED = "revoked", "Đã thu hồi"
