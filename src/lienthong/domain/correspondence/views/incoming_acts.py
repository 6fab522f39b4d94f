"""What the forms on the page of a document do (thao tác trên văn bản đến): one verb each, one service each."""

from collections.abc import Callable
from typing import Any

from django.http import QueryDict

from lienthong.domain.correspondence import forms, queries, services
from lienthong.domain.correspondence.choices import Part, TaskState
from lienthong.domain.correspondence.models import Document, DocumentTask
from lienthong.domain.correspondence.services import Charge
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotFound, Refused


def _task_id(document: Document, post: QueryDict) -> int:
    """The task named in the form, when it is one of this document. Raises NotFound."""
    typed = post.get("task", "")
    if typed.isascii() and typed.isdigit() and len(typed) < 19:
        found = DocumentTask.objects.filter(pk=int(typed), document=document).values_list("pk", flat=True).first()
        if found is not None:
            return found
    raise NotFound


def _laid(document: Document, post: QueryDict) -> int | None:
    return _task_id(document, post) if post.get("task") else None


def _submit(actor: Actor, document: Document, post: QueryDict) -> str:
    leader = post.get("leader", "")
    if not (leader.isascii() and leader.isdigit()):
        raise Invalid({"leader": "Chọn người cho ý kiến chỉ đạo."})
    proposal: dict[str, Any] = {}
    if post.get("lead"):
        proposal = {"lead": post["lead"], "instruction": post.get("note", "").strip()[:300]}
    task = services.submit_document(
        actor=actor, document_id=document.id, position_id=int(leader), note=post.get("note", ""), proposal=proposal
    )
    return f"Đã trình {task.receiver_name}."


def _direct_as_proposed(actor: Actor, document: Document, post: QueryDict) -> str:
    """One tap: who is proposed leads, until the deadline of the urgency; a chip is the instruction."""
    task_id = _laid(document, post)
    laid = DocumentTask.objects.filter(pk=task_id).first() if task_id is not None else None
    proposal = queries.proposal_of(document, laid)
    receivers = {each.key: each for each in queries.receivers_of(document.agency_id)}
    lead = receivers.get(proposal.get("lead", ""))
    if lead is None:
        raise Refused("Đề xuất không còn người nhận ở cơ quan này. Mở “Bút phê khác” để chọn người nhận.")
    if post.get("lead") != lead.key:
        raise Refused(f"Đề xuất vừa đổi: nay là {lead.name}. Xem lại rồi đồng ý.")
    due_at = queries.proposed_due(document.agency_id, clock.now(), document.urgency)
    instruction = post.get("phrase", "")[:300] or proposal.get("instruction", "") or "Đồng ý như đề xuất."
    services.direct_document(
        actor=actor,
        document_id=document.id,
        task_id=task_id,
        instruction=instruction,
        charges=[Charge(part=Part.LEAD, position_id=lead.position_id, department_id=lead.department_id, due_at=due_at)],
    )
    return f"Đã giao {lead.name} chủ trì văn bản {document.notation or document.number}."


def _charges(document: Document, post: QueryDict) -> tuple[str, list[Charge]]:
    due_at, problems = forms.read_due(post, document)
    receivers = queries.receivers_of(document.agency_id)
    charges, more = forms.read_charges(post, receivers, due_at=due_at)
    problems |= more
    if problems:
        raise Invalid(problems)
    instruction = post.get("instruction", "").strip() or post.get("phrase", "")
    return instruction, charges


def _direct(actor: Actor, document: Document, post: QueryDict) -> str:
    instruction, charges = _charges(document, post)
    given = services.direct_document(
        actor=actor,
        document_id=document.id,
        task_id=_laid(document, post),
        instruction=instruction,
        charges=charges,
    )
    return f"Đã cho ý kiến chỉ đạo, giao {len(given)} nơi nhận."


def _give_on(actor: Actor, document: Document, post: QueryDict) -> str:
    instruction, charges = _charges(document, post)
    given = services.give_on(actor=actor, task_id=_task_id(document, post), instruction=instruction, charges=charges)
    return f"Đã chuyển {len(given)} nơi nhận."


