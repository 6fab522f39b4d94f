"""Copies of what is read (bản sao khi đọc): with a control mark on each page, with marks drawn in. Both say that they are not the original."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from lienthong.foundation.files import queries as file_queries
from lienthong.foundation.files import services as files
from lienthong.foundation.files.choices import PDF
from lienthong.foundation.files.queries import StoredFile
from lienthong.foundation.reading import queries
from lienthong.foundation.reading.choices import Audience
from lienthong.foundation.reading.errors import NotPrintable
from lienthong.foundation.reading.models import Mark, Print
from lienthong.foundation.reading.queries import Readable
from lienthong.kit import clock, pages
from lienthong.kit.actor import Actor
from lienthong.kit.pages.copies import lay_over
from lienthong.kit.pdf import overlays

BANNER = "BẢN CÓ GHI CHÚ, KHÔNG THAY BẢN GỐC"
_FAILED = "tệp quá lớn hoặc hỏng nên không ghép được dấu vào các trang. Tải tệp gốc về để in."


def printed_pdf(*, actor: Actor, printed: Print) -> bytes:
    """The pages of a print, each with its control mark at the foot. The same print gives the same pages.

    Raises NotPrintable, FileDamaged.
    """
    file = file_queries.get_file(printed.file_id)
    with _as_pdf(file) as (path, sizes):
        marks = queries.marks_of(actor, printed.source, printed.subject, printed.file_id) if printed.has_marks else []
        if marks:
            content = _with_marks(path, sizes, marks, title=printed.title, about=printed.about)
            with tempfile.NamedTemporaryFile(suffix=".pdf") as held:
                held.write(content)
                held.flush()
                return _with_control_mark(Path(held.name), pages.outline_of(Path(held.name), PDF).sizes, printed)
        return _with_control_mark(path, sizes, printed)


def marked_pdf(*, actor: Actor, source: str, subject: str, shown: Readable, own: bool = False) -> bytes:
    """A copy with the shared marks drawn in, and with `own` the actor's private ones. Raises NotPrintable, FileDamaged."""
    marks = queries.marks_of(actor, source, subject, shown.file.id)
    if not own:
        marks = [mark for mark in marks if mark.audience == Audience.SHARED]
    with _as_pdf(shown.file) as (path, sizes):
        return _with_marks(path, sizes, marks, title=shown.title, about=shown.about)


@contextmanager
def _as_pdf(file: StoredFile) -> Iterator[tuple[Path, list[tuple[float, float]]]]:
    """The file as a PDF on disk, and the sizes of its pages in points."""
    shown = files.pdf_rendition(file=file)
    outline = files.outline(shown)
    if outline.trouble:
        raise NotPrintable.of(queries.TROUBLES[outline.trouble])
    with tempfile.NamedTemporaryFile(suffix=".pdf") as held:
        held.write(files.read_bytes(shown))
        held.flush()
        yield Path(held.name), list(outline.sizes)


def _with_control_mark(path: Path, sizes: Sequence[tuple[float, float]], printed: Print) -> bytes:
    different = list(dict.fromkeys(sizes))
    sheets = overlays.control_mark(
        sizes=different, url=check_url(printed), lines=_lines(printed), title=f"Bản in {printed.code_shown}"
    )
    over = {number: different.index(size) for number, size in enumerate(sizes, 1)}
    made = lay_over(path, sheets, over, foot=overlays.FOOT)
    if made is None:
        raise NotPrintable.of(_FAILED)
    return made


def check_url(printed: Print) -> str:
    """Where the QR code of a print leads."""
    return f"{settings.PUBLIC_URL}/ban-in/{printed.code}/"


def _lines(printed: Print) -> tuple[str, str, str]:
    at = printed.printed_at.astimezone(clock.VIETNAM)
    return (
        f"Bản in số {printed.number} · Mã kiểm soát {printed.code_shown} · In lúc {at:%H:%M ngày %d/%m/%Y}",
        f"Người in: {printed.by_name}, {printed.by_title}",
        f"Kiểm tra: {check_url(printed)} · Chữ ký số nằm trong tệp gốc, không nằm trong bản in.",
    )


def _with_marks(
    path: Path, sizes: Sequence[tuple[float, float]], marks: Sequence[Mark], *, title: str, about: str
) -> bytes:
    numbered = list(enumerate(marks, 1))
    by_page: dict[int, list[tuple[int, Mark]]] = {}
    for number, mark in numbered:
        by_page.setdefault(mark.page, []).append((number, mark))
    numbers = range(1, len(sizes) + 1)
    sheets = overlays.page_marks(
        {
            "title": f"{title} (bản có ghi chú)",
            "heading": "GHI CHÚ KHI ĐỌC",
            "about": f"{title}, {about}",
            "banner": BANNER,
            "pages": [
                {
                    "width": sizes[page - 1][0],
                    "height": sizes[page - 1][1],
                    "marks": [
                        {"number": number, "kind": mark.kind, "boxes": mark.boxes}
                        for number, mark in by_page.get(page, ())
                    ],
                }
                for page in numbers
            ],
            "rows": [
                {
                    "number": number,
                    "page": mark.page,
                    "kind": str(mark.get_kind_display()),
                    "text": mark.text,
                    "by": f"{mark.by_name}, {mark.made_at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}"
                    + (" (riêng)" if mark.audience == Audience.OWN else ""),
                }
                for number, mark in numbered
            ],
        }
    )
    made = lay_over(path, sheets, {page: page - 1 for page in numbers}, append=len(sizes))
    if made is None:
        raise NotPrintable.of(_FAILED)
    return made
