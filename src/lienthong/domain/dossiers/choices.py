"""Words of a dossier (các lựa chọn của hồ sơ)."""

from django.db import models

from lienthong.foundation.organizations.choices import Role


class State(models.TextChoices):
    """Where a dossier stands. The ten national statuses are derived from it, see `states.national_status`."""

    AWAITING_PAYMENT = "awaiting_payment", "Chờ nộp phí, lệ phí"
    SUBMITTED = "submitted", "Mới nộp"
    SUPPLEMENT = "supplement", "Cần bổ sung"
    PROCESSING = "processing", "Đang xử lý"
    COMPLETED = "completed", "Đã có kết quả"
    RETURNED = "returned", "Đã trả kết quả"
    REJECTED = "rejected", "Từ chối"
    WITHDRAWN = "withdrawn", "Đã rút"
    STOPPED = "stopped", "Dừng giải quyết"
    PAUSED = "paused", "Tạm dừng giải quyết"
    DUTY = "duty", "Chờ thực hiện nghĩa vụ tài chính"
    CLOSED = "closed", "Đã kết thúc"


OPEN_STATES = (
    State.AWAITING_PAYMENT,
    State.SUBMITTED,
    State.SUPPLEMENT,
    State.PROCESSING,
    State.PAUSED,
    State.DUTY,
    State.COMPLETED,
)

UNDECIDED_STATES = (
    State.AWAITING_PAYMENT,
    State.SUBMITTED,
    State.SUPPLEMENT,
    State.PROCESSING,
    State.PAUSED,
    State.DUTY,
)
"""States that figures count as in progress: nothing is decided yet. A result that waits to be fetched is done."""


ENDED_WITHOUT_RESULT = (State.STOPPED, State.WITHDRAWN, State.REJECTED)
"""Nothing more comes of it: what was paid may go back, what others were asked for is taken back."""


class Channel(models.TextChoices):
    """How a dossier came (kênh nộp; KENH of the national record)."""

    COUNTER = "counter", "Trực tiếp"
    ONLINE = "online", "Trực tuyến"
    POST = "post", "Bưu chính công ích"


class NationalStatus(models.IntegerChoices):
    """The ten statuses of the national portal (DongBoHoSoMC, trạng thái hồ sơ)."""

    REGISTERED = 1, "Mới đăng ký"
    ACCEPTED = 2, "Được tiếp nhận"
    NOT_ACCEPTED = 3, "Không được tiếp nhận"
    PROCESSING = 4, "Đang xử lý"
    SUPPLEMENT = 5, "Yêu cầu bổ sung giấy tờ"
    PAYMENT = 6, "Yêu cầu thực hiện nghĩa vụ tài chính"
    WITHDRAWN = 7, "Công dân yêu cầu rút hồ sơ"
    STOPPED = 8, "Dừng xử lý"
    DONE = 9, "Đã xử lý xong"
    RETURNED = 10, "Đã trả kết quả"


class NationalGroup(models.TextChoices):
    """How reports of the national portal group the ten statuses (nhóm trạng thái)."""

    WAITING = "waiting", "Chưa tiếp nhận"
    RUNNING = "running", "Đang xử lý"
    PAUSED = "paused", "Tạm dừng"
    DONE = "done", "Đã xử lý"


class HaltKind(models.TextChoices):
    """Why the clock stands still on the applicant's side (loại tạm dừng)."""

    PAUSE = "pause", "Tạm dừng giải quyết"
    DUTY = "duty", "Nghĩa vụ tài chính"


class Ground(models.TextChoices):
    """Grounds of a pause (căn cứ tạm dừng) [M]. All lie outside the office: work of one's own that takes long is none."""

    APPLICANT = "applicant", "Người nộp đề nghị tạm dừng"
    DISPUTE = "dispute", "Có tranh chấp, khiếu nại đang được giải quyết"
    COURT = "court", "Tòa án, cơ quan điều tra yêu cầu tạm dừng"
    DISASTER = "disaster", "Thiên tai, dịch bệnh, sự cố bất khả kháng"


