"""A cashier's shift (ca thu): the drawer is opened, counted by notes, taken over by the keeper; transfers stand beside the bank's word.

Who opens it: the one-stop officer in the morning and in the evening with the drawer before them, the keeper of the agency's cash who counts
it once more, a leader who looks. It is a page of the workplace because counters have their names from the queue. When a colleague closed the
shift first, or the count differs from the book, the page says it and keeps every number typed.
"""

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.tickets import queries as tickets
from lienthong.foundation.payments import policies, queries, services
from lienthong.foundation.payments.choices import NOTES, EntryKind, Match, ShiftState
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, NotFound, Refused
from lienthong.kit.money import format_money, format_number, money_in_words, parse_money

SHIFTS = officer(policies.TAKE_CASH, policies.KEEP_CASH, policies.OVERSEE)
_TONES = {
    Match.PAID: ("done", "done"),
    Match.WAITING: ("soon", "clock"),
    Match.WRONG_AMOUNT: ("late", "alert"),
    Match.TWICE: ("late", "alert"),
    Match.GIVEN_UP: ("", "x"),
}


@require_http_methods(["GET"])
@SHIFTS
def shifts(request: ActorRequest) -> HttpResponse:
    """One's own drawer, then every shift one may see, the latest first."""
    return _list(request)


def _list(request: ActorRequest, refusal: Refused | None = None) -> HttpResponse:
    actor = request.actor
    state = request.GET.get("trang-thai", "")
    state = state if state in ShiftState.values else ""
    takes = actor.may(policies.TAKE_CASH)
    mine = queries.open_shift_of(actor) if takes else None
    waiting = queries.waiting_for_keeper(actor)
    context = {
        "page": queries.shifts_page(actor, cursor=request.GET.get("tu"), state=state),
        "mine": mine,
        "sums": queries.sums_of(mine) if mine else None,
        "may_open": takes and mine is None,
        "points": [point.name for point in tickets.points(actor.agency_id or 0)] if takes else [],
        "views": [
            {"label": "Tất cả ca", "url": "?", "current": not state},
            *(
                {
                    "label": label,
                    "url": f"?trang-thai={value}",
                    "current": state == value,
                    **({"count": waiting} if value == ShiftState.COUNTED and waiting else {}),
                }
                for value, label in ShiftState.choices
            ),
        ],
        "state": state,
        "query": urlencode({"trang-thai": state}) if state else "",
        "typed": request.POST,
        "refusal": refusal,
        "problems": _problems(refusal),
        "rail": dossiers.rail(actor, "shifts"),
    }
    return render(request, "workplace/shifts.html", context, status=refusal.status if refusal else 200)


@require_POST
@SHIFTS
def open_shift(request: ActorRequest) -> HttpResponseBase:
    """Begin with the small money that lies in the drawer."""
    typed = request.POST.get("opening_float", "").strip()
    amount = parse_money(typed) if typed else 0
    try:
        shift = services.open_shift(
            actor=request.actor,
            point=request.POST.get("point", ""),
            opening_float=-1 if amount is None else amount,
        )
    except Refused as refusal:
        return _list(request, refusal)
    messages.success(request, f"Đã mở ca {shift.label}, tiền đầu ca {format_money(shift.opening_float)}.")
    return redirect("workplace:shift", shift_id=shift.pk)


@require_http_methods(["GET"])
@SHIFTS
def shift(request: ActorRequest, shift_id: uuid.UUID) -> HttpResponse:
    """One shift: its book, its transfers, the count."""
    return _page(request, shift_id)


def _page(request: ActorRequest, shift_id: uuid.UUID, refusal: Refused | None = None, about: str = "") -> HttpResponse:
    actor = request.actor
    found = queries.shift_for(actor, shift_id)
    sums = queries.sums_of(found)
    matched = queries.transfers_of(found)
    is_open = found.state == ShiftState.OPEN
    own = found.cashier_id == actor.account_id
    typed = request.POST if about == "count" else {}
    counts = {
        value: str(typed.get(f"note-{value}", found.notes.get(str(value), "") if not is_open else ""))
        for value in NOTES
    }
    counted = sum(value * (_count(text) or 0) for value, text in counts.items())
    context = {
        "shift": found,
        "sums": sums,
        "rows": [
            ("Tiền đầu ca", "", sums.opening_float),
            ("Thu phí, lệ phí", f"{sums.receipts} biên lai", sums.received),
            ("Trả lại", f"{sums.refunds} lần" if sums.refunds else "", sums.refunded),
            ("Điều chỉnh", f"{sums.corrections} lần" if sums.corrections else "", sums.corrected),
        ],
        "notes": [
            {
                "value": value,
                "label": format_number(value),
                "count": counts[value],
                "total": value * (_count(counts[value]) or 0),
            }
            for value in NOTES
        ],
        "counted": counted,
        "words": money_in_words(found.counted).capitalize() if found.counted is not None else "",
        "gap": abs(found.difference or 0),
        "entries": [
            {
                "it": entry,
                "confirmable": entry.kind != EntryKind.RECEIPT
                and entry.confirmed_at is None
                and found.state != ShiftState.HANDED
                and policies.confirms(actor)
                and actor.account_id not in {entry.by_id, found.cashier_id},
            }
            for entry in queries.entries_of(found)
        ],
        "transfers": [{"it": each, "tone": _TONES[each.match][0], "icon": _TONES[each.match][1]} for each in matched],
        "totals": [
            {"label": match.label, "number": number, "amount": amount}
            for match, (number, amount) in sorted(queries.transfer_totals(matched).items())
        ],
        "may_close": is_open and (own or actor.may(policies.KEEP_CASH)),
        "may_correct": is_open and own and actor.may(policies.TAKE_CASH),
        "may_take": found.state == ShiftState.COUNTED and actor.may(policies.KEEP_CASH) and not own,
        "waits_for_keeper": found.state == ShiftState.COUNTED and own,
        "refusal": refusal,
        "about": about,
        "problems": _problems(refusal),
        "typed": request.POST,
        "rail": dossiers.rail(actor, "shifts"),
    }
    return render(request, "workplace/shift.html", context, status=refusal.status if refusal else 200)


