"""Finding documents, registers, figures and relations over the API (API tìm, sổ, thống kê văn bản)."""

import uuid
from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema

from lienthong.domain.correspondence import queries
from lienthong.domain.correspondence.policies import DIRECT_AGENCY, REGISTER
from lienthong.domain.correspondence.queries import registers as lines
from lienthong.domain.correspondence.queries import statistics as figures
from lienthong.domain.correspondence.queries.books import Span, book_of
from lienthong.domain.correspondence.queries.finding import RELEVANT
from lienthong.domain.correspondence.queries.statistics import BY_AGENCY, BYS, FIGURES, LOOK, Asked
from lienthong.domain.correspondence.spans import LONGEST
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, NotFound

router = Router(tags=["documents"])


class DocumentFound(Schema):
    """A document that was found."""

    id: uuid.UUID
    direction: str = Field(description="incoming or outgoing")
    notation: str = Field(examples=["12/KH-UBND"])
    number: int | None = Field(description="Number in the register")
    kind: str = Field(description="Abbreviation of Decree 30/2020, empty for others", examples=["KH"])
    abstract: str
    issuer: str
    signer: str
    issued_on: date | None
    arrived_at: datetime
    urgency: str
    state: str
    content: str = Field(description="Where the words stand in the content, empty where they do not")
    holders: list[str] = Field(description="With whom it lies now")


class FoundList(Schema):
    """A page. `next` is the cursor of the next one, or null."""

    items: list[DocumentFound]
    next: str | None


class LineOut(Schema):
    """A line of a register."""

    document: uuid.UUID | None = Field(description="Null for a number without a document")
    number: int
    void: bool = Field(description="Struck out; the last cell says why")
    cells: list[str]


class BookOut(Schema):
    """A page of a register, columns as in the decree."""

    title: str
    columns: list[str]
    lines: list[LineOut]
    next: str | None


class FiguresRow(Schema):
    """Numbers of an agency, department, kind or register, and of the period before."""

    key: str
    name: str
    depth: int
    numbers: dict[str, int]
    before: dict[str, int]


class FiguresOfDocuments(Schema):
    """carried + received = completed + returned + open, in every row and in `total`."""

    columns: dict[str, str]
    rows: list[FiguresRow]
    total: dict[str, int]


class RelationOut(Schema):
    """A document in the tree of relations. `said` is how it stands to `parent`."""

    id: uuid.UUID
    parent: uuid.UUID | None
    said: str
    notation: str
    abstract: str


class RelationsOut(Schema):
    """`hidden`: documents in relation that are not for this position."""

    items: list[RelationOut]
    hidden: int
    cut: bool


