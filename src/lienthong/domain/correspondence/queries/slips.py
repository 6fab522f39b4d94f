"""What stands on the slip of a document (phiếu giải quyết văn bản đến): three parts, Phụ lục IV Nghị định 30/2020/NĐ-CP."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from lienthong.domain.correspondence.choices import Part, TaskState
from lienthong.domain.correspondence.models import Document, DocumentTask
from lienthong.domain.correspondence.queries.books import day, titled
from lienthong.domain.correspondence.queries.documents import document_for
from lienthong.kit import clock
from lienthong.kit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one person said, and to whom they gave the document with which deadline."""

    who: str
    at: str
    text: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipPart:
    """One of the three parts."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """The slip of a document."""

    document: Document
    about: str
    parts: tuple[SlipPart, ...]


def slip_of(actor: Actor, document_id: uuid.UUID) -> Slip:
    """Leaders of the agency, heads of departments, those who work on it, in their own words. Raises DocumentNotFound."""
    document = document_for(actor, document_id)
    tasks = list(document.tasks.exclude(state=TaskState.RECALLED).order_by("id"))
    issued = f" ngày {day(document.issued_on)}" if document.issued_on else ""
    about = f"{titled(document)} (số {document.notation or 'không ghi'}{issued} của {document.issuer_name})"
    leaders = [task for task in tasks if task.parent_id is None and task.part != Part.DECIDE]
    heads = [task for task in tasks if task.parent_id is not None]
    opinions = [
        Entry(who=each.by_name, at=_moment(each.at), text=each.text) for each in document.opinions.order_by("id")
    ]
    results = [
        Entry(who=task.ended_by_name, at=_moment(task.ended_at), text=task.result)
        for task in tasks
        if task.part in {Part.LEAD, Part.SUPPORT} and task.state == TaskState.DONE and task.result
    ]
    return Slip(
        document=document,
        about=about,
        parts=(
            SlipPart(title="1. Ý kiến của lãnh đạo cơ quan, tổ chức", entries=_given(leaders)),
            SlipPart(title="2. Ý kiến của lãnh đạo đơn vị", entries=_given(heads)),
            SlipPart(title="3. Ý kiến đề xuất của người giải quyết", entries=(*opinions, *results)),
        ),
    )


def _given(tasks: list[DocumentTask]) -> tuple[Entry, ...]:
    """One entry for what somebody gave at one moment."""
    together: dict[tuple[str, str], list[DocumentTask]] = {}
    for task in tasks:
        together.setdefault((task.given_by_name, _moment(task.given_at)), []).append(task)
    return tuple(
        Entry(
            who=who,
            at=at,
            text=next((task.instruction for task in given if task.instruction), ""),
            lines=tuple(
                f"{Part(task.part).label}: {task.receiver_name}"
                + (f", hạn {_moment(task.due_at)}" if task.due_at else "")
                for task in given
            ),
        )
        for (who, at), given in together.items()
    )


def _moment(value: datetime | None) -> str:
    return f"{value.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}" if value else ""
