"""What the living page of kinds shows (câu hỏi mẫu). People and places are invented; no page of work uses this."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lienthong.domain.eforms.choices import KindCode
from lienthong.domain.eforms.kinds import KINDS, Inputs, missing, problems_of, under
from lienthong.domain.eforms.queries import FieldView, KnownView, display, field_view
from lienthong.domain.eforms.reading_questions import read_question
from lienthong.domain.eforms.structure import Json

SOURCE = "Cơ sở dữ liệu quốc gia về dân cư"
_HOME = {"province": "52", "commune": "23575", "detail": "Tổ 5"}
_PERSON = {
    "full_name": "Rơ Châm H'Lan", "id_number": "064195000512", "birth_date": "1995-03-12", "gender": "Nữ",
    "nationality": "VN", "address": _HOME, "phone": "+84905000512",
}  # fmt: skip
_MEMBERS = [
    {"full_name": "Siu K", "birth_date": "2015-02-01", "relation": "04", "income": 0},
    {"full_name": "Ksor Y Blô", "birth_date": "1991-07-15", "relation": "03", "income": 7_500_000},
]

# (entry of a question list, a value, what somebody typed wrong: box -> text)
SAMPLES: tuple[tuple[dict[str, Json], Json, Mapping[str, Json]], ...] = (
    ({"kind": "text", "label": "Tên cửa hàng", "hint": "Như trên biển hiệu"}, "Cà phê Hương Rừng", {"": "A" * 301}),
    ({"kind": "textarea", "label": "Nội dung đề nghị"}, "Xin cấp lại bản sao trích lục.\nLý do: bản cũ bị ướt.", {"": "A" * 4001}),
    ({"kind": "name", "label": "Họ, chữ đệm, tên"}, "Rơ Châm H'Lan", {"": "Nguyễn Văn 2"}),
    ({"kind": "id_number", "label": "Số định danh cá nhân"}, "064195000512", {"": "06419500051"}),
    ({"kind": "tax_code", "label": "Mã số thuế"}, "5900189678", {"": "59001"}),
    ({"kind": "phone", "label": "Số điện thoại"}, "+84905000512", {"": "0905 000"}),
    ({"kind": "email", "label": "Thư điện tử", "required": False}, "hlan@example.vn", {"": "hlan.example.vn"}),
    ({"kind": "number", "label": "Số bản sao", "maximum": 20, "unit": "bản"}, 2, {"": "25"}),
    ({"kind": "decimal", "label": "Diện tích", "unit": "m²"}, 82.5, {"": "tám mươi"}),
    ({"kind": "money", "label": "Vốn kinh doanh"}, 50_000_000, {"": "năm mươi triệu"}),
    ({"kind": "date", "label": "Ngày sinh", "past": True}, "2026-11-07", {"day": "31", "month": "11", "year": "2026"}),
    ({"kind": "date", "label": "Ngày sinh của ông nội", "partial": True, "past": True}, "1932", {"day": "5", "month": "", "year": "1932"}),
    ({"kind": "time", "label": "Giờ sinh"}, "21:05", {"hour": "25", "minute": "5"}),
    ({"kind": "datetime", "label": "Hẹn khám"}, "2026-11-20T08:30", {"day": "20", "month": "11", "year": "2026", "hour": ""}),
    ({"kind": "radio", "label": "Giới tính", "choices": ["Nữ", "Nam"]}, "Nữ", {"": "Khác"}),
    ({"kind": "select", "label": "Loại nhà", "choices": ["Nhà ở riêng lẻ", "Nhà trọ", "Nhà xưởng"]}, "Nhà trọ", {"": "Lều"}),
    ({"kind": "catalog", "label": "Dân tộc", "catalogue": "ethnicities"}, "10", {"": "77"}),
    ({"kind": "multiselect", "label": "Đề nghị thêm", "choices": ["Bản sao trích lục", "Thẻ bảo hiểm y tế"]}, ["Bản sao trích lục"], {"": "Xe máy"}),
    ({"kind": "yes_no", "label": "Cha mẹ đã đăng ký kết hôn"}, True, {"": "Không rõ"}),
    ({"kind": "checkbox", "label": "Nhận thông báo qua tin nhắn", "required": False}, True, {}),
    ({"kind": "statement", "label": "Cam đoan của người khai", "text": "Tôi chịu trách nhiệm trước pháp luật về nội dung đã khai. Nơi tôi xây không có tranh chấp."}, True, {"": ""}),
    ({"kind": "consent", "label": "Ý kiến của chủ hộ"}, "Đồng ý", {"": "Chưa biết"}),
    ({"kind": "address", "label": "Nơi cư trú"}, _HOME, {"province": "52", "commune": "Pleicu"}),
    ({"kind": "address", "label": "Nơi đăng ký khai sinh năm 1992", "units": "old"}, {"province": "64", "district": "622", "commune": "23560", "detail": "Tổ 5"},
     {"province": "cu-64", "district": "Pleicu", "commune": "Diên Hồng"}),
    ({"kind": "address", "label": "Nơi ở trước đây", "units": "either", "required": False}, {"province": "52", "district": "540", "commune": "21553"},
     {"province": "52", "district": "Pleiku", "commune": "Diên Hồng"}),
    ({"kind": "agency", "label": "Cơ quan đã cấp"}, "H21", {"": "Sở Pháp luật"}),
    ({"kind": "id_document", "label": "Giấy tờ tùy thân"}, {"kind": "Hộ chiếu", "number": "C1234567", "issued_on": "2024-01-31"}, {"kind": "Căn cước", "number": "0641"}),
    ({"kind": "person", "label": "Người yêu cầu", "optional": ["phone"]}, _PERSON, {"full_name": "Rơ Châm H'Lan", "id_number": "0641", "birth_date-day": "12", "birth_date-year": "1995"}),
    ({"kind": "organization", "label": "Tổ chức đề nghị", "optional": ["representative"]}, {"name": "Hợp tác xã Chè Bàu Cạn", "code": "5900189678", "address": _HOME},
     {"name": "Hợp tác xã Chè Bàu Cạn", "code": "59"}),
    ({"kind": "group", "label": "Thành viên hộ", "row": "thành viên", "maximum": 5, "questions": [
        {"name": "full_name", "label": "Họ, chữ đệm, tên", "kind": "name", "required": True},
        {"name": "birth_date", "label": "Ngày sinh", "kind": "date", "required": True, "past": True},
        {"name": "relation", "label": "Quan hệ với chủ hộ", "kind": "catalog", "catalogue": "kinships", "required": True},
        {"name": "income", "label": "Thu nhập tháng", "kind": "money"}]}, _MEMBERS,
     {"rows": "1", "0-full_name": "Siu K", "0-birth_date-day": "30", "0-birth_date-month": "2", "0-birth_date-year": "2015"}),
    ({"kind": "table", "label": "Các thửa đất", "choices": ["Số thửa", "Tờ bản đồ", "Ngày cấp"]}, [{"so_thua": "112", "to_ban_do": "24", "ngay_cap": "2019-05-06"}],
     {"rows": "1", "0-so_thua": "112", "0-ngay_cap": "30/2/2019"}),
    ({"kind": "computed", "label": "Tổng diện tích sàn", "unit": "m²", "formula": {"sum": [{"answer": "floor_1"}, {"answer": "floor_2"}]}}, 164.5, {}),
    ({"kind": "file", "label": "Bản vẽ mặt bằng"}, None, {}),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One kind in its states: (caption, field); `known` is a value the State holds already."""

    code: str
    title: str
    label: str
    anchor: str
    states: tuple[tuple[str, FieldView], ...]
    known: KnownView | None
    source: str = SOURCE


