"""Dossiers at other agencies for the sake of this one (hồ sơ con): opened from the parent, back in it as a paper, counted once.

The parent is locked before the child, always. The clock of the parent runs on: what a colleague takes is no pause.
"""

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from lienthong.domain.dossiers import policies
from lienthong.domain.dossiers.choices import (
    ENDED_WITHOUT_RESULT,
    Channel,
    ChildOutcome,
    PaperKind,
    PaperPlace,
    PaperSource,
    State,
)
from lienthong.domain.dossiers.errors import NotReferable, OpenedBefore
from lienthong.domain.dossiers.events import ChildEnded, ChildOpened, DossierWithdrawn, ResultReturned
from lienthong.domain.dossiers.models import ChildWork, Dossier, DossierPaper, PaperPart
from lienthong.domain.dossiers.queries.referring import papers_to_hand_on
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.ending import end_early
from lienthong.domain.dossiers.services.intake import ApplicantData, submit_dossier
from lienthong.domain.dossiers.services.moving import advance, lock_dossier, open_step, refuse_handed_over
from lienthong.domain.dossiers.states import TRANSITIONS, next_state
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid, NotFound
from lienthong.kit.events import publish
from lienthong.kit.text_vi import fold

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from lienthong.domain.procedures.queries import VersionSnapshot

LEAST_WORDS = 10
RESULT_KEY = "ket-qua-ho-so-con"
"""What a result of a child is filed under in its parent: no requirement of a procedure bears this key."""


@transaction.atomic
def open_child(
    *,
    actor: Actor,
    dossier_id: uuid.UUID,
    procedure_code: str,
    agency_id: int,
    asked: str,
    paper_ids: Sequence[int] = (),
    holds: bool = False,
) -> Dossier:
    """Open a dossier of `procedure_code` at `agency_id` for the same applicant, with these papers of the parent and what both forms ask.

    It lies in that agency's reception and gets its own due date when it is accepted. No fee: the applicant paid with the parent.
    `holds`: the steps of the parent wait. Raises Invalid, NotAllowed, WrongState, HandedOver, NotReferable, OpenedBefore, and what
    `procedures.version_to_file` raises.
    """
    dossier = lock_dossier(dossier_id)
    actor = policies.acting(actor, "refer", dossier)
    next_state(dossier.state, "refer")
    refuse_handed_over(dossier)
    if len(asked.strip()) < LEAST_WORDS:
        raise Invalid({"child-asked": "Chưa ghi đề nghị điều gì, hoặc quá ngắn. Ghi việc cần làm để cơ quan kia hiểu."})
    if dossier.parent_id is not None:
        raise NotReferable("Hồ sơ này là hồ sơ con; hồ sơ con không mở hồ sơ con của riêng nó. Dùng Lấy ý kiến.")
    version = procedures.version_to_file(procedure_code)
    competent = procedures.agencies_for(version).filter(pk=agency_id).first()
    if competent is None:
        raise Invalid({"child-agency": f"Cơ quan này không giải quyết “{version.short_name}”. Chọn cơ quan khác."})
    if agency_id == dossier.agency_id:
        raise Invalid(
            {"child-agency": f"{competent.name} đang giải quyết chính hồ sơ này. Hồ sơ con mở ở cơ quan khác."}
        )
    _refuse_twin(dossier, version, agency_id, competent.name)
    if dossier.applicant is None:
        raise NotReferable(
            "Hồ sơ không gắn với người nộp nào đã định danh nên không mở được hồ sơ con. Dùng Lấy ý kiến."
        )
    child = submit_dossier(
        actor=actor,
        version=version,
        agency_id=agency_id,
        answers=_answers_for(dossier, version),
        papers=[],
        applicant=ApplicantData(
            name=dossier.applicant_name,
            id_number=dossier.applicant.id_number,
            phone=dossier.phone,
            email=dossier.email,
            person_id=dossier.applicant_id,
        ),
        parent_id=dossier.id,
        judged=True,
    )
    # Whoever filed the parent themselves follows the child too; the officer who opened it is no applicant.
    child.filed_by_id = dossier.filed_by_id if dossier.channel == Channel.ONLINE else None
    child.save(update_fields=["filed_by"])
    carried = _carry_papers(dossier, child, version, paper_ids)
    ChildWork.objects.create(
        child=child,
        asked=asked.strip(),
        holds=holds,
        opened_at=child.submitted_at,
        opened_by_id=actor.position.id if actor.position else None,
        opened_by_name=actor.name,
    )
    if holds:
        dossier.awaited_children += 1
        dossier.save(update_fields=["awaited_children"])
    note = f"{version.short_name}, {competent.name}. {asked.strip()}"
    audit.record(
        actor=actor,
        verb="open_child",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"child": child.code, "holds": holds, "papers": carried, "note": f"{child.code}: {note}"},
    )
    audit.record(
        actor=actor,
        verb="open_child",
        subject_type="dossier",
        subject_id=child.id,
        details={"note": f"Hồ sơ gốc {dossier.code}. {asked.strip()}"},
    )
    publish(ChildOpened(dossier_id=dossier.id, code=dossier.code, child_code=child.code, child_agency=competent.name))
    return child


