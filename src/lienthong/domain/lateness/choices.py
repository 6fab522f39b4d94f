"""Words of lateness (các lựa chọn của trễ hạn)."""

from django.db import models


class Kind(models.TextChoices):
    """In whose hands a stretch of time was. The last five are nobody's limit: they are never charged with lateness, but IDLE is."""

    STEP = "step", "Xử lý"
    QUEUE = "queue", "Chờ phân công"
    OPINION = "opinion", "Chờ ý kiến cơ quan khác"
    HANDOVER = "handover", "Cơ quan khác giải quyết"
    IDLE = "idle", "Không ở bước nào"
    SUPPLEMENT = "supplement", "Chờ người nộp bổ sung"
    DUTY = "duty", "Chờ nghĩa vụ tài chính"
    APPLICANT = "applicant", "Người nộp đề nghị tạm dừng"
    GROUND = "ground", "Tạm dừng theo căn cứ"
    PROCESS = "process", "Quy trình không đủ thời hạn"


PAUSES = frozenset({Kind.SUPPLEMENT, Kind.DUTY, Kind.APPLICANT, Kind.GROUND})
"""The clock stands still: recognised by law, counted against nobody."""
OF_CITIZEN = frozenset({Kind.SUPPLEMENT, Kind.DUTY, Kind.APPLICANT})
"""What is shown as the applicant's own time."""


class Ending(models.TextChoices):
    """How the stretch that an account covers came to its end."""

    COMPLETED = "completed", "Có kết quả"
    WITHDRAWN = "withdrawn", "Người nộp rút"
    STOPPED = "stopped", "Dừng giải quyết"


class Fault(models.TextChoices):
    """Why no account can be given of a dossier (lịch sử không đọc được)."""

    NOT_ACCEPTED = "not_accepted", "Không có thời điểm tiếp nhận"
    NO_DUE = "no_due", "Không có ngày hẹn trả"
    ENDS_BEFORE = "ends_before", "Kết thúc trước khi tiếp nhận"
    NO_END = "no_end", "Đã kết thúc nhưng không ghi lúc nào"
    NO_STEPS = "no_steps", "Không có bước xử lý nào sau tiếp nhận"
    CALENDAR = "calendar", "Lịch làm việc không tính được"


class Verdict(models.TextChoices):
    """Where an objection to a charge stands (đề nghị xem xét lại)."""

    PENDING = "pending", "Chờ cấp trên xem xét"
    GRANTED = "granted", "Chấp nhận"
    DECLINED = "declined", "Không chấp nhận"


class Measure(models.TextChoices):
    """Whose limit a rule watches."""

    STEP = "step", "Thời hạn của bước"
    DOSSIER = "dossier", "Hẹn trả của hồ sơ"


class Moment(models.TextChoices):
    """When a rule tells."""

    LEFT = "left", "Khi còn lại số phần trăm thời hạn"
    BEFORE = "before", "Trước hạn số ngày làm việc"
    OVERDUE = "overdue", "Khi quá hạn"
    AFTER = "after", "Khi quá hạn quá số ngày làm việc"


class Receiver(models.TextChoices):
    """Who is told, up the line (tuyến báo)."""

    HANDLER = "handler", "Người đang giữ bước"
    HEAD = "head", "Trưởng phòng"
    LEADER = "leader", "Lãnh đạo cơ quan"
    ABOVE = "above", "Cấp trên trực tiếp"


class Telling(models.TextChoices):
    """What became of a reminder."""

    WAITING = "waiting", "Chờ bản tổng hợp 07:00"
    TOLD = "told", "Đã báo"
    DROPPED = "dropped", "Không còn cần báo"


class Answer(models.TextChoices):
    """What the receiver did about it."""

    NOTED = "noted", "Đã biết, tự xử lý"
    HURRY = "hurry", "Đôn đốc người giữ"
    REASSIGN = "reassign", "Giao người khác"
    EXTEND = "extend", "Gia hạn, xin lỗi (mẫu 04)"
