"""The registers on screen, as PDF and as a workbook (sổ văn bản), and the slip of one document.

Who opens it: the clerk at the end of the year with the printer, an inspector who asks for number 312, a leader who wants to know what
became of it.
"""

import uuid
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lienthong.domain.correspondence import queries
from lienthong.domain.correspondence.models import Register
from lienthong.domain.correspondence.policies import DIRECT_AGENCY, REGISTER
from lienthong.domain.correspondence.queries import registers as lines
from lienthong.domain.correspondence.queries.books import BOOKS, Book, Line, Span, book_of
from lienthong.domain.correspondence.queries.finding import day_of
from lienthong.domain.correspondence.queries.slips import slip_of
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, NotFound

KEEPERS = officer(REGISTER, DIRECT_AGENCY)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@KEEPERS
def register(request: ActorRequest) -> HttpResponse:
    """One register of one year, page by page."""
    book = book_of(request.GET.get("loai", "den"))
    books = [
        {"label": each.title, "url": f"?loai={each.key}", "current": each is book, "count": None}
        for each in BOOKS.values()
    ]
    choices = queries.registers_for(request.actor, book.direction)
    chosen = _chosen(request, choices)
    context: dict[str, Any] = {"book": book, "books": books, "registers": choices, "chosen": chosen}
    if chosen is not None:
        years = lines.years_of(chosen)
        span = _span(request, chosen, years)
        page = lines.lines_page(request.actor, book, span, cursor=request.GET.get("trang"))
        params = _params(book, span)
        addressed = queries.visible_documents(request.actor).filter(pk__in=[each.document_id for each in page.items])
        addresses = {each.pk: queries.address_of(each) for each in addressed}
        context |= {
            "span": span,
            "years": years or [span.year],
            "extent": lines.extent_of(chosen, span.year),
            "rows": [
                (line, addresses.get(line.document_id) if line.document_id else None, _cells(book, line))
                for line in page.items
            ],
            "query": urlencode(params),
            "pages": {
                "prev_url": f"?{urlencode({**params, 'trang': page.previous})}" if page.previous else "",
                "next_url": f"?{urlencode({**params, 'trang': page.next})}" if page.next else "",
            },
        }
    return render(request, "correspondence/book.html", context)


@require_safe
@KEEPERS
def register_file(request: ActorRequest, kind: str, form: str) -> HttpResponse:
    """The chosen range as PDF or workbook; a range that is too long is told how to be divided."""
    book = book_of(kind)
    chosen = _chosen(request, queries.registers_for(request.actor, book.direction))
    if chosen is None or form not in {"pdf", "xlsx"}:
        raise NotFound
    span = _span(request, chosen, lines.years_of(chosen))
    most = lines.MOST_PRINTED if form == "pdf" else lines.MOST_EXPORTED
    try:
        found = lines.all_lines(request.actor, book, span, most=most)
    except Invalid as invalid:
        messages.error(request, " ".join(invalid.problems.values()))
        return redirect(f"/lam-viec/van-ban/so/?{urlencode(_params(book, span))}")
    from lienthong.domain.correspondence import printing  # the spreadsheet library is heavy

    name = f"so-{book.key}-{span.year}.{form}"
    if form == "pdf":
        return answer_file(printing.book_pdf(book, chosen, span, found), "application/pdf", name)
    return answer_file(printing.book_xlsx(book, chosen, span, found), XLSX, name)


@require_safe
@officer()
def slip(request: ActorRequest, document_id: uuid.UUID) -> HttpResponse:
    """The slip of an incoming document as PDF."""
    from lienthong.domain.correspondence import printing

    found = slip_of(request.actor, document_id)
    name = f"phieu-giai-quyet-{found.document.number or found.document.pk}.pdf"
    return answer_file(printing.slip_pdf(found), "application/pdf", name)


def _cells(book: Book, line: Line) -> list[dict[str, Any]]:
    return [
        {
            "label": column.label,
            "text": text,
            "num": column.is_figure,
            "struck": line.is_void and place < len(line.cells) - 1,
            "links": place == (1 if book.key in {"den", "chuyen-giao"} else 0),
        }
        for place, (column, text) in enumerate(zip(book.columns, line.cells, strict=True))
    ]


def _chosen(request: ActorRequest, choices: list[Register]) -> Register | None:
    asked = request.GET.get("so", "")
    return next((each for each in choices if str(each.pk) == asked), choices[0] if choices else None)


def _span(request: ActorRequest, chosen: Register, years: list[int]) -> Span:
    given = request.GET
    year = _figure(given.get("nam", ""))
    since, until = day_of(given.get("tu", "")), day_of(given.get("den", ""))
    return Span(
        register_id=chosen.pk,
        year=year if year is not None and 1900 < year < 3000 else (years or [clock.today().year])[0],
        since=since,
        until=until,
        first=_figure(given.get("tu-so", "")),
        last=_figure(given.get("den-so", "")),
    )


def _params(book: Book, span: Span) -> dict[str, str]:
    given: dict[str, Any] = {
        "loai": book.key,
        "so": span.register_id,
        "nam": span.year,
        "tu": span.since,
        "den": span.until,
        "tu-so": span.first,
        "den-so": span.last,
    }
    return {
        name: value.isoformat() if isinstance(value, date) else str(value)
        for name, value in given.items()
        if value is not None
    }


def _figure(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else None


def answer_file(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file made now: a PDF opens, anything else is kept."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = (
        f'{"inline" if media_type == "application/pdf" else "attachment"}; filename="{name}"'
    )
    return response
