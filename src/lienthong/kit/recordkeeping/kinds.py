"""Types of documents and how urgent they are (loại văn bản, độ khẩn): Điều 7, 8 and Phụ lục I, III, Nghị định 30/2020/NĐ-CP."""

from django.db import models


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
