"""Numbers and dashes before paragraphs of a Word list (đánh số, gạch đầu dòng), counted as Word counts them."""

from typing import Any

from docx.oxml.ns import qn

from lienthong.kit.word.styles import Look

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "o": "◦", "\uf02d": "-", "\uf0d8": "▸"}


class Numbering:
    """Lists of one document."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[tuple[str, int], Any] = {}
        self._counts: dict[str, list[int]] = {}
        self._abstract: dict[str, str] = {}
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        if part is None:
            return
        root = part.element
        for abstract in root.findall(qn("w:abstractNum")):
            for level in abstract.findall(qn("w:lvl")):
                self._levels[abstract.get(qn("w:abstractNumId")), int(level.get(qn("w:ilvl")))] = level
        for number in root.findall(qn("w:num")):
            self._abstract[number.get(qn("w:numId"))] = number.find(qn("w:abstractNumId")).get(qn("w:val"))

    def next(self, paragraph: Any, look: Look) -> tuple[str, float]:
        """(what stands before this paragraph, its indent in points); ("", 0) outside lists."""
        properties = [paragraph._p.pPr] if paragraph._p.pPr is not None else []
        properties += [found for each in look.chain if (found := each.find(qn("w:pPr"))) is not None]
        for each in properties:
            said = each.find(qn("w:numPr"))
            if said is None:
                continue
            number, level = said.find(qn("w:numId")), said.find(qn("w:ilvl"))
            if number is None or number.get(qn("w:val")) == "0":
                return "", 0.0
            return self._label(number.get(qn("w:val")), int(level.get(qn("w:val"))) if level is not None else 0)
        return "", 0.0

    def _label(self, number: str, level: int) -> tuple[str, float]:
        abstract = self._abstract.get(number, "")
        spec = self._levels.get((abstract, level))
        if spec is None:
            return "", 0.0
        indent = spec.find(f"{qn('w:pPr')}/{qn('w:ind')}")
        left = int(indent.get(qn("w:left"), "0")) / 20 if indent is not None else 18.0 * (level + 1)
        shown = _of(spec, "w:lvlText")
        if _of(spec, "w:numFmt") == "bullet":
            return _BULLETS.get(shown, shown if shown.isprintable() and shown.isascii() else "•") or "•", left
        counts = self._counts.setdefault(abstract, [0] * 9)
        counts[level] += 1
        counts[level + 1 :] = [0] * (8 - level)
        for at in range(level + 1):
            of = self._levels.get((abstract, at), spec)
            start = int(_of(of, "w:start") or 1)
            shown = shown.replace(f"%{at + 1}", _spelt(start + max(counts[at], 1) - 1, _of(of, "w:numFmt")))
        return shown, left


def _of(level: Any, name: str) -> str:
    found = level.find(qn(name))
    return str(found.get(qn("w:val"), "")) if found is not None else ""


def _spelt(number: int, how: str) -> str:
    if how in {"lowerLetter", "upperLetter"} and 0 < number <= 26:
        letter = chr(96 + number)
        return letter if how == "lowerLetter" else letter.upper()
    if how in {"lowerRoman", "upperRoman"} and 0 < number < 40:
        left, said = number, ""
        for value, sign in _ROMAN:
            while left >= value:
                left, said = left - value, said + sign
        return said if how == "lowerRoman" else said.upper()
    return str(number)
