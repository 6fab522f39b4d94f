"""What a template of a document may name (trường của mẫu văn bản), and what a draft says for each."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from lienthong.domain.drafts.choices import INPUT, RecipientRole
from lienthong.domain.drafts.models import Draft, DraftRecipient
from lienthong.domain.drafts.skeletons import skeleton_of
from lienthong.kit.recordkeeping import Kind
from lienthong.kit.recordkeeping.paper import DAY_MARK, NUMBER_MARK, SIGNATURE_MARK, Paper
from lienthong.kit.word import Shape

ABOUT: Final = {
    "co_quan_cap_tren": ("Cơ quan cấp trên", "UBND tỉnh Gia Lai"),
    "co_quan": ("Cơ quan ban hành", "Ủy ban nhân dân phường Diên Hồng"),
    "don_vi_soan": ("Đơn vị soạn", "Phòng Văn hóa - Xã hội"),
    "ky_hieu": ("Ký hiệu, không có số", "UBND-VHXH"),
    "dia_danh": ("Địa danh", "Diên Hồng"),
    "ten_loai": ("Tên loại văn bản", "Thông báo"),
    "trich_yeu": ("Trích yếu", "tình hình chuyển đổi số quý III năm 2026"),
    "kinh_gui": ("Kính gửi, mỗi nơi một dòng", "Sở Khoa học và Công nghệ"),
    "noi_nhan": ("Nơi nhận, mỗi nơi một dòng", "- Như trên;"),
    "tham_quyen_ky": ("Quyền hạn, chức vụ người ký", "KT. CHỦ TỊCH"),
    "ho_ten_nguoi_ky": ("Họ tên người ký", "Nguyễn Hồng Hà"),
    "tra_loi": ("Văn bản được trả lời", "Công văn số 12/SKHCN-CĐS ngày 03/11/2026"),
    "nguoi_soan": ("Người soạn", "Lê Văn Dũng"),
}
MARKS: Final = {
    "so": (NUMBER_MARK, "Chỗ ghi số (cấp khi ký)"),
    "ngay_ky": (DAY_MARK, "Chỗ ghi ngày tháng năm"),
    "chu_ky": (SIGNATURE_MARK, "Chỗ đặt chữ ký số"),
}
SHAPE: Final = Shape(
    fields={name: Shape(label=label, example=example) for name, (label, example) in ABOUT.items()}
    | {name: Shape(label=label) for name, (_, label) in MARKS.items()}
)
_PLACE = re.compile(r"(?:phường|xã|đặc khu|thị trấn|thị xã|thành phố|tỉnh)\s+(.+)$", re.IGNORECASE)


def paper_of(
    draft: Draft,
    *,
    agency: str,
    parent: str,
    unit: str,
    province: str,
    recipients: Sequence[DraftRecipient],
    content: Mapping[str, str],
) -> Paper:
    """The document as its facts and the text typed on the web make it. `unit`: the short form of who drafts."""
    to = [each.name for each in recipients if each.role == RecipientRole.TO]
    addressed = skeleton_of(draft.kind).addressed
    return Paper(
        kind=draft.kind or Kind.LETTER,
        agency=agency,
        parent=parent,
        symbol=draft.symbol,
        place=place_of(agency, province),
        abstract=draft.abstract,
        urgency=draft.urgency,
        addressees=to if addressed else (),
        enacting=draft.enacting if skeleton_of(draft.kind).enacted else "",
        grounds=lines(content.get("grounds", "")),
        body=lines(content.get("body", "")),
        recipients=recipient_lines(recipients, addressed=addressed, unit=unit),
        authority=draft.authority,
        signer=draft.signer_name,
    )


def recipient_lines(recipients: Sequence[DraftRecipient], *, addressed: bool, unit: str) -> list[str]:
    """As they stand below “Nơi nhận”: those above first, the copy that is kept last."""
    named = ["Như trên;"] if addressed and any(each.role == RecipientRole.TO for each in recipients) else []
    named += [
        f"{each.name}{f' ({each.purpose})' if each.purpose else ''};"
        for each in recipients
        if each.role == RecipientRole.COPY or not addressed
    ]
    return [*named, f"Lưu: VT, {unit}." if unit else "Lưu: VT."]


def template_values(draft: Draft, paper: Paper, *, unit_name: str, fields: Sequence[str]) -> dict[str, str]:
    """What a template is filled with; what its writer has to write stands in brackets."""
    values = {
        "co_quan_cap_tren": paper.parent,
        "co_quan": paper.agency,
        "don_vi_soan": unit_name,
        "ky_hieu": paper.symbol,
        "dia_danh": paper.place,
        "ten_loai": Kind(paper.kind).label if paper.kind in Kind.values else "",
        "trich_yeu": paper.abstract,
        "kinh_gui": "\n".join(paper.addressees),
        "noi_nhan": "\n".join(f"- {each}" for each in paper.recipients),
        "tham_quyen_ky": "\n".join(paper.authority) or "[QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ]",
        "ho_ten_nguoi_ky": paper.signer or "[Họ và tên]",
        "tra_loi": draft.answers_label,
        "nguoi_soan": draft.writer_name,
    }
    asked = {name: f"[{input_label(name)}]" for name in fields if name.startswith(INPUT)}
    return {**values, **{name: mark for name, (mark, _) in MARKS.items()}, **asked}


def template_paper(kind: str) -> Paper:
    """A template to begin with: fields where a draft has facts, places to write where it has none."""
    skeleton = skeleton_of(kind)
    return Paper(
        kind=kind,
        agency="{{ co_quan | upper }}",
        parent="{{ co_quan_cap_tren | upper }}",
        symbol="{{ ky_hieu }}",
        place="{{ dia_danh }}",
        abstract="{{ trich_yeu }}",
        addressees=["{{ kinh_gui }}"] if skeleton.addressed else (),
        enacting="{{ soan_tham_quyen_ban_hanh }}" if skeleton.enacted else "",
        grounds=lines(skeleton.grounds),
        body=lines(skeleton.body),
        recipients=["{{ noi_nhan }}"],
        authority=["{{ tham_quyen_ky }}"],
        signer="{{ ho_ten_nguoi_ky }}",
    )


def input_label(name: str) -> str:
    """`soan_ly_do` -> `Ly do`."""
    words = name.removeprefix(INPUT).replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def place_of(agency: str, province: str) -> str:
    """The place on the paper (địa danh): the name of the commune or province itself, Mục II khoản 4 Phụ lục I."""
    found = _PLACE.search(agency)
    name = found[1] if found else province
    return f"{found[0].split()[0].capitalize()} {name}" if found and name[:1].isdigit() else name


def lines(text: str) -> list[str]:
    """One paragraph a line; empty lines are none."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
