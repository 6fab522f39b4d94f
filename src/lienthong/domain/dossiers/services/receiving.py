"""A reception at the counter is under way (tiếp nhận tại quầy): who came, for which procedure, what is typed and found.

Everything is kept as it comes, right or wrong; what is wrong is said when the reception is concluded (`concluding.py`).
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.http import QueryDict

from lienthong.domain.dossiers import policies
from lienthong.domain.dossiers.choices import ReceptionState
from lienthong.domain.dossiers.errors import ReceptionElsewhere, ReceptionFinished, TicketInHand
from lienthong.domain.dossiers.models import Filing, Reception
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.filing import DRAFT_DAYS, new_reference, save_page
from lienthong.domain.dossiers.services.knowing import OWN_GROUPS
from lienthong.domain.dossiers.services.reusing import attach_at_counter, fits_at_counter
from lienthong.domain.eforms import queries as eform_queries
from lienthong.domain.eforms import services as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.accounts import queries as accounts
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotFound, Refused

CARD, REGISTER, TYPED = "card", "register", "typed"
_SOURCES = {CARD: "Thẻ căn cước đọc tại quầy", REGISTER: "Người đã biết của hệ thống", TYPED: "Cán bộ ghi tại quầy"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands on the screen beside the form; None: the screen did not show it."""

    applicant: Mapping[str, str] | None = None
    presenter: Mapping[str, str] | None = None
    checks: Mapping[str, Mapping[str, Any]] | None = None
    case: str | None = None
    received_here: bool | None = None
    fee_later: bool | None = None
    by_post: Mapping[str, str] | None = None
    note: str | None = None


@transaction.atomic
def start_reception(
    *,
    actor: Actor,
    ticket: int | None = None,
    ticket_label: str = "",
    point: str = "",
    like: uuid.UUID | None = None,
) -> Reception:
    """Begin, or go on with, the reception of a number; without a number somebody simply stands there. `like`: the reception just
    concluded, whose person hands in another dossier.

    Raises NotAllowed, TicketInHand when a colleague receives this number already.
    """
    policies.require_receiving(actor)
    assert actor.position is not None
    assert actor.account_id is not None
    now = clock.now()
    same = lock_reception(actor, like) if like is not None else None
    begun = None
    if ticket is not None:
        begun = Reception.objects.select_for_update().filter(ticket=ticket, state=ReceptionState.OPEN).first()
    if begun is None:
        try:
            with transaction.atomic():
                return Reception.objects.create(
                    agency_id=actor.position.agency_id,
                    account_id=actor.account_id,
                    position_id=actor.position.id,
                    officer_name=actor.name,
                    point=point[:40],
                    ticket=ticket,
                    ticket_label=ticket_label[:10],
                    person_id=same.person_id if same else None,
                    applicant=same.applicant if same else {},
                    presenter=same.presenter if same else {},
                    started_at=now,
                    saved_at=now,
                )
        except IntegrityError:
            begun = Reception.objects.select_for_update().filter(ticket=ticket, state=ReceptionState.OPEN).first()
            if begun is None:
                raise
    if begun.account_id != actor.account_id:
        at = begun.started_at.astimezone(clock.VIETNAM)
        raise TicketInHand.of(begun.ticket_label, begun.officer_name, begun.point, f"{at:%H:%M}")
    return begun


def my_reception(actor: Actor, reception_id: uuid.UUID) -> Reception:
    """The actor's own open reception, locked. Raises NotFound, ReceptionElsewhere, ReceptionFinished."""
    reception = lock_reception(actor, reception_id)
    if reception.state != ReceptionState.OPEN:
        raise finished(reception)
    if reception.account_id != actor.account_id:
        raise ReceptionElsewhere.of(reception.officer_name)
    return reception


def lock_reception(actor: Actor, reception_id: uuid.UUID) -> Reception:
    """A reception of the actor's office, locked, whatever its state. Raises NotAllowed, NotFound.

    Nothing is joined: after waiting for a colleague's commit, PostgreSQL reads the locked row anew but not its neighbours.
    """
    policies.require_receiving(actor)
    reception = Reception.objects.select_for_update().filter(id=reception_id, agency_id=actor.agency_id or 0).first()
    if reception is None:
        raise NotFound("Không tìm thấy lượt tiếp nhận này ở cơ quan đang làm việc.")
    return reception


def finished(reception: Reception) -> ReceptionFinished:
    """The sentence that says who concluded it, when and how."""
    at = (reception.finished_at or clock.now()).astimezone(clock.VIETNAM)
    return ReceptionFinished.of(
        reception.officer_name,
        f"{at:%H:%M, %d/%m/%Y}",
        str(reception.get_state_display()),
        reception.dossier.code if reception.dossier else "",
    )


