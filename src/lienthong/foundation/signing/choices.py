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


class Level(models.TextChoices):
    """How much proof a signature carries (mức chữ ký), ETSI EN 319 142-1."""

    B = "B-B", "B-B – chữ ký"
    T = "B-T", "B-T – thêm dấu thời gian"
    LT = "B-LT", "B-LT – thêm dấu thời gian và bằng chứng chưa bị thu hồi"


class RaisingState(models.TextChoices):
    """Where a signature stands that was made with less proof than wanted."""

    WAITING = "waiting", "Chờ bổ sung"
    DONE = "done", "Đã bổ sung"
    REPLACED = "replaced", "Bản ký sau thay thế"
    GIVEN_UP = "given_up", "Không bổ sung được"


class Ask(models.TextChoices):
    """What the holder of a key is asked for when it signs (khóa hỏi gì khi ký)."""

    NOTHING = "", "Không hỏi"
    PIN = "pin", "Mã PIN"
    CODES = "codes", "Mã PIN, mã xác nhận"
    DEVICE = "device", "Xác nhận trên thiết bị"


class Evidence(models.TextChoices):
    """What says whether a certificate was taken back."""

    CRL = "crl", "Danh sách thu hồi"
    OCSP = "ocsp", "Trả lời trạng thái (OCSP)"


class SignatureState(models.TextChoices):
    """What is found of one signature (kết luận về một chữ ký)."""

    VALID = "valid", "Hợp lệ"
    CHANGED = "changed", "Nội dung bị thay đổi"
    EXPIRED = "expired", "Chứng thư không còn hiệu lực khi ký"
    REVOKED = "revoked", "Chứng thư đã bị thu hồi"
    UNKNOWN = "unknown", "Chưa rõ nơi cấp"
    UNREADABLE = "unreadable", "Không đọc được"


class PictureKind(models.TextChoices):
    """What stands on paper where a signature is."""

    HAND = "hand", "Chữ ký tay"
    SEAL = "seal", "Con dấu"


class AuthorityForm(models.TextChoices):
    """In whose name a seat signs (quyền hạn người ký), Phụ lục I Nghị định 30/2020/NĐ-CP."""

    OWN = "", "Ký theo chức vụ, không ghi gì trước"
    BODY = "TM", "TM. – thay mặt tập thể"
    DEPUTY = "KT", "KT. – ký thay người đứng đầu"
    ORDER = "TL", "TL. – thừa lệnh người đứng đầu"
    DELEGATE = "TUQ", "TUQ. – thừa ủy quyền người đứng đầu"
    ACTING = "Q", "Q. – quyền, được giao phụ trách"