class ProposalKind(models.TextChoices):
    """What only the head of the agency decides (việc phải trình lãnh đạo)."""

    EXTEND = "extend", "Gia hạn và xin lỗi"
    STOP = "stop", "Dừng giải quyết"
    SUPPLEMENT = "supplement", "Yêu cầu bổ sung lần sau"
    REFUND = "refund", "Hoàn trả phí, lệ phí"
    REOPEN = "reopen", "Mở lại hồ sơ theo khiếu nại"


class Decision(models.TextChoices):
    """Where a proposal stands."""

    PENDING = "pending", "Chờ quyết định"
    APPROVED = "approved", "Đồng ý"
    DECLINED = "declined", "Không đồng ý"


class ReferralKind(models.TextChoices):
    """What another agency is asked for (loại phiếu chuyển liên thông)."""

    OPINION = "opinion", "Lấy ý kiến"
    HANDOVER = "handover", "Chuyển giải quyết"


class ReferralState(models.TextChoices):
    """Where a referral stands."""

    OPEN = "open", "Chờ trả lời"
    ANSWERED = "answered", "Đã trả lời"
    RECALLED = "recalled", "Đã thu hồi"


class ChildOutcome(models.TextChoices):
    """What came of a child that another agency was given (kết cục hồ sơ con)."""

    RESULT = "result", "Đã có kết quả"
    REFUSED = "refused", "Không được tiếp nhận"
    STOPPED = "stopped", "Dừng giải quyết"
    WITHDRAWN = "withdrawn", "Đã rút"


class PaperSource(models.TextChoices):
    """Where a paper of the dossier came from."""

    UPLOAD = "upload", "Người nộp tải lên"
    FORM = "form", "Tờ khai điện tử"
    REGISTER = "register", "Cơ sở dữ liệu quốc gia"
    COUNTER = "counter", "Nhận tại quầy"
    VAULT = "vault", "Kho giấy tờ của người nộp"
    POST = "post", "Gửi qua bưu chính"
    PARENT = "parent", "Hồ sơ gốc chuyển sang"
    CHILD = "child", "Kết quả của hồ sơ con"


class Verdict(models.TextChoices):
    """What the officer found of one requirement."""

    OK = "ok", "Hợp lệ"
    MISSING = "miss", "Thiếu"
    INVALID = "bad", "Không hợp lệ"


class PaperShape(models.TextChoices):
    """In which shape a paper lay on the counter (loại bản)."""

    ORIGINAL = "original", "Bản chính"
    CERTIFIED_COPY = "certified", "Bản sao chứng thực"
    PLAIN_COPY = "copy", "Bản chụp"
    PRESENTED = "presented", "Xuất trình bản chính"
    ELECTRONIC = "electronic", "Bản điện tử"


class ReceptionState(models.TextChoices):
    """How a reception at the counter stands or ended."""

    OPEN = "open", "Đang tiếp nhận"
    ACCEPTED = "accepted", "Đã tiếp nhận"
    FORWARDED = "forwarded", "Đã gửi cơ quan tiếp nhận"
    SUPPLEMENT = "supplement", "Đã hướng dẫn bổ sung"
    REJECTED = "rejected", "Đã từ chối"
    DROPPED = "dropped", "Đã bỏ"


class Outcome(models.TextChoices):
    """How a step ended."""

    DONE = "done", "Hoàn thành"
    SENT_BACK = "sent_back", "Trả lại bước trước"
    CANCELLED = "cancelled", "Không thực hiện"


class Timeliness(models.TextChoices):
    """Judged when the result is there, not when it is fetched (Thông tư 03/2025/TT-VPCP, mẫu 06)."""

    EARLY = "early", "Trước hạn"
    ON_TIME = "on_time", "Đúng hạn"
    LATE = "late", "Quá hạn"


class PaperKind(models.TextChoices):
    """What of a dossier lies on paper (bản giấy)."""

    SUBMITTED = "papers", "Giấy tờ người nộp"
    RESULT = "result", "Kết quả bản giấy"


class PaperPlace(models.TextChoices):
    """Where a bundle of paper lies."""

    COUNTER = "counter", "Tại Bộ phận Một cửa"
    PASSING = "passing", "Đang bàn giao"
    OFFICE = "office", "Tại bộ phận giải quyết"
    GIVEN = "given", "Đã trao người nhận"


class HandoverState(models.TextChoices):
    """Where a hand-over list stands."""

    OPEN = "open", "Chờ nhận"
    RECEIVED = "received", "Đã nhận"
    CANCELLED = "cancelled", "Đã hủy"