@transaction.atomic
def stop_waiting(*, actor: Actor, dossier_id: uuid.UUID, child_code: str) -> Dossier:
    """The parent goes on without the result of this child of it, which is still done. A repeat changes nothing. Returns the parent.

    Raises NotFound, NotAllowed.
    """
    parent, child = _lock_both(Dossier.objects.filter(code=child_code.strip().upper(), parent_id=dossier_id))
    actor = policies.acting(actor, "refer", parent)
    work = ChildWork.objects.select_for_update().filter(child=child).first()
    if work is None or not work.is_awaited:
        return parent
    _release(parent, work)
    audit.record(
        actor=actor,
        verb="stop_waiting",
        subject_type="dossier",
        subject_id=parent.id,
        details={"child": child.code, "note": child.code},
    )
    return parent


@transaction.atomic
def bring_child_back(*, child_id: uuid.UUID) -> bool:
    """The child has its result: it becomes a paper of the parent, and the child counts as returned, to the office that asked.

    Only what an office opened: a dossier that the applicant filed and that was linked later is given to the applicant. A counter that
    gave the result out before takes nothing from the parent. An original on paper stays where it lies.
    False where there is nothing (more) to bring. Idempotent.
    """
    if not ChildWork.objects.filter(child_id=child_id, ended_at__isnull=True).exists():
        return False
    parent, child = _lock_both(Dossier.objects.filter(id=child_id))
    if child.state not in {State.COMPLETED, State.RETURNED, State.CLOSED}:
        return False
    if child.result_file_id is not None:
        DossierPaper.objects.create(
            dossier=parent,
            requirement_key=RESULT_KEY,
            name=f"Kết quả {child.result_number or child.code}: {child.procedure.short_name}, {child.agency.name}"[
                :300
            ],
            source=PaperSource.CHILD,
            file_id=child.result_file_id,
            added_at=clock.now(),
        )
    if child.state == State.COMPLETED:
        _return_to_parent(parent, child)
    _end(parent, child, ChildOutcome.RESULT, child.result_number)
    return True


def _return_to_parent(parent: Dossier, child: Dossier) -> None:
    paper = PaperPart.objects.filter(dossier_id=child.id, kind=PaperKind.RESULT).exclude(place=PaperPlace.GIVEN)
    paper.update(remark=f"Bản điện tử đã chuyển về hồ sơ gốc {parent.code}; bản giấy chưa bàn giao")
    child.state = next_state(child.state, "return_result")
    child.returned_at = clock.now()
    child.save(update_fields=["state", "returned_at"])
    note = f"Kết quả chuyển về hồ sơ gốc {parent.code}"
    advance(SYSTEM, child, open_step(child, kinds=["return"]), note=note)
    audit.record(
        actor=SYSTEM, verb="return_result", subject_type="dossier", subject_id=child.id, details={"note": note}
    )
    publish(ResultReturned(dossier_id=child.id, code=child.code))


@transaction.atomic
def end_child_work(*, child_id: uuid.UUID) -> bool:
    """The child ended without a result: refused, stopped, taken back. The parent waits no longer and is told why. Idempotent."""
    if not ChildWork.objects.filter(child_id=child_id, ended_at__isnull=True).exists():
        return False
    parent, child = _lock_both(Dossier.objects.filter(id=child_id))
    outcome = _WITHOUT_RESULT.get(child.state)
    if outcome is None:
        return False
    return _end(parent, child, outcome, child.reason)


