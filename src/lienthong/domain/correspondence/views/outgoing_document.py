"""The page of one outgoing document (trang văn bản đi): its file beside what is known of it, receivers, copies, recall.

Who opens it: who wrote it, who signs it, the clerk. A recall says before it is done who has settled the document already.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.domain.correspondence import policies, queries, services
from lienthong.domain.correspondence.choices import UNDELIVERED, CopyKind, Delivery, How, State
from lienthong.domain.correspondence.models import Document, Recipient
from lienthong.domain.correspondence.outgoing_forms import read_recipients
from lienthong.domain.correspondence.views.outgoing_copying import make_copy
from lienthong.foundation.audit import queries as audit
from lienthong.foundation.files import services as files
from lienthong.foundation.notifications import queries as notifications
from lienthong.foundation.signing import queries as certificates
from lienthong.foundation.signing import services as signing
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.actor import Actor
from lienthong.kit.bridging import asks_bridge
from lienthong.kit.errors import Invalid, NotFound, Refused
from lienthong.kit.ids import new_id

TABS = {"noi-nhan": "Nơi nhận", "thong-tin": "Thông tin", "ban-sao": "Bản sao", "nhat-ky": "Nhật ký"}
OUT = (State.ISSUED, State.RECALLED, State.REPLACED)
VERBS = {
    "prepare_outgoing": "Trình ký",
    "return_to_drafter": "Trả lại người soạn",
    "withdraw_outgoing": "Rút lại",
    "set_recipients": "Sửa nơi nhận",
    "sign_document": "Ký, cấp số",
    "seal_document": "Đóng dấu",
    "raise_document": "Bổ sung bằng chứng cho chữ ký",
    "issue_document": "Phát hành",
    "send_also": "Gửi thêm",
    "mark_sent": "Đánh dấu đã gửi",
    "send_again": "Gửi lại",
    "recall_document": "Thu hồi",
    "replace_document": "Được thay thế",
    "void_number": "Hủy số",
    "make_copy": "Sao văn bản",
    "follow_agency": "Chuyển theo cơ quan kế thừa",
}


@asks_bridge
@require_http_methods(["GET", "POST"])
@officer()
def document(request: ActorRequest, document_id: uuid.UUID) -> HttpResponse:
    """The file, and by the right of the seat: take back, send, recall, copy."""
    found = queries.outgoing_for(request.actor, document_id)
    if request.method == "GET":
        return _page(request, found, request.GET.get("the", ""))
    asked = ACTS.get(request.POST.get("act", ""))
    if asked is None:
        raise NotFound
    tab, act = asked
    try:
        said = signing.done_by_holder(
            actor=request.actor,
            typed=signing.typed(request.POST.dict()),
            act=lambda: act(request.actor, found, request.POST),
        )
    except NotFound:
        raise
    except Refused as refusal:
        return _page(request, queries.outgoing_for(request.actor, document_id), tab, refusal)
    messages.success(request, said)
    if not queries.visible_documents(request.actor).filter(pk=document_id).exists():  # it lay with another seat
        return redirect("correspondence:out-pile")
    response = redirect("correspondence:out-document", document_id=document_id)
    response["Location"] += f"?the={tab}"
    return response


@require_safe
@officer()
def file(request: ActorRequest, document_id: uuid.UUID, place: int) -> HttpResponseBase:
    """One file of the document as it stands now."""
    found = queries.outgoing_for(request.actor, document_id)
    part = found.files.select_related("file").filter(place=place).first()
    if part is None:
        raise NotFound
    return files.response_for(
        part.file, download="tai" in request.GET, if_none_match=request.headers.get("If-None-Match", "")
    )


def _page(request: ActorRequest, document: Document, tab: str, refusal: Refused | None = None) -> HttpResponse:
    actor = request.actor
    tab = tab if tab in TABS else "noi-nhan"
    recipients = queries.recipients_of(document)
    copies = queries.copies_of(document)
    parts = list(document.files.select_related("file").defer("read_text"))
    asked = request.GET.get("tep", "0")
    has, settled = queries.recall_effect(document) if document.state == State.ISSUED else (0, [])
    clerk = actor.agency_id == document.agency_id and actor.may("documents.register")
    context: dict[str, Any] = {
        "document": document,
        "row": document.outgoing,
        "tab": tab,
        "tabs": [
            {
                "label": label,
                "url": f"?the={key}",
                "current": key == tab,
                "count": {"noi-nhan": len(recipients), "ban-sao": len(copies)}.get(key) or None,
            }
            for key, label in TABS.items()
        ],
        "recipients": _with_letters(recipients),
        "copies": copies,
        "parts": parts,
        "shown": next((each for each in parts if str(each.place) == asked), parts[0] if parts else None),
        "shows_papers": "giay" in request.GET,
        "links": list(document.links.select_related("other")) + list(document.linked.select_related("document")),
        "history": _history(document) if tab == "nhat-ky" else [],
        "signs": document.state == State.TO_SIGN and policies.signing(actor, document) is not None,
        "back": _giving_back(actor, document),
        "withdraws": policies.may_withdraw(actor, document),
        "addresses": document.state in {State.TO_SIGN, State.SIGNED, State.SEALED}
        and policies.may_address(actor, document),
        "issues": clerk and document.state in {State.SIGNED, State.SEALED},
        "sends": clerk and document.state == State.ISSUED,
        "marks": clerk and document.state in OUT,
        "recalls": policies.may(actor, "recall", document),
        "copies_it": clerk and document.state in OUT,
        "has_it": has,
        "settled": settled,
        "signers": certificates.signing_seats(actor, document.agency_id) if tab == "ban-sao" and clerk else [],
        "copy_kinds": CopyKind.choices,
        "key": request.POST.get("key") or new_id(),
        "seal": certificates.seal_of(document.agency_id) if tab == "ban-sao" and clerk else None,
        "refusal": refusal,
        "problems": refusal.problems if isinstance(refusal, Invalid) else {},
        "typed": request.POST,
        "receivers_text": "\n".join(_line(each) for each in recipients),
    }
    return render(
        request, "correspondence/outgoing_document.html", context, status=refusal.status if refusal is not None else 200
    )


def _giving_back(actor: Actor, document: Document) -> dict[str, str] | None:
    """Of a document that waits at this seat, or at one it stands in for, and that it cannot sign: why not, for whom it is given back."""
    who = policies.giving_back(actor, document) if document.state == State.TO_SIGN else None
    if who is None or policies.signing(actor, document) is not None:
        return None
    refusal = services.not_the_signer(actor, document)
    return {"why": refusal.message, "behalf": who.on_behalf_of}


def _with_letters(recipients: list[Recipient]) -> list[dict[str, Any]]:
    """Receivers, and of those served by mail where the letter is."""
    mailed = {queries.mail_event(each): each.pk for each in recipients if each.how == How.MAIL}
    letters = notifications.letter_states(mailed) if mailed else {}
    said = {mailed[event]: state for event, state in letters.items()}
    rows = []
    for each in recipients:
        state, error = said.get(each.pk, ("", ""))
        tried = f", chưa được: {error}" if error else ""
        rows.append(
            {
                "it": each,
                "letter": {
                    "queued": f"thư trong hàng đợi{tried}",
                    "sending": "thư đang gửi",
                    "sent": "máy chủ thư đã nhận",
                }.get(state, ""),
                "trouble": each.state in UNDELIVERED,
                "again": each.state == Delivery.FAILED,
                "by_hand": each.state == Delivery.FAILED or (each.state == Delivery.WAITING and each.letter is None),
            }
        )
    return rows


def _line(each: Recipient) -> str:
    """As it is typed: `Sở Y tế`, `Bệnh viện <vanthu@…>`, `Ông A (giấy)`."""
    if each.how == How.MAIL:
        return f"{each.name} <{each.address}>"
    return f"{each.name} (giấy)" if each.how == How.PAPER else each.name


def _history(document: Document) -> list[dict[str, Any]]:
    entries = audit.entries_of("document", document.pk)
    return [
        {
            "title": VERBS.get(each.verb, each.verb),
            "who": each.actor_name,
            "when": each.at,
            "state": "done",
            "text": str(each.details.get("reason") or each.details.get("notation") or ""),
        }
        for each in entries
    ]


def _give_back(actor: Actor, document: Document, post: QueryDict) -> str:
    services.return_to_drafter(actor=actor, document_id=document.pk, reason=post.get("reason", ""))
    return "Đã trả lại người soạn."


def _withdraw(actor: Actor, document: Document, post: QueryDict) -> str:
    services.withdraw_outgoing(actor=actor, document_id=document.pk, reason=post.get("reason", ""))
    return "Đã rút lại văn bản; số chưa cấp."


def _address(actor: Actor, document: Document, post: QueryDict) -> str:
    services.set_recipients(
        actor=actor, document_id=document.pk, recipients=read_recipients(post.get("recipients", ""))
    )
    return "Đã lưu nơi nhận."


def _send_also(actor: Actor, document: Document, post: QueryDict) -> str:
    services.send_also(actor=actor, document_id=document.pk, recipients=read_recipients(post.get("recipients", "")))
    return "Đang gửi thêm."


def _recipient(document: Document, post: QueryDict) -> int:
    """The receiver meant, one of this document. Raises NotFound."""
    said = post.get("recipient", "")
    if not (said.isascii() and said.isdigit() and len(said) < 19):
        raise NotFound
    if not document.recipients.filter(pk=int(said)).exists():
        raise NotFound
    return int(said)


def _mark(actor: Actor, document: Document, post: QueryDict) -> str:
    done = services.mark_sent(actor=actor, recipient_id=_recipient(document, post), note=post.get("note", ""))
    return f"Đã ghi gửi {done.name} bằng bản giấy."


def _send_again(actor: Actor, document: Document, post: QueryDict) -> str:
    done = services.send_again(actor=actor, recipient_id=_recipient(document, post), location=post.get("address", ""))
    return f"Đang gửi lại {done.name}."


def _recall(actor: Actor, document: Document, post: QueryDict) -> str:
    services.recall_document(actor=actor, document_id=document.pk, reason=post.get("reason", ""))
    return "Đã thu hồi. Số giữ nguyên trong sổ; mọi nơi nhận được báo."


def _void(actor: Actor, document: Document, post: QueryDict) -> str:
    services.void_number(actor=actor, document_id=document.pk, reason=post.get("reason", ""))
    return f"Đã hủy số {document.notation}; số này không cấp lại."


ACTS: dict[str, tuple[str, Callable[[Actor, Document, QueryDict], str]]] = {
    "tra-nguoi-soan": ("noi-nhan", _give_back),
    "rut-lai": ("noi-nhan", _withdraw),
    "noi-nhan": ("noi-nhan", _address),
    "gui-them": ("noi-nhan", _send_also),
    "da-gui": ("noi-nhan", _mark),
    "gui-lai": ("noi-nhan", _send_again),
    "thu-hoi": ("noi-nhan", _recall),
    "huy-so": ("noi-nhan", _void),
    "sao": ("ban-sao", make_copy),
}
"""Act → the tab on which its form stands, and what it does; the answer says what was done."""
