"""Work files over the API (API hồ sơ công việc)."""

import uuid
from datetime import date, datetime
from typing import Annotated

from ninja import Field, Header, Query, Router, Schema, Status

from lienthong.domain.archive import policies, queries, services
from lienthong.domain.archive.queries import FileRow
from lienthong.domain.archive.terms import read_retention
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid

router = Router(tags=["work-files"])


class WorkFileOut(Schema):
    """A work file one may see."""

    id: uuid.UUID
    code: str
    year: int
    title: str
    state: str = Field(description="open, closed, offered, archived or destroyed")
    retention: str = Field(description="Vĩnh viễn, or a number of years", examples=["20 năm"])
    keeper: str
    opened_at: datetime
    closed_on: date | None
    hand_over_by: date | None
    archived_on: date | None
    expires_on: date | None
    documents: int = Field(description="Counted when it was closed")
    pages: int


class WorkFileList(Schema):
    """Newest first; `next` is the cursor of the page after."""

    items: list[WorkFileOut]
    next: str | None


class WorkFileDetail(WorkFileOut):
    """The same with its description and documents by the names of Phụ lục VI, Nghị định 30/2020/NĐ-CP."""

    metadata: dict[str, str]
    document_metadata: list[dict[str, str]]


class WorkFileIn(Schema):
    """A file to be opened: from the approved list by the code of its title, or outside it."""

    entry_code: str = Field(default="", description="Code of a title of this year's list", max_length=40)
    title: str = Field(default="", max_length=400)
    retention: str = Field(default="", description="Outside the list: Vĩnh viễn, or years", examples=["10 năm"])
    description: str = Field(default="", max_length=2000)


def _out(file: FileRow) -> dict[str, object]:
    return {
        "id": file.pk,
        "code": file.code,
        "year": file.year,
        "title": file.title,
        "state": file.state,
        "retention": file.retention,
        "keeper": file.keeper_name,
        "opened_at": file.opened_at,
        "closed_on": file.closed_on,
        "hand_over_by": file.hand_over_by,
        "archived_on": file.archived_on,
        "expires_on": file.expires_on,
        "documents": file.total_docs,
        "pages": file.total_pages,
    }


@router.get("/work-files", response=WorkFileList, operation_id="list_work_files")
@officer(policies.WORK).operation
def list_work_files(
    request: ActorRequest,
    text: Annotated[str, Query(description="Words of code or title, without accents too", max_length=120)] = "",
    state: Annotated[str, Query(description="One state; empty for all", max_length=10)] = "",
    cursor: Annotated[str | None, Query(description="From the page before")] = None,
) -> dict[str, object]:
    """Work files that one may see: one's own and shared ones; all of the agency for its archive and its leaders."""
    page = queries.files_of_agency(request.actor, state=state, text=text, cursor=cursor)
    return {"items": [_out(each) for each in page.items], "next": page.next}


@router.get("/work-files/{file_id}", response=WorkFileDetail, operation_id="read_work_file")
@officer(policies.WORK).operation
def read_work_file(request: ActorRequest, file_id: uuid.UUID) -> dict[str, object]:
    """One work file with its documents."""
    file = queries.file_for(request.actor, file_id)
    items = queries.current_items(file)
    return _out(file) | {
        "metadata": services.file_facts(file),
        "document_metadata": [services.document_facts(file, item) for item in items],
    }


@router.post("/work-files", response={201: WorkFileOut}, operation_id="open_work_file")
@officer(policies.WORK).operation
def open_work_file(
    request: ActorRequest,
    body: WorkFileIn,
    idempotency_key: Annotated[
        str,
        Header(
            alias="Idempotency-Key", description="Sent again, the same file comes back", min_length=8, max_length=60
        ),
    ],
) -> Status[dict[str, object]]:
    """Open a work file."""
    entry_id, years = None, None
    if body.entry_code:
        titles = queries.titles_for(request.actor, clock.today().year)
        entry_id = next((each.pk for each in titles if each.code == body.entry_code), 0)
    else:
        try:
            years = read_retention(body.retention)
        except ValueError:
            raise Invalid({"retention": "Ghi Vĩnh viễn, hoặc số năm từ 1 đến 100."}) from None
    file = services.open_file(
        actor=request.actor,
        key=idempotency_key,
        entry_id=entry_id,
        title=body.title,
        years=years,
        description=body.description,
    )
    return Status(201, _out(file))
