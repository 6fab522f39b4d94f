"""The sheets of the workbook (các bảng của sổ Excel): which columns they have, what a cell may hold. Data; reading and writing follow it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from django.db.models import Choices

from lienthong.domain.procedures.choices import (
    AcceptedAs,
    FeeChannel,
    FeeKind,
    FilingChannel,
    Mark,
    Origin,
    PaperMode,
    ServiceLevel,
    Subject,
    TierCode,
    TimeUnit,
)

type Kind = Literal["text", "number", "yes", "date", "json", "raw"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`words`: our word -> what the cell says; with `several` the cell holds more of them, parted by semicolons. `raw` is read without cleaning."""

    key: str
    header: str
    kind: Kind = "text"
    words: Mapping[str, str] | None = None
    several: bool = False
    required: bool = False
    width: int = 16
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet with a row for each piece of one part; the first column is always the code of the procedure."""

    title: str
    about: str
    columns: tuple[Column, ...]


def _words(choices: type[Choices]) -> dict[str, str]:
    return {str(value): str(label) for value, label in choices.choices}


CODE: Final = Column(
    key="code", header="Mã thủ tục", required=True, width=13, hint="Mã quốc gia, ví dụ 1.001193; ghi ở mọi dòng"
)
YES: Final = {"Có": True, "Không": False}
ROLES: Final = {
    "carried_out_by": "Cơ quan thực hiện",
    "combined_with": "Cơ quan phối hợp",
    "2tier-2025": "Nơi giải quyết (chính quyền 2 cấp)",
    "3tier-2019": "Nơi giải quyết (chính quyền 3 cấp)",
}
NOTES: Final = {
    "conditions": "Yêu cầu, điều kiện",
    "exemptions": "Miễn, giảm",
    "national_subjects": "Đối tượng (ghi theo CSDLQG)",
}
_CASE_HINT = "Khóa của trường hợp ở bảng Trường hợp; để trống là mọi trường hợp"
_CHANNEL = Column(
    key="channel", header="Cách nộp", words=_words(FilingChannel), required=True, width=18, hint="Chọn trong danh sách"
)
_MARK = Column(key="mark", header="Đối chiếu nguồn", words=_words(Mark), width=22)

PROCEDURES: Final = Sheet(
    title="Thủ tục",
    about="Mỗi dòng một thủ tục. Bảng này bắt buộc; các bảng khác chỉ nói thêm về những mã có ở đây.",
    columns=(
        CODE,
        Column(key="name", header="Tên thủ tục", required=True, width=60, hint="Đúng tên trong quyết định công bố"),
        Column(key="short_name", header="Tên ngắn", width=36, hint="Tên trong danh sách và kết quả tìm kiếm"),
        Column(key="field_name", header="Lĩnh vực", required=True, width=26),
        Column(key="field", header="Mã lĩnh vực", width=18, hint="Để trống khi lĩnh vực đã có trong danh sách"),
        Column(key="summary", header="Tóm tắt cho người dân", width=50, hint="Một câu: thủ tục để làm gì"),
        Column(key="national_tier", header="Cấp thực hiện", width=20, hint="Ví dụ: Cấp xã, Cấp tỉnh"),
        Column(key="kind_text", header="Loại thủ tục", width=24),
        Column(key="subjects", header="Ai được nộp", words=_words(Subject), several=True, width=28),
        Column(key="channels", header="Các cách nộp", words=_words(FilingChannel), several=True, width=28),
        Column(
            key="time_limit_value", header="Thời hạn", kind="number", width=10, hint="Số nguyên; để trống khi chưa rõ"
        ),
        Column(key="time_limit_unit", header="Đơn vị thời hạn", words=_words(TimeUnit), width=18),
        Column(key="time_note", header="Ghi chú thời hạn", width=30),
        Column(key="dossier_sets", header="Số bộ hồ sơ", kind="number", width=11),
        Column(key="service_level_2022", header="Mức độ trực tuyến (NĐ 42/2022)", words=_words(ServiceLevel), width=30),
        Column(key="service_level_2019", header="Mức độ cũ (NĐ 43/2011)", kind="number", width=14, hint="1 đến 4"),
        Column(key="decision", header="Quyết định công bố", width=20),
        Column(key="valid_from", header="Áp dụng từ", kind="date", width=13, hint="ngày/tháng/năm"),
        Column(
            key="keywords", header="Từ hay dùng để tìm", several=True, width=34, hint="Cách nhau bằng dấu chấm phẩy"
        ),
        Column(key="popularity", header="Mức được tìm nhiều", kind="number", width=12, hint="0 đến 100"),
        Column(key="origin", header="Nguồn", words=_words(Origin), width=22),
    ),
)
CASES: Final = Sheet(
    title="Trường hợp",
    about="Các trường hợp của thủ tục. Khóa là chữ thường không dấu, dùng lại ở bảng Trình tự và Thành phần hồ sơ.",
    columns=(
        CODE,
        Column(key="key", header="Khóa", required=True, width=30, hint="Ví dụ cap-lai"),
        Column(key="name", header="Tên trường hợp", required=True, width=70),
    ),
)
ORDER: Final = Sheet(
    title="Trình tự",
    about="Các bước theo đúng thứ tự dòng.",
    columns=(
        CODE,
        Column(key="case", header="Trường hợp", width=30, hint=_CASE_HINT),
        Column(key="step", header="Bước", required=True, width=100),
    ),
)
WAYS: Final = Sheet(
    title="Cách thực hiện",
    about="Mỗi dòng một thời hạn của một cách nộp. Thời hạn chưa thành số thì để trống hai ô số, ghi nguyên văn.",
    columns=(
        CODE,
        _CHANNEL,
        Column(key="way_note", header="Ghi chú cách nộp", width=30),
        Column(key="place", header="Thời hạn thứ", kind="number", width=10, hint="1, 2, 3… trong cùng cách nộp"),
        Column(key="value", header="Thời hạn", kind="number", width=10),
        Column(key="unit", header="Đơn vị", words=_words(TimeUnit), width=16),
        Column(key="text", header="Thời hạn (nguyên văn)", width=34),
        Column(key="note", header="Mô tả", width=60),
    ),
)
WAY_FEES: Final = Sheet(
    title="Phí theo cách nộp",
    about="Phí, lệ phí ghi theo cách nộp và thời hạn như bản ghi quốc gia.",
    columns=(
        CODE,
        _CHANNEL,
        Column(key="place", header="Thời hạn thứ", kind="number", required=True, width=10),
        Column(key="amount", header="Mức thu (đồng)", kind="number", width=14),
        Column(key="currency", header="Đơn vị tiền", width=12),
        Column(key="kind", header="Loại", words=_words(FeeKind), width=10),
        Column(key="note", header="Mô tả", width=60),
        Column(key="text", header="Mức thu (nguyên văn)", width=20),
    ),
)
FEES: Final = Sheet(
    title="Phí, lệ phí",
    about="Các khoản hệ thống tính và thu. Hai cột công thức để trống khi thu một mức như nhau.",
    columns=(
        CODE,
        Column(key="kind", header="Loại", words=_words(FeeKind), required=True, width=10),
        Column(key="name", header="Tên khoản thu", required=True, width=40),
        Column(key="amount", header="Mức thu (đồng)", kind="number", required=True, width=14),
        Column(key="per", header="Tính theo", width=12, hint="lần, bản, trang…"),
        Column(key="channel", header="Áp dụng khi nộp", words=_words(FeeChannel), width=18),
        Column(key="note", header="Ghi chú", width=40),
        Column(key="quantity", header="Công thức số lượng", kind="json", width=24),
        Column(key="applies", header="Điều kiện áp dụng", kind="json", width=24),
        _MARK,
    ),
)
PAPERS: Final = Sheet(
    title="Thành phần hồ sơ",
    about="Mỗi dòng một giấy tờ.",
    columns=(
        CODE,
        Column(
            key="key",
            header="Khóa",
            required=True,
            width=26,
            hint="Chữ thường không dấu, không trùng trong một thủ tục",
        ),
        Column(key="code_of_paper", header="Mã giấy tờ", width=20),
        Column(key="name", header="Tên giấy tờ", required=True, width=60),
        Column(key="cases", header="Trường hợp", several=True, width=26, hint=_CASE_HINT),
        Column(key="originals", header="Số bản chính", kind="number", width=9),
        Column(key="copies", header="Số bản sao", kind="number", width=9),
        Column(key="accepted_as", header="Dạng được nhận", words=_words(AcceptedAs), several=True, width=30),
        Column(key="mode", header="Nộp hay xuất trình", words=_words(PaperMode), width=12),
        Column(key="required", header="Bắt buộc", kind="yes", width=9),
        Column(key="when", header="Khi nào phải có", width=36),
        Column(key="instead", header="Giấy tờ thay thế", width=36),
        Column(key="register", header="CSDL đã có", width=22),
        Column(key="from_form", header="Lập từ tờ khai điện tử", kind="yes", width=12),
        Column(key="from_register", header="Lấy từ CSDL", kind="yes", width=10),
        Column(key="sample_name", header="Tên mẫu", width=24),
        Column(key="sample_url", header="Địa chỉ mẫu", width=24),
        _MARK,
    ),
)
RESULTS: Final = Sheet(
    title="Kết quả",
    about="Kết quả đầu tiên là kết quả chính.",
    columns=(
        CODE,
        Column(key="result_name", header="Tên kết quả", width=70),
        Column(key="result_code", header="Mã kết quả", width=24),
    ),
)
LAWS: Final = Sheet(
    title="Căn cứ pháp lý",
    about="Mỗi dòng một văn bản.",
    columns=(
        CODE,
        Column(key="number", header="Số, ký hiệu", width=26, hint="Ví dụ 123/2015/NĐ-CP"),
        Column(key="title", header="Trích yếu", width=80),
        _MARK,
    ),
)
AGENCIES: Final = Sheet(
    title="Cơ quan",
    about="Cơ quan thực hiện, cơ quan phối hợp, và nơi giải quyết ở từng mô hình chính quyền.",
    columns=(
        CODE,
        Column(key="role", header="Vai trò", words=ROLES, required=True, width=32),
        Column(key="tier", header="Cấp", words=_words(TierCode), width=16),
        Column(key="name", header="Tên cơ quan", required=True, width=60),
        Column(key="agency_code", header="Mã định danh", width=18),
    ),
)
REMARKS: Final = Sheet(
    title="Điều kiện, đối tượng",
    about="Yêu cầu và điều kiện, trường hợp miễn giảm, đối tượng ghi theo cơ sở dữ liệu quốc gia.",
    columns=(
        CODE,
        Column(key="kind", header="Loại", words=NOTES, required=True, width=28),
        Column(key="text", header="Nội dung", required=True, width=100),
    ),
)
FLAGS: Final = Sheet(
    title="Chỗ cần làm rõ",
    about="Những chỗ còn là câu văn hoặc còn thiếu, để cán bộ làm rõ. Sửa xong ở bảng khác thì xóa dòng ở đây.",
    columns=(
        CODE,
        Column(key="path", header="Vị trí", required=True, width=28),
        Column(key="text", header="Đang ghi", width=60),
        Column(key="why", header="Lý do", width=60),
    ),
)
KEPT: Final = Sheet(
    title="Phần giữ nguyên",
    about="Phần máy giữ lại để xuất rồi nhập không mất gì (tờ khai, quy trình…). Không sửa bảng này.",
    columns=(
        CODE,
        Column(key="kept", header="Mục", required=True, width=20),
        Column(key="place", header="Đoạn", kind="number", required=True, width=8),
        Column(key="json", header="Nội dung", kind="raw", required=True, width=80),
    ),
)
SHEETS: Final = (
    PROCEDURES, CASES, ORDER, WAYS, WAY_FEES, FEES, PAPERS, RESULTS, LAWS, AGENCIES, REMARKS, FLAGS, KEPT,
)  # fmt: skip
GUIDE_TITLE: Final = "Hướng dẫn"
EXAMPLE_CODE: Final = "Ví dụ"
"""Rows whose code says so are examples and are never read."""
