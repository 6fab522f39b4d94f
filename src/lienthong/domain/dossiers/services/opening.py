"""A parcel with the applicant's papers is opened at reception (mở gói giấy tờ gửi qua bưu chính)."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from lienthong.domain.dossiers import policies
from lienthong.domain.dossiers.choices import PaperSource, State, Verdict
from lienthong.domain.dossiers.errors import WrongState
from lienthong.domain.dossiers.events import PostalPapersOpened
from lienthong.domain.dossiers.models import Dossier, DossierPaper, DossierStep, PostalChoice
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.intake import accept_dossier
from lienthong.domain.dossiers.services.moving import lock_dossier
from lienthong.domain.dossiers.services.posting import choice_for
from lienthong.domain.dossiers.services.supplementing import JudgedLine, request_supplement
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.postal import queries as parcels
from lienthong.foundation.postal import services as postal
from lienthong.foundation.postal.choices import Kind
from lienthong.foundation.workdays import services as workdays
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid, Refused
from lienthong.kit.events import publish


class OpenedAlready(Refused):
    """Somebody opened the parcel first."""

    code = "parcel-opened"


@transaction.atomic
def open_parcel(
    *, actor: Actor, dossier_id: uuid.UUID, lines: Sequence[JudgedLine], accepts: bool, note: str = ""
) -> Dossier:
    """Count the papers in and go on at once: accept, or send the one complete list of what is missing or wrong. All or nothing.

    Raises NotAllowed, OpenedAlready, WrongState, Invalid (papers, or reason-<key>), and what accepting or asking raises.
    """
    dossier = lock_dossier(dossier_id)
    policies.acting(actor, "accept", dossier)
    choice = choice_for(dossier)
    if choice is None or not choice.sends_papers:
        raise Refused(f"Hồ sơ {dossier.code} không gửi giấy tờ qua bưu chính. Kiểm tra lại mã trên phiếu gửi.")
    if choice.arrived_at is not None:
        raise OpenedAlready(
            f"Gói giấy tờ của hồ sơ {dossier.code} đã mở lúc {choice.arrived_at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}. "
            "Mở hồ sơ để xem."
        )
    if dossier.state != State.SUBMITTED:
        raise WrongState.of(State(dossier.state), "accept")
    _require_judged(dossier, choice, lines)
    wrong = [line for line in lines if line.verdict != Verdict.OK]
    if accepts and wrong:
        raise Invalid(
            {"papers": f"Còn {len(wrong)} giấy tờ chưa đạt. Chọn Yêu cầu bổ sung, hoặc xem lại kết luận từng giấy tờ."}
        )
    _count_in(dossier, choice, lines)
    audit.record(
        actor=actor,
        verb="open_post_parcel",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"papers": [line.requirement_key for line in lines if line.verdict != Verdict.MISSING]},
    )
    publish(PostalPapersOpened(dossier_id=dossier.id, code=dossier.code))
    if accepts:
        return accept_dossier(actor=actor, dossier_id=dossier.id, note=note)
    request_supplement(actor=actor, dossier_id=dossier.id, lines=lines, note=note)
    dossier.refresh_from_db()
    return dossier


def _require_judged(dossier: Dossier, choice: PostalChoice, lines: Sequence[JudgedLine]) -> None:
    """Nothing that should lie in the parcel goes unlooked at. Raises Invalid (judge-<key>)."""
    names = {need.key: need.name for need in procedures.version(dossier.version_id).requirements}
    open_keys = [
        key for key in choice.paper_keys if key in names and key not in {line.requirement_key for line in lines}
    ]
    if open_keys:
        raise Invalid({f"judge-{key}": f"{names[key]}: chưa chọn Đủ, Thiếu hay Không hợp lệ." for key in open_keys})


def _count_in(dossier: Dossier, choice: PostalChoice, lines: Sequence[JudgedLine]) -> None:
    now = clock.now()
    names = {need.key: need.name for need in procedures.version(dossier.version_id).requirements}
    there = {line.requirement_key for line in lines if line.verdict != Verdict.MISSING} & set(choice.paper_keys)
    DossierPaper.objects.bulk_create(
        DossierPaper(
            dossier=dossier, requirement_key=key, name=names[key], source=PaperSource.POST, file_id=None, added_at=now
        )
        for key in choice.paper_keys
        if key in there and key in names
    )
    choice.arrived_at = now
    choice.save(update_fields=["arrived_at"])
    for step in DossierStep.objects.filter(dossier=dossier, finished_at__isnull=True):
        step.due_at = workdays.shift_due(
            agency_id=step.agency_id, due=step.due_at, pauses=[(step.opened_at, now)], known_at=step.opened_at
        )
        step.is_paused = False
        step.save(update_fields=["due_at", "is_paused"])
    for order in parcels.orders_of("dossier", dossier.id):
        if order.kind == Kind.COLLECT:
            postal.mark_opened(actor=SYSTEM, order_id=order.id)
            break
