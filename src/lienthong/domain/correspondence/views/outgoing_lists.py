"""Lists of outgoing documents (văn bản đi): by where they stand and what lies before me.

Who opens them: the clerk all day, the leader on a phone between two meetings, who wrote a document to see where it is.
"""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.domain.correspondence import queries
from lienthong.domain.correspondence.choices import DELIVERED, UNDELIVERED, Delivery, RoundKind, State
from lienthong.domain.correspondence.models import Document
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Refused

LISTS: dict[str, tuple[str, tuple[State, ...]]] = {
    "cho-ky": ("Chờ ký", (State.TO_SIGN,)),
    "cho-dong-dau": ("Chờ đóng dấu", (State.SIGNED,)),
    "cho-phat-hanh": ("Chờ phát hành", (State.SEALED,)),
    "da-phat-hanh": ("Đã phát hành", (State.ISSUED,)),
    "thu-hoi": ("Thu hồi, thay thế", (State.RECALLED, State.REPLACED)),
    "tra-lai": ("Trả lại, hủy số", (State.GIVEN_BACK, State.CANCELLED)),
}
DELIVERIES: dict[str, tuple[str, tuple[Delivery, ...]]] = {
    "": ("Mọi tình trạng gửi", ()),
    "loi": ("Gửi lỗi, bị trả lại", UNDELIVERED),
    "cho": ("Chờ gửi", (Delivery.WAITING,)),
    "da-gui": ("Đã gửi, nơi nhận chưa báo", (Delivery.SENT,)),
    "da-nhan": ("Nơi nhận đã nhận", DELIVERED),
}
"""What is asked of receivers: a document is shown when one of its receivers stands there."""
may_sign = officer("documents.direct", "documents.direct_agency")


@require_safe
@officer()
def documents(request: ActorRequest) -> HttpResponse:
    """Outgoing documents this seat may see, one state at a time."""
    counts = queries.outgoing_counts(request.actor)
    text = request.GET.get("q", "")[:200]
    chosen = request.GET.get("xem", "da-phat-hanh" if text or not counts else "")
    if chosen not in LISTS:
        chosen = next((key for key, (_, states) in LISTS.items() if any(counts.get(each) for each in states)), "cho-ky")
    filtered = chosen in {"da-phat-hanh", "thu-hoi"}
    sent = request.GET.get("gui", "") if filtered else ""
    sent = sent if sent in DELIVERIES else ""
    page = queries.outgoing_page(
        request.actor,
        states=LISTS[chosen][1],
        text=text,
        deliveries=DELIVERIES[sent][1],
        cursor=request.GET.get("trang"),
    )
    return render(
        request,
        "correspondence/outgoing.html",
        {
            "page": page,
            "rows": rows_of(page.items),
            "chosen": chosen,
            "text": text,
            "tabs": [
                {
                    "label": label,
                    "url": f"?xem={key}",
                    "current": key == chosen,
                    "count": sum(counts.get(each, 0) for each in states) or None,
                }
                for key, (label, states) in LISTS.items()
            ],
            "deliveries": [(key, label) for key, (label, _) in DELIVERIES.items()] if filtered else [],
            "sent": sent,
            "to_sign": queries.pile_count(request.actor),
            "issues": request.actor.may("documents.register"),
            "query": urlencode({"xem": chosen, **({"q": text} if text else {}), **({"gui": sent} if sent else {})}),
        },
    )


def rows_of(documents: list[Document]) -> list[dict[str, Any]]:
    """Documents with what is known of their receivers. One query for all."""
    counts = queries.delivery_counts(documents)
    rows = []
    for each in documents:
        found = counts.get(each.pk, {})
        rows.append(
            {
                "document": each,
                "receivers": sum(found.values()),
                "entered": found.get(Delivery.REGISTERED, 0) + found.get(Delivery.SETTLED, 0),
                "waiting": found.get(Delivery.WAITING, 0),
                "failed": found.get(Delivery.FAILED, 0),
                "failed_said": f"{found.get(Delivery.FAILED, 0)} nơi gửi lỗi",
                "refused": found.get(Delivery.REFUSED, 0),
            }
        )
    return rows


@require_safe
@may_sign
def pile(request: ActorRequest) -> HttpResponse:
    """What lies before this seat to be signed."""
    return pile_page(request)


def pile_page(request: ActorRequest, refusal: Refused | None = None) -> HttpResponse:
    """The pile, with what was refused of it."""
    rows = queries.pile_to_sign(request.actor)
    others = queries.piles_of_others(request.actor)
    context = {
        "rows": rows,
        "others": others,
        "seen_count": sum(row.is_seen for row in rows),
        "first_unseen": next((row.document for row in rows if not row.is_seen), None),
        "running": queries.rounds_running(request.actor, RoundKind.SIGN),
        "token": uuid.uuid4(),
        "refusal": refusal,
        "now": clock.now(),
    }
    return render(request, "correspondence/pile.html", context, status=refusal.status if refusal else 200)
