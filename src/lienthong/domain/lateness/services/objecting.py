"""A unit objects to a charge; the level above decides (đề nghị xem xét lại phần trễ hạn)."""

from django.db import transaction

from lienthong.domain.lateness import policies
from lienthong.domain.lateness.choices import Verdict
from lienthong.domain.lateness.errors import DecidedBefore, ObjectedBefore
from lienthong.domain.lateness.events import LatenessObjected, ObjectionDecided
from lienthong.domain.lateness.models import LatenessShare, Objection
from lienthong.foundation.audit import services as audit
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound
from lienthong.kit.events import publish

LEAST_WORDS = 10


@transaction.atomic
def object_to_share(*, actor: Actor, share_id: int, reason: str) -> Objection:
    """Say why the minutes are not the unit's own; once for each share. Raises NotFound, NotAllowed, Invalid, ObjectedBefore."""
    share = (
        LatenessShare.objects.select_for_update(of=("self",))
        .select_related("account__dossier")
        .filter(pk=share_id)
        .first()
    )
    if share is None:
        raise NotFound
    if not policies.objects(actor, share):
        raise NotAllowed("Chỉ lãnh đạo, trưởng phòng của đơn vị bị tính phần trễ hạn mới đề nghị xem xét lại.")
    if len(reason.strip()) < LEAST_WORDS:
        raise Invalid(
            {"reason": "Lý do còn trống hoặc quá ngắn. Ghi việc gì đã xảy ra, ngày nào, văn bản nào chứng minh."}
        )
    if Objection.objects.filter(share=share).exists():
        raise ObjectedBefore
    assert actor.position is not None
    objection = Objection.objects.create(
        share=share,
        # A successor speaks for the agency that is no more.
        agency_id=actor.position.agency_id,
        reason=reason.strip(),
        made_at=clock.now(),
        made_by_id=actor.position.id,
        made_by_name=actor.name,
    )
    audit.record(
        actor=actor,
        verb="object_to_lateness",
        subject_type="dossier",
        subject_id=share.account.dossier_id,
        details={"share": share.pk, "reason": objection.reason},
    )
    publish(LatenessObjected(objection_id=objection.pk, code=share.account.dossier.code))
    return objection


@transaction.atomic
def decide_objection(
    *,
    actor: Actor,
    objection_id: int,
    grant: bool,
    note: str,
    minutes: int | None = None,
    to_agency_id: int | None = None,
) -> Objection:
    """Yes, for `minutes` (all of them unless told), perhaps to another unit; or no. Either says why.

    The figures of the share stay: what was decided stands beside them. Raises NotFound, NotAllowed, Invalid, DecidedBefore.
    """
    objection = (
        Objection.objects.select_for_update(of=("self",))
        .select_related("share__account__dossier")
        .filter(pk=objection_id)
        .first()
    )
    if objection is None:
        raise NotFound
    if not policies.decides(actor, objection):
        raise NotAllowed("Đề nghị này do lãnh đạo cơ quan cấp trên trực tiếp quyết định.")
    if objection.state != Verdict.PENDING:
        raise DecidedBefore(
            f"{objection.decided_by_name} đã quyết định: {objection.get_state_display().lower()}. Mở lại danh sách để xem đề nghị còn chờ."
        )
    share = objection.share
    granted = share.late if minutes is None else minutes
    problems = {}
    if len(note.strip()) < LEAST_WORDS:
        problems["note"] = "Ý kiến còn trống hoặc quá ngắn. Ghi căn cứ để đơn vị và người xem sau này hiểu."
    if grant and not 0 < granted <= share.late:
        problems["minutes"] = f"Số phút chấp nhận phải từ 1 đến {share.late}, là phần đã tính cho đơn vị."
    if to_agency_id is not None and to_agency_id == share.agency_id:
        problems["to_agency"] = "Đơn vị nhận phần này phải khác đơn vị đang bị tính."
    if problems:
        raise Invalid(problems)
    if to_agency_id is not None:
        organizations.agency(to_agency_id)
    objection.state = Verdict.GRANTED if grant else Verdict.DECLINED
    objection.minutes = granted if grant else 0
    objection.to_agency_id = to_agency_id if grant else None
    objection.note = note.strip()
    objection.decided_at = clock.now()
    objection.decided_by_id = actor.position.id if actor.position else None
    objection.decided_by_name = actor.name
    objection.save()
    audit.record(
        actor=actor,
        verb="decide_objection",
        subject_type="dossier",
        subject_id=share.account.dossier_id,
        details={
            "objection": objection.pk,
            "granted": objection.minutes,
            "to": objection.to_agency_id,
            "note": objection.note,
        },
    )
    publish(ObjectionDecided(objection_id=objection.pk, code=share.account.dossier.code))
    return objection
