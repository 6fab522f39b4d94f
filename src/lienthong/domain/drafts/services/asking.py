"""Opinions of a draft (lấy ý kiến): asked side by side or one after the other, answered, taken into account or explained."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from lienthong.domain.drafts import policies, queries
from lienthong.domain.drafts.choices import Handling, OpinionState, Verdict
from lienthong.domain.drafts.errors import DraftNotFound, OpinionClosed, WrongDraftState
from lienthong.domain.drafts.events import OpinionAsked, OpinionGiven
from lienthong.domain.drafts.models import Draft, DraftOpinion
from lienthong.domain.drafts.services.moving import lock_draft, recorded
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.workdays import services as workdays
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean

MOST_DAYS = 30
_LIVE = (OpinionState.WAITING, OpinionState.OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A seat or a department of the agency."""

    position_id: int | None = None
    department_id: int | None = None


@transaction.atomic
def ask_opinions(
    *,
    actor: Actor,
    draft_id: uuid.UUID,
    asked: Sequence[Asked],
    question: str = "",
    days: int = 2,
    in_order: bool = False,
) -> list[DraftOpinion]:
    """Ask them side by side, or each after the one before has answered; `days` working days from when it is their turn.

    Whoever is still being asked is not asked again. Raises Invalid, NotAllowed, WrongDraftState.
    """
    draft = lock_draft(actor, draft_id)
    _require_writing(actor, draft)
    names = organizations.receivers_named(
        draft.agency_id,
        positions=[each.position_id for each in asked if each.position_id],
        departments=[each.department_id for each in asked if each.department_id],
    )
    problems = {}
    if not asked:
        problems["asked"] = "Chọn ít nhất một người hoặc đơn vị để lấy ý kiến."
    elif any((each.position_id, each.department_id) not in names for each in asked):
        problems["asked"] = "Có người, đơn vị không còn ở cơ quan. Chọn lại."
    if not 1 <= days <= MOST_DAYS:
        problems["days"] = f"Thời hạn {days} ngày làm việc; ghi từ 1 đến {MOST_DAYS} ngày."
    if problems:
        raise Invalid(problems)
    standing = set(draft.opinions.filter(state__in=_LIVE).values_list("position_id", "department_id"))
    last = draft.opinions.order_by("-turn").values_list("turn", flat=True).first() or 0
    version = queries.version_of(draft)
    made: list[DraftOpinion] = []
    for each in dict.fromkeys(asked):
        if (each.position_id, each.department_id) in standing:
            continue
        turn = last + 1 + (len(made) if in_order else 0)
        made.append(
            DraftOpinion.objects.create(
                draft=draft,
                version=version,
                turn=turn,
                state=OpinionState.WAITING,
                position_id=each.position_id,
                department_id=each.department_id,
                asked_name=names[each.position_id, each.department_id],
                question=clean(question, lines=True),
                days=days,
                asked_by_name=actor.name,
            )
        )
    if made:
        recorded(actor, draft, "ask_draft_opinions", asked=[each.asked_name for each in made], in_order=in_order)
    for opinion in made[:1] if in_order else made:
        _open(draft, opinion)
    return made


@transaction.atomic
def give_opinion(*, actor: Actor, opinion_id: int, verdict: str, text: str = "") -> DraftOpinion:
    """Say what one thinks. Raises OpinionClosed, NotAllowed, Invalid, DraftNotFound."""
    draft, opinion = _locked(actor, opinion_id)
    said = clean(text, lines=True)
    problems = {}
    if verdict not in Verdict.values:
        problems["verdict"] = "Chọn nhất trí, nhất trí có góp ý hay không nhất trí."
    elif verdict != Verdict.AGREE and not said:
        problems["text"] = "Ghi góp ý, hoặc lý do không nhất trí."
    if problems:
        raise Invalid(problems)
    if opinion.state != OpinionState.OPEN:
        by = f" ({opinion.given_by_name})" if opinion.given_by_name else ""
        raise OpinionClosed(
            f"Lượt lấy ý kiến của {opinion.asked_name}: {opinion.get_state_display().lower()}{by}. Tải lại trang để xem hiện trạng."
        )
    who = policies.answering(actor, opinion)
    if who is None:
        raise NotAllowed(f"Ý kiến này hỏi {opinion.asked_name}; chức vụ đang dùng không trả lời thay được.")
    actor = who
    opinion.state, opinion.verdict, opinion.text = OpinionState.GIVEN, verdict, said
    opinion.given_at, opinion.given_by_name = clock.now(), actor.name
    opinion.version = queries.version_of(draft)
    opinion.save()
    recorded(actor, draft, "give_draft_opinion", verdict=verdict)
    publish(OpinionGiven(opinion_id=opinion.pk, draft_id=draft.pk, writer_position_id=draft.writer_id))
    _begin_turn(draft)
    return opinion


