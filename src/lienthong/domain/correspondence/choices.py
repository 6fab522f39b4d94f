"""What a document may be (loại, độ khẩn, trạng thái): the words of Nghị định 30/2020/NĐ-CP."""

from django.db import models


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


class Urgency(models.TextChoices):
    """Điều 8 and Phụ lục I, Nghị định 30/2020/NĐ-CP."""

    NORMAL = "normal", "Thường"
    URGENT = "urgent", "Khẩn"
    VERY_URGENT = "very_urgent", "Thượng khẩn"
    EXPRESS = "express", "Hỏa tốc"


class Kind(models.TextChoices):
    """The 29 types of administrative documents (Điều 7, Phụ lục III). The value is the abbreviation in the notation; case matters."""

    RESOLUTION = "NQ", "Nghị quyết"
    DECISION = "QĐ", "Quyết định"
    DIRECTIVE = "CT", "Chỉ thị"
    REGULATION = "QC", "Quy chế"
    RULE = "QyĐ", "Quy định"
    COMMUNIQUE = "TC", "Thông cáo"
    NOTICE = "TB", "Thông báo"
    GUIDE = "HD", "Hướng dẫn"
    PROGRAMME = "CTr", "Chương trình"
    PLAN = "KH", "Kế hoạch"
    OPTION = "PA", "Phương án"
    SCHEME = "ĐA", "Đề án"
    PROJECT = "DA", "Dự án"
    REPORT = "BC", "Báo cáo"
    MINUTES = "BB", "Biên bản"
    SUBMISSION = "TTr", "Tờ trình"
    CONTRACT = "HĐ", "Hợp đồng"
    LETTER = "CV", "Công văn"
    TELEGRAM = "CĐ", "Công điện"
    MEMORANDUM = "BGN", "Bản ghi nhớ"
    AGREEMENT = "BTT", "Bản thỏa thuận"
    AUTHORIZATION = "GUQ", "Giấy ủy quyền"
    INVITATION = "GM", "Giấy mời"
    INTRODUCTION = "GGT", "Giấy giới thiệu"
    LEAVE = "GNP", "Giấy nghỉ phép"
    COVER_NOTE = "PG", "Phiếu gửi"
    TRANSFER_NOTE = "PC", "Phiếu chuyển"
    REPORT_NOTE = "PB", "Phiếu báo"
    OFFICIAL_LETTER = "ThC", "Thư công"
    OTHER = "", "Loại khác"


UNABBREVIATED = frozenset({Kind.LETTER, Kind.OFFICIAL_LETTER, Kind.OTHER})
"""Types without an abbreviation of their own in the notation: `15/UBND-KGVX` is an official letter (công văn)."""


class State(models.TextChoices):
    """Where an incoming document stands at its agency."""

    REGISTERED = "registered", "Đã vào sổ"
    SUBMITTED = "submitted", "Đã trình"
    IN_PROGRESS = "in_progress", "Đang giải quyết"
    COMPLETED = "completed", "Đã giải quyết xong"
    RETURNED = "returned", "Đã trả lại nơi gửi"
    CANCELLED = "cancelled", "Đã hủy số"


OPEN_STATES = (State.REGISTERED, State.SUBMITTED, State.IN_PROGRESS)


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
