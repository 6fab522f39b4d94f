"""Whom to tell of what, for the flows (ai cần biết): accounts and plain words, no rows."""

import uuid
from collections.abc import Sequence

from lienthong.domain.correspondence import policies
from lienthong.domain.correspondence.choices import Part, TaskState, ToldTo
from lienthong.domain.correspondence.models import Document, DocumentTask, Telling, WaitingArrival
from lienthong.foundation.notifications.services import Told
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.kit import clock


def url_of(document_id: uuid.UUID) -> str:
    """The page of an incoming document."""
    return f"/lam-viec/van-ban-den/{document_id}/"


def name_of(document: Document) -> str:
    """`1520/UBND-KGVX của UBND tỉnh Gia Lai`, or its abstract where it has no notation."""
    return f"{document.notation or document.abstract[:60]} của {document.issuer_name}"


def clerks_of(agency_id: int) -> list[int]:
    """Accounts that keep the registers of an agency."""
    return [seat.account_id for seat in organizations.positions_with_role(agency_id, Role.CLERK)]


def leaders_of(agency_id: int) -> list[int]:
    """Accounts that lead an agency."""
    return [seat.account_id for seat in organizations.positions_with_role(agency_id, Role.AGENCY_LEADER)]


def holders_of(task: DocumentTask) -> list[int]:
    """Accounts that hold a task: the seat, or the heads of the department, and who stands in for them now."""
    if task.position is not None:
        return [task.position.account_id, *standing_in([task.position.pk], policies.OF_PART[Part(task.part)])]
    seats = organizations.positions_with_role(
        task.document.agency_id, Role.DEPARTMENT_HEAD, department_id=task.department_id
    )
    held = [(seat.pk, seat.account_id) for seat in seats]
    accounts = [account for _, account in held]
    return list(dict.fromkeys([*accounts, *standing_in([seat for seat, _ in held], policies.DIRECT)]))


def standing_in(seats: Sequence[int], right: str) -> list[int]:
    """Accounts that may do now what a right allows on behalf of these seats."""
    return [each.account_id for each in organizations.substitutes(right, seats=seats)]


def _task(task_id: int) -> DocumentTask | None:
    return DocumentTask.objects.select_related("document", "position", "given_by").filter(pk=task_id).first()


def task_given(task_id: int) -> Told | None:
    """To who got a document; None when it is no longer with them."""
    task = _task(task_id)
    if task is None or task.state != TaskState.OPEN:
        return None
    what = "trình ông/bà" if task.part == Part.DECIDE else task.get_part_display().lower()
    until = f"\nHạn {task.due_at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}." if task.due_at else ""
    urgent = f"{task.document.get_urgency_display()}: " if task.document.urgency != "normal" else ""
    return Told(
        accounts=tuple(holders_of(task)),
        subject=f"{urgent}Văn bản {name_of(task.document)} – {what}",
        body=f"{task.document.abstract}\n\n{task.given_by_name}: {task.instruction or 'không ghi thêm ý kiến'}{until}",
        url=url_of(task.document_id),
    )


def task_ended(task_id: int) -> Told | None:
    """To who gave it, when it is done or comes back; to who held it, when it was taken back."""
    task = _task(task_id)
    if task is None or task.state == TaskState.OPEN or task.part == Part.INFORM:
        return None
    recalled = task.state == TaskState.RECALLED
    accounts = holders_of(task) if recalled else [task.given_by.account_id] if task.given_by else []
    how = {TaskState.DONE: "đã xong", TaskState.RETURNED: "trả lại", TaskState.RECALLED: "thu hồi"}[
        TaskState(task.state)
    ]
    return Told(
        accounts=tuple(accounts),
        subject=f"{task.ended_by_name} {how}: văn bản {name_of(task.document)}",
        body=f"{task.get_part_display()}: {task.receiver_name}.\n{task.result}",
        url=url_of(task.document_id),
    )


def document_completed(document_id: uuid.UUID) -> Told | None:
    """To the clerks: it is settled, with what."""
    document = Document.objects.filter(pk=document_id).first()
    if document is None:
        return None
    return Told(
        accounts=tuple(clerks_of(document.agency_id)),
        subject=f"Đã giải quyết xong văn bản đến số {document.number}: {name_of(document)}",
        body=document.outcome or document.abstract,
        url=url_of(document.id),
    )


def arrival_waiting(arrival_id: uuid.UUID) -> Told | None:
    """To the clerks: something waits that they have not put in themselves."""
    row = WaitingArrival.objects.filter(pk=arrival_id, state="waiting", put_in_by_name="").first()
    if row is None:
        return None
    return Told(
        accounts=tuple(clerks_of(row.agency_id)),
        subject=f"Chờ vào sổ: {row.title or 'văn bản mới đến'}"[:200],
        body=f"{row.sender_name} gửi qua {row.get_source_display().lower()}.",
        url=f"/lam-viec/van-ban-den/vao-so/{row.pk}/",
    )


def secret_found(arrival_id: uuid.UUID) -> Told | None:
    """To the clerks: what came bears a stamp of secrecy, its contents are gone, and what is to be done on paper."""
    row = WaitingArrival.objects.select_related("document").filter(pk=arrival_id).first()
    if row is None:
        return None
    document, sender = row.document, row.sender_name or row.put_in_by_name
    came = f"{row.arrived_at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}"
    what = f"văn bản đến số {document.number}/{document.year}" if document is not None else "văn bản chờ vào sổ"
    return Told(
        accounts=tuple(clerks_of(row.agency_id)),
        subject=f"Có dấu mật, đã khóa: {what}",
        body=f"{sender} gửi lúc {came}. {document.outcome if document is not None else row.reason}",
        url=url_of(document.pk) if document is not None else f"/lam-viec/van-ban-den/vao-so/{row.pk}/",
    )


def arrival_returned(arrival_id: uuid.UUID, reason: str) -> Told | None:
    """To who sent it by mail: it was sent back and why."""
    row = WaitingArrival.objects.filter(pk=arrival_id).exclude(sender_address="").first()
    if row is None:
        return None
    receiver = organizations.agency(row.agency_id).name
    return Told(
        accounts=(),
        subject=f"Trả lại văn bản: {row.title or row.external_id}"[:200],
        body=f"{receiver} trả lại văn bản gửi đến lúc {row.arrived_at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}.\nLý do: {reason}",
        address=row.sender_address,
    )


def overdue_told(telling_ids: Sequence[str]) -> Told | None:
    """To one person: what is due or overdue, ten lines at most."""
    rows = list(
        Telling.objects.filter(pk__in=[int(each) for each in telling_ids])
        .select_related("rule", "document", "task", "position")
        .order_by("due_at", "pk")
    )
    if not rows:
        return None
    lines = []
    for row in rows[:10]:
        late = row.rule.hours >= 0
        what = row.rule.get_occasion_display()
        who = f" ({row.task.receiver_name})" if row.task is not None and row.rule.told != ToldTo.HOLDER else ""
        at = row.due_at.astimezone(clock.VIETNAM)
        lines.append(
            f"{name_of(row.document)}: {what.lower()}{who} {'đã qua' if late else 'đến'} {at:%H:%M, %d/%m/%Y}."
        )
    more = f"\n… và {len(rows) - 10} việc khác." if len(rows) > 10 else ""
    one = len(rows) == 1
    return Told(
        accounts=(rows[0].position.account_id,),
        subject=lines[0][:200] if one else f"{len(rows)} văn bản sắp đến hạn hoặc quá hạn",
        body="\n".join(lines) + more,
        url=url_of(rows[0].document_id) if one else "/lam-viec/van-ban-den/cua-toi/",
    )
