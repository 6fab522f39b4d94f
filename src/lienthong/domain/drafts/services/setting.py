"""Make the files of a version (dựng bản dự thảo): text typed on the web set in Word and printed, Word read back, PDF read."""

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings

from lienthong.domain.drafts.choices import Manner
from lienthong.domain.drafts.fields import ABOUT, paper_of, template_values
from lienthong.domain.drafts.models import Draft, DraftRecipient, DraftTemplate, DraftVersion
from lienthong.foundation.files import services as files
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import pdf
from lienthong.kit.recordkeeping import layout
from lienthong.kit.recordkeeping.paper import (
    DAY_MARK,
    NUMBER_MARK,
    SIGNATURE_MARK,
    Paper,
    build_docx,
    initials_of,
)
from lienthong.kit.text_vi import nfc

if TYPE_CHECKING:
    from lienthong.kit.word.reading import Reading

PDF_TYPE = "application/pdf"
_NUMBER_PLACE = re.compile(rf"Số\s{{0,3}}:?([\s….]{{0,60}}(?:{NUMBER_MARK})?[\s….]{{0,60}}/\s?[A-ZĐ][\w/-]{{0,40}})")
_DAY_PLACE = re.compile(
    rf"({DAY_MARK}|ngày[\s….]{{1,40}}tháng[\s….]{{1,40}}\d{{0,2}}[\s….]{{0,40}}năm[\s….\d]{{0,40}})\s*$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What a version holds before it is kept. `document` is the .docx or the uploaded PDF, `print_` its PDF (the same bytes for a PDF)."""

    manner: Manner
    document: bytes
    print_: bytes
    text: str
    notes: tuple[str, ...] = ()
    findings: list[dict[str, Any]] = field(default_factory=list)
    digest: str = ""


def paper_for(draft: Draft, content: dict[str, str], recipients: list[DraftRecipient]) -> Paper:
    """The document as facts and typed text make it."""
    agency = organizations.agency(draft.agency_id)
    parent = agency.parent.short_name if agency.parent_id and agency.parent else ""
    return paper_of(
        draft,
        agency=agency.name,
        parent=parent,
        unit=unit_code(draft),
        province=settings.PROVINCE_NAME,
        recipients=recipients,
        content=content,
    )


def unit_code(draft: Draft) -> str:
    """The short form of who drafts, for the notation of letters and the copy that is kept."""
    if draft.department_id is None:
        return ""
    return initials_of(organizations.department_names([draft.department_id]).get(draft.department_id, ""))


def set_text(draft: Draft, content: dict[str, str], recipients: list[DraftRecipient]) -> Rendered:
    """Typed on the web, set in the decree's layout."""
    paper = paper_for(draft, content, recipients)
    return _of_word(draft, build_docx(paper), manner=Manner.WEB, made_of=repr(paper))


def fill(draft: Draft, template: DraftTemplate, recipients: list[DraftRecipient]) -> Rendered:
    """A template of the agency with the facts of the draft in its fields."""
    from lienthong.kit.word.filling import fill_template

    unit = (
        organizations.department_names([draft.department_id]).get(draft.department_id, "")
        if draft.department_id
        else ""
    )
    values = template_values(draft, paper_for(draft, {}, recipients), unit_name=unit, fields=template.fields)
    context = {**dict.fromkeys(ABOUT, ""), **values}
    return _of_word(draft, fill_template(files.read_bytes(template.file), context), manner=Manner.WORD)


def read_word(draft: Draft, content: bytes) -> Rendered:
    """A .docx that came back from Word. Raises DocumentRefused with everything that is wrong with it."""
    return _of_word(draft, content, manner=Manner.WORD)


def read_pdf(draft: Draft, content: bytes) -> Rendered:
    """A PDF made elsewhere, already inspected by `foundation.files`."""
    seen = layout.read_pdf(content)
    return Rendered(
        manner=Manner.PDF,
        document=content,
        print_=content,
        text="\n".join(line.text for line in seen.lines),
        findings=_judged(draft, seen),
        digest=hashlib.sha256(content).hexdigest(),
    )


def judge_again(draft: Draft, version: DraftVersion) -> list[dict[str, Any]]:
    """What the linter says of a kept version beside facts that have changed since."""
    content = files.read_bytes(version.file)
    return _judged(draft, layout.read_pdf(content) if version.manner == Manner.PDF else layout.read_docx(content))


def _of_word(draft: Draft, content: bytes, *, manner: Manner, made_of: str = "") -> Rendered:
    from lienthong.kit.word.reading import read_document

    plain = read_document(content, checked=bool(made_of))
    places = _places(plain)
    reading = read_document(content, areas=places, checked=True) if places else plain
    printed = pdf.word({"paper": reading.paper, "title": draft.abstract[:200], "agency": ""}, images=reading.images)
    return Rendered(
        manner=manner,
        document=content,
        print_=printed,
        text=nfc(plain.text),
        notes=plain.notes,
        findings=_judged(draft, layout.read_docx(content, plain)),
        digest=hashlib.sha256(made_of.encode() if made_of else content).hexdigest(),
    )


def _judged(draft: Draft, seen: layout.Seen) -> list[dict[str, Any]]:
    expected = layout.Expected(
        kind=draft.kind, abstract=draft.abstract, symbol=draft.symbol, signer=draft.signer_name, urgency=draft.urgency
    )
    return [finding.as_dict() for finding in layout.check(seen, expected)]


def _places(plain: "Reading") -> dict[str, str]:
    """Where number, day and signature will stand: our marks, or the room officials leave for them."""
    places: dict[str, str] = {}
    for line in _lines(plain.paper["body"]):
        if "So" not in places.values() and (number := _NUMBER_PLACE.search(line)):
            places[number[1]] = "So"
        if "Ngay" not in places.values() and (day := _DAY_PLACE.search(line)):
            places[day[1]] = "Ngay"
        if "ChuKy" not in places.values() and SIGNATURE_MARK in line:
            places[SIGNATURE_MARK] = "ChuKy"
    return places


def _lines(blocks: list[dict[str, Any]]) -> list[str]:
    """The texts of runs of one look, as they are written: places are looked for in these."""
    found: list[str] = []
    for block in blocks:
        if block["kind"] == "p":
            found += [run["text"] for run in block["runs"] if "text" in run]
        else:
            for row in block["rows"]:
                for cell in row:
                    found += _lines(cell["blocks"])
    return found
