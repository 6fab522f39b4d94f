"""What lists, work files and their papers may be (trạng thái hồ sơ): Điều 28 đến 31 Nghị định 30/2020/NĐ-CP, Luật Lưu trữ 2024."""

from django.db import models


class ListState(models.TextChoices):
    """Where the list of files of a year stands (Danh mục hồ sơ)."""

    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Chờ lãnh đạo duyệt"
    APPROVED = "approved", "Đã ban hành"


class FileState(models.TextChoices):
    """Where a work file stands."""

    OPEN = "open", "Đang lập"
    CLOSED = "closed", "Đã kết thúc"
    OFFERED = "offered", "Chờ lưu trữ nhận"
    ARCHIVED = "archived", "Đã nộp lưu"
    DESTROYED = "destroyed", "Đã tiêu hủy"


BEFORE_ARCHIVE = (FileState.OPEN, FileState.CLOSED, FileState.OFFERED)


class Rights(models.TextChoices):
    """Who may use it once it is archived (chế độ sử dụng)."""

    FREE = "free", "Sử dụng rộng rãi"
    LIMITED = "limited", "Hạn chế sử dụng"


class Origin(models.TextChoices):
    """Where a document of a file came from."""

    INCOMING = "incoming", "Văn bản đến"
    OUTGOING = "outgoing", "Văn bản đi"
    OTHER = "other", "Tài liệu khác"


class HandoverState(models.TextChoices):
    """Where a hand-over to the archive stands."""

    OFFERED = "offered", "Chờ lưu trữ nhận"
    ACCEPTED = "accepted", "Đã nhận"
    RETURNED = "returned", "Trả lại để hoàn thiện"


class DestructionState(models.TextChoices):
    """Where a list of files without further value stands."""

    PREPARED = "prepared", "Chờ hội đồng xét"
    REVIEWED = "reviewed", "Chờ lãnh đạo quyết định"
    APPROVED = "approved", "Đã có quyết định"
    CARRIED_OUT = "carried_out", "Đã tiêu hủy"
    CANCELLED = "cancelled", "Đã hủy"


class LoanState(models.TextChoices):
    """A request to read an archived file (khai thác, sử dụng)."""

    ASKED = "asked", "Chờ lưu trữ trả lời"
    GRANTED = "granted", "Được đọc"
    REFUSED = "refused", "Không cho đọc"
    ENDED = "ended", "Đã kết thúc"


class Occasion(models.TextChoices):
    """Why somebody is reminded of a file."""

    NOT_CLOSED = "not_closed", "Hết năm chưa kết thúc"
    SOON = "soon", "Sắp đến hạn nộp lưu"
    LATE = "late", "Quá hạn nộp lưu"
    VERY_LATE = "very_late", "Quá hạn nộp lưu đã lâu"