class LineState(models.TextChoices):
    """What the receiver found of one bundle."""

    WAITING = "waiting", "Chờ nhận"
    RECEIVED = "received", "Đã nhận"
    REFUSED = "refused", "Không nhận"
    CANCELLED = "cancelled", "Đã hủy"


class ReturnForm(models.TextChoices):
    """In which form the result was given."""

    PAPER = "paper", "Bản giấy"
    ELECTRONIC = "electronic", "Bản điện tử"
    BOTH = "both", "Bản giấy và bản điện tử"


class ReceiverCapacity(models.TextChoices):
    """In whose place the person at the counter takes the result."""

    OWNER = "owner", "Người nộp hồ sơ"
    AUTHORISED = "authorised", "Người được ủy quyền"


class IdentityPaper(models.TextChoices):
    """By what the person was known (giấy tờ xuất trình)."""

    CARD = "card", "Thẻ căn cước"
    OLD_CARD = "old_card", "Chứng minh nhân dân"
    PASSPORT = "passport", "Hộ chiếu"
    OTHER = "other", "Giấy tờ khác có ảnh"


class Confirmed(models.TextChoices):
    """How the person signed for it (ký nhận)."""

    SCREEN = "screen", "Xác nhận trên màn hình"
    SHEET = "sheet", "Ký trên phiếu giấy"


class DraftKind(models.TextChoices):
    """How a saving of the draft was made."""

    TEXT = "text", "Soạn trên web, mẫu chung"
    TEMPLATE = "template", "Trộn từ mẫu kết quả"
    WORD = "word", "Sửa trong Word, tải lên"


class ReturnGround(models.TextChoices):
    """Why a draft is sent back (loại lý do trả lại) [M]."""

    CONTENT = "content", "Nội dung không khớp hồ sơ"
    LAW = "law", "Sai, thiếu căn cứ pháp lý"
    FORM = "form", "Thể thức, lỗi trình bày"
    MISSING = "missing", "Thiếu giấy tờ, thiếu ý kiến"
    COMPETENCE = "competence", "Không đúng thẩm quyền ký"
    OTHER = "other", "Lý do khác"


class BatchKind(models.TextChoices):
    """What is done to the documents of a batch."""

    SIGN = "sign", "Ký số"
    STAMP = "stamp", "Cấp số, đóng dấu"


class ItemState(models.TextChoices):
    """Where a document of a batch stands."""

    PREPARED = "prepared", "Chưa xác nhận"
    WAITING = "waiting", "Đang chờ"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Không thực hiện được"


QUEUES = (
    # name, label, icon, roles
    ("reception", "Tiếp nhận", "inbox", (Role.ONE_STOP_OFFICER,)),
    ("processing", "Xử lý", "file", (Role.SPECIALIST,)),
    ("approval", "Chờ tôi", "sign", (Role.AGENCY_LEADER, Role.DEPARTMENT_HEAD)),
    ("stamping", "Đóng dấu", "stamp", (Role.CLERK,)),
)
"""The lists of work of an office, each with the roles whose steps it holds."""


class MatchedKind(models.TextChoices):
    """What is compared while a dossier is examined."""

    ANSWER = "answer", "Nội dung khai"
    PAPER = "paper", "Giấy tờ"


class Priority(models.TextChoices):
    """Why a dossier goes before others (đối tượng ưu tiên) [M]; empty for most."""

    MERIT = "merit", "Người có công với cách mạng"
    ELDERLY = "elderly", "Người cao tuổi"
    DISABLED = "disabled", "Người khuyết tật"
    MOTHER = "mother", "Phụ nữ mang thai, nuôi con nhỏ"
    URGENT = "urgent", "Việc gấp có lý do chính đáng"


class TimeLeft(models.TextChoices):
    """How much time a step has left (thời gian còn lại), as lists filter and colour it."""

    LATE = "late", "Quá hạn"
    SOON = "soon", "Sắp đến hạn"
    HALF = "half", "Còn dưới nửa thời gian"
    OK = "ok", "Còn thời gian"
    PAUSED = "paused", "Tạm dừng"


FILTERS_OF_SEAT = 20
"""Saved filters of one seat and list: more are not looked at."""
