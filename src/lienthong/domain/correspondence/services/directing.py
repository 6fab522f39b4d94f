"""The clerk lays a document before who decides; who decides directs it (trình, bút phê, chuyển); Điều 23 Nghị định 30/2020/NĐ-CP."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from lienthong.domain.correspondence import policies
from lienthong.domain.correspondence.choices import Part, State, TaskState
from lienthong.domain.correspondence.errors import TaskTaken
from lienthong.domain.correspondence.events import TaskGiven
from lienthong.domain.correspondence.models import Document, DocumentTask
from lienthong.domain.correspondence.services.moving import lock_document, lock_task, move, recorded
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, Refused
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """To whom a document is given: a seat or a department of the agency, with which part, words of their own, and until when."""

    part: str
    position_id: int | None = None
    department_id: int | None = None
    instruction: str = ""
    due_at: datetime | None = None


@transaction.atomic
def submit_document(
    *,
    actor: Actor,
    document_id: uuid.UUID,
    position_id: int,
    note: str = "",
    proposal: Mapping[str, Any] | None = None,
) -> DocumentTask:
    """The clerk lays it before a leader, with whom to give it to as a proposal (`DocumentTask.proposal`). Laid before the same leader
    twice it is one task. Raises NotAllowed, WrongDocumentState."""
    document = lock_document(actor, document_id)
    move(actor, document, "submit")
    known = document.tasks.filter(position_id=position_id, part=Part.DECIDE, state=TaskState.OPEN).first()
    if known is not None:
        return known
    document.save(update_fields=["state"])
    (task,) = _give(actor, document, None, [Charge(part=Part.DECIDE, position_id=position_id, instruction=note)])
    if proposal:
        task.proposal = dict(proposal)
        task.save(update_fields=["proposal"])
    recorded(actor, document, "submit_document", to=task.receiver_name, note=clean(note))
    return task


@transaction.atomic
def direct_document(
    *, actor: Actor, document_id: uuid.UUID, instruction: str, charges: Sequence[Charge], task_id: int | None = None
) -> list[DocumentTask]:
    """The leader's words on the document, and who leads, supports, is informed. `task_id`: the task by which it was laid before them.

    Who stands in for a leader directs what was laid before that leader. One leads at a time; where nobody is to work on it, charges inform only. Raises Invalid, NotAllowed, WrongDocumentState, TaskTaken.
    """
    document = lock_document(actor, document_id)
    laid = None
    if task_id is not None:
        _, laid = lock_task(actor, task_id)
        who = policies.acting_on(actor, laid)
        if who is None:
            raise NotAllowed(
                "Văn bản này trình người khác. Chỉ người được trình, hoặc người được ủy quyền bút phê thay trong thời hạn, mới cho ý kiến chỉ đạo."
            )
        actor = who
    elif not actor.may(policies.DIRECT_AGENCY):
        raise NotAllowed("Chỉ lãnh đạo cơ quan, hoặc người được trình, cho ý kiến chỉ đạo.")
    move(actor, document, "direct")
    _judge(document, None, charges)
    given = _give(actor, document, None, charges, instruction=clean(instruction, lines=True))
    leads = [task for task in given if task.part == Part.LEAD]
    if leads:
        document.due_at = leads[0].due_at
    document.save(update_fields=["state", "due_at"])
    if laid is not None:
        _settle(actor, laid, clean(instruction, lines=True))
    recorded(actor, document, "direct_document", instruction=instruction, to=[str(task) for task in given])
    return given


@transaction.atomic
def give_on(*, actor: Actor, task_id: int, instruction: str, charges: Sequence[Charge]) -> list[DocumentTask]:
    """Who holds the document gives parts of it to others; their own task stays open until they end it. Raises NotAllowed, Invalid, TaskTaken."""
    document, task = lock_task(actor, task_id)
    who = policies.acting_on(actor, task)
    if who is None or not policies.may_give_on(who, task):
        raise NotAllowed("Văn bản này không nằm ở chức vụ đang dùng, hoặc chỉ gửi để biết nên không chuyển tiếp được.")
    actor = who
    if task.part == Part.DECIDE or document.state != State.IN_PROGRESS:
        raise Refused("Văn bản này đang chờ ý kiến chỉ đạo. Ghi ý kiến và phân công ngay khi cho ý kiến.")
    _judge(document, task, charges)
    given = _give(actor, document, task, charges, instruction=clean(instruction, lines=True))
    recorded(actor, document, "give_on", instruction=instruction, to=[str(each) for each in given])
    return given


def _judge(document: Document, parent: DocumentTask | None, charges: Sequence[Charge]) -> None:
    problems = {}
    if not charges:
        problems["charges"] = "Chọn ít nhất một người hoặc đơn vị nhận."
    leads = [charge for charge in charges if charge.part == Part.LEAD]
    if len(leads) > 1:
        problems["charges"] = f"Chỉ một nơi chủ trì; đang chọn {len(leads)}. Chuyển các nơi còn lại sang phối hợp."
    now = clock.now()
    for charge in charges:
        if charge.due_at is not None and charge.due_at <= now:
            problems["due_at"] = (
                f"Hạn {charge.due_at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y} đã qua. Chọn một thời điểm sau hiện tại."
            )
        elif charge.due_at is not None and parent is not None and parent.due_at and charge.due_at > parent.due_at:
            problems["due_at"] = (
                f"Hạn giao {charge.due_at.astimezone(clock.VIETNAM):%d/%m/%Y} sau hạn được giao {parent.due_at.astimezone(clock.VIETNAM):%d/%m/%Y}. "
                "Chọn hạn sớm hơn, hoặc đề nghị người giao lùi hạn."
            )
    if problems:
        raise Invalid(problems)
    standing = document.tasks.filter(parent=parent, part=Part.LEAD, state=TaskState.OPEN).first()
    if leads and standing is not None:
        raise TaskTaken(
            f"{standing.receiver_name} đang chủ trì văn bản này. Thu hồi phần việc đó trước khi giao nơi khác chủ trì."
        )


def _give(
    actor: Actor,
    document: Document,
    parent: DocumentTask | None,
    charges: Sequence[Charge],
    *,
    instruction: str = "",
) -> list[DocumentTask]:
    """One task a receiver; a receiver named twice takes the heavier part."""
    order = [Part.DECIDE, Part.LEAD, Part.SUPPORT, Part.INFORM]
    best: dict[tuple[int | None, int | None], Charge] = {}
    for charge in charges:
        at = (charge.position_id, charge.department_id)
        if at not in best or order.index(Part(charge.part)) < order.index(Part(best[at].part)):
            best[at] = charge
    names = organizations.receivers_named(
        document.agency_id,
        positions=[each.position_id for each in best.values() if each.position_id],
        departments=[each.department_id for each in best.values() if each.department_id],
    )
    missing = [each for each in best if each not in names]
    if missing:
        raise Invalid(
            {"charges": "Có người hoặc đơn vị nhận không thuộc cơ quan này, hoặc đã thôi giữ chức vụ. Chọn lại."}
        )
    given = []
    for at, charge in best.items():
        task = DocumentTask.objects.create(
            document=document,
            parent=parent,
            part=charge.part,
            position_id=charge.position_id,
            department_id=charge.department_id,
            receiver_name=names[at],
            instruction=clean(charge.instruction, lines=True) or instruction,
            due_at=None if charge.part == Part.INFORM else charge.due_at,
            given_by_id=actor.seat_id,
            given_by_name=actor.name,
        )
        given.append(task)
        publish(
            TaskGiven(
                task_id=task.pk,
                document_id=document.id,
                position_id=task.position_id,
                department_id=task.department_id,
                part=task.part,
            )
        )
    return given


def _settle(actor: Actor, task: DocumentTask, result: str) -> None:
    task.state, task.ended_at, task.ended_by_name, task.result = TaskState.DONE, clock.now(), actor.name, result
    task.save(update_fields=["state", "ended_at", "ended_by_name", "result"])
