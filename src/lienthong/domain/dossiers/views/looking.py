"""The page on which something is decided after it was looked at (xem rồi duyệt, ký, đóng dấu): phone first, one document, two buttons.

Who opens it: the head of a room, the leader, the clerk, each for their own step. Opening it records what was shown; deciding sends the
digest back, and when the draft changed meanwhile the page says so and shows the new one.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lienthong.domain.dossiers import policies, queries, services
from lienthong.domain.dossiers.choices import ReturnGround
from lienthong.domain.dossiers.models import Dossier, DossierStep
from lienthong.domain.dossiers.views.checks import checks_of
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.audit import services as audit
from lienthong.foundation.signing import queries as certificates
from lienthong.foundation.signing import services as signing
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, confirmed, officer
from lienthong.kit.bridging import asks_bridge
from lienthong.kit.errors import Invalid, Refused

LISTS = {"approve": "approval", "sign": "pile", "stamp": "stamping"}
VERBS = {"approve": "Duyệt", "sign": "Ký", "stamp": "Cấp số, đóng dấu"}
may_decide = officer("dossiers.approve", "dossiers.sign", "dossiers.stamp")


@require_safe
@may_decide
def look(request: ActorRequest, code: str) -> HttpResponseBase:
    """One document with what is known of it; where nothing waits for this officer, the dossier itself."""
    dossier = queries.dossier_for(request.actor, code)
    step = _my_step(request, dossier)
    if step is None or (step.kind != "stamp" and queries.current_draft(dossier) is None):
        return redirect("dossiers:work", code=dossier.code)
    return _page(request, dossier, step)


@require_POST
@officer("dossiers.approve")
def approve(request: ActorRequest, code: str) -> HttpResponseBase:
    """Approve the draft."""
    return _complete(request, code, "approve")


@asks_bridge
@require_POST
@officer("dossiers.stamp")
@confirmed
def stamp(request: ActorRequest, code: str) -> HttpResponseBase:
    """Number and stamp the signed paper, with whatever holds the key of the seal."""
    return _complete(request, code, "stamp")


def _complete(request: ActorRequest, code: str, kind: str) -> HttpResponseBase:
    def complete(dossier: Dossier, step: DossierStep) -> str:
        done = signing.done_by_holder(
            actor=request.actor,
            typed=signing.typed(request.POST.dict()),
            act=lambda: services.complete_step(
                actor=request.actor,
                dossier_id=dossier.id,
                step_id=step.pk,
                note=request.POST.get("note", ""),
                seen=request.POST.get("seen", ""),
            ),
        )
        return f"Đã cấp số {done.result_number}, đóng dấu" if kind == "stamp" else "Đã duyệt"

    return _acted(request, code, complete, kind=kind)


def _acted(
    request: ActorRequest, code: str, act: Callable[[Dossier, DossierStep], str], *, kind: str = ""
) -> HttpResponseBase:
    """Do `act` on the step that lies with this officer, say what was done, go to the next; a refusal shows the document again."""
    dossier = queries.dossier_for(request.actor, code)
    step = _my_step(request, dossier)
    if step is None or (kind and step.kind != kind):
        return redirect("dossiers:work", code=dossier.code)
    try:
        said = act(dossier, step)
    except Refused as refusal:
        return _again(request, code, refusal)
    messages.success(request, f"{said} hồ sơ {dossier.code}.")
    return redirect(_next_url(request, step))


@asks_bridge
@require_POST
@officer("dossiers.sign")
@confirmed
def sign(request: ActorRequest, code: str) -> HttpResponseBase:
    """Sign the very paper that was shown, with whatever holds the signer's key."""

    def put_name(dossier: Dossier, step: DossierStep) -> str:
        signing.done_by_holder(
            actor=request.actor,
            typed=signing.typed(request.POST.dict()),
            act=lambda: services.sign_result(
                actor=request.actor,
                dossier_id=dossier.id,
                step_id=step.pk,
                note=request.POST.get("note", ""),
                seen=request.POST.get("seen", ""),
            ),
        )
        return "Đã ký số kết quả"

    return _acted(request, code, put_name)


@require_POST
@may_decide
def give_back(request: ActorRequest, code: str) -> HttpResponseBase:
    """Back to an earlier step with the ground and the reason."""

    def send_back(dossier: Dossier, step: DossierStep) -> str:
        services.send_back_step(
            actor=request.actor,
            dossier_id=dossier.id,
            step_id=step.pk,
            reason=request.POST.get("note", ""),
            ground=request.POST.get("ground", ""),
            to_key=request.POST.get("to", ""),
        )
        return "Đã trả lại"

    return _acted(request, code, send_back)


