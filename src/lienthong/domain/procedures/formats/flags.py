"""Flags (chỗ cần làm rõ): what stands in a record as prose or is missing, kept as it is until an official settles it."""

from dataclasses import dataclass, field

LIMIT_PROSE = "Thời hạn viết thành câu, chưa phải một con số và một đơn vị."
LIMIT_FRACTION = "Thời hạn là số lẻ của một ngày; ghi bằng giờ làm việc hoặc ngày chẵn."
LIMIT_ZERO = "Thời hạn ghi bằng 0; ghi rõ giải quyết trong ngày hay không quy định."
LIMIT_IN_NOTE = "Thời hạn chỉ nằm trong phần mô tả."
LIMIT_MISSING = "Chưa ghi thời hạn."
LIMIT_SEVERAL = "Có nhiều thời hạn khác nhau; chọn thời hạn chung của thủ tục."
LIMIT_UNKNOWN = "Chưa xác định được thời hạn chung của thủ tục."
NOTE_NAMES_LIMIT = "Mô tả nhắc tới thời hạn dài hơn con số đã ghi."
NOTE_NAMES_MONEY = "Mô tả có số tiền nhưng phần phí, lệ phí để trống."
FEE_PROSE = "Mức phí không phải một số tiền đồng."
COPIES_UNSAID = "Chưa ghi số bản chính, số bản sao."
PAPER_NAMELESS = "Giấy tờ chưa ghi tên."
RESULT_NAMELESS = "Kết quả có mã nhưng chưa ghi tên."
CASE_PROSE = "Tên trường hợp dài như một đoạn văn; đặt tên ngắn cho trường hợp."
AGENCIES_RUN_TOGETHER = "Nhiều cơ quan viết liền nhau; tách thành từng cơ quan."
AGENCY_UNKNOWN = "Chưa nhận ra cơ quan thuộc cấp nào."
AGENCY_MISSING = "Chưa ghi cơ quan thực hiện."
TIER_MISSING = "Chưa ghi cấp thực hiện."
TIER_UNKNOWN = "Cấp thực hiện ghi khác các cấp đã biết."
KIND_UNKNOWN = "Loại thủ tục ghi khác các loại đã biết."
SUBJECT_UNKNOWN = "Đối tượng thực hiện ghi khác các đối tượng đã biết."
FIELD_MISSING = "Chưa ghi lĩnh vực."


@dataclass(slots=True)
class Flags:
    """A list that grows while a record is read; `rows` are the entry's `flags`."""

    rows: list[dict[str, str]] = field(default_factory=list)

    def add(self, path: str, text: str, why: str) -> None:
        """`path` leads to the place in the entry, `text` is what stands there, `why` the sentence for the official."""
        self.rows.append({"path": path, "text": text, "why": why})