def _act(request: ActorRequest, shift_id: uuid.UUID, about: str, verb: Callable[[], str]) -> HttpResponseBase:
    queries.shift_for(request.actor, shift_id)  # others' shifts are not there
    try:
        said = verb()
    except NotFound:
        raise
    except Refused as refusal:
        return _page(request, shift_id, refusal, about)
    messages.success(request, said)
    return redirect("workplace:shift", shift_id=shift_id)


@require_POST
@SHIFTS
def close(request: ActorRequest, shift_id: uuid.UUID) -> HttpResponseBase:
    """Count and close."""

    def verb() -> str:
        notes = {value: _count(request.POST.get(f"note-{value}", "")) for value in NOTES}
        wrong = {f"note-{value}": "Số tờ là số nguyên từ 0." for value, number in notes.items() if number is None}
        if wrong:
            raise Invalid(wrong)
        done = services.close_shift(
            actor=request.actor,
            shift_id=shift_id,
            notes={value: number or 0 for value, number in notes.items()},
            reason=request.POST.get("reason", ""),
        )
        return (
            f"Đã đóng ca {done.label}, đếm được {format_money(done.counted or 0)}. In báo cáo, mang tiền nộp thủ quỹ."
        )

    return _act(request, shift_id, "count", verb)


@require_POST
@SHIFTS
def correct(request: ActorRequest, shift_id: uuid.UUID) -> HttpResponseBase:
    """A further line that sets the book right."""

    def verb() -> str:
        text = request.POST.get("amount", "").strip()
        amount = parse_money(text.lstrip("+-")) or 0
        entry = services.correct_cash(
            actor=request.actor,
            shift_id=shift_id,
            amount=-amount if text.startswith("-") else amount,
            reason=request.POST.get("correction", ""),
        )
        return f"Đã ghi điều chỉnh {format_money(entry.amount)}; chờ người thứ hai xác nhận."

    return _act(request, shift_id, "correct", verb)


@require_POST
@SHIFTS
def confirm(request: ActorRequest, shift_id: uuid.UUID, entry_id: int) -> HttpResponseBase:
    """The second person."""

    def verb() -> str:
        services.confirm_entry(actor=request.actor, entry_id=entry_id)
        return "Đã xác nhận với tư cách người thứ hai."

    return _act(request, shift_id, "", verb)


@require_POST
@SHIFTS
def take_over(request: ActorRequest, shift_id: uuid.UUID) -> HttpResponseBase:
    """The keeper takes the money."""

    def verb() -> str:
        done = services.take_over_cash(actor=request.actor, shift_id=shift_id)
        return f"Đã nhận {format_money(done.counted or 0)} của ca {done.label}."

    return _act(request, shift_id, "", verb)


@require_POST
@SHIFTS
def send_back(request: ActorRequest, shift_id: uuid.UUID) -> HttpResponseBase:
    """The keeper counted otherwise."""

    def verb() -> str:
        done = services.send_shift_back(actor=request.actor, shift_id=shift_id, reason=request.POST.get("back", ""))
        return f"Đã trả ca {done.label} về để đếm lại; lần đếm trước vẫn lưu."

    return _act(request, shift_id, "back", verb)


@require_http_methods(["GET"])
@SHIFTS
def report(request: ActorRequest, shift_id: uuid.UUID, kind: str) -> HttpResponse:
    """The report: `pdf` to be signed, `xlsx` to be reckoned with."""
    found = queries.shift_for(request.actor, shift_id)
    made: dict[str, tuple[Callable[..., bytes], str]] = {
        "pdf": (services.shift_report_pdf, "application/pdf"),
        "xlsx": (
            services.shift_report_xlsx,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    }
    if kind not in made:
        raise NotFound
    make, media_type = made[kind]
    place = "inline" if kind == "pdf" else "attachment"
    return HttpResponse(
        make(shift=found),
        content_type=media_type,
        headers={
            "Content-Disposition": f'{place}; filename="ca-thu-{found.number:04d}-{found.year}.{kind}"',
            "Cache-Control": "private, no-store",
        },
    )


def _count(text: str) -> int | None:
    """How many notes; an empty box is none of them, anything else that is no number None."""
    text = text.strip().replace(".", "")
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None


def _problems(refusal: Refused | None) -> list[dict[str, Any]]:
    if not isinstance(refusal, Invalid):
        return []
    return [{"id": key, "label": "", "message": said} for key, said in refusal.problems.items()]
