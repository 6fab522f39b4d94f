"""The page of one incoming document (trang văn bản đến): its file beside what is to be done with it.

Who opens it: whoever holds it, on the desk with the paper beside the panel, a leader on a phone: from the list in two taps.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.domain.correspondence import forms, policies, queries, services
from lienthong.domain.correspondence.choices import OPEN_STATES, Direction, Part, State, TaskState
from lienthong.domain.correspondence.models import Document, DocumentTask
from lienthong.domain.correspondence.queries import Branch, Lying, Receiver
from lienthong.domain.correspondence.views.incoming_acts import ACTS, carry_out
from lienthong.domain.correspondence.views.papers import sheets_of
from lienthong.foundation.audit import queries as audit
from lienthong.foundation.files import services as files
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotFound, Refused
from lienthong.kit.ids import new_id

TABS = {"viec": "Việc", "luan-chuyen": "Luân chuyển", "y-kien": "Ý kiến", "thong-tin": "Thông tin"}
VERBS = {
    "register_document": "Vào sổ",
    "correct_document": "Sửa thông tin",
    "submit_document": "Trình",
    "direct_document": "Cho ý kiến chỉ đạo",
    "give_on": "Chuyển tiếp",
    "complete_task": "Xong phần việc",
    "return_task": "Trả lại phần việc",
    "recall_task": "Thu hồi phần việc",
    "complete_document": "Giải quyết xong",
    "reopen_document": "Giải quyết tiếp",
    "return_to_sender": "Trả lại nơi gửi",
    "cancel_number": "Hủy số",
    "give_opinion": "Cho ý kiến",
    "relate_documents": "Ghi quan hệ với văn bản khác",
    "follow_agency": "Chuyển theo cơ quan kế thừa",
}


@require_http_methods(["GET", "POST"])
@officer()
def document(request: ActorRequest, document_id: uuid.UUID) -> HttpResponse:
    """The paper, and by the right of the seat: lay before, direct, give on, answer, return, take back, settle."""
    found = queries.document_for(request.actor, document_id)
    if found.direction == Direction.OUTGOING:  # relations name documents of either register
        return redirect("correspondence:out-document", document_id=document_id)
    tab = request.GET.get("the", "viec")
    if request.method == "GET":
        held = queries.my_tasks(request.actor, found)
        for each in held:
            services.mark_seen(actor=request.actor, task=each.task)
        return _page(request, found, tab, held=held)
    try:
        said = carry_out(request, found)
    except Invalid as refusal:
        return _page(request, found, ACTS[request.POST.get("act", "")][0], problems=refusal.problems)
    except NotFound:
        raise
    except Refused as refusal:
        return _page(request, found, tab, refusal=refusal)
    messages.success(request, said)
    again = queries.visible_documents(request.actor).filter(pk=document_id).exists()
    if request.POST.get("act") in {"dong-y", "chi-dao", "giao-ngay"} or not again:
        return redirect("correspondence:inbox")
    return redirect("correspondence:document", document_id=document_id)


def _page(
    request: ActorRequest,
    document: Document,
    tab: str,
    *,
    held: list[Lying] | None = None,
    problems: dict[str, str] | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    actor, problems = request.actor, problems or {}
    if held is None:  # after an act that was refused
        document.refresh_from_db()
        held = queries.my_tasks(actor, document)
    tab = tab if tab in TABS else "viec"
    tree = queries.tree_of(document)
    rows = _rows(actor, tree)
    opinions = list(document.opinions.all())
    sheets = sheets_of(document)
    asked = request.GET.get("tep", "0")
    context: dict[str, Any] = {
        "document": document,
        "tab": tab,
        "tabs": [
            {
                "label": label,
                "url": f"?the={key}",
                "current": key == tab,
                "count": {"luan-chuyen": len(rows), "y-kien": len(opinions)}.get(key) or None,
            }
            for key, label in TABS.items()
        ],
        "tree": rows,
        "opinions": opinions,
        "recalled": queries.recalled_by_issuer(document),
        "note": queries.note_of(actor, document),
        "sheets": sheets,
        "shown": next((each for each in sheets if str(each["place"]) == asked), sheets[0] if sheets else None),
        "shows_papers": "giay" in request.GET,
        "problems": problems,
        "refusal": refusal,
        "typed": request.POST,
        "opinion_key": new_id(),
        "links": list(document.links.select_related("other")) + list(document.linked.select_related("document")),
        "history": _history(document) if tab == "thong-tin" else [],
        "now": clock.now(),
        **_work(actor, document, held, [branch.task for branch in tree]),
    }
    return render(
        request,
        "correspondence/document.html",
        context,
        status=refusal.status if refusal is not None else 422 if problems else 200,
    )


def _work(actor: Actor, document: Document, held: list[Lying], given: list[DocumentTask]) -> dict[str, Any]:
    """What this seat may do with it now, and what the forms offer. `held`: tasks that lie with it; `given`: those the document was first given by."""
    mine = [each.task for each in held]
    deciding = next((task for task in mine if task.part == Part.DECIDE), None)
    working = next((task for task in mine if task.part in {Part.LEAD, Part.SUPPORT}), None)
    informed = next((task for task in mine if task.part == Part.INFORM), None)
    at_work = next((each for each in held if each.task == (deciding or working or informed)), None)
    acting = at_work.who if at_work is not None else actor
    directs = document.state in OPEN_STATES and (
        deciding is not None or (policies.may(actor, "direct", document) and actor.may(policies.DIRECT_AGENCY))
    )
    gives_on = working is not None and document.state == State.IN_PROGRESS
    submits = policies.may(actor, "submit", document)
    seats = [seat for seat in (acting.seat_id, actor.position.id if actor.position else None) if seat is not None]
    without = seats if acting.for_seat is None else seats[:1]  # who stands in may give it to themself
    receivers = queries.receivers_of(document.agency_id, without=without) if directs or gives_on or submits else []
    lead_open = next((each for each in given if each.part == Part.LEAD and each.state == TaskState.OPEN), None)
    proposal = queries.proposal_of(document, deciding) if directs and lead_open is None else {}
    return {
        "deciding": deciding,
        "working": working,
        "informed": informed,
        "directs": directs,
        "gives_on": gives_on,
        "submits": submits,
        "receivers": receivers,
        "leaders": [each for each in receivers if each.decides],
        "lead_open": lead_open,
        "preset": _preset(document, proposal, receivers),
        "on_behalf_of": acting.on_behalf_of,
        "phrases": queries.phrases_of(actor) if directs or gives_on else [],
        "days": _days(document) if directs or gives_on else [],
        "completes": services.may_do(actor, "complete", document),
        "reopens": services.may_do(actor, "reopen", document),
        "returns": policies.may(actor, "return", document),
        "cancels": policies.may(actor, "cancel", document),
        "corrects": actor.may(policies.REGISTER) and actor.agency_id == document.agency_id,
        "may_say": document.state in OPEN_STATES,
    }


def _preset(document: Document, proposal: dict[str, Any], receivers: list[Receiver]) -> dict[str, Any] | None:
    """The direction that one tap gives: who leads, until when; None where nobody is proposed, or is there no more."""
    lead = next((each for each in receivers if each.key == proposal.get("lead")), None)
    if lead is None:
        return None
    return {
        "lead": lead,
        "from_before": proposal.get("from_before", False),
        "instruction": proposal.get("instruction", ""),
        "due_at": queries.proposed_due(document.agency_id, clock.now(), document.urgency),
    }


def _days(document: Document) -> list[tuple[str, str]]:
    """Deadlines to choose from: the one of the urgency first, the day on the document where there is one."""
    usual = queries.rule_of(document.agency_id, document.urgency)[1]
    found = [(str(usual), f"{usual} ngày làm việc (văn bản {document.get_urgency_display().lower()})")]
    if document.answer_by is not None and document.answer_by >= clock.today():
        found.insert(0, ("answer", f"Hạn ghi trong văn bản, {document.answer_by:%d/%m/%Y}"))
    found += [(str(days), f"{days} ngày làm việc") for days in (1, 2, 3, 5, 10, 15) if days != usual]
    return [*found, ("none", "Không đặt hạn")]


def _rows(actor: Actor, tree: list[Branch], depth: int = 0) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for branch in tree:
        rows.append(
            {
                "task": branch.task,
                "depth": min(depth, 5),
                "can_recall": policies.taking_back(actor, branch.task) is not None,
                "is_mine": _is_mine(actor, branch.task),
            }
        )
        rows += _rows(actor, branch.below, depth + 1)
    return rows


def _is_mine(actor: Actor, task: DocumentTask) -> bool:
    return actor.position is not None and task.position_id == actor.position.id


def _history(document: Document) -> list[dict[str, Any]]:
    return [
        {
            "title": VERBS.get(entry.verb, entry.verb),
            "state": "done",
            "who": entry.actor_name,
            "when": entry.at,
            "text": str(entry.details.get("reason") or entry.details.get("note") or ""),
        }
        for entry in reversed(list(audit.entries_of("document", document.id)))
    ]


@require_http_methods(["GET", "POST"])
@officer(policies.REGISTER)
def correct(request: ActorRequest, document_id: uuid.UUID) -> HttpResponse:
    """What was read wrongly off the document is put right, with the reason; the number stays."""
    found = queries.document_for(request.actor, document_id)
    problems: dict[str, str] = {}
    post = None
    if request.method == "POST":
        post = request.POST
        facts, problems = forms.read_arrival(post)
        if not problems:
            try:
                services.correct_document(
                    actor=request.actor,
                    document_id=document_id,
                    reason=post.get("reason", ""),
                    **forms.corrections(facts),
                )
            except Invalid as refusal:
                problems = refusal.problems
            else:
                messages.success(request, "Đã sửa; nội dung trước khi sửa còn trong nhật ký.")
                return redirect("correspondence:document", document_id=document_id)
    context = {
        "document": found,
        "fields": forms.arrival_fields(post, forms.facts_of(found), problems),
        "issuers": queries.issuers_known(request.actor),
        "problems": problems,
        "typed": post or {},
        "summary": [
            {"id": f"{name}_day" if name in forms.DAYS else name, "label": "", "message": said}
            for name, said in problems.items()
        ],
    }
    return render(request, "correspondence/correct.html", context, status=422 if problems else 200)


@require_safe
@officer()
def file(request: ActorRequest, document_id: uuid.UUID, place: int) -> HttpResponseBase:
    """A file of a document that the actor sees."""
    return files.response_for(
        _file(request.actor, document_id, place),
        download="tai" in request.GET,
        if_none_match=request.headers.get("If-None-Match", ""),
    )


def _file(actor: Actor, document_id: uuid.UUID, place: int) -> Any:
    document = queries.document_for(actor, document_id)
    found = document.files.select_related("file").filter(place=place).first()
    if found is None:
        raise NotFound
    return found.file
