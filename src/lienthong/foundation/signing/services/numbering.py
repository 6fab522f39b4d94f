"""What is written into a paper after it was signed (cấp số, ghi ngày): the number and the day, in the fields left empty for them.

Filling a form field is the one change that a signature allows (ISO 32000-2, 12.8.2.2): the bytes that were signed stay as they are, and
every reader says what was filled in afterwards. The agency's seal locks the fields.
"""

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader

from lienthong.foundation.signing.errors import NotSignable
from lienthong.foundation.signing.services import proving
from lienthong.kit import pdf

NUMBER_FIELD, DAY_FIELD = "So", "Ngay"
TEXT_FIELDS = (NUMBER_FIELD, DAY_FIELD, "SoTrong", "NgayTrong", "ThangTrong")
"""The number with its notation and the day in words; where a paper has printed the rest, the number, the day and the month alone."""
_TEMPLATE = Path(__file__).parents[1] / "templates" / "signing" / "filled.typ"
_READ_ONLY = 1


def fill_pdf(*, content: bytes, number: str, day: str, gaps: Mapping[str, str] | None = None) -> bytes:
    """Write the number and the day ("ngày 07 tháng 11 năm 2026") where the paper left room for them, as an increment.

    `gaps`: what stands in the fields of a paper that printed the rest itself, `SoTrong`, `NgayTrong`, `ThangTrong`.
    A paper without such fields comes back as it is. Raises NotSignable.
    """
    try:
        writer = _SameForTheSame(io.BytesIO(content), strict=False)
        form = writer.root.get("/AcroForm")
        places = list(form.get_object()["/Fields"]) if form is not None else []
        filled = [_fill(writer, ref, {NUMBER_FIELD: number, DAY_FIELD: day, **(gaps or {})}) for ref in places]
    except (PdfReadError, ValueError, KeyError) as error:
        raise NotSignable from error
    if not any(filled):
        return content
    writer.name_after(content + f"{number}|{day}|{gaps}".encode())
    out = io.BytesIO()
    writer.write(out)
    proving.follow_filled(content, out.getvalue())
    return out.getvalue()


class _SameForTheSame(IncrementalPdfFileWriter):
    """The same number and day on the same paper make the same bytes, at any moment and by whomever: the holder of the seal's key may allow it on
    them before the act that puts it (ADR 0056)."""

    def name_after(self, said: bytes) -> None:
        """The second half of the file's identifier, from what it is made of instead of by chance."""
        self._document_id[1] = generic.ByteStringObject(hashlib.sha256(said).digest()[:16])

    def _update_meta(self) -> None:
        """Leaves the moment of change as it was: that of the seal is told by the seal."""


def text_fields(reader: PdfFileReader) -> list[str]:
    """Which of the fields a paper has."""
    form = reader.root.get("/AcroForm")
    names = [str(ref.get_object().get("/T")) for ref in form.get_object()["/Fields"]] if form is not None else []
    return [name for name in TEXT_FIELDS if name in names]


def _fill(writer: IncrementalPdfFileWriter, ref: Any, values: Mapping[str, str]) -> bool:
    field = ref.get_object()
    text = values.get(str(field.get("/T")), "")
    if not text or field.get("/FT") != "/Tx":
        return False
    left, bottom, right, top = (float(value) for value in field["/Rect"])
    look = {
        "text": text,
        "width": right - left,
        "height": top - bottom,
        "slanted": str(field["/T"]) not in {NUMBER_FIELD, "SoTrong"},
    }
    page = PdfFileReader(io.BytesIO(pdf.render(_TEMPLATE, look, archival=True)))
    field["/V"] = generic.pdf_string(text)
    field["/Ff"] = generic.NumberObject(_READ_ONLY)
    field["/AP"] = generic.DictionaryObject({generic.pdf_name("/N"): writer.import_page_as_xobject(page, page_ix=0)})
    writer.mark_update(ref)
    return True
