"""One shape for everything a form asks (ô nhập), whether it comes from a Django form or from a dict.

A dict may hold: id, name, label, hint, error, kind, value, choices [(value, label) or (value, label, hint)], required, rows,
width (2, 4, 12, 20: characters), autocomplete, inputmode, maxlength, placeholder, disabled, readonly, unit, accept, multiple,
upload (URL), files (rows as for `{% files %}`), source, when ("field=value|value"), attrs (dict).

Names that are posted: date `<name>_day _month _year`; address `<name>_province _commune _detail` (value a dict with these keys,
`provinces` and `communes` lists of choices; a list that is missing becomes a text box); table `<name>_<row>_<column>` counted from
0 (choices are the headings, value a list of rows: lists or dicts by heading); everything else `<name>`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.forms import BoundField
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

from lienthong.kit.ui import dates, formats

GROUPS = frozenset({"date", "radio", "checkboxes", "address", "table"})
ALIASES = {
    "string": "text", "long_text": "textarea", "longtext": "textarea", "integer": "number", "int": "number", "decimal": "number",
    "boolean": "checkbox", "multiselect": "checkboxes", "multi": "checkboxes", "choice": "select", "upload": "file", "phone": "tel",
    "id_number": "citizen_id", "date-boxes": "date", "datetime": "datetime-local", "consent": "radio", "id_document": "text",
}  # fmt: skip
INPUT_TYPES = {"email", "tel", "password", "search", "url", "time", "datetime-local", "month"}
ACCEPT = ".pdf,.jpg,.jpeg,.png,.heic,.heif"


@dataclass(slots=True, kw_only=True)
class Choice:
    """One choice of a select, a radio group or boxes."""

    value: str
    label: str
    hint: str = ""
    id: str = ""
    checked: bool = False


@dataclass(slots=True, kw_only=True)
class FieldView:
    """What `ui/parts/field.html` draws."""

    id: str
    name: str
    label: str
    kind: str = "text"
    value: Any = ""
    hint: str = ""
    error: str = ""
    required: bool = True
    choices: list[Choice] = field(default_factory=list)
    rows: int = 4
    width: str = ""
    unit: str = ""
    source: str = ""
    files: list[Any] = field(default_factory=list)
    upload: str | None = None
    when_field: str = ""
    when_value: str = ""
    hide_label: bool = False
    parts: list["FieldView"] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    cells: list[list[tuple[str, str, str]]] = field(default_factory=list)
    attrs: dict[str, Any] = field(default_factory=dict)

    @property
    def is_group(self) -> bool:
        """Several controls under one legend."""
        return self.kind in GROUPS

    @property
    def input_type(self) -> str:
        """The `type` of the one input."""
        return self.kind if self.kind in INPUT_TYPES else "text"

    @property
    def boxes(self) -> dates.Boxes:
        """Three boxes of a date."""
        return dates.boxes_of(self.value)

    @property
    def described_by(self) -> str:
        """Ids of hint and error, for aria-describedby."""
        return " ".join(
            part for part in (f"{self.id}-hint" if self.hint else "", f"{self.id}-error" if self.error else "") if part
        )

    @property
    def focus_id(self) -> str:
        """The id that a link of the error summary goes to."""
        if self.kind == "date":
            return f"{self.id}_day"
        if self.kind in ("radio", "checkboxes") and self.choices:
            return self.choices[0].id
        if self.kind == "address" and self.parts:
            return self.parts[0].id
        return f"{self.id}_0_0" if self.kind == "table" else self.id

    @property
    def more(self) -> SafeString:
        """Further attributes, escaped."""
        state: dict[str, Any] = {
            "aria-describedby": self.described_by or None,
            "aria-invalid": "true" if self.error else None,
        }
        return flatatt(
            {key: value for key, value in {**state, **self.attrs}.items() if value is not None and value is not False}
        )


def field_view(source: BoundField | Mapping[str, Any], **given: Any) -> FieldView:
    """The view of a bound field or of a dict; `given` overrides."""
    view = _from_bound(source, given) if isinstance(source, BoundField) else _from_dict({**source, **given})
    if view.kind == "money":
        view.value = formats.number_vi(view.value) if str(view.value or "").lstrip("-").isdigit() else view.value
        view.unit = view.unit or "₫"
        view.attrs = {"inputmode": "numeric", "data-lt-money": True, **view.attrs}
    elif view.kind == "number":
        view.attrs = {"inputmode": "decimal", **view.attrs}
        view.width = view.width or "12"
    elif view.kind == "citizen_id":
        view.attrs = {"inputmode": "numeric", "maxlength": 15, "autocomplete": "off", **view.attrs}
        view.width = view.width or "12"
    elif view.kind == "tel":
        view.attrs = {"autocomplete": "tel", **view.attrs}
        view.width = view.width or "12"
    elif view.kind == "file":
        view.attrs = {"accept": ACCEPT, **view.attrs}
    if view.value is None:
        view.value = ""
    return view


def _choices(raw: Iterable[Any], value: object, view_id: str) -> list[Choice]:
    chosen = (
        {str(one) for one in value}
        if isinstance(value, list | tuple | set)
        else {str(value)}
        if value not in (None, "")
        else set()
    )
    result = []
    for number, one in enumerate(raw):
        if isinstance(one, Mapping):
            key, label, hint = (
                str(one.get("value", "")),
                str(one.get("label", one.get("value", ""))),
                str(one.get("hint") or ""),
            )
        elif isinstance(one, list | tuple):
            key, label, hint = str(one[0]), str(one[1] if len(one) > 1 else one[0]), str(one[2]) if len(one) > 2 else ""
        else:
            key = label = str(one)
            hint = ""
        result.append(Choice(value=key, label=label, hint=hint, id=f"{view_id}_{number}", checked=key in chosen))
    return result


def _from_dict(raw: Mapping[str, Any]) -> FieldView:
    name = str(raw["name"])
    view_id = str(raw.get("id") or f"id_{name}")
    kind = str(raw.get("kind") or "text")
    kind = ("select" if raw.get("choices") else "text") if kind == "catalog" else ALIASES.get(kind, kind)
    attrs = {
        key: raw[key]
        for key in (
            "autocomplete",
            "inputmode",
            "maxlength",
            "placeholder",
            "disabled",
            "readonly",
            "accept",
            "multiple",
        )
        if raw.get(key)
    }
    when = str(raw.get("when") or "") if not isinstance(raw.get("when"), Mapping) else ""
    when_field, _, when_value = when.partition("=")
    view = FieldView(
        id=view_id, name=name, label=str(raw.get("label") or name), kind=kind, value=raw.get("value"), hint=str(raw.get("hint") or ""),
        error=str(raw.get("error") or ""), required=bool(raw.get("required", True)), rows=int(raw.get("rows") or 4),
        width=str(raw.get("width") or ""), unit=str(raw.get("unit") or ""), source=str(raw.get("source") or ""),
        files=list(raw.get("files") or []), upload=raw.get("upload"), when_field=when_field, when_value=when_value,
        hide_label=bool(raw.get("hide_label")), attrs={**attrs, **(raw.get("attrs") or {})},
    )  # fmt: skip
    if kind in ("select", "radio", "checkboxes"):
        view.choices = _choices(raw.get("choices") or [], view.value, view_id)
    elif kind == "address":
        view.parts = _address(view, raw)
    elif kind == "table":
        view.headings = [str(one) for one in raw.get("choices") or []]
        view.cells = _cells(view)
    return view


def _address(view: FieldView, raw: Mapping[str, Any]) -> list[FieldView]:
    value = view.value if isinstance(view.value, Mapping) else {"detail": view.value}
    parts = (
        ("province", "Tỉnh, thành phố", "provinces"),
        ("commune", "Xã, phường, đặc khu", "communes"),
        ("detail", "Số nhà, đường, thôn, tổ", ""),
    )
    views = []
    for part, label, source in parts:
        choices = raw.get(source) if source else None
        one = {
            "name": f"{view.name}_{part}",
            "id": f"{view.id}_{part}",
            "label": label,
            "value": value.get(part),
            "choices": choices,
        }
        views.append(
            _from_dict(
                {
                    **one,
                    "kind": "select" if choices else "text",
                    "attrs": {"aria-invalid": "true"} if view.error else {},
                }
            )
        )
    return views


def _cells(view: FieldView) -> list[list[tuple[str, str, str]]]:
    filled = list(view.value) if isinstance(view.value, list | tuple) else []
    rows = []
    for number in range(max(len(filled) + 1, min(view.rows, 3))):
        row = filled[number] if number < len(filled) else {}
        texts = (
            [row.get(heading) for heading in view.headings]
            if isinstance(row, Mapping)
            else [*row, *[""] * len(view.headings)]
        )
        rows.append(
            [
                (f"{view.name}_{number}_{at}", f"{view.id}_{number}_{at}", str(texts[at] or ""))
                for at in range(len(view.headings))
            ]
        )
    return rows


_WIDGETS = {"Textarea": "textarea", "Select": "select", "NullBooleanSelect": "select", "SelectMultiple": "checkboxes", "RadioSelect": "radio",
            "CheckboxSelectMultiple": "checkboxes", "CheckboxInput": "checkbox", "ClearableFileInput": "file", "FileInput": "file",
            "HiddenInput": "hidden", "NumberInput": "number", "DateInput": "date-text", "DateBoxesInput": "date"}  # fmt: skip


def _from_bound(bound: BoundField, given: Mapping[str, Any]) -> FieldView:
    widget = bound.field.widget
    kind = str(given.get("kind") or _WIDGETS.get(type(widget).__name__) or getattr(widget, "input_type", "text"))
    attrs = {
        key: value
        for key, value in {**widget.attrs, **bound.build_widget_attrs({}, widget)}.items()
        if key not in ("class", "required", "aria-describedby", "aria-invalid")
    }
    raw = {
        "id": bound.auto_id or f"id_{bound.html_name}", "name": bound.html_name, "label": bound.label, "kind": kind, "value": bound.value(),
        "hint": bound.help_text, "error": " ".join(str(error) for error in bound.errors), "required": bound.field.required,
        "choices": list(getattr(bound.field, "choices", None) or []), "rows": attrs.pop("rows", None), "attrs": {},
    }  # fmt: skip
    attrs.pop("cols", None)
    more = given.get("attrs") or {}
    return _from_dict({**raw, **given, "attrs": {**attrs, **more}})