@transaction.atomic
def take_over_reception(*, actor: Actor, reception_id: uuid.UUID, point: str = "") -> Reception:
    """Go on with what a colleague of the office has begun; what they typed comes along. One's own: nothing changes but the counter."""
    reception = lock_reception(actor, reception_id)
    if reception.state != ReceptionState.OPEN:
        raise finished(reception)
    assert actor.position is not None
    assert actor.account_id is not None
    before = reception.officer_name
    if reception.account_id != actor.account_id:
        reception.account_id, reception.position_id = actor.account_id, actor.position.id
        reception.officer_name = actor.name
        reception.filings.update(account_id=actor.account_id)
        audit.record(
            actor=actor,
            verb="take_over_reception",
            subject_type="reception",
            subject_id=reception.id,
            details={"from": before},
        )
    reception.point = point[:40] or reception.point
    reception.save(update_fields=["account", "position", "officer_name", "point"])
    return reception


# ---- for which procedure, decided by whom ----


@transaction.atomic
def choose_procedure(*, actor: Actor, reception_id: uuid.UUID, code: str) -> Reception:
    """Take this procedure, in the version in force. What was filled in for another one is kept beside and comes back with it.

    The same procedure again brings an old draft to the version in force. Raises what `version_to_file` raises.
    """
    reception = my_reception(actor, reception_id)
    version = procedures.version_to_file(code)
    assert actor.account_id is not None
    assert actor.agency_id is not None
    now = clock.now()
    filing = (
        reception.filings.select_for_update(of=("self",))
        .filter(version__procedure_id=version.procedure_id, dossier__isnull=True)
        .first()
    )
    if filing is None:
        filing = Filing.objects.create(
            reference=new_reference(now),
            account_id=actor.account_id,
            version_id=version.id,
            agency_id=actor.agency_id if procedures.is_handled_by(version, actor.agency_id) else None,
            created_at=now,
            saved_at=now,
            expires_at=now + timedelta(days=DRAFT_DAYS),
            reception=reception,
        )
    elif filing.version_id != version.id:
        asked = set(eform_queries.structure_of(version.form).questions)
        filing.unasked = {**filing.unasked, **{k: v for k, v in filing.answers.items() if k not in asked}}
        filing.answers = {k: v for k, v in filing.answers.items() if k in asked}
        filing.version_id, filing.raw = version.id, {}
        filing.save(update_fields=["version", "answers", "unasked", "raw"])
    fill_in_applicant(reception, filing)
    reception.filing, reception.saved_at = filing, now
    if filing.agency_id == actor.agency_id:
        reception.received_here = True
    reception.save(update_fields=["filing", "saved_at", "received_here"])
    look_in_vault(actor, reception)
    return reception


@transaction.atomic
def choose_competent_agency(*, actor: Actor, reception_id: uuid.UUID, agency_id: int) -> Reception:
    """Which agency decides; any that handles the procedure, wherever the person lives. Raises Invalid (field `competent`)."""
    reception = my_reception(actor, reception_id)
    if reception.filing is None:
        raise Refused("Chọn thủ tục trước, rồi chọn cơ quan giải quyết.")
    version = procedures.version(reception.filing.version_id)
    if not procedures.is_handled_by(version, agency_id):
        raise Invalid(
            {"competent": "Cơ quan này không giải quyết thủ tục đã chọn. Chọn một cơ quan trong danh sách gợi ý."}
        )
    reception.filing.agency_id = agency_id
    reception.filing.save(update_fields=["agency"])
    if agency_id == actor.agency_id and not reception.received_here:
        reception.received_here = True
        reception.save(update_fields=["received_here"])
    return reception


def fill_in_applicant(reception: Reception, filing: Filing) -> None:
    """What is known of the applicant into the questions about them, where nobody has typed anything else. Saves the filing."""
    version = procedures.version(filing.version_id)
    if version.form is None:
        return
    stale = {name for name, source in filing.sources.items() if source.get("by") == "reception"}
    answers = {name: value for name, value in filing.answers.items() if name not in stale}
    found, _ = eforms.prefill(form=version.form, person={**reception.applicant, "source": ""})
    for group in eforms.people_of(form=version.form, answers=answers):
        if group.key in OWN_GROUPS:  # a card writes the address as one line: what can be read of it goes into its boxes
            found |= eforms.fill_person(form=version.form, group=group, facts=reception.applicant).values
    text = _SOURCES.get(str(reception.applicant.get("source")), _SOURCES[TYPED])
    fresh = {name: value for name, value in found.items() if answers.get(name) in (None, "")}
    filing.answers = {**answers, **fresh}
    filing.sources = {name: source for name, source in filing.sources.items() if name not in stale} | {
        name: {"text": text, "by": "reception"} for name in fresh
    }
    filing.raw = {
        page: {name: boxes for name, boxes in typed.items() if name not in fresh} for page, typed in filing.raw.items()
    }
    filing.save(update_fields=["answers", "sources", "raw"])


# ---- what is typed ----