@transaction.atomic
def withdraw_opinion(*, actor: Actor, opinion_id: int) -> DraftOpinion:
    """Not asked any more; the next turn may begin. Raises OpinionClosed, NotAllowed, DraftNotFound."""
    draft, opinion = _locked(actor, opinion_id)
    _require_writing(actor, draft)
    if opinion.state not in _LIVE:
        raise OpinionClosed(f"{opinion.asked_name}: {opinion.get_state_display().lower()}, không thôi hỏi được nữa.")
    opinion.state = OpinionState.WITHDRAWN
    opinion.save(update_fields=["state"])
    recorded(actor, draft, "withdraw_draft_opinion", asked=opinion.asked_name)
    _begin_turn(draft)
    return opinion


@transaction.atomic
def handle_opinion(*, actor: Actor, opinion_id: int, handling: str, text: str = "") -> DraftOpinion:
    """Taken into account, in part, or explained why not. Raises Invalid, OpinionClosed, NotAllowed, DraftNotFound."""
    draft, opinion = _locked(actor, opinion_id)
    _require_writing(actor, draft)
    said = clean(text, lines=True)
    if handling not in Handling.values:
        raise Invalid({"handling": "Chọn tiếp thu, tiếp thu một phần hay giải trình."})
    if handling != Handling.TAKEN and not said:
        raise Invalid({"text": "Ghi tiếp thu phần nào, hoặc giải trình vì sao giữ như dự thảo."})
    if opinion.state != OpinionState.GIVEN:
        raise OpinionClosed(f"{opinion.asked_name} chưa cho ý kiến nên chưa có gì để tiếp thu.")
    opinion.handling, opinion.handling_text = handling, said
    opinion.handled_at, opinion.handled_by_name = clock.now(), actor.name
    opinion.save()
    recorded(actor, draft, "handle_draft_opinion", asked=opinion.asked_name, handling=handling)
    return opinion


def _locked(actor: Actor, opinion_id: int) -> tuple[Draft, DraftOpinion]:
    draft_id = DraftOpinion.objects.filter(pk=opinion_id).values_list("draft_id", flat=True).first()
    if draft_id is None:
        raise DraftNotFound
    draft = lock_draft(actor, draft_id)
    return draft, DraftOpinion.objects.select_for_update(of=("self",)).get(pk=opinion_id)


def _require_writing(actor: Actor, draft: Draft) -> None:
    if not (policies.is_writer(actor, draft) or policies.approves(actor, draft)):
        raise NotAllowed(
            f"Dự thảo do {draft.writer_name} soạn; chỉ người soạn, trưởng phòng, lãnh đạo lấy và xử lý ý kiến."
        )
    if not draft.is_open:
        raise WrongDraftState(f"Dự thảo {draft.get_state_display().lower()} nên không lấy ý kiến được nữa.")


def _begin_turn(draft: Draft) -> None:
    """Opens the earliest turn that waits, when nobody is being asked any more."""
    if draft.opinions.filter(state=OpinionState.OPEN).exists():
        return
    waiting = list(draft.opinions.filter(state=OpinionState.WAITING).order_by("turn", "id"))
    for each in waiting:
        if each.turn == waiting[0].turn:
            _open(draft, each)


def _open(draft: Draft, opinion: DraftOpinion) -> None:
    opinion.state = OpinionState.OPEN
    opinion.due_at = workdays.due_for(
        start=clock.now(), limit_value=opinion.days, limit_unit="working_days", agency_id=draft.agency_id
    ).due
    opinion.save(update_fields=["state", "due_at"])
    publish(
        OpinionAsked(
            opinion_id=opinion.pk,
            draft_id=draft.pk,
            position_id=opinion.position_id,
            department_id=opinion.department_id,
        )
    )
