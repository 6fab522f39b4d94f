"""What each kind of question needs to be told (thuộc tính của câu hỏi), in the order of the panel, and the words for it."""

from dataclasses import dataclass

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
    ("Chọn", (KindCode.RADIO, KindCode.SELECT, KindCode.MULTISELECT, KindCode.CATALOG, KindCode.CHECKBOX)),
    ("Ngày, giờ", (KindCode.DATE, KindCode.TIME, KindCode.DATETIME)),
    ("Số", (KindCode.NUMBER, KindCode.DECIMAL, KindCode.MONEY)),
    (
        "Người, nơi chốn",
        (KindCode.NAME, KindCode.ID_NUMBER, KindCode.ID_DOCUMENT, KindCode.ADDRESS, KindCode.PHONE, KindCode.EMAIL),
    ),
    ("Khác", (KindCode.TABLE, KindCode.CONSENT, KindCode.FILE)),
)

_SETTINGS: dict[str, tuple[str, ...]] = {
    KindCode.TEXT: ("max_length",),
    KindCode.TEXTAREA: ("max_length",),
    KindCode.RADIO: ("choices", "meaning"),
    KindCode.SELECT: ("choices",),
    KindCode.MULTISELECT: ("choices",),
    KindCode.CATALOG: ("catalogue",),
    KindCode.DATE: ("past", "meaning"),
    KindCode.DATETIME: ("past",),
    KindCode.NUMBER: ("minimum", "maximum"),
    KindCode.DECIMAL: ("minimum", "maximum"),
    KindCode.MONEY: ("minimum", "maximum"),
    KindCode.NAME: ("meaning",),
    KindCode.ID_NUMBER: ("meaning",),
    KindCode.ADDRESS: ("meaning",),
    KindCode.PHONE: ("meaning",),
    KindCode.EMAIL: ("meaning",),
    KindCode.TABLE: ("choices",),
    KindCode.CONSENT: ("choices",),
}
CHOOSING = frozenset({KindCode.RADIO, KindCode.SELECT, KindCode.MULTISELECT, KindCode.CONSENT, KindCode.CATALOG})
HINTLESS = frozenset(
    {KindCode.RADIO, KindCode.CHECKBOX, KindCode.CONSENT, KindCode.EMAIL, KindCode.PHONE, KindCode.ID_DOCUMENT,
     KindCode.CATALOG, KindCode.TABLE, KindCode.MULTISELECT, KindCode.SELECT, KindCode.FILE, KindCode.ADDRESS}
)  # fmt: skip
"""Kinds that explain themselves: an empty hint is no fault."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A line of the panel and of a comparison."""

    key: str
    label: str


LABELS = {
    "label": "Lời hỏi",
    "kind": "Loại",
    "required": "Bắt buộc",
    "hint": "Gợi ý",
    "section": "Trang",
    "when": "Điều kiện",
    "choices": "Lựa chọn",
    "catalogue": "Danh mục",
    "minimum": "Nhỏ nhất",
    "maximum": "Lớn nhất",
    "max_length": "Số ký tự tối đa",
    "past": "Không được là ngày chưa tới",
    "name": "Hỏi về ai",
    "autocomplete": "Tự điền của trình duyệt",
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