@transaction.atomic
def keep_reception(
    *, actor: Actor, reception_id: uuid.UUID, typed: Typed, post: QueryDict, finished: bool = False
) -> dict[str, str]:
    """Keep the whole screen as it stands: what is said of the applicant and the papers, every page of the form.

    Returns the problems of the form by question when `finished`, else none: autosave does not judge.
    """
    reception = my_reception(actor, reception_id)
    before = reception.applicant
    if typed.applicant is not None:
        reception.applicant = {**before, **typed.applicant}
        if reception.applicant.get("id_number") != before.get("id_number"):
            known = accounts.person_by_id_number(actor, reception.applicant.get("id_number", ""))
            reception.person_id = known.pk if known else None
    for name in ("presenter", "received_here", "fee_later", "by_post", "note"):
        if (said := getattr(typed, name)) is not None:
            setattr(reception, name, said)
    if typed.checks is not None:
        reception.checks = {**reception.checks, **typed.checks}
    reception.saved_at = clock.now()
    reception.save(
        update_fields=[
            "applicant",
            "person",
            "presenter",
            "received_here",
            "fee_later",
            "by_post",
            "note",
            "checks",
            "saved_at",
        ]
    )
    if reception.filing is None:
        return {}
    if typed.case is not None:
        reception.filing.checked = {**reception.filing.checked, "case": typed.case}
        reception.filing.save(update_fields=["checked"])
    problems = _keep_pages(actor, reception.filing, post, finished=finished)
    if any(reception.applicant.get(name) != before.get(name) for name in reception.applicant):
        # After the pages: they still show what was known of the applicant before.
        reception.filing.refresh_from_db()
        fill_in_applicant(reception, reception.filing)
    return problems


def _keep_pages(actor: Actor, filing: Filing, post: QueryDict, *, finished: bool) -> dict[str, str]:
    """Each page that the screen showed (`_trang`), in order: earlier answers decide which questions later pages ask."""
    form = procedures.version(filing.version_id).form
    problems: dict[str, str] = {}
    if form is None:
        return problems
    shown = set(post.getlist("_trang"))
    for page in eform_queries.structure_of(form).pages:
        if page.slug in shown:
            problems |= save_page(actor=actor, filing_id=filing.id, page=page.slug, post=post, finished=finished)
    return problems


def look_in_vault(actor: Actor, reception: Reception) -> None:
    """What the person at the counter keeps that fits the papers asked for; once for a card and a procedure, for each look is recorded."""
    reception.in_vault = {}
    if reception.present and reception.filing is not None and not reception.presenter:
        _, fits = fits_at_counter(actor=actor, code=reception.filing.reference, note=reception.present)
        reception.in_vault = {
            key: [
                {
                    "id": str(fit.paper.id),
                    "name": fit.paper.name,
                    "number": fit.paper.number,
                    "issued_on": fit.paper.issued_on.isoformat() if fit.paper.issued_on else "",
                    "why_not": fit.why_not,
                }
                for fit in found
            ]
            for key, found in fits.items()
        }
    reception.save(update_fields=["in_vault"])


@transaction.atomic
def use_vault_paper(
    *, actor: Actor, reception_id: uuid.UUID, requirement_key: str, paper_id: uuid.UUID, agreed: bool
) -> str:
    """A paper of the applicant's own vault for a requirement, the applicant agreeing at the counter; its name.

    Raises what `attach_at_counter` raises, Refused while the owner is not there.
    """
    reception = my_reception(actor, reception_id)
    if reception.filing is None or reception.presenter:
        raise Refused("Chủ giấy tờ phải có mặt và đồng ý thì mới dùng giấy tờ trong kho của họ. Nhận bản giấy.")
    paper = attach_at_counter(
        actor=actor,
        code=reception.filing.reference,
        requirement_key=requirement_key,
        paper_id=paper_id,
        note=reception.present,
        agreed=agreed,
    )
    reception.checks = {
        **reception.checks,
        requirement_key: {**reception.checks.get(requirement_key, {}), "verdict": "ok", "shape": "electronic"},
    }
    reception.saved_at = clock.now()
    reception.save(update_fields=["checks", "saved_at"])
    return str(paper.name)


@transaction.atomic
def drop_reception(*, actor: Actor, reception_id: uuid.UUID, reason: str = "") -> Reception:
    """The person went away, or it was begun by mistake. What was typed stays for the record; money taken has to be given back first.

    Raises Refused while cash or a transfer is there. Dropping twice changes nothing.
    """
    reception = lock_reception(actor, reception_id)
    if reception.state == ReceptionState.DROPPED:
        return reception
    reception = my_reception(actor, reception_id)
    # Imported here: fees are asked for a reception, and whoever drops one gives up asking.
    from lienthong.domain.dossiers.services.counter_fees import give_up_asking

    give_up_asking(actor, reception)
    reception.state, reception.finished_at = ReceptionState.DROPPED, clock.now()
    reception.save(update_fields=["state", "finished_at"])
    audit.record(
        actor=actor,
        verb="drop_reception",
        subject_type="reception",
        subject_id=reception.id,
        details={"reason": reason[:200]},
    )
    return reception
