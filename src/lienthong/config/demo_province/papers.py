"""The papers people hand in (giấy tờ gửi kèm): one page each, filled from the answers, marked BẢN MINH HỌA."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from lienthong.config.demo_province.people import Person
from lienthong.kit.pdf.rendering import render

TEMPLATE = Path(__file__).parent / "paper.typ"

type Row = tuple[str, Any]


def paper(key: str, name: str, *, person: Person, answers: Mapping[str, Any], day: date, remark: str = "") -> bytes:
    """The PDF for the requirement `key` called `name`; `remark` is an extra last sentence (a paper given anew)."""
    shape = _SHAPES.get(key, _plain)(person, answers)
    data = {
        "title": shape.get("title", name.split(",", 1)[0]),
        "issuer": shape.get("issuer", person.name),
        "number": shape.get("number", ""),
        "rows": [{"label": label, "value": _shown(value)} for label, value in shape.get("rows", ()) if value],
        "paragraphs": [*shape.get("text", ()), *([remark] if remark else [])],
        "place": f"Gia Lai, ngày {day:%d} tháng {day.month} năm {day.year}",
        "signer_title": shape.get("signer_title", "Người viết"),
        "signer": shape.get("signer", person.name),
    }
    return render(TEMPLATE, data)


def decision_paper(*, number: str, title: str, reason: str, day: date) -> bytes:
    """The PDF of a decision about a procedure, as invented as everything else here."""
    data = {
        "title": "Quyết định",
        "issuer": "Ủy ban nhân dân tỉnh Gia Lai",
        "number": f"Số: {number}",
        "rows": [{"label": "Về việc", "value": title}],
        "paragraphs": [
            f"Lý do: {reason.rstrip('.')}.",
            "Quyết định có hiệu lực từ ngày ghi trong Danh mục thủ tục hành chính của tỉnh. Hồ sơ đã tiếp nhận trước ngày đó được giải quyết tiếp.",
        ],
        "place": f"Gia Lai, ngày {day:%d} tháng {day.month} năm {day.year}",
        "signer_title": "Chủ tịch",
        "signer": "Rơ Châm H'Blen",
    }
    return render(TEMPLATE, data)


def _shown(value: Any) -> str:
    text = str(value)
    parts = text.split("-")
    return "/".join(reversed(parts)) if len(text) == 10 and len(parts) == 3 else text


def _of(answers: Mapping[str, Any], who: str, part: str) -> Any:
    """What the form asked of a person: `mother_name` alone, or the name inside the question `mother`."""
    inside = {"name": "full_name", "pin": "id_number"}.get(part, part)
    return answers.get(f"{who}_{part}") or (answers.get(who) or {}).get(inside)


def _birth_notice(person: Person, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "issuer": answers["child_birth_place"].split(",")[0],
        "title": "Giấy chứng sinh",
        "number": f"Số: {person.id_number[-4:]}/GCS",
        "rows": (
            ("Họ và tên mẹ", _of(answers, "mother", "name")),
            ("Năm sinh", answers.get("mother_birth_year")),
            ("Số định danh của mẹ", _of(answers, "mother", "pin")),
            ("Đã sinh con ngày", answers["child_birth_date"]),
            ("Giới tính của con", answers["child_gender"]),
            ("Cân nặng", "3.100 gam"),
            ("Dự định đặt tên con", answers["child_name"]),
        ),
        "signer_title": "Thủ trưởng cơ sở y tế",
        "signer": "BS. Trần Minh Tâm",
    }


def _death_notice(person: Person, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "issuer": answers.get("notice_issuer", "Trạm Y tế"),
        "title": "Giấy báo tử",
        "number": f"Số: {answers.get('notice_number', '18/GBT')}",
        "rows": (
            ("Họ, chữ đệm, tên người chết", _of(answers, "dead", "name")),
            ("Ngày sinh", _of(answers, "dead", "birth_date")),
            ("Đã chết ngày", answers["death_date"]),
            ("Nơi chết", answers.get("death_place")),
            ("Nguyên nhân", answers.get("death_cause")),
        ),
        "signer_title": "Người có thẩm quyền",
        "signer": "Lê Thị Hoa",
    }


def _authorization(person: Person, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": "Văn bản ủy quyền",
        "rows": (("Người ủy quyền", person.name), ("Số định danh cá nhân", person.id_number)),
        "text": (
            "Tôi ủy quyền cho người thân nộp hồ sơ, nhận kết quả và nộp phí, lệ phí thay tôi. Tôi chịu trách nhiệm về nội dung ủy quyền này.",
        ),
        "signer_title": "Người ủy quyền",
    }


def _dwelling(person: Person, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": "Hợp đồng cho thuê chỗ ở",
        "rows": (
            ("Bên cho thuê", answers.get("owner_name")),
            ("Bên thuê", person.name),
            ("Số định danh", person.id_number),
        ),
        "text": (
            "Bên cho thuê đồng ý cho bên thuê ở và đăng ký cư trú tại chỗ ở nêu trong tờ khai. Thời hạn thuê 24 tháng, giá thuê 1.800.000 đồng một tháng.",
        ),
        "signer_title": "Bên cho thuê",
        "signer": answers.get("owner_name", ""),
    }


def _drawings(person: Person, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "issuer": "Công ty TNHH Tư vấn Xây dựng Phố Núi",
        "title": "Bộ bản vẽ thiết kế xây dựng",
        "number": "Thuyết minh tóm tắt",
        "rows": (
            ("Chủ đầu tư", person.name),
            ("Thửa đất số", answers.get("land_lot")),
            ("Diện tích xây dựng tầng 1", f"{answers.get('build_area')} m²"),
            ("Tổng diện tích sàn", f"{answers.get('floor_area')} m²"),
            ("Số tầng", answers.get("floors")),
        ),
        "text": ("Gồm bản vẽ mặt bằng vị trí, mặt bằng các tầng, mặt đứng, mặt cắt, móng và sơ đồ đấu nối hạ tầng.",),
        "signer_title": "Chủ trì thiết kế",
        "signer": "KS. Hồ Đình Khoa",
    }


def _grounds(person: Person, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "issuer": answers.get("reg_office", "UBND xã"),
        "title": "Giấy khai sinh",
        "number": answers.get("reg_number", ""),
        "rows": (
            ("Họ, chữ đệm, tên", person.name),
            ("Ngày sinh", person.birth_date.isoformat()),
            ("Nội dung đang ghi", answers.get("content_from")),
        ),
        "signer_title": "Chủ tịch",
        "signer": "Ksor Nham",
    }


def _kitchen(person: Person, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "issuer": answers.get("org_name", person.name),
        "rows": (
            ("Cơ sở", answers.get("org_name")),
            ("Mã số", answers.get("org_code")),
            ("Số người trực tiếp chế biến", answers.get("staff")),
            ("Chủ cơ sở", person.name),
        ),
        "text": (
            "Khu bếp bố trí một chiều, có nước sạch, tủ lưu mẫu, bồn rửa tay, lưới chắn côn trùng và hợp đồng thu gom rác.",
        ),
        "signer_title": "Chủ cơ sở",
    }


def _plain(person: Person, answers: Mapping[str, Any]) -> dict[str, Any]:
    del answers
    return {
        "rows": (
            ("Họ và tên", person.name),
            ("Số định danh cá nhân", person.id_number),
            ("Ngày sinh", person.birth_date.isoformat()),
        ),
        "text": ("Nội dung giấy này dùng để minh họa hồ sơ trong bản chạy thử.",),
    }


_SHAPES = {
    "birth_notice": _birth_notice,
    "death_notice": _death_notice,
    "death_certificate": _death_notice,
    "authorization": _authorization,
    "legal_dwelling": _dwelling,
    "drawings": _drawings,
    "grounds": _grounds,
    "business_licence": _kitchen,
    "facilities": _kitchen,
    "health": _kitchen,
    "training": _kitchen,
}