def _my_step(request: ActorRequest, dossier: Dossier) -> DossierStep | None:
    """The open step to be decided that lies with this officer."""
    for step in queries.open_steps(dossier):
        step.dossier = dossier
        if step.kind in services.LOOKED_AT_KINDS and not step.is_paused and policies.holds(request.actor, step):
            return step
    return None


def _again(request: ActorRequest, code: str, refusal: Refused) -> HttpResponseBase:
    """The page as things stand now, with the sentence; the dossier itself when somebody else was faster."""
    dossier = queries.dossier_for(request.actor, code)
    step = _my_step(request, dossier)
    if step is None:
        messages.warning(request, refusal.message)
        return redirect("dossiers:work", code=dossier.code)
    return _page(request, dossier, step, refusal)


def _next_url(request: ActorRequest, done: DossierStep) -> str:
    """What comes after this one in the same pile, from the top again after the last; the list when nothing waits."""
    rows = queries.pile(request.actor, done.kind)
    after = next((row for row in rows if (row.due_at, row.step_id) > (done.due_at, done.pk)), None) or next(
        iter(rows), None
    )
    if after is None:
        return reverse(f"dossiers:{LISTS[done.kind]}")
    return reverse("dossiers:look", args=[after.code])


def _page(request: ActorRequest, dossier: Dossier, step: DossierStep, refusal: Refused | None = None) -> HttpResponse:
    if dossier.applicant_id is not None:
        audit.record_access(
            actor=request.actor,
            person_id=dossier.applicant_id,
            subject_type="dossier",
            subject_id=dossier.id,
            reason=f"Duyệt, ký hồ sơ {dossier.code}",
        )
    before = queries.last_look(request.actor, step)
    shown = services.look_at(actor=request.actor, dossier_id=dossier.id, step_id=step.pk)
    version = procedures.version(dossier.version_id)
    draft = queries.current_draft(dossier)
    problems = refusal.problems if isinstance(refusal, Invalid) else {}
    context: dict[str, Any] = {
        "dossier": dossier,
        "version": version,
        "step": step,
        "draft": draft,
        "earlier_number": draft.number - 1 if draft is not None and draft.number > 1 else 0,
        "shown": shown,
        "verb": VERBS[step.kind],
        "checks": checks_of(request.actor, dossier, version, draft),
        "sections": eforms.summary(version.form, dossier.answers, blanks=False) if version.form else [],
        "opinions": [each for each in reversed(queries.steps_of(dossier)) if each.finished_at and each.note][:4],
        "returns": queries.draft_returns_of(dossier),
        "targets": services.return_targets(dossier, step),
        "grounds": ReturnGround.choices,
        "refusal": refusal,
        "changed_from": before.draft.number
        if refusal is not None
        and before is not None
        and before.draft is not None
        and before.pk
        and draft is not None
        and before.draft.number < draft.number
        else 0,
        "problems": problems,
        "typed": request.POST,
        "returning": "tra-lai" in request.GET or bool(problems),
        "list_url": reverse(f"dossiers:{LISTS[step.kind]}"),
        "rail": queries.rail(request.actor, "stamping" if step.kind == "stamp" else "approval"),
        "now": clock.now(),
        **_signing(request, dossier, step),
        **_neighbours(request, step),
    }
    return render(request, "dossiers/staff/look.html", context, status=refusal.status if refusal else 200)


def _signing(request: ActorRequest, dossier: Dossier, step: DossierStep) -> dict[str, Any]:
    """In whose name this officer signs, and by which certificate; the seal of the agency where the paper is stamped."""
    step.dossier = dossier
    who = policies.acting_on(request.actor, step)
    if step.kind == "stamp":
        key = certificates.seal_of(dossier.agency_id)
        return {"on_behalf_of": who.on_behalf_of if who else "", "key": key if key.certificate is not None else None}
    if step.kind != "sign" or who is None:
        return {"on_behalf_of": who.on_behalf_of if who else ""}
    lines, name = queries.heading_of(who)
    return {
        "on_behalf_of": who.on_behalf_of,
        "heading": (*lines, name),
        "key": certificates.key_of(who.position.id if who.position else None),
    }


def _neighbours(request: ActorRequest, step: DossierStep) -> dict[str, Any]:
    """Where this one stands in the pile, and the ways to the next."""
    rows = queries.pile(request.actor, step.kind)
    at = next((place for place, row in enumerate(rows) if row.step_id == step.pk), -1)
    if at < 0:
        return {"place": 0, "of": len(rows), "seen_count": 0}

    def url(place: int) -> str:
        return reverse("dossiers:look", args=[rows[place].code]) if 0 <= place < len(rows) else ""

    return {
        "place": at + 1,
        "of": len(rows),
        "previous_url": url(at - 1),
        "next_url": url(at + 1),
        "seen_count": sum(row.is_seen or row.step_id == step.pk for row in rows),
    }
