"""Who acts for whom, and who is away (ủy quyền, vắng mặt).

Who opens it: a leader who travels tomorrow and has two minutes; a colleague who was asked to stand in; a specialist on leave. What
counts now stands on top; what ended stays readable below.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations import services
from lienthong.foundation.organizations.choices import (
    ON_DOCUMENTS,
    AbsenceKind,
    DelegatedAct,
    DelegationStanding,
    acts_of,
)
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, Refused
from lienthong.sites.workplace import delegation_forms as forms

LIST = 60
MOST_PEOPLE = 300
TONES = {
    DelegationStanding.PENDING: "soon",
    DelegationStanding.COMING: "now",
    DelegationStanding.RUNNING: "done",
}
ICONS = {DelegationStanding.PENDING: "inbox", DelegationStanding.RUNNING: "done", DelegationStanding.DECLINED: "x"}
OPEN = (DelegationStanding.RUNNING, DelegationStanding.PENDING, DelegationStanding.COMING)


@require_http_methods(["GET"])
@officer()
def delegations(request: ActorRequest) -> HttpResponse:
    """What was given, what was received, when one is away."""
    return _page(request)


@require_http_methods(["GET", "POST"])
@officer()
def delegate(request: ActorRequest) -> HttpResponse:
    """Delegate. What is typed stays when something is wrong."""
    actor = request.actor
    assert actor.position is not None
    typed = forms.blank(clock.today())
    refusal = None
    if request.method == "POST":
        typed = forms.read(request.POST)
        if not typed.problems and typed.begins_on is not None and typed.ends_on is not None:
            try:
                made = services.delegate(
                    actor=actor,
                    receiver_id=typed.receiver,
                    acts=typed.acts,
                    begins_at=_midnight(typed.begins_on),
                    ends_at=_midnight(typed.ends_on + timedelta(days=1)),
                    reason=typed.boxes.get("reason", ""),
                    document=typed.boxes.get("document", ""),
                    procedures=typed.procedures,
                )
            except Invalid as invalid:
                typed.problems |= invalid.problems
            except Refused as refused:
                refusal = refused
                if refused.field:
                    typed.problems[refused.field] = refused.message
            else:
                name = organizations.delegation(actor, made.pk).receiver.account.full_name
                messages.success(request, f"Đã gửi ủy quyền cho {name}. Có hiệu lực khi người ấy nhận.")
                return redirect("workplace:delegations")
    return render(
        request,
        "workplace/delegate.html",
        _form_context(actor, typed, request.GET.get("co-quan", "")) | {"refusal": refusal},
        status=422 if typed.problems or refusal else 200,
    )


@require_POST
@officer()
def accept(request: ActorRequest, delegation_id: int) -> HttpResponse:
    """Take it over."""
    try:
        found = services.accept_delegation(actor=request.actor, delegation_id=delegation_id)
    except Refused as refused:
        if refused.status == 404:
            raise
        return _page(request, refused)
    until = found.ends_at.astimezone(clock.VIETNAM)
    messages.success(request, f"Đã nhận ủy quyền, đến {until:%H:%M, %d/%m/%Y}. Việc làm thay hiện trong hàng đợi.")
    return redirect("workplace:delegations")


@require_POST
@officer()
def end(request: ActorRequest, delegation_id: int) -> HttpResponse:
    """Revoke, decline or give back, with the reason."""
    try:
        found = services.end_delegation(
            actor=request.actor, delegation_id=delegation_id, reason=request.POST.get("reason", "")
        )
    except Refused as refused:
        if refused.status == 404:
            raise
        said = " ".join(refused.problems.values()) if isinstance(refused, Invalid) else refused.message
        return _page(request, Refused(said), kept=(delegation_id, request.POST.get("reason", "")))
    messages.success(request, f"{found.get_state_display()}. Việc đã làm thay giữ nguyên.")
    return redirect("workplace:delegations")


@require_POST
@officer()
def absent(request: ActorRequest) -> HttpResponse:
    """Say that one is away."""
    typed = forms.read_absence(request.POST)
    if not typed.problems and typed.begins_on is not None and typed.ends_on is not None:
        try:
            services.record_absence(
                actor=request.actor,
                kind=typed.boxes.get("kind", ""),
                begins_on=typed.begins_on,
                ends_on=typed.ends_on,
                note=typed.boxes.get("note", ""),
            )
        except Invalid as invalid:
            typed.problems |= invalid.problems
        else:
            messages.success(request, "Đã báo vắng mặt. Người phân công việc thấy điều này khi chia việc.")
            return redirect("workplace:delegations")
    return _page(request, away=typed)


@require_POST
@officer()
def present(request: ActorRequest, absence_id: int) -> HttpResponse:
    """Take it back."""
    services.cancel_absence(actor=request.actor, absence_id=absence_id)
    messages.success(request, "Đã bỏ báo vắng mặt.")
    return redirect("workplace:delegations")


def _page(
    request: ActorRequest,
    refusal: Refused | None = None,
    *,
    kept: tuple[int, str] = (0, ""),
    away: forms.Typed | None = None,
) -> HttpResponse:
    actor = request.actor
    assert actor.position is not None
    rows = [_row(actor, each) for each in organizations.delegations(actor)[:LIST]]
    names = procedures.short_names({code for row in rows for code in row["found"].procedures})
    for row in rows:
        row["procedures"] = [names.get(code, code) for code in row["found"].procedures]
        row["kept"] = kept[1] if kept[0] == row["found"].pk else ""
    now_open = [row for row in rows if row["open"]]
    typed = away or forms.blank(clock.today())
    problems = away.problems if away else {}
    context = {
        "received": [row for row in now_open if not row["is_mine"]],
        "given": [row for row in now_open if row["is_mine"]],
        "ended": [row for row in rows if not row["open"]],
        "absences": organizations.absences_of(actor.position.id, since=clock.today())[:20],
        "away_fields": forms.absence_fields(typed, AbsenceKind.choices),
        "away_open": bool(problems),
        "problems": [{"id": f"f-{name}", "label": "", "message": text} for name, text in problems.items()],
        "refusal": refusal,
        "can_delegate": bool(acts_of(actor.position.roles)),
        "today": clock.local_now(),
    }
    return render(
        request, "workplace/delegations.html", context, status=refusal.status if refusal else 422 if problems else 200
    )


def _row(actor: Actor, found: organizations.DelegationRow) -> dict[str, Any]:
    """A delegation in words, and what this actor may do about it."""
    standing = found.standing(clock.now())
    mine = actor.position is not None and found.giver_id == actor.position.id
    seat = found.receiver if mine else found.giver
    return {
        "found": found,
        "is_mine": mine,
        "open": standing in OPEN,
        "standing": standing,
        "tone": TONES.get(standing, "line"),
        "icon": ICONS.get(standing, "clock" if standing.value in {"coming", "expired", "lapsed"} else "return"),
        "who": seat.account.full_name,
        "title": seat.title,
        "agency": seat.agency.name if seat.agency_id != actor.agency_id else "",
        "acts": [str(DelegatedAct(act).label) for act in found.acts if act in DelegatedAct.values],
        "on_dossiers": any(act not in ON_DOCUMENTS for act in found.acts),
        "last_day": found.ends_at - timedelta(microseconds=1),
        "can_accept": not mine and standing == DelegationStanding.PENDING,
        "ends_by": "Thu hồi" if mine else "Không nhận" if standing == DelegationStanding.PENDING else "Trả lại",
    }


def _form_context(actor: Actor, typed: forms.Typed, identifier: str) -> dict[str, Any]:
    assert actor.position is not None
    agency = _agency(actor, typed.boxes.get("agency", "") or identifier)
    people = [
        (str(seat.pk), f"{seat.account.full_name}, {seat.title}")
        for seat in organizations.may_stand_in(agency.pk, without_account=actor.account_id)[:MOST_PEOPLE]
    ]
    below = organizations.subtree_ids(actor.position.agency_id)
    return {
        "fields": forms.fields(typed, people=people, acts=acts_of(actor.position.roles)),
        "problems": [{"id": f"f-{name}", "label": "", "message": text} for name, text in typed.problems.items()],
        "agency": agency,
        "agencies": organizations.agencies_with_ids(below)[:400] if len(below) > 1 else [],
        "catalogue": procedures.by_field(),
    }


def _agency(actor: Actor, identifier: str) -> organizations.AgencyRow:
    """The agency whose people are offered: the actor's own, or one below it."""
    assert actor.position is not None
    if identifier:
        try:
            wanted = organizations.agency_by_identifier(identifier.split(maxsplit=1)[0].upper())
        except Refused:
            return organizations.agency(actor.position.agency_id)
        if wanted.pk in organizations.subtree_ids(actor.position.agency_id):
            return wanted
    return organizations.agency(actor.position.agency_id)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.VIETNAM)
