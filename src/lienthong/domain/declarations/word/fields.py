"""The fields a template may use (trường trong mẫu): every question by its name, and a few words about the dossier."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from lienthong.domain.eforms import services as eforms
from lienthong.kit.word import QR, TEXT, Shape

# Name -> what it is. Vietnamese without accents, for officials type them into Word.
ABOUT = {
    "ten_to_khai": "Tên tờ khai",
    "ten_thu_tuc": "Tên thủ tục",
    "kinh_gui": "Cơ quan nhận",
    "noi_lap": "Nơi lập",
    "ngay_lap": "Ngày lập, dạng “ngày … tháng … năm …”",
    "nguoi_khai": "Họ tên người khai",
    "xac_thuc": "Cách xác thực người khai",
    "ma_ho_so": "Mã hồ sơ",
    "ma_nhan_biet": "Mã nhận biết tờ khai",
    "thoi_diem_nop": "Thời điểm nộp",
}
LISTS = {"giay_to": "Giấy tờ gửi kèm, danh sách", "ghi_chu": "Ghi chú, danh sách"}


def shape_of(form: Any) -> Shape:
    """Everything a template of this form may name."""
    fields: dict[str, Shape] = {name: Shape(label=label) for name, label in ABOUT.items()}
    fields[QR] = Shape(label="Mã QR nhận biết tờ khai (ảnh)")
    fields |= {name: Shape(label=label, item=TEXT) for name, label in LISTS.items()}
    return Shape(fields=fields | question_shapes(form))


def question_shapes(form: Any) -> dict[str, Shape]:
    """Every question of a form by its name: what any template about its answers may use."""
    return {
        item.name: replace(_shape(item), section=section.title)
        for section in eforms.printed(form=form, answers={}, blank=True)
        for item in section.items
    }


def _items(form: Any) -> list[eforms.PrintedItem]:
    return [item for section in eforms.printed(form=form, answers={}, blank=True) for item in section.items]


def _shape(item: eforms.PrintedItem) -> Shape:
    if item.shape == "table":
        row = Shape(fields={key: Shape(label=label) for key, label in zip(item.keys, item.columns, strict=True)})
        return Shape(label=item.label, item=row)
    return Shape(label=item.label, example=item.example)


def context_of(
    form: Any, answers: Mapping[str, Any], about: Mapping[str, str], lists: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """The values of all fields; what was not asked or not answered is empty."""
    return {
        **question_values(form, answers),
        **dict.fromkeys(ABOUT, ""),
        **about,
        **{name: list(lists.get(name, ())) for name in LISTS},
    }


def question_values(form: Any, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered to every question, in words: a text, or a list of rows by column."""
    context: dict[str, Any] = {item.name: [] if item.shape == "table" else "" for item in _items(form)}
    for section in eforms.printed(form=form, answers=answers):
        for item in section.items:
            context[item.name] = _value(item)
    return context


def _value(item: eforms.PrintedItem) -> Any:
    if item.shape == "table":
        return [dict(zip(item.keys, row, strict=True)) for row in item.cells]
    if item.shape == "statement":
        return "Có" if item.choices and item.choices[0][1] else "Không"
    return item.value


def sample_of(form: Any) -> dict[str, Any]:
    """Each field filled with its own label, so that an official sees where it lands."""
    return sample(shape_of(form))


def sample(shape: Shape) -> dict[str, Any]:
    """Each field of a shape filled with its own label."""

    def fill(name: str, each: Shape) -> Any:
        if each.item is not None:
            inner = each.item.fields
            row = {key: f"[{part.label or key}]" for key, part in inner.items()} if inner else f"[{each.label or name}]"
            return [row, row]
        return f"[{each.label or name}]"

    return {name: fill(name, each) for name, each in shape.fields.items() if name != QR}
