"""The post of an office (bưu chính ở Một cửa): what to do, what is on its way, one parcel.

Who opens it: the one-stop officer, in the morning and when the postman comes. A scanner or a hand types a number and lands on the
parcel. When a colleague or the carrier was faster, the page says so and shows where the parcel is now.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.foundation.audit import services as audit
from lienthong.foundation.postal import policies, queries, services
from lienthong.foundation.postal.choices import CodState, Kind, Need, State
from lienthong.foundation.postal.models import PostalOrder
from lienthong.foundation.postal.states import ADVICE, CANCELLABLE
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, Refused
from lienthong.kit.pdf import pdf_response
from lienthong.kit.text_vi import shown

HANDLE = officer(policies.HANDLE)
TABS = (("can-lam", "Cần làm"), ("dang-di", "Đang đi"), ("tat-ca", "Tất cả"))


@require_safe
@HANDLE
def parcels(request: ActorRequest) -> HttpResponse:
    """What has to be done, first; `?tim=` finds by tracking number, order or dossier."""
    actor, text = request.actor, request.GET.get("tim", "")[:200].strip()
    found = queries.find(actor, text) if text else []
    if len(found) == 1:
        return redirect("postal:parcel", code=found[0].code)
    tab = request.GET.get("muc", "can-lam")
    tab = tab if tab in dict(TABS) else "can-lam"
    need = request.GET.get("viec", "")
    counts = queries.need_counts(actor)
    cursor = request.GET.get("tu")
    if tab == "can-lam":
        page = queries.to_do_page(actor, need=need, cursor=cursor)
    elif tab == "dang-di":
        page = queries.under_way_page(actor, cursor=cursor)
    else:
        page = queries.all_page(actor, cursor=cursor)
    context = {
        "tab": tab,
        "tabs": [
            {
                "label": label,
                "url": f"?muc={key}",
                "current": key == tab,
                "count": sum(counts.values()) if key == "can-lam" else None,
                "late": bool(set(counts) - {Need.OPEN, Need.PACK}),
            }
            for key, label in TABS
        ],
        "needs": [
            {"value": value, "label": Need(value).label, "count": many, "current": value == need}
            for value, many in sorted(counts.items(), key=lambda each: list(Need.values).index(each[0]))
        ],
        "need": need if need in counts else "",
        "page": page,
        "query": f"muc={tab}" + (f"&viec={need}" if need else ""),
        "text": text,
        "nothing": f"Không có bưu gửi nào mang mã “{shown(text)}” ở cơ quan này." if text else "",
        "connected": queries.is_connected(),
    }
    return render(request, "postal/staff/parcels.html", context)


@require_safe
@officer(policies.HANDLE, "dossiers.view_agency")
def parcel(request: ActorRequest, code: str) -> HttpResponse:
    """One parcel."""
    return parcel_page(request, queries.order_for(request.actor, code))


def parcel_page(request: ActorRequest, order: PostalOrder, refusal: Refused | None = None) -> HttpResponse:
    """The page; after a refusal with its sentence and what was typed."""
    if order.person_id is not None:
        audit.record_access(
            actor=request.actor,
            person_id=order.person_id,
            subject_type="postal_order",
            subject_id=order.id,
            reason=f"Xử lý bưu gửi {order}",
        )
    may = policies.handles(request.actor, order.agency_id)
    context = {
        "order": order,
        "journey": queries.journey(order),
        "advice": ADVICE.get(order.need, ""),
        "may": may,
        "can": {
            "mend": may and order.state == State.CREATED and not order.tracking,
            "resend": may and order.need == Need.REFUSED,
            "cancel": may and order.state in CANCELLABLE and order.cancel_asked_at is None,
            "redeliver": may and order.state == State.FAILED,
            "send_again": may and order.state in {State.RETURNED, State.LOST, State.CANCELLED},
            "leave": may and order.kind == Kind.DELIVER and order.need == Need.RETURNED,
            "attend": may and order.need in {Need.FAILED, Need.RETURNED, Need.LOST, Need.CONFLICT, Need.EXTRA},
            "resolve": may and order.cod_state == CodState.DIFFERENT,
            "label": bool(order.tracking) and order.kind == Kind.DELIVER,
        },
        "refusal": refusal,
        "problems": refusal.problems if isinstance(refusal, Invalid) else {},
        "typed": request.POST,
    }
    return render(request, "postal/staff/parcel.html", context, status=refusal.status if refusal else 200)


@require_POST
@HANDLE
def act(request: ActorRequest, code: str, verb: str) -> HttpResponse:
    """One act on one parcel; what the carrier or a colleague made impossible is said, what was typed stays."""
    order = queries.order_for(request.actor, code)
    doing = _VERBS.get(verb)
    if doing is None:
        return redirect("postal:parcel", code=code)
    try:
        said = doing(request, order)
    except Refused as refusal:
        return parcel_page(request, queries.order_for(request.actor, code), refusal)
    messages.success(request, said)
    return redirect("postal:parcel", code=code)


def _resend(request: ActorRequest, order: PostalOrder) -> str:
    services.resend_order(actor=request.actor, order_id=order.id)
    return "Đã gửi lại đơn; bưu điện trả lời trong ít phút."


def _cancel(request: ActorRequest, order: PostalOrder) -> str:
    services.cancel_order(actor=request.actor, order_id=order.id, reason=request.POST.get("reason", ""))
    return "Đã ghi yêu cầu hủy; bưu điện xác nhận thì đơn chuyển sang Đã hủy."


def _redeliver(request: ActorRequest, order: PostalOrder) -> str:
    services.redeliver(actor=request.actor, order_id=order.id, note=request.POST.get("note", ""))
    return "Đã gửi đề nghị cho bưu điện."


def _attend(request: ActorRequest, order: PostalOrder) -> str:
    services.attend(actor=request.actor, order_id=order.id, note=request.POST.get("note", ""))
    return "Đã ghi việc đã làm; đơn rời danh sách cần làm đến khi có tin mới."


def _leave(request: ActorRequest, order: PostalOrder) -> str:
    services.leave_at_counter(actor=request.actor, order_id=order.id)
    return "Đã nhắn người nhận đến nhận tại Một cửa."


def _resolve(request: ActorRequest, order: PostalOrder) -> str:
    is_whole = request.POST.get("whole") == "1"
    services.resolve_cash(
        actor=request.actor, order_id=order.id, is_whole=is_whole, note=request.POST.get("cash_note", "")
    )
    return "Đã ghi nhận đủ tiền thu hộ." if is_whole else "Đã ghi kết quả đối chiếu; tiền thu hộ vẫn chưa đủ."


_VERBS: dict[str, Callable[[ActorRequest, PostalOrder], str]] = {
    "gui-lai-don": _resend,
    "huy": _cancel,
    "giao-lai": _redeliver,
    "ghi-viec": _attend,
    "hen-tai-quay": _leave,
    "thu-ho": _resolve,
}


@require_http_methods(["GET", "POST"])
@HANDLE
def hand_over(request: ActorRequest) -> HttpResponse:
    """What waits for the postman: labels are printed, parcels are put on a list that both sign."""
    refusal: Refused | None = None
    if request.method == "POST":
        chosen = queries.ids_of(request.actor, request.POST.getlist("don"))
        try:
            made = services.hand_over(actor=request.actor, order_ids=chosen, postman=request.POST.get("postman", ""))
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, f"Đã lập bảng kê {made.number}. In hai bản, hai bên ký.")
            return redirect("postal:hand-over")
    context: dict[str, Any] = {
        "orders": queries.to_pack(request.actor),
        "chosen": set(request.POST.getlist("don")),
        "manifests": queries.manifests(request.actor),
        "refusal": refusal,
        "postman": request.POST.get("postman", ""),
    }
    return render(request, "postal/staff/hand_over.html", context, status=refusal.status if refusal else 200)


@require_safe
@HANDLE
def manifest(request: ActorRequest, number: str) -> HttpResponse:
    """A hand-over list to print."""
    content = services.manifest_pdf(queries.manifest_for(request.actor, number))
    return pdf_response(content, f"bang-ke-{number}.pdf")


@require_http_methods(["GET", "POST"])
@HANDLE
def labels(request: ActorRequest) -> HttpResponse:
    """`?don=…&don=…`: one label a page; without any, of all that wait to be packed."""
    codes = (request.POST or request.GET).getlist("don")[:200]
    orders = [queries.order_for(request.actor, code) for code in codes] if codes else queries.to_pack(request.actor)
    return pdf_response(services.labels_pdf(orders), "nhan-buu-gui.pdf")
