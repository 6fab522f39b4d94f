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


class AuthorityForm(models.TextChoices):
    """In whose name a seat signs (quyền hạn người ký), Phụ lục I Nghị định 30/2020/NĐ-CP."""

    OWN = "", "Ký theo chức vụ, không ghi gì trước"
    BODY = "TM", "TM. – thay mặt tập thể"
    DEPUTY = "KT", "KT. – ký thay người đứng đầu"
    ORDER = "TL", "TL. – thừa lệnh người đứng đầu"
    DELEGATE = "TUQ", "TUQ. – thừa ủy quyền người đứng đầu"
    ACTING = "Q", "Q. – quyền, được giao phụ trách"
