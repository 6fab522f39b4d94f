"""Sheets laid over the pages of a copy (tờ phủ lên bản sao): the control mark of a print, the marks of readers."""

from collections.abc import Mapping, Sequence
from typing import Any

from lienthong.kit.pdf.rendering import qr_svg, render

FOOT = 40.0
"""Points kept free at the foot of a printed page for its control mark: 14 mm."""


def control_mark(*, sizes: Sequence[tuple[float, float]], url: str, lines: tuple[str, str, str], title: str) -> bytes:
    """One transparent page for each of `sizes` (points), with three lines and the QR code of `url` at its foot."""
    first, second, third = lines
    return render(
        "control_mark",
        {
            "title": title,
            "sizes": [list(size) for size in sizes],
            "foot": FOOT,
            "qr": str(qr_svg(url)),
            "first": first,
            "second": second,
            "third": third,
        },
    )


def page_marks(data: Mapping[str, Any]) -> bytes:
    """Transparent pages with marks, then a list of them on one or more sheets of A4.

    title, heading, about, banner: str, pages: [{width, height: points, marks: [{number, kind, boxes: [[left, top, width, height]] in
    1/10,000}]}], rows: [{number, page, kind, text, by}].
    """
    return render("page_marks", data)
