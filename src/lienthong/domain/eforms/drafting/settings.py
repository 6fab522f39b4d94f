"""What each kind of question needs to be told (thuộc tính của câu hỏi), in the order of the panel, and the words for it."""

from lienthong.domain.eforms.choices import KindCode

CATALOGUES = {
    "ethnicities": "Dân tộc",
    "nationalities": "Quốc tịch",
    "provinces": "Tỉnh, thành phố",
    "kinships": "Quan hệ trong gia đình",
    "land_uses": "Mục đích sử dụng đất",
}

# Names that mean the person who files: their answers are filled in from the identity, so nobody types what the State knows.
MEANINGS: dict[str, dict[str, str]] = {
    KindCode.NAME: {"req_name": "Họ tên của người nộp hồ sơ"},
    KindCode.ID_NUMBER: {"req_pin": "Số định danh của người nộp hồ sơ"},
    KindCode.DATE: {"req_birth_date": "Ngày sinh của người nộp hồ sơ"},
    KindCode.RADIO: {"req_gender": "Giới tính của người nộp hồ sơ"},
    KindCode.ADDRESS: {"req_address": "Nơi cư trú của người nộp hồ sơ"},
    KindCode.PHONE: {"req_phone": "Điện thoại của người nộp hồ sơ"},
    KindCode.EMAIL: {"req_email": "Thư điện tử của người nộp hồ sơ"},
}

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Chữ", (KindCode.TEXT, KindCode.TEXTAREA)),
    (
        "Chọn",
        (
            KindCode.RADIO, KindCode.YES_NO, KindCode.SELECT, KindCode.MULTISELECT, KindCode.CATALOG,
            KindCode.CHECKBOX, KindCode.CONSENT, KindCode.STATEMENT,
        ),
    ),
    ("Ngày, giờ", (KindCode.DATE, KindCode.TIME, KindCode.DATETIME)),
    ("Số", (KindCode.NUMBER, KindCode.DECIMAL, KindCode.MONEY, KindCode.COMPUTED)),
    (
        "Người, tổ chức, nơi chốn",
        (
            KindCode.PERSON, KindCode.ORGANIZATION, KindCode.NAME, KindCode.ID_NUMBER, KindCode.ID_DOCUMENT,
            KindCode.TAX_CODE, KindCode.ADDRESS, KindCode.PHONE, KindCode.EMAIL, KindCode.AGENCY,
        ),
    ),
    ("Nhiều dòng, giấy tờ", (KindCode.GROUP, KindCode.TABLE, KindCode.FILE)),
)  # fmt: skip

_SETTINGS: dict[str, tuple[str, ...]] = {
    KindCode.TEXT: ("max_length",),
    KindCode.TEXTAREA: ("max_length",),
    KindCode.RADIO: ("choices", "meaning"),
    KindCode.SELECT: ("choices",),
    KindCode.MULTISELECT: ("choices",),
    KindCode.CATALOG: ("catalogue",),
    KindCode.DATE: ("past", "partial", "meaning"),
    KindCode.DATETIME: ("past",),
    KindCode.NUMBER: ("minimum", "maximum", "unit"),
    KindCode.DECIMAL: ("minimum", "maximum", "unit"),
    KindCode.MONEY: ("minimum", "maximum"),
    KindCode.NAME: ("meaning",),
    KindCode.ID_NUMBER: ("passport", "meaning"),
    KindCode.ADDRESS: ("units", "meaning"),
    KindCode.PHONE: ("meaning",),
    KindCode.EMAIL: ("meaning",),
    KindCode.TABLE: ("choices",),
    KindCode.CONSENT: ("choices",),
    KindCode.PERSON: ("parts", "subject"),
    KindCode.ORGANIZATION: ("parts", "subject"),
    KindCode.GROUP: ("questions", "row", "minimum", "maximum"),
    KindCode.STATEMENT: ("text",),
    KindCode.COMPUTED: ("formula", "unit"),
}
PER_KIND = frozenset(key for keys in _SETTINGS.values() for key in keys if key != "meaning") | {"optional"}
"""Settings that another kind may not know: they go when the kind changes."""

CHOOSING = frozenset(
    {KindCode.RADIO, KindCode.YES_NO, KindCode.SELECT, KindCode.MULTISELECT, KindCode.CONSENT, KindCode.CATALOG}
)
HINTED = frozenset(
    {KindCode.TEXT, KindCode.TEXTAREA, KindCode.DATE, KindCode.DATETIME, KindCode.NUMBER, KindCode.DECIMAL,
     KindCode.MONEY, KindCode.NAME, KindCode.ID_NUMBER, KindCode.TAX_CODE}
)  # fmt: skip
"""Kinds whose answer is typed in a form that an example explains best; the others explain themselves."""

# What a row of a repeated group may ask in the builder.
INNER_KINDS = (
    KindCode.TEXT, KindCode.NAME, KindCode.ID_NUMBER, KindCode.DATE, KindCode.NUMBER, KindCode.DECIMAL, KindCode.MONEY,
    KindCode.SELECT, KindCode.YES_NO, KindCode.PHONE,
)  # fmt: skip
UNITS = {
    "": "Xã, phường hiện nay",
    "old": "Xã, huyện, tỉnh trước 01/7/2025",
    "either": "Cả hai, tùy nơi ghi trên giấy tờ",
}
OPERATIONS = {
    "sum": "Cộng các câu",
    "product": "Nhân các câu",
    "difference": "Câu thứ nhất trừ câu thứ hai",
    "age": "Số tuổi từ một ngày",
}

LABELS = {
    "label": "Lời hỏi",
    "kind": "Loại",
    "required": "Bắt buộc",
    "hint": "Gợi ý",
    "section": "Trang",
    "when": "Điều kiện",
    "required_when": "Bắt buộc khi",
    "choices": "Lựa chọn",
    "catalogue": "Danh mục",
    "minimum": "Nhỏ nhất",
    "maximum": "Lớn nhất",
    "max_length": "Số ký tự tối đa",
    "unit": "Đơn vị tính",
    "past": "Không nhận ngày chưa tới",
    "partial": "Có thể không rõ ngày, tháng",
    "passport": "Nhận cả số hộ chiếu",
    "units": "Đơn vị hành chính",
    "as_of": "Theo ngày",
    "parts": "Hỏi những gì",
    "optional": "Phần không bắt buộc",
    "subject": "Là người nộp hồ sơ",
    "questions": "Mỗi dòng hỏi",
    "row": "Tên một dòng",
    "text": "Lời cam kết",
    "formula": "Cách tính",
    "tiers": "Cấp của cơ quan",
    "name": "Hỏi về ai",
}


def settings_of(kind: str) -> tuple[str, ...]:
    """What the panel asks for this kind, besides wording, hint, required, page and condition."""
    return _SETTINGS.get(kind, ())


def kind_label(kind: str) -> str:
    """`chọn một`."""
    return str(KindCode(kind).label) if kind in KindCode.values else kind


def kinds_offered() -> list[tuple[str, list[tuple[str, str]]]]:
    """Kinds by group for the select; a kind that no group names yet stands under the last."""
    grouped = {str(kind) for _, kinds in GROUPS for kind in kinds}
    rest = [kind for kind in KindCode.values if kind not in grouped]
    offered = []
    for at, (title, kinds) in enumerate(GROUPS):
        members = [*kinds, *(rest if at == len(GROUPS) - 1 else [])]
        offered.append((title, [(str(kind), sentence(kind_label(kind))) for kind in members]))
    return offered


def sentence(text: str) -> str:
    """With a capital at its beginning."""
    return text[:1].upper() + text[1:]