def _complete_task(actor: Actor, document: Document, post: QueryDict) -> str:
    answer_id = None
    if typed := post.get("answer", "").strip():
        answer = queries.document_answering(actor, typed, but=document.id)
        if answer is None:
            raise Invalid(
                {
                    "answer": f"Không thấy văn bản “{typed[:60]}” của cơ quan trong phạm vi được xem. Ghi đúng số, ký hiệu, ví dụ 12/BC-UBND; "
                    "chưa phát hành thì để trống và ghi kết quả."
                }
            )
        answer_id = answer.id
    task = services.complete_task(
        actor=actor, task_id=_task_id(document, post), result=post.get("result", ""), answer_id=answer_id
    )
    open_below = task.document.tasks.filter(state=TaskState.OPEN).exclude(part=Part.INFORM).count()
    return "Đã xong phần việc." if open_below or task.part != Part.LEAD else "Đã xong; văn bản giải quyết xong."


def _return_task(actor: Actor, document: Document, post: QueryDict) -> str:
    services.return_task(actor=actor, task_id=_task_id(document, post), reason=post.get("reason", ""))
    return "Đã trả lại phần việc cho người giao."


def _recall_task(actor: Actor, document: Document, post: QueryDict) -> str:
    task = services.recall_task(actor=actor, task_id=_task_id(document, post), reason=post.get("reason", ""))
    return f"Đã thu hồi phần việc của {task.receiver_name}."


def _say(actor: Actor, document: Document, post: QueryDict) -> str:
    services.give_opinion(actor=actor, document_id=document.id, text=post.get("text", ""), key=post.get("key", "")[:64])
    return "Đã ghi ý kiến."


def _note(actor: Actor, document: Document, post: QueryDict) -> str:
    services.note_privately(actor=actor, document_id=document.id, text=post.get("note", ""))
    return "Đã lưu ghi chú riêng."


def _complete(actor: Actor, document: Document, post: QueryDict) -> str:
    services.complete_document(actor=actor, document_id=document.id, result=post.get("result", ""))
    return "Văn bản đã giải quyết xong."


def _reopen(actor: Actor, document: Document, post: QueryDict) -> str:
    services.reopen_document(actor=actor, document_id=document.id, reason=post.get("reason", ""))
    return "Văn bản được giải quyết tiếp."


def _send_back(actor: Actor, document: Document, post: QueryDict) -> str:
    services.return_to_sender(actor=actor, document_id=document.id, reason=post.get("reason", ""))
    return "Đã trả lại nơi gửi; số đến giữ nguyên trong sổ."


def _cancel(actor: Actor, document: Document, post: QueryDict) -> str:
    services.cancel_number(actor=actor, document_id=document.id, reason=post.get("reason", ""))
    return "Đã hủy số; số này không cấp lại."


ACTS: dict[str, tuple[str, Callable[[Actor, Document, QueryDict], str]]] = {
    "trinh": ("viec", _submit),
    "dong-y": ("viec", _direct_as_proposed),
    "giao-ngay": ("viec", _direct_as_proposed),
    "chi-dao": ("viec", _direct),
    "chuyen": ("viec", _give_on),
    "xong": ("viec", _complete_task),
    "tra-viec": ("viec", _return_task),
    "thu-hoi": ("luan-chuyen", _recall_task),
    "y-kien": ("y-kien", _say),
    "ghi-chu": ("y-kien", _note),
    "ket-thuc": ("viec", _complete),
    "mo-lai": ("viec", _reopen),
    "tra-noi-gui": ("viec", _send_back),
    "huy-so": ("viec", _cancel),
}
"""Act -> the tab on which its form stands, and what it does; the answer says what was done."""


def carry_out(request: ActorRequest, document: Document) -> str:
    """Do what was asked; returns what to say of it. Raises the refusals of the services, NotFound for no act at all."""
    asked = ACTS.get(request.POST.get("act", ""))
    if asked is None:
        raise NotFound
    return asked[1](request.actor, document, request.POST)
