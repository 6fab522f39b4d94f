"""A document as the decree lays it out (văn bản hành chính): its parts as plain text, set in Word by `build_docx`; Phụ lục I, III Nghị định 30/2020/NĐ-CP.

Every text may hold fields of a template (`{{ trich_yeu }}`): the templates we bring and the documents we set are made by one hand.
What is written when the document is signed stands as a mark: the number before its notation, the day, the place of the signature.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lienthong.kit.recordkeeping.kinds import UNABBREVIATED, Kind, Urgency

NUMBER_MARK: Final = "«số»"
DAY_MARK: Final = "«ngày ký»"
SIGNATURE_MARK: Final = "«chữ ký»"
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
ENACTING: Final = frozenset({Kind.DECISION, Kind.RESOLUTION, Kind.DIRECTIVE})
"""Types that begin with who enacts them; a decision and a resolution then say so on a line of its own."""

_ARTICLE = re.compile(r"Điều\s+\d+[a-z]?\s*\.")
_CENTRED = re.compile(r"(Phần|Chương)\s+[IVXLC\d]+\b.*")
_SECTION = re.compile(r"[IVX]{1,5}\.\s.*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The parts of a document. `symbol` is the notation without its number, `QĐ-UBND` or `UBND-VHXH`; `authority` the lines above the
    signature, `signer` the name below. `enacting` is the body that decides ("CHỦ TỊCH ỦY BAN NHÂN DÂN …"), `recipients` without dashes.
    """

    kind: str
    agency: str
    parent: str = ""
    symbol: str = ""
    place: str = ""
    abstract: str = ""
    urgency: str = Urgency.NORMAL
    addressees: Sequence[str] = ()
    enacting: str = ""
    grounds: Sequence[str] = ()
    body: Sequence[str] = ()
    recipients: Sequence[str] = ()
    authority: Sequence[str] = ()
    signer: str = ""

    @property
    def is_letter(self) -> bool:
        """An official letter (công văn): no name of a type, the abstract below the number."""
        return self.kind in {Kind.LETTER, Kind.OTHER}


def build_docx(paper: Paper) -> bytes:
    """The .docx of a document."""
    from lienthong.kit.recordkeeping.typesetting import new_page, saved

    document = new_page(numbered=True)
    _head(document, paper)
    _beginning(document, paper)
    _body(document, paper)
    _foot(document, paper)
    return saved(document)


def _head(document: object, paper: Paper) -> None:
    from lienthong.kit.recordkeeping.typesetting import cell, shares

    table = document.add_table(rows=2, cols=2)  # type: ignore[attr-defined]  # python-docx has no types
    shares(table, (42, 58))
    above = [(_capitals(paper.parent), {"size": 12})] if paper.parent else []
    named = [(_capitals(part), {"bold": True, "size": 12}) for part in _over_lines(paper.agency)]
    named[-1][1]["rule"] = 32
    cell(table.cell(0, 0), [*above, *named])
    cell(table.cell(0, 1), [(NATION, {"bold": True, "size": 12}), (MOTTO, {"bold": True, "rule": 56})])
    below = [(f"Số: {NUMBER_MARK}/{paper.symbol}", {"before": 6})]
    if paper.is_letter and paper.abstract:
        below.append((f"V/v {bare_abstract(paper.abstract)}", {"size": 12, "before": 4}))
    if (stamp := urgency_stamp(paper.urgency)) != "":
        below.append((stamp, {"bold": True, "before": 6}))
    cell(table.cell(1, 0), below)
    cell(table.cell(1, 1), [(f"{paper.place}, {DAY_MARK}", {"italic": True, "before": 6})])


def _beginning(document: object, paper: Paper) -> None:
    from lienthong.kit.recordkeeping.typesetting import line

    if not paper.is_letter:
        name = Kind(paper.kind).label if paper.kind in Kind.values else "{{ ten_loai | upper }}"
        line(document, _capitals(name), bold=True, align="center", size=14, before=18, after=2, keep=True)
        line(document, paper.abstract, bold=True, align="center", size=14, rule=24, keep=True)
    if paper.enacting:
        line(document, _capitals(paper.enacting), bold=True, align="center", before=6, after=6, size=14)
    if len(paper.addressees) == 1:
        line(document, f"Kính gửi: {paper.addressees[0]}", align="center", before=14, after=8, size=14)
    elif paper.addressees:
        line(document, "Kính gửi:", align="center", before=14, after=2, size=14)
        for number, each in enumerate(paper.addressees, start=1):
            end = "." if number == len(paper.addressees) else ";"
            line(document, f"- {each}{end}", align="center", after=2, size=14)


