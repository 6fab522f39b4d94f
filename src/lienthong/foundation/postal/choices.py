"""Words of the post (các lựa chọn của bưu chính)."""

from django.db import models


class Kind(models.TextChoices):
    """Which way an order goes (QĐ 45/2016/QĐ-TTg, Điều 5)."""

    COLLECT = "collect", "Nộp giấy tờ"
    DELIVER = "deliver", "Trả kết quả"


class State(models.TextChoices):
    """Where a parcel stands; derived from its tracking events, see `states.trace`."""

    CREATED = "created", "Chờ gửi đơn"
    ACCEPTED = "accepted", "Bưu điện đã nhận đơn"
    PICKED_UP = "picked_up", "Bưu tá đã lấy"
    IN_TRANSIT = "in_transit", "Đang vận chuyển"
    FAILED = "failed", "Giao, lấy không thành"
    RETURNING = "returning", "Đang chuyển hoàn"
    DELIVERED = "delivered", "Đã giao"
    RETURNED = "returned", "Đã chuyển hoàn"
    CANCELLED = "cancelled", "Đã hủy"
    LOST = "lost", "Thất lạc"


OPEN_STATES = (
    State.CREATED,
    State.ACCEPTED,
    State.PICKED_UP,
    State.IN_TRANSIT,
    State.FAILED,
    State.RETURNING,
)
"""On the way: whoever asks for another order of the same kind gets this one."""


class Verb(models.TextChoices):
    """What one event says happened. Codes of the carrier are mapped to these as data (`CarrierCode`)."""

    ACCEPT = "accept", "Nhận đơn"
    PICK_UP = "pick_up", "Lấy bưu gửi"
    MOVE = "move", "Vận chuyển"
    FAIL = "fail", "Giao (hoặc lấy) không thành"
    DELIVER = "deliver", "Giao thành công"
    TURN_BACK = "turn_back", "Bắt đầu chuyển hoàn"
    RETURN = "return", "Đã chuyển hoàn người gửi"
    CANCEL = "cancel", "Hủy đơn"
    LOSE = "lose", "Thất lạc"
    NOTE = "note", "Chỉ ghi nhận, không đổi trạng thái"


class Source(models.TextChoices):
    """Who told us of an event."""

    WEBHOOK = "webhook", "Bưu điện báo"
    POLL = "poll", "Hệ thống hỏi bưu điện"
    OFFICE = "office", "Cơ quan"


class CodState(models.TextChoices):
    """Money that the postman collects for the office (thu hộ)."""

    NONE = "none", "Không thu hộ"
    DUE = "due", "Chờ bưu tá thu"
    COLLECTED = "collected", "Bưu tá đã thu"
    REMITTED = "remitted", "Bưu điện đã chuyển tiền"
    DIFFERENT = "different", "Lệch số tiền"
    EXTRA = "extra", "Thu thừa, chờ hoàn lại"


class Payer(models.TextChoices):
    """Who pays the freight."""

    CITIZEN = "citizen", "Người dân trả bưu tá"
    OFFICE = "office", "Cơ quan trả"


class Need(models.TextChoices):
    """What somebody at the office has to do about an order (việc cần làm)."""

    NOTHING = "", "Không"
    OPEN = "open", "Mở gói, kiểm giấy tờ"
    PACK = "pack", "Đóng gói, bàn giao bưu tá"
    REFUSED = "refused", "Đơn chưa gửi được"
    FAILED = "failed", "Giao, lấy không thành"
    RETURNED = "returned", "Đã hoàn về cơ quan"
    LOST = "lost", "Thất lạc"
    CONFLICT = "conflict", "Hành trình mâu thuẫn"
    COD = "cod", "Tiền thu hộ lệch"
    EXTRA = "extra", "Tiền thu thừa"


class NoticeOutcome(models.TextChoices):
    """What became of one message of the carrier."""

    RECORDED = "recorded", "Đã ghi vào hành trình"
    DUPLICATE = "duplicate", "Đã ghi trước đó"
    UNKNOWN_PARCEL = "unknown_parcel", "Không có đơn nào mang mã này"
    MALFORMED = "malformed", "Không đúng cấu trúc"
    BAD_SIGNATURE = "bad_signature", "Chữ ký không đúng hoặc đã quá 5 phút"


class LineOutcome(models.TextChoices):
    """How one line of a statement compares with our order."""

    MATCHED = "matched", "Khớp"
    DIFFERENT = "different", "Lệch số tiền"
    REPEATED = "repeated", "Đã có trong bảng đối soát khác"
    NOT_DUE = "not_due", "Đơn không có tiền thu hộ"
    UNKNOWN = "unknown", "Không có đơn này"