def shown() -> list[Sample]:
    """Every sample, in the order above."""
    return [_sample(number, *each) for number, each in enumerate(SAMPLES, 1)]


def _sample(number: int, raw: dict[str, Json], value: Json, wrong: Mapping[str, Json]) -> Sample:
    question = read_question({"required": True, "name": f"q{number}", **raw})
    states = [("Trống", field_view(replace(question, name=f"q{number}_empty")))]
    if value is not None:
        states.append(("Đã trả lời", field_view(replace(question, name=f"q{number}_filled"), value)))
    if wrong:
        asked = replace(question, name=f"q{number}_wrong")
        typed = Inputs({f"{asked.name}-{box}" if box else asked.name: text for box, text in wrong.items()}, asked.name)
        read = KINDS[asked.kind].read(asked, typed)
        problems = {"": read.problem} if read.problem else dict(read.problems)
        if not read.problem:
            problems = (problems_of(asked, read.value) if read.value is not None else {"": missing(asked)}) | problems
        states.append(("Chưa đúng", field_view(asked, raw=read.raw, problems=under(asked.name, problems))))
    if question.kind == "person":
        parts = ["full_name", "id_number", "birth_date", "gender", "nationality", "address"]
        known = {"value": value, "parts": parts, "source": SOURCE}
        states.append(("Biết một phần", field_view(replace(question, name=f"q{number}_known"), value, known=known)))
    told = KnownView(label=question.label, value=display(question, value)) if value is not None else None
    title = str(KindCode(question.kind).label)
    return Sample(
        code=question.kind,
        title=f"{title[:1].upper()}{title[1:]}",
        label=question.label,
        anchor=f"cau-{number}",
        states=tuple(states),
        known=told if question.kind not in {"computed", "statement", "file"} else None,
    )