def _body(document: object, paper: Paper) -> None:
    from lienthong.kit.recordkeeping.typesetting import line

    for text in paper.grounds:
        line(document, text, italic=True, align="justify", indent=True, size=14, after=6)
    if paper.kind in {Kind.DECISION, Kind.RESOLUTION} and paper.enacting:
        verb = "QUYẾT ĐỊNH:" if paper.kind == Kind.DECISION else "QUYẾT NGHỊ:"
        line(document, verb, bold=True, align="center", before=6, after=6, size=14, keep=True)
    for text in _ended(paper.body):
        if _CENTRED.fullmatch(text):
            line(document, text, bold=True, align="center", before=6, after=6, size=14, keep=True)
            continue
        article = _ARTICLE.match(text)
        bold = _SECTION.fullmatch(text) is not None
        line(
            document,
            text,
            bold=bold,
            lead=article[0] if article else "",
            align="justify",
            indent=True,
            size=14,
            after=6,
            keep=bold,
        )


def _foot(document: object, paper: Paper) -> None:
    from lienthong.kit.recordkeeping.typesetting import cell, shares

    table = document.add_table(rows=1, cols=2)  # type: ignore[attr-defined]  # python-docx has no types
    shares(table, (48, 52))
    named = [("Nơi nhận:", {"bold": True, "italic": True, "size": 12, "align": "left", "before": 8})]
    # A field brings its lines with their dashes.
    lines = [text if "{{" in text else f"- {text}" for text in paper.recipients]
    named += [(line, {"size": 11, "align": "left"}) for line in lines]
    cell(table.cell(0, 0), named)
    signed = [
        (line, {"bold": True, "size": 14, "before": 8 if number == 0 else 0})
        for number, line in enumerate(paper.authority or ("",))
    ]
    cell(
        table.cell(0, 1),
        [*signed, (SIGNATURE_MARK, {"before": 12, "after": 12}), (paper.signer, {"bold": True, "size": 14})],
    )


def _ended(body: Sequence[str]) -> list[str]:
    """The last line ends as the decree's forms do: `./.`"""
    lines = [text.strip() for text in body if text.strip()]
    if lines and "{{" not in lines[-1] and not lines[-1].endswith("./."):
        lines[-1] = lines[-1].rstrip(" .;/") + "./."
    return lines


def _over_lines(agency: str) -> list[str]:
    """`Ủy ban nhân dân / phường Diên Hồng`: the committee on its line, whose it is on the next."""
    found = re.fullmatch(r"(Ủy ban nhân dân|Hội đồng nhân dân)\s+(.+)", agency)
    return list(found.groups()) if found else [agency]


def _capitals(text: str) -> str:
    """Capitals; a field of a template gets the filter."""
    return text if "{{" in text else text.upper()


def bare_abstract(abstract: str) -> str:
    """Without the “Về việc”, “V/v” it may begin with."""
    return re.sub(r"^\s*(về việc|v/v)\s*:?\s*", "", abstract, flags=re.IGNORECASE)


def urgency_stamp(urgency: str) -> str:
    """The word of the stamp, `` for what is not urgent."""
    return "" if urgency == Urgency.NORMAL else Urgency(urgency).label.upper()


def symbol_of(kind: str, agency_code: str, unit_code: str = "") -> str:
    """The notation without its number: `QĐ-UBND`, of an official letter `UBND-VHXH` (its issuer, then who drafted it)."""
    if kind in UNABBREVIATED:
        return f"{agency_code}-{unit_code}" if unit_code else agency_code
    return f"{kind}-{agency_code}"


def initials_of(name: str) -> str:
    """A short form to begin with: `Ủy ban nhân dân phường Diên Hồng` is UBND, `Sở Y tế` SYT, `Phòng Văn hóa - Xã hội` VHXH. People correct it."""
    if name.casefold().startswith(("ủy ban nhân dân", "ubnd")):
        return "UBND"
    if name.casefold().startswith(("hội đồng nhân dân", "hđnd")):
        return "HĐND"
    bare = re.sub(r"^(Phòng|Ban|Bộ phận)\s+", "", name.split(",", maxsplit=1)[0].strip())
    words = re.findall(r"[^\W\d_]+", bare)
    return "".join(word[0] for word in words if word.casefold() not in {"và", "của"}).upper()[:10]