@transaction.atomic
def recall_children(*, parent_id: uuid.UUID) -> int:
    """The parent ended early: what other agencies were still doing for it is taken back. Returns how many. Idempotent."""
    parent = lock_dossier(parent_id)
    if parent.state not in ENDED_WITHOUT_RESULT:
        return 0
    recalled = 0
    for child_id in parent.children.filter(child_work__ended_at__isnull=True, child_work__isnull=False).values_list(
        "id", flat=True
    ):
        child = lock_dossier(child_id)
        if child.state not in TRANSITIONS["withdraw"].sources:
            continue
        child.state = next_state(child.state, "withdraw")
        child.reason = f"Hồ sơ gốc {parent.code} đã kết thúc: {parent.get_state_display().lower()}."
        end_early(SYSTEM, child)
        audit.record(
            actor=SYSTEM,
            verb="recall_child",
            subject_type="dossier",
            subject_id=child.id,
            details={"reason": child.reason},
        )
        publish(DossierWithdrawn(dossier_id=child.id, code=child.code))
        recalled += 1
    return recalled


_WITHOUT_RESULT: dict[str, ChildOutcome] = {
    State.REJECTED: ChildOutcome.REFUSED,
    State.STOPPED: ChildOutcome.STOPPED,
    State.WITHDRAWN: ChildOutcome.WITHDRAWN,
}


def _lock_both(rows: "QuerySet[Dossier]") -> tuple[Dossier, Dossier]:
    """Parent, then child, locked. Raises NotFound where there is no such child."""
    found = rows.values_list("id", "parent_id").first()
    if found is None or found[1] is None:
        raise NotFound
    parent = lock_dossier(found[1])
    return parent, lock_dossier(found[0])


def _refuse_twin(dossier: Dossier, version: "VersionSnapshot", agency_id: int, agency: str) -> None:
    twin = dossier.children.filter(
        procedure_id=version.procedure_id, agency_id=agency_id, child_work__ended_at__isnull=True
    ).exclude(state__in=[State.RETURNED, State.CLOSED, *ENDED_WITHOUT_RESULT])
    for code in twin.values_list("code", flat=True)[:1]:
        raise OpenedBefore(
            f"{agency} đang giải quyết “{version.short_name}” cho hồ sơ này, mã {code}. Theo dõi hồ sơ con đó, không mở lần nữa."
        )


def _answers_for(dossier: Dossier, version: "VersionSnapshot") -> dict[str, object]:
    """What the parent's form said under the same names as the child's form asks."""
    if version.form is None:
        return {}
    asked = eforms.structure_of(version.form).questions
    return {name: value for name, value in dossier.answers.items() if name in asked}


def _carry_papers(dossier: Dossier, child: Dossier, version: "VersionSnapshot", paper_ids: Sequence[int]) -> list[str]:
    """The chosen papers, each under the requirement of the child it fits, by key or by name. Returns their names."""
    wanted = set(paper_ids)
    papers = [paper for paper in papers_to_hand_on(dossier) if paper.pk in wanted]
    if len(papers) != len(wanted):
        raise Invalid({"child-papers": "Có giấy tờ vừa được thay hoặc không chuyển được. Mở lại thẻ này rồi chọn lại."})
    keys = {need.key for need in version.requirements}
    by_name = {fold(need.name): need.key for need in version.requirements}
    DossierPaper.objects.bulk_create(
        DossierPaper(
            dossier=child,
            requirement_key=paper.requirement_key
            if paper.requirement_key in keys
            else by_name.get(fold(paper.name), paper.requirement_key),
            name=paper.name,
            source=PaperSource.PARENT,
            file_id=paper.file_id,
            added_at=child.submitted_at,
        )
        for paper in papers
    )
    return [paper.name for paper in papers]


def _end(parent: Dossier, child: Dossier, outcome: ChildOutcome, said: str) -> bool:
    work = ChildWork.objects.select_for_update().get(child=child)
    if work.ended_at is not None:
        return False
    if work.is_awaited:
        _release(parent, work)
    work.ended_at, work.outcome, work.said = clock.now(), outcome, said
    work.save(update_fields=["ended_at", "outcome", "said"])
    note = f"{child.code}, {child.procedure.short_name}, {child.agency.name}: {outcome.label.lower()}"
    audit.record(
        actor=SYSTEM,
        verb="child_ended",
        subject_type="dossier",
        subject_id=parent.id,
        details={"child": child.code, "note": f"{note}. {said}" if said else note},
    )
    publish(ChildEnded(dossier_id=parent.id, code=parent.code, child_id=child.id, child_code=child.code))
    return True


def _release(parent: Dossier, work: ChildWork) -> None:
    work.holds = False
    work.save(update_fields=["holds"])
    parent.awaited_children = max(0, parent.awaited_children - 1)
    parent.save(update_fields=["awaited_children"])
