"""What a document may be (loại, độ khẩn, trạng thái): the words of Nghị định 30/2020/NĐ-CP."""

from django.db import models

from lienthong.kit.recordkeeping import UNABBREVIATED, Kind, Urgency

__all__ = ["UNABBREVIATED", "Kind", "Urgency"]  # shared with drafts and the archive; the rest is our own


class Direction(models.TextChoices):
    """Which register it stands in."""

    INCOMING = "incoming", "Văn bản đến"
    OUTGOING = "outgoing", "Văn bản đi"


class Source(models.TextChoices):
    """How it came to us."""

    EXCHANGE = "exchange", "Trục liên thông"
    MAIL = "mail", "Thư điện tử"
    SCAN = "scan", "Bản giấy đã quét"
    PAPER = "paper", "Bản giấy"
    UPLOAD = "upload", "Tệp điện tử"


class State(models.TextChoices):
    """Where a document stands at its agency: an incoming one, then an outgoing one. A cancelled number is one of either register."""

    REGISTERED = "registered", "Đã vào sổ"
    SUBMITTED = "submitted", "Đã trình"
    IN_PROGRESS = "in_progress", "Đang giải quyết"
    COMPLETED = "completed", "Đã giải quyết xong"
    RETURNED = "returned", "Đã trả lại nơi gửi"
    CANCELLED = "cancelled", "Đã hủy số"
    TO_SIGN = "to_sign", "Chờ ký"
    SIGNED = "signed", "Chờ đóng dấu"
    SEALED = "sealed", "Chờ phát hành"
    ISSUED = "issued", "Đã phát hành"
    GIVEN_BACK = "given_back", "Đã trả người soạn"
    RECALLED = "recalled", "Đã thu hồi"
    REPLACED = "replaced", "Đã được thay thế"


OPEN_STATES = (State.REGISTERED, State.SUBMITTED, State.IN_PROGRESS)
UNISSUED_STATES = (State.TO_SIGN, State.SIGNED, State.SEALED)
"""Of an outgoing document that somebody still has to sign, seal or send."""


class Part(models.TextChoices):
    """What somebody to whom a document is given has to do with it."""

    DECIDE = "decide", "Cho ý kiến chỉ đạo"
    LEAD = "lead", "Chủ trì"
    SUPPORT = "support", "Phối hợp"
    INFORM = "inform", "Để biết"


class TaskState(models.TextChoices):
    """Where one hand-over of a document stands."""

    OPEN = "open", "Đang giải quyết"
    DONE = "done", "Đã xong"
    RETURNED = "returned", "Đã trả lại"
    RECALLED = "recalled", "Đã thu hồi"


class Relation(models.TextChoices):
    """What a document has to do with an earlier one."""

    ANSWERS = "answers", "trả lời"
    BASED_ON = "based_on", "căn cứ"
    REPLACES = "replaces", "thay thế"
    AMENDS = "amends", "sửa đổi, bổ sung"
    RELATES = "relates", "liên quan"


class ArrivalState(models.TextChoices):
    """What became of what reached us."""

    WAITING = "waiting", "Chờ vào sổ"
    REGISTERED = "registered", "Đã vào sổ"
    RETURNED = "returned", "Đã trả lại nơi gửi"
    DROPPED = "dropped", "Đã bỏ, không phải văn bản đến"
    REFUSED = "refused", "Không nhận"


class Occasion(models.TextChoices):
    """What people are told of."""

    NOT_SUBMITTED = "not_submitted", "Chưa trình người có thẩm quyền"
    TASK_DUE = "task_due", "Hạn của phần việc"
    DOCUMENT_DUE = "document_due", "Hạn giải quyết văn bản"


class ToldTo(models.TextChoices):
    """Who is told: from who holds it up the line."""

    HOLDER = "holder", "Người đang giữ"
    GIVER = "giver", "Người giao"
    CLERK = "clerk", "Văn thư"
    LEADER = "leader", "Lãnh đạo cơ quan"


class How(models.TextChoices):
    """By which way a document goes to a receiver."""

    EXCHANGE = "exchange", "Trục liên thông"
    MAIL = "mail", "Thư điện tử"
    PAPER = "paper", "Bản giấy"


class Delivery(models.TextChoices):
    """What is known of one receiver; codes of the exchange beside them (QCVN 102:2016/BTTTT)."""

    WAITING = "waiting", "Chờ gửi"
    SENT = "sent", "Đã gửi"  # 01
    REGISTERED = "registered", "Đã vào sổ nơi nhận"  # 03
    SETTLED = "settled", "Nơi nhận đã giải quyết xong"  # 06
    REFUSED = "refused", "Nơi nhận trả lại"  # 02
    FAILED = "failed", "Gửi lỗi"
    TAKEN_BACK = "taken_back", "Đã lấy lại"  # 13, 15


DELIVERED = (Delivery.REGISTERED, Delivery.SETTLED)
"""The receiver has it in its register."""
UNDELIVERED = (Delivery.FAILED, Delivery.REFUSED)
"""Somebody has to see to it that it gets there another way."""


class Security(models.TextChoices):
    """How the way to a mail server is encrypted; there is no way without (RFC 8314)."""

    TLS = "tls", "TLS (cổng 993)"
    STARTTLS = "starttls", "STARTTLS (cổng 143)"


class LetterState(models.TextChoices):
    """What became of a letter of a mailbox."""

    TAKEN = "taken", "Đã lấy"
    FAILED = "failed", "Không lấy được"


class CopyKind(models.TextChoices):
    """Forms of copies and their abbreviation in the notation (Điều 25, Phụ lục I phần II, Nghị định 30/2020/NĐ-CP)."""

    FULL = "SY", "Sao y"
    EXTRACT = "TrS", "Trích sao"
    OF_COPY = "SL", "Sao lục"


class RoundKind(models.TextChoices):
    """What is done to several documents by one confirmation."""

    SIGN = "sign", "Ký"
    SEAL = "seal", "Đóng dấu, phát hành"


class ItemState(models.TextChoices):
    """Where one document of a round stands."""

    PREPARED = "prepared", "Đã chọn"
    WAITING = "waiting", "Đang chờ"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Không được"
