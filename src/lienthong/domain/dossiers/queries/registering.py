"""The book of an office for a period (sổ theo dõi hồ sơ) and the passages of one dossier (phiếu kiểm soát)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from lienthong.domain.dossiers.choices import Outcome, ReferralState, Timeliness
from lienthong.domain.dossiers.models import Dossier, DossierStep
from lienthong.domain.dossiers.queries.handovers import paper_passages
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid

MOST_ROWS = 2000
LONGEST_PERIOD = timedelta(days=92)


def register_of(actor: Actor, *, since: date, until: date) -> list[Dossier]:
    """Dossiers that the actor's agency decides, received or helped to file from `since` to `until` (both included) that were accepted or refused, oldest first.

    Raises Invalid for a period that is empty, longer than a quarter, or holds more than MOST_ROWS dossiers. One query.
    """
    problems = {}
    if until < since:
        problems["until"] = "Ngày cuối phải không trước ngày đầu."
    elif until - since > LONGEST_PERIOD:
        problems["until"] = f"Mỗi lần in không quá {LONGEST_PERIOD.days} ngày. Chia thành nhiều kỳ."
    if problems:
        raise Invalid(problems)
    begin = datetime.combine(since, time(), clock.VIETNAM)
    end = datetime.combine(until + timedelta(days=1), time(), clock.VIETNAM)
    rows = (
        Dossier.objects.filter(
            Q(agency_id=actor.agency_id or 0) | Q(helped_agency_id=actor.agency_id or 0),
            submitted_at__gte=begin,
            submitted_at__lt=end,
        )
        .exclude(accepted_at__isnull=True, reason="")
        .select_related("procedure", "agency", "reception_agency", "helped_agency", "applicant")
        .defer("answers", "due_derivation", "result_fields", "pauses")
        .order_by("submitted_at", "id")
    )
    found = list(rows[: MOST_ROWS + 1]) if actor.may("dossiers.view_agency") else []
    if len(found) > MOST_ROWS:
        raise Invalid({"until": f"Kỳ này có hơn {MOST_ROWS} hồ sơ. Chọn kỳ ngắn hơn để in."})
    return found


@dataclass(frozen=True, slots=True)
class Passage:
    """One hand-over of the dossier: `at` aware, names empty where the system gave it or nobody has taken it yet."""

    giver: str
    taker: str
    giver_name: str
    taker_name: str
    at: datetime
    outcome: str
    note: str


def passages_of(dossier: Dossier) -> list[Passage]:
    """Every passage from filing on, steps, referrals and lists of paper in order of time, agencies by the names of then. Four queries."""
    steps = list(dossier.steps.select_related("agency"))
    former = organizations.former_short_names({step.agency_id for step in steps})
    found = []
    giver, giver_name = "Người nộp hồ sơ", dossier.applicant_name
    for step in steps:
        if step.outcome == Outcome.CANCELLED:
            continue
        day = (step.finished_at or clock.now()).astimezone(clock.VIETNAM).date()
        name = next((name for until, name in former.get(step.agency_id, []) if until >= day), step.agency.short_name)
        holder = f"{name}, {step.name}"
        found.append(
            Passage(
                giver=giver,
                taker=holder,
                giver_name=giver_name,
                taker_name=step.finished_by_name,
                at=step.opened_at,
                outcome=_outcome(step),
                note="Trả lại bước trước" if step.outcome == Outcome.SENT_BACK else "",
            )
        )
        giver, giver_name = holder, step.finished_by_name
    for each in dossier.referrals.select_related("agency", "from_agency").exclude(state=ReferralState.RECALLED):
        outcome = ""
        if each.answered_at is not None:
            outcome = Timeliness.LATE.label if each.is_overdue else Timeliness.ON_TIME.label
        found.append(
            Passage(
                giver=each.from_agency.short_name,
                taker=each.agency.short_name,
                giver_name=each.sent_by_name,
                taker_name=each.answered_by_name,
                at=each.sent_at,
                outcome=outcome,
                note=str(each.get_kind_display()),
            )
        )
    found += [
        Passage(
            giver=line.handover.from_unit,
            taker=line.handover.to_unit,
            giver_name=line.handover.given_by_name,
            taker_name=line.handover.received_by_name,
            at=line.handover.given_at,
            outcome=line.outcome,
            note=f"{line.part.get_kind_display()}, danh sách {line.handover.label}"
            + (f"; không nhận: {line.reason}" if line.reason else ""),
        )
        for line in paper_passages(dossier.id)
    ]
    return sorted(found, key=lambda each: each.at)


def outcome_of_last_step(dossier: Dossier) -> str:
    """How the last finished step of a dossier was in time (form 06), as the bundle leaves who did it; of a result, how the dossier was."""
    if dossier.completed_at is not None:
        return str(dossier.get_timeliness_display())
    step = dossier.steps.filter(finished_at__isnull=False, outcome=Outcome.DONE).order_by("-finished_at", "-id").first()
    return _outcome(step) if step is not None else ""


def _outcome(step: DossierStep) -> str:
    """By the deadline of the step as it stood: before its day, on it, after it."""
    if step.finished_at is None:
        return ""
    if step.finished_at > step.due_at:
        return str(Timeliness.LATE.label)
    same_day = step.finished_at.astimezone(clock.VIETNAM).date() == step.due_at.astimezone(clock.VIETNAM).date()
    return str(Timeliness.ON_TIME.label if same_day else Timeliness.EARLY.label)
