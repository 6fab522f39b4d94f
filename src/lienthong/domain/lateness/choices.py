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
