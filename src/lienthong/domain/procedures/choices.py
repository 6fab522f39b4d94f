"""Words of a procedure (các lựa chọn của thủ tục)."""

from django.db import models


class ProcedureStatus(models.TextChoices):
    """Whether the procedure may be filed today."""

    ACTIVE = "active", "Đang áp dụng"
    ENDED = "ended", "Đã bãi bỏ"


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
