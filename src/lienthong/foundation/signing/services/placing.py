"""Where a signature stands on paper (vị trí chữ ký): in the paper's empty field for it, else at a sensible place."""

from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields

from lienthong.foundation.signing.choices import Purpose
from lienthong.foundation.signing.models import Certificate

PERSON_FIELD = "ChuKy"
AGENCY_FIELD = "ConDau"
_DEFAULT_BOX = (330, 70, 540, 160)  # points, where a paper names no place: lower right of the last page
_SEAL_SIDE = 91  # points, 32 mm

type Box = tuple[int, int, int, int]  # left, bottom, right, top in points


@dataclass(frozen=True, slots=True)
class Place:
    """Where a signature goes: an empty field of the paper, or a new one on a page."""

    field: str
    is_new: bool
    page: int
    box: Box


def place_of(reader: PdfFileReader, certificate: Certificate, *, visible: bool) -> Place:
    """An empty field meant for this kind of signature, else a new one at a sensible place."""
    is_seal = certificate.purpose == Purpose.AGENCY
    wanted = AGENCY_FIELD if is_seal else PERSON_FIELD
    names: set[str] = set()
    person_box: tuple[int, Box] | None = None
    count = 0
    for name, value, reference in fields.enumerate_sig_fields(reader):
        names.add(name)
        widget = reference.get_object()
        box = _box(widget)
        if value is None and name.startswith(wanted) and visible and box is not None:
            return Place(name, False, -1, box)
        if value is not None:
            count += 1
            if name.startswith(PERSON_FIELD) and box is not None:
                person_box = (_page_of(reader, widget), box)
    number = 1
    while (field := f"{wanted}{number}") in names:
        number += 1
    if is_seal and person_box is not None:
        page, (left, bottom, _, top) = person_box
        low = (bottom + top - _SEAL_SIDE) // 2
        start = max(left - _SEAL_SIDE * 9 // 20, 10)
        return Place(field, True, page, (start, low, start + _SEAL_SIDE, low + _SEAL_SIDE))
    left, bottom, right, top = _DEFAULT_BOX
    if is_seal:
        return Place(field, True, -1, (left - _SEAL_SIDE, bottom, left, bottom + _SEAL_SIDE))
    rise = (top - bottom + 6) * (count % 6)  # several signers: one above the other
    return Place(field, True, -1, (left, bottom + rise, right, top + rise))


def _box(widget: Any) -> Box | None:
    try:
        x1, y1, x2, y2 = (round(float(value)) for value in widget["/Rect"])
    except KeyError:
        return None
    box = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    return box if box[2] - box[0] > 1 and box[3] - box[1] > 1 else None


def _page_of(reader: PdfFileReader, widget: Any) -> int:
    """Index of the widget's page; the last one where the widget does not say."""
    page = widget.raw_get("/P") if "/P" in widget else None
    total = int(reader.root["/Pages"]["/Count"])
    for index in range(total):
        if page is not None and reader.find_page_for_modification(index)[0].reference == page.reference:
            return index
    return -1
