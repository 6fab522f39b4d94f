"""Words of a procedure (các lựa chọn của thủ tục)."""

from django.db import models


class ProcedureStatus(models.TextChoices):
    """Whether the procedure may be filed on a day. `prepared`: never published, only a draft; no period has it."""

    PREPARED = "prepared", "Chưa công bố"
    ACTIVE = "active", "Đang áp dụng"
    SUSPENDED = "suspended", "Tạm ngừng tiếp nhận"
    WITHDRAWN = "withdrawn", "Đã bãi bỏ"


class DecisionKind(models.TextChoices):
    """What a decision does (công bố, tạm ngừng, tiếp tục, bãi bỏ)."""

    PUBLISH = "publish", "Công bố"
    SUSPEND = "suspend", "Tạm ngừng"
    RESUME = "resume", "Tiếp tục thực hiện"
    WITHDRAW = "withdraw", "Bãi bỏ"


class Origin(models.TextChoices):
    """Where a record comes from (nguồn)."""

    OWN = "own", "Tỉnh khai báo"
    NATIONAL = "national", "Cơ sở dữ liệu quốc gia"
    GENERATED = "generated", "Sinh ra để thử"


class DraftPart(models.TextChoices):
    """The parts a draft is edited by (phần của dự thảo)."""

    GENERAL = "general", "Thông tin chung"
    STEPS = "steps", "Trường hợp, trình tự"
    WAYS = "ways", "Cách nộp, thời hạn, phí"
    PAPERS = "papers", "Thành phần hồ sơ"
    RESULTS = "results", "Kết quả, căn cứ, điều kiện"
    FORM = "form", "Tờ khai, quy trình"
    FLAGS = "flags", "Chỗ cần làm rõ"


class ImportState(models.TextChoices):
    """How far the import of a file has come (lần nhập)."""

    TRIED = "tried", "Đã nhập thử"
    CONFIRMED = "confirmed", "Đã nhập"


class ServiceLevel(models.TextChoices):
    """Levels of Nghị định 42/2022/NĐ-CP (mức độ dịch vụ công trực tuyến)."""

    FULL = "full", "Dịch vụ công trực tuyến toàn trình"
    PARTIAL = "partial", "Dịch vụ công trực tuyến một phần"
    INFO = "info", "Cung cấp thông tin trực tuyến"


class OldServiceLevel(models.IntegerChoices):
    """Levels of Nghị định 43/2011/NĐ-CP (mức độ 1–4), which the articles and older reports count in."""

    ONE = 1, "Mức độ 1"
    TWO = 2, "Mức độ 2"
    THREE = 3, "Mức độ 3"
    FOUR = 4, "Mức độ 4"


LEVEL_OF_2011: dict[int, ServiceLevel] = {
    OldServiceLevel.ONE: ServiceLevel.INFO,
    OldServiceLevel.TWO: ServiceLevel.INFO,
    OldServiceLevel.THREE: ServiceLevel.PARTIAL,
    OldServiceLevel.FOUR: ServiceLevel.FULL,
}


class TimeUnit(models.TextChoices):
    """Units of a time limit (đơn vị thời hạn). `same_day`: filed after 15:00, answered the next working day."""

    SAME_DAY = "same_day", "trong ngày làm việc"
    HOURS = "hours", "giờ làm việc"
    WORKING_DAYS = "working_days", "ngày làm việc"
    DAYS = "days", "ngày"
    MONTHS = "months", "tháng"


class FilingChannel(models.TextChoices):
    """Ways to file (KENH of the national record: 1 trực tiếp, 2 trực tuyến, 3 bưu chính công ích)."""

    COUNTER = "counter", "Trực tiếp"
    ONLINE = "online", "Trực tuyến"
    POST = "post", "Bưu chính công ích"


class Subject(models.TextChoices):
    """Who may file (đối tượng thực hiện)."""

    CITIZEN = "citizen", "Công dân Việt Nam"
    BUSINESS = "business", "Doanh nghiệp, hộ kinh doanh"
    ORGANIZATION = "organization", "Cơ quan, tổ chức"


class AcceptedAs(models.TextChoices):
    """In which shape a paper is good (loại bản)."""

    ORIGINAL = "original", "Bản chính"
    CERTIFIED_COPY = "certified_copy", "Bản sao chứng thực"
    PLAIN_COPY = "plain_copy", "Bản chụp"
    PRESENTED_ORIGINAL = "presented_original", "Xuất trình bản chính"
    ELECTRONIC_DATA = "electronic_data", "Bản điện tử"


class PaperMode(models.TextChoices):
    """Handed in or only shown (nộp, xuất trình)."""

    SUBMIT = "submit", "Nộp"
    PRESENT = "present", "Xuất trình"


class FeeKind(models.TextChoices):
    """Luật Phí và lệ phí tells the two apart."""

    FEE = "phi", "Phí"
    CHARGE = "le_phi", "Lệ phí"


class FeeChannel(models.TextChoices):
    """The way of filing a fee belongs to."""

    ANY = "any", "Mọi cách nộp"
    COUNTER = "counter", "Trực tiếp"
    ONLINE = "online", "Trực tuyến"
    POST = "post", "Bưu chính công ích"


class Mark(models.TextChoices):
    """How well a fact is known: seen in a source, or written for the demo and shown so."""

    SEEN = "S", "Đã đối chiếu với nguồn"
    DEMO = "M", "Dữ liệu minh họa"


class TierCode(models.TextChoices):
    """Where a procedure is handled (cấp thực hiện)."""

    CENTRAL = "trung-uong", "Trung ương"
    PROVINCE = "tinh", "Cấp tỉnh"
    DISTRICT = "huyen", "Cấp huyện"
    COMMUNE = "xa", "Cấp xã"
    OTHER = "khac", "Tổ chức khác"