@router.get("/documents/find", response=FoundList, summary="Find documents")
@officer().operation
def find_documents(
    request: ActorRequest,
    q: Annotated[str, Query(max_length=200, description='Words, "a phrase", or a number such as 12/QĐ-UBND')] = "",
    direction: Annotated[str, Query(max_length=8)] = "",
    issuer: Annotated[str, Query(max_length=200)] = "",
    signer: Annotated[str, Query(max_length=160)] = "",
    since: date | None = None,
    until: date | None = None,
    kind: Annotated[str, Query(max_length=4)] = "",
    urgency: Annotated[str, Query(max_length=12)] = "",
    state: Annotated[str, Query(max_length=12, description="A state, open or overdue")] = "",
    order: Annotated[str, Query(max_length=10, description="newest or relevance")] = "newest",
    cursor: Annotated[str, Query(max_length=300)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> dict[str, Any]:
    """Documents the position may see, newest first, or by relevance (the first page only)."""
    wanted = queries.wanted_of(
        {
            "q": q,
            "chieu": direction,
            "noi-ban-hanh": issuer,
            "nguoi-ky": signer,
            "tu": since.isoformat() if since else "",
            "den": until.isoformat() if until else "",
            "loai": kind,
            "do-khan": urgency,
            "trang-thai": state,
        }
    )
    if order in {"relevance", RELEVANT}:
        rows, following = queries.most_relevant(request.actor, wanted, limit=limit)[0], None
    else:
        page = queries.documents_found(request.actor, wanted, cursor=cursor, limit=limit)
        rows, following = page.items, page.next
    return {
        "items": [
            {
                "id": each.document.pk,
                "direction": each.document.direction,
                "notation": each.document.notation,
                "number": each.document.number,
                "kind": each.document.kind,
                "abstract": each.document.abstract,
                "issuer": each.document.issuer_name,
                "signer": each.document.signer,
                "issued_on": each.document.issued_on,
                "arrived_at": each.document.arrived_at,
                "urgency": each.document.urgency,
                "state": each.document.state,
                "content": "".join(text for text, _ in each.content),
                "holders": each.holders,
            }
            for each in queries.shown(rows, wanted)
        ],
        "next": following,
    }


@router.get("/documents/registers/{kind}", response=BookOut, summary="A register of the decree")
@officer(REGISTER, DIRECT_AGENCY).operation
def read_document_register(
    request: ActorRequest,
    kind: str,
    year: Annotated[int, Query(ge=1900, le=2999)],
    asked: Annotated[
        int | None, Query(alias="register", description="Id of a register; the main one when left out")
    ] = None,
    since: date | None = None,
    until: date | None = None,
    cursor: Annotated[str, Query(max_length=300)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> dict[str, Any]:
    """`kind`: den, di, theo-doi or chuyen-giao."""
    book = book_of(kind)
    choices = queries.registers_for(request.actor, book.direction)
    chosen = next((each for each in choices if asked in {None, each.pk}), None)
    if chosen is None:
        raise NotFound
    span = Span(register_id=chosen.pk, year=year, since=since, until=until)
    page = lines.lines_page(request.actor, book, span, cursor=cursor, limit=limit)
    return {
        "title": book.title,
        "columns": [column.label for column in book.columns],
        "lines": [
            {"document": each.document_id, "number": each.number, "void": each.is_void, "cells": list(each.cells)}
            for each in page.items
        ],
        "next": page.next,
    }


@router.get("/documents/figures", response=FiguresOfDocuments, summary="Figures of documents")
@officer(*LOOK).operation
def count_documents(
    request: ActorRequest,
    since: date,
    until: date,
    by: Annotated[str, Query(max_length=8, description="co-quan, phong, loai or so")] = BY_AGENCY,
) -> dict[str, Any]:
    """Both days included, at most two years; `before` is the same number of days before."""
    if by not in BYS or until < since or (until - since).days > LONGEST:
        raise Invalid({"until": f"Kỳ từ một ngày đến {LONGEST} ngày; chia theo {', '.join(BYS)}."})
    length = until - since
    former_until = date.fromordinal(since.toordinal() - 1)
    rows = figures.counted(
        request.actor,
        Asked(since=since, until=until, by=by),
        compared=Asked(since=former_until - length, until=former_until, by=by),
    )
    return {
        "columns": {key: each.label for key, each in FIGURES.items()},
        "rows": [
            {"key": each.key, "name": each.name, "depth": each.depth, "numbers": each.numbers, "before": each.before}
            for each in rows
        ],
        "total": figures.total(rows).numbers,
    }


@router.get("/documents/{document_id}/relations", response=RelationsOut, summary="How a document stands to others")
@officer().operation
def read_document_relations(request: ActorRequest, document_id: uuid.UUID) -> dict[str, Any]:
    """Up to four steps in both directions, nearest first."""
    walk = queries.walk_from(request.actor, queries.document_for(request.actor, document_id))
    items: list[dict[str, Any]] = []
    waiting: list[tuple[queries.Node, uuid.UUID | None]] = [(walk.root, None)]
    while waiting:
        node, parent = waiting.pop(0)
        items.append(
            {
                "id": node.document.pk,
                "parent": parent,
                "said": node.said,
                "notation": node.document.notation,
                "abstract": node.document.abstract,
            }
        )
        waiting += [(each, node.document.pk) for each in node.below]
    return {"items": items, "hidden": walk.hidden, "cut": walk.is_cut}
