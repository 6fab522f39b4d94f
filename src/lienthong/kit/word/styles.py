"""How text looks in a Word document (định dạng): what a run or paragraph says itself, else its style, else the document. Lengths are points."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_ALIGN = {"both": "justify", "distribute": "justify", "center": "center", "right": "right", "end": "right"}
_OFF = {"0", "false", "none", "off"}
_CAP = 0.66  # of the size: how far the print's lines reach above the base line


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph. `leading` is the gap that the print leaves between lines, as a share of the size; `rule` a line below, 0 for none."""

    align: str
    left: float
    right: float
    first: float
    above: float
    below: float
    leading: float
    rule: float
    size: float
    bold: bool
    italic: bool
    caps: bool
    page_break: bool
    chain: tuple[Any, ...]


class Styles:
    """Styles of one document, each looked up once."""

    def __init__(self, document: Any) -> None:
        root = document.styles.element
        self._styles = {style.get(qn("w:styleId")): style for style in root.findall(qn("w:style"))}
        defaults = root.find(qn("w:docDefaults"))
        self._defaults = [defaults] if defaults is not None else []
        self._normal = next(
            (
                key
                for key, style in self._styles.items()
                if style.get(qn("w:default")) == "1" and style.get(qn("w:type")) == "paragraph"
            ),
            None,
        )

    def paragraph(self, paragraph: Any) -> Look:
        """What a paragraph looks like."""
        own = paragraph._p.pPr
        named = (
            own.find(qn("w:pStyle")).get(qn("w:val"))
            if own is not None and own.find(qn("w:pStyle")) is not None
            else self._normal
        )
        chain = tuple(self._chain(named))
        properties = [own] if own is not None else []
        properties += [found for each in chain if (found := each.find(qn("w:pPr"))) is not None]
        properties += [
            found for each in self._defaults if (found := each.find(f"{qn('w:pPrDefault')}/{qn('w:pPr')}")) is not None
        ]
        letters = [found for each in chain if (found := each.find(qn("w:rPr"))) is not None]
        letters += [
            found for each in self._defaults if (found := each.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")) is not None
        ]
        indent = _merged(properties, "w:ind")
        spacing = _merged(properties, "w:spacing")
        left = _twips(indent.get("left", indent.get("start")))
        right = _twips(indent.get("right", indent.get("end")))
        size = _half_points(letters) or 13.0
        return Look(
            align=_ALIGN.get(_value(properties, "w:jc"), "left"),
            left=left,
            right=right,
            first=_twips(indent.get("firstLine")) - _twips(indent.get("hanging")),
            above=0.0 if spacing.get("beforeAutospacing") == "1" else _twips(spacing.get("before")),
            below=0.0 if spacing.get("afterAutospacing") == "1" else _twips(spacing.get("after")),
            leading=_leading(spacing, size),
            rule=_ruled(properties),
            size=size,
            bold=_on(letters, "w:b"),
            italic=_on(letters, "w:i"),
            caps=_on(letters, "w:caps"),
            page_break=_on(properties, "w:pageBreakBefore"),
            chain=chain,
        )

    def run(self, run: Any, look: Look) -> dict[str, Any]:
        """What a run looks like: only what differs from plain text of the paragraph's size is set."""
        own = run.find(qn("w:rPr"))
        style = own.find(qn("w:rStyle")) if own is not None else None
        letters = [own] if own is not None else []
        if style is not None:
            letters += [
                found for each in self._chain(style.get(qn("w:val"))) if (found := each.find(qn("w:rPr"))) is not None
            ]
        script = _value(letters, "w:vertAlign")
        shown = {
            "b": _on(letters, "w:b", otherwise=look.bold),
            "i": _on(letters, "w:i", otherwise=look.italic),
            "u": _value(letters, "w:u") not in {"", "none"},
            "caps": _on(letters, "w:caps", otherwise=look.caps),
            "sup": script == "superscript",
            "sub": script == "subscript",
            "size": _half_points(letters) or look.size,
        }
        return {key: value for key, value in shown.items() if value and (key != "size" or value != look.size)}

    def letters(self, run: Any, style_id: str | None) -> list[Any]:
        """Where the look of a run's letters is said, the nearest first: itself, its style, the paragraph's style, the document."""
        own = run.find(qn("w:rPr"))
        found = [own] if own is not None else []
        style = own.find(qn("w:rStyle")) if own is not None else None
        for named in (style.get(qn("w:val")) if style is not None else None, style_id or self._normal):
            found += [said for each in self._chain(named) if (said := each.find(qn("w:rPr"))) is not None]
        return found + [
            said for each in self._defaults if (said := each.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")) is not None
        ]

    def table_border(self, table: Any) -> bool:
        """Whether lines are drawn between the cells."""
        properties = table._tbl.tblPr
        own = properties.find(qn("w:tblBorders"))
        if own is not None:
            return _drawn(own)
        style = properties.find(qn("w:tblStyle"))
        for each in self._chain(style.get(qn("w:val")) if style is not None else None):
            borders = each.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}")
            if borders is not None:
                return _drawn(borders)
        return False

    def cell_border(self, cell: Any, otherwise: bool) -> bool:  # noqa: FBT001  # what the table says
        """Whether this cell has lines around it."""
        own = cell.find(f"{qn('w:tcPr')}/{qn('w:tcBorders')}")
        return _drawn(own) if own is not None and len(own) else otherwise

    def _chain(self, style_id: str | None) -> Iterator[Any]:
        """A style and those it is based on; a circle ends."""
        seen: set[str] = set()
        while style_id is not None and style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            style = self._styles[style_id]
            yield style
            base = style.find(qn("w:basedOn"))
            style_id = base.get(qn("w:val")) if base is not None else None


def _merged(properties: list[Any], name: str) -> dict[str, str]:
    """Attributes of an element, each from the nearest place that says it."""
    found: dict[str, str] = {}
    for each in reversed(properties):
        element = each.find(qn(name))
        if element is not None:
            found |= {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
            if "firstLine" in {key.rpartition("}")[2] for key in element.attrib}:
                found.pop("hanging", None)
    return found


def _value(properties: list[Any], name: str) -> str:
    for each in properties:
        element = each.find(qn(name))
        if element is not None:
            return str(element.get(qn("w:val"), ""))
    return ""


def _on(properties: list[Any], name: str, *, otherwise: bool = False) -> bool:
    for each in properties:
        element = each.find(qn(name))
        if element is not None:
            return element.get(qn("w:val"), "1") not in _OFF
    return otherwise


def _half_points(properties: list[Any]) -> float:
    said = _value(properties, "w:sz")
    return int(said) / 2 if said.isdecimal() else 0.0


def _leading(spacing: dict[str, str], size: float) -> float:
    """A single line of Word is about 1.15 of the size high."""
    line = _twips(spacing.get("line")) or 12.0
    if spacing.get("lineRule") in {"exact", "atLeast"}:
        return round(max(line / size, 0.9) - _CAP, 3)
    return round(1.15 * line / 12 - _CAP, 3)


def _ruled(properties: list[Any]) -> float:
    """-1: as wide as the paragraph; 0: no line."""
    for each in properties:
        below = each.find(f"{qn('w:pBdr')}/{qn('w:bottom')}")
        if below is not None:
            return 0.0 if below.get(qn("w:val")) in {"nil", "none"} else -1.0
    return 0.0


def _drawn(borders: Any) -> bool:
    return any(each.get(qn("w:val")) not in {"nil", "none", None} for each in borders)


def _twips(said: str | None) -> float:
    try:
        return int(said) / 20 if said else 0.0
    except ValueError:
        return 0.0
