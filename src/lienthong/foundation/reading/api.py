"""Reading over the API (API đọc văn bản): what a file is made of, marks beside it, prints of it."""

import uuid
from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse
from ninja import Router, Schema, Status

from lienthong.foundation.files import services as files
from lienthong.foundation.reading import queries, services
from lienthong.foundation.reading.choices import Audience, MarkKind
from lienthong.foundation.reading.models import Mark, Print
from lienthong.kit.access import ActorRequest, officer, signed_in
from lienthong.kit.errors import NotFound

router = Router(tags=["reading"])
FILE = "/reading/{source}/{subject}/{file_id}"


class SheetOut(Schema):
    """One page: its number from 1, its size in CSS pixels at 100 %."""

    number: int
    width: int
    height: int


class ReadableOut(Schema):
    """A file as its owner shows it. `trouble`: a sentence why there are no pages, else empty. `state`: "" unless a reader must know it."""

    title: str
    about: str
    state: str
    media_type: str
    sha256: str
    trouble: str
    pages: list[SheetOut]
    prints: int


class MarkIn(Schema):
    """`boxes`: [[left, top, width, height]] in 1/10,000 of the page as it is seen; one box without size for a note or a tick."""

    page: int
    kind: MarkKind
    boxes: list[list[int]]
    text: str = ""
    audience: Audience = Audience.OWN
    key: str = ""


class MarkChange(Schema):
    """What its writer may change of a mark."""

    text: str
    audience: Audience


class MarkOut(Schema):
    """A mark on a page."""

    id: uuid.UUID
    page: int
    kind: str
    boxes: list[list[int]]
    text: str
    audience: str
    by_name: str
    by_title: str
    made_at: datetime
    changed_at: datetime | None


class PrintIn(Schema):
    """Sent again with the same `key` it is the same print."""

    reason: str = ""
    has_marks: bool = False
    key: str = ""


class PrintOut(Schema):
    """A print of the register. `check`: where the code on its pages leads."""

    code: str
    number: int
    title: str
    about: str
    pages: int
    has_marks: bool
    reason: str
    by_name: str
    by_title: str
    printed_at: datetime
    check: str


class PrintsOut(Schema):
    """One page of the register, newest first."""

    items: list[PrintOut]
    previous: str | None
    next: str | None


@router.get(FILE, response=ReadableOut, summary="A file as it is read")
@signed_in.operation
def read_file(request: ActorRequest, source: str, subject: str, file_id: uuid.UUID) -> ReadableOut:
    """Its pages with their pictures."""
    shown = queries.readable(request.actor, source, subject, file_id)
    opened = queries.opened(shown)
    return ReadableOut(
        title=shown.title,
        about=shown.about,
        state=shown.state,
        media_type=shown.file.media_type,
        sha256=shown.file.sha256,
        trouble=opened.trouble,
        pages=[
            SheetOut(
                number=sheet.number,
                width=sheet.width,
                height=sheet.height,
            )
            for sheet in opened.sheets
        ],
        prints=queries.count_prints(source, subject, file_id),
    )


@router.get(f"{FILE}/pages/{{number}}", summary="One page as a picture, WebP")
@signed_in.operation
def page_picture(
    request: ActorRequest, source: str, subject: str, file_id: uuid.UUID, number: int, width: int = 1100
) -> HttpResponse:
    """At least `width` pixels wide, 2,000 at most."""
    shown = queries.readable(request.actor, source, subject, file_id)
    drawn = files.sheet(shown.file, number, width=width)
    if drawn is None:
        raise NotFound("Tệp không có trang này, hoặc trang không vẽ được. Tải tệp gốc để xem.")
    return HttpResponse(drawn, content_type="image/webp", headers={"Cache-Control": "private, max-age=3600"})


@router.get(f"{FILE}/marks", response=list[MarkOut], summary="Marks on its pages")
@officer().operation
def list_marks(request: ActorRequest, source: str, subject: str, file_id: uuid.UUID) -> list[Mark]:
    """Shared ones and one's own."""
    queries.readable(request.actor, source, subject, file_id)
    return queries.marks_of(request.actor, source, subject, file_id)


@router.post(f"{FILE}/marks", response={201: MarkOut}, summary="Put a mark on a page")
@officer().operation
def add_mark(request: ActorRequest, source: str, subject: str, file_id: uuid.UUID, given: MarkIn) -> Status[Mark]:
    """The file itself stays as it is."""
    mark = services.add_mark(actor=request.actor, source=source, subject=subject, file_id=file_id, **given.dict())
    return Status(201, mark)


@router.put("/reading/marks/{mark_id}", response=MarkOut, summary="Change one's own mark")
@officer().operation
def change_mark(request: ActorRequest, mark_id: uuid.UUID, given: MarkChange) -> Mark:
    """Its text, and who sees it."""
    return services.edit_mark(actor=request.actor, mark_id=mark_id, text=given.text, audience=given.audience)


@router.delete("/reading/marks/{mark_id}", response={204: None}, summary="Take one's own mark away")
@officer().operation
def remove_mark(request: ActorRequest, mark_id: uuid.UUID) -> Status[None]:
    """It stays in the record of acts."""
    services.remove_mark(actor=request.actor, mark_id=mark_id)
    return Status(204, None)


@router.post(f"{FILE}/prints", response={201: PrintOut}, summary="Enter a print in the register")
@officer().operation
def print_file(
    request: ActorRequest, source: str, subject: str, file_id: uuid.UUID, given: PrintIn
) -> Status[PrintOut]:
    """A numbered copy with a control mark on each page."""
    made = services.print_copy(actor=request.actor, source=source, subject=subject, file_id=file_id, **given.dict())
    return Status(201, _told(made))


@router.get("/reading/prints", response=PrintsOut, summary="The register of prints")
@officer().operation
def list_prints(request: ActorRequest, cursor: str | None = None) -> PrintsOut:
    """Of the agency for its clerks and leaders, one's own for everybody else."""
    page = queries.prints_page(request.actor, cursor=cursor)
    return PrintsOut(items=[_told(each) for each in page.items], previous=page.previous, next=page.next)


@router.get("/reading/prints/{code}.pdf", summary="The pages of one's own print")
@officer().operation
def print_pages(request: ActorRequest, code: str) -> HttpResponse:
    """Each with its control mark."""
    made = queries.own_print(request.actor, code)
    return HttpResponse(services.printed_pdf(actor=request.actor, printed=made), content_type="application/pdf")


def _told(made: Print) -> PrintOut:
    return PrintOut(
        code=made.code,
        number=made.number,
        title=made.title,
        about=made.about,
        pages=made.pages,
        has_marks=made.has_marks,
        reason=made.reason,
        by_name=made.by_name,
        by_title=made.by_title,
        printed_at=made.printed_at,
        check=reverse("reading:check", args=[made.code]),
    )
