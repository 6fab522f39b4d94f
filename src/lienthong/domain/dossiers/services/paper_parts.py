"""What of a dossier lies on paper (bản giấy): noted when it comes in, again when its result is there. Used by the verbs."""

from lienthong.domain.dossiers import policies
from lienthong.domain.dossiers.choices import Channel, PaperKind, PaperPlace, PaperSource, State
from lienthong.domain.dossiers.models import Dossier, PaperPart, PostalChoice
from lienthong.domain.dossiers.services import recording as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.rows import insert


def note_papers(dossier: Dossier) -> None:
    """An accepted dossier with papers taken at the counter or by post lies there, to be handed over."""
    on_paper = (
        dossier.channel != Channel.ONLINE
        or dossier.papers.filter(source=PaperSource.COUNTER, replaced_at__isnull=True).exists()
    )
    if on_paper:
        _lay(dossier, PaperKind.SUBMITTED, PaperPlace.COUNTER, dossier.reception_agency_id)


def note_result(dossier: Dossier) -> None:
    """Whoever brought paper, or wants the result by post, gets paper: the result waits at the office to be handed to the counter."""
    if (
        dossier.channel != Channel.ONLINE
        or dossier.paper_parts.filter(kind=PaperKind.SUBMITTED).exists()
        or PostalChoice.objects.filter(dossier=dossier, receives_result=True).exists()
    ):
        _lay(dossier, PaperKind.RESULT, PaperPlace.OFFICE, dossier.agency_id)


def note_paper_part(*, actor: Actor, code: str, kind: str) -> PaperPart:
    """Somebody has paper of a dossier in hand that nobody noted: an original brought later, a result printed on request.

    A repeat returns what is noted. Raises NotAllowed, Invalid (field `code`) with what is wrong with this dossier.
    """
    if actor.agency_id is None or not policies.gives(actor, kind):
        raise NotAllowed
    dossier = Dossier.objects.select_for_update(of=("self",)).filter(code=code.strip().upper()[:40]).first()
    holder = dossier and (dossier.reception_agency_id if kind == PaperKind.SUBMITTED else dossier.agency_id)
    if dossier is None or holder != actor.agency_id:
        raise Invalid(
            {"code": f"Không có hồ sơ {code[:40] or '(chưa ghi mã)'} ở cơ quan này. Kiểm tra mã rồi quét lại."}
        )
    fits = dossier.accepted_at is not None and (
        dossier.state == State.COMPLETED if kind == PaperKind.RESULT else dossier.state != State.COMPLETED
    )
    if not fits or dossier.state not in {State.PROCESSING, State.SUPPLEMENT, State.PAUSED, State.DUTY, State.COMPLETED}:
        label = State(dossier.state).label.lower()
        raise Invalid({"code": f"Hồ sơ {dossier.code} {label}, không còn gì để bàn giao theo chiều này."})
    found = dossier.paper_parts.filter(kind=kind).first()
    if found is not None:
        return found
    place = PaperPlace.COUNTER if kind == PaperKind.SUBMITTED else PaperPlace.OFFICE
    part = PaperPart.objects.create(dossier=dossier, kind=kind, place=place, agency_id=actor.agency_id)
    audit.record(
        actor=actor,
        verb="note_paper_part",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"note": PaperKind(kind).label},
    )
    return part


def _lay(dossier: Dossier, kind: str, place: str, agency_id: int) -> None:
    """Note where a bundle lies; a dossier that is accepted or completed anew has its one row moved."""
    moved = PaperPart.objects.filter(dossier_id=dossier.id, kind=kind).exclude(place=PaperPlace.PASSING)
    if moved.update(place=place, agency_id=agency_id, since=clock.now(), remark=""):
        return
    if not PaperPart.objects.filter(dossier_id=dossier.id, kind=kind).exists():
        insert(PaperPart(dossier=dossier, kind=kind, place=place, agency_id=agency_id, since=clock.now()))
