"""Words of the comparison (các lựa chọn của đối soát)."""

from django.db import models


class Part(models.TextChoices):
    """The part of a procedure a difference stands in."""

    PROCEDURE = "procedure", "Cả thủ tục"
    GENERAL = "general", "Thông tin chung"
    AGENCIES = "agencies", "Cơ quan"
    WAYS = "ways", "Cách nộp, thời hạn"
    FEES = "fees", "Phí, lệ phí"
    STEPS = "steps", "Trình tự"
    PAPERS = "papers", "Thành phần hồ sơ"
    RESULTS = "results", "Kết quả"
    LAWS = "laws", "Căn cứ pháp lý"


class Against(models.TextChoices):
    """What our catalogue is held against."""

    NATIONAL = "national", "CSDL quốc gia"
    PORTAL = "portal", "Cổng dịch vụ công"


class Mender(models.TextChoices):
    """Who may mend it: what the centre publishes, a province may only follow or report (Nghị định 63/2010/NĐ-CP, amended)."""

    CENTRAL = "central", "Bộ, ngành công bố"
    PROVINCE = "province", "Tỉnh quyết định"
    PORTAL = "portal", "Quản trị cổng"


class State(models.TextChoices):
    """What became of a difference."""

    OPEN = "open", "Chưa xử lý"
    KEPT = "kept", "Giữ bản của tỉnh"
    DRAFTED = "drafted", "Đã đưa vào dự thảo"
    GONE = "gone", "Đã khớp"


class RunState(models.TextChoices):
    """How far a run has come."""

    WAITING = "waiting", "Đang chờ"
    RUNNING = "running", "Đang đối soát"
    DONE = "done", "Hoàn thành"
    PARTIAL = "partial", "Hoàn thành một phần"
    FAILED = "failed", "Không thực hiện được"


class Trigger(models.TextChoices):
    """Who began a run."""

    NIGHTLY = "nightly", "Hằng đêm"
    BY_HAND = "by_hand", "Theo yêu cầu"


MENDERS: dict[str, Mender] = {
    Part.PROCEDURE: Mender.PROVINCE,
    Part.GENERAL: Mender.CENTRAL,
    Part.AGENCIES: Mender.PROVINCE,
    Part.WAYS: Mender.PROVINCE,
    Part.FEES: Mender.PROVINCE,
    Part.STEPS: Mender.CENTRAL,
    Part.PAPERS: Mender.CENTRAL,
    Part.RESULTS: Mender.CENTRAL,
    Part.LAWS: Mender.CENTRAL,
}
