"""Files past their retention are reviewed and destroyed by several, never by one (hủy tài liệu hết giá trị); Luật Lưu trữ 33/2024/QH15.

Prepared by the keeper of the archive, reviewed by a council, decided by a leader who is neither, carried out by the keeper after that.
Permanent files and files under hold never get on a list, and are looked at once more at the last step.
"""

import uuid
from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction

from lienthong.domain.archive import policies, queries
from lienthong.domain.archive.choices import FileState
from lienthong.domain.archive.errors import FileNotFound, Held, NotExpired, SamePerson
from lienthong.domain.archive.events import DestructionMoved, FilesDestroyed
from lienthong.domain.archive.models import Destruction, DestructionLine, ItemContent, WorkFile
from lienthong.domain.archive.services.locking import move, reason_of, recorded
from lienthong.domain.archive.services.printing import destruction_minutes_pdf
from lienthong.domain.archive.states import DESTRUCTIONS, next_state
from lienthong.foundation.audit import services as audit
from lienthong.foundation.files import services as files
from lienthong.foundation.files.choices import PDF
from lienthong.foundation.numbering import services as numbering
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.signing import queries as certificates
from lienthong.foundation.signing import services as signing
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean

WHY = "Hết thời hạn bảo quản"


@transaction.atomic
def hold_file(*, actor: Actor, file_id: uuid.UUID, reason: str) -> WorkFile:
    """Nothing of it is destroyed until the hold is lifted: an inspection, a lawsuit. Raises NotAllowed, FileNotFound, Invalid, WrongState."""
    file = _archived(actor, file_id)
    file.hold_reason = reason_of(reason, "phục vụ thanh tra theo Quyết định số 15/QĐ-TTr.")
    file.save(update_fields=["hold_reason"])
    recorded(actor, file, "hold_file", reason=file.hold_reason)
    return file


@transaction.atomic
def lift_hold(*, actor: Actor, file_id: uuid.UUID, reason: str) -> WorkFile:
    """The hold is over. Raises as `hold_file`."""
    file = _archived(actor, file_id)
    said = reason_of(reason, "thanh tra đã kết luận ngày 12/5.")
    before, file.hold_reason = file.hold_reason, ""
    file.save(update_fields=["hold_reason"])
    recorded(actor, file, "lift_hold", before=before, reason=said)
    return file


def _archived(actor: Actor, file_id: uuid.UUID) -> WorkFile:
    file = WorkFile.objects.select_for_update(of=("self",)).filter(pk=file_id).first()
    if file is None or file.agency_id not in actor.archive_agency_ids:
        raise FileNotFound
    policies.require(actor, policies.KEEP, file.agency_id)
    if file.state == FileState.DESTROYED:
        move(file, "destroy")  # says where it stands
    return file


@transaction.atomic
def prepare_destruction(*, actor: Actor, file_ids: Sequence[uuid.UUID], summary: str, key: str) -> Destruction:
    """List archived files past their retention for the council. `key` names one sending.

    Raises NotAllowed, FileNotFound, NotExpired, Held, WrongState, Invalid.
    """
    agency_id = policies.require(actor, policies.KEEP)
    known = Destruction.objects.filter(key=key[:64], prepared_by_id=actor.account_id).first()
    if known is not None:
        return known
    wanted = list(dict.fromkeys(file_ids))
    if not wanted or len(wanted) > queries.EXPIRED_MOST:
        raise Invalid({"files": f"Chọn từ 1 đến {queries.EXPIRED_MOST} hồ sơ hết thời hạn bảo quản."})
    rows = list(WorkFile.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))
    if len(rows) != len(wanted) or any(row.agency_id not in actor.archive_agency_ids for row in rows):
        raise FileNotFound
    for row in rows:
        _require_expired(row)
    year = clock.today().year
    number = numbering.next_number(scope="archive-destruction", key=f"{organizations.identifier_of(agency_id)}-{year}")
    made = Destruction(
        agency_id=agency_id,
        year=year,
        number=number,
        key=key[:64],
        summary=clean(summary, lines=True),
        prepared_at=clock.now(),
        prepared_by_id=actor.account_id,
        prepared_by_name=actor.name,
    )
    made.save(force_insert=True)
    try:
        with transaction.atomic():
            DestructionLine.objects.bulk_create(
                DestructionLine(destruction=made, file=row, place=place, why=f"{WHY} {row.retention}")
                for place, row in enumerate(sorted(rows, key=lambda row: (row.year, row.code)), start=1)
            )
    except IntegrityError:
        raise Invalid(
            {"files": "Có hồ sơ đã nằm trong một danh mục khác đang xét. Tải lại danh sách rồi chọn lại."}
        ) from None
    _recorded(actor, made, "prepare_destruction", files=len(rows))
    _tell(made)
    return made


@transaction.atomic
def review_destruction(
    *, actor: Actor, destruction_id: uuid.UUID, council: str, review: str, kept: Mapping[int, str]
) -> Destruction:
    """The council has looked at every file; `kept` are lines (id) that stay, with why. Raises SamePerson, WrongState, Invalid, NotAllowed."""
    made = _lock(actor, destruction_id)
    if not (actor.may(policies.HEAD) or actor.may(policies.APPROVE)):
        policies.require(actor, policies.HEAD)
    state = _next(made, "review")
    if made.prepared_by_id == actor.account_id:
        raise SamePerson(f"{made.prepared_by_name} đã lập danh mục nên không ghi ý kiến hội đồng. Người khác ghi.")
    members = [clean(line) for line in council.splitlines() if clean(line)]
    problems = {}
    if len(members) < 3:
        problems["council"] = "Hội đồng có từ 3 người; mỗi dòng ghi họ tên, chức vụ một người."
    if len(clean(review)) < 8:
        problems["review"] = "Ghi ý kiến của hội đồng, ví dụ: nhất trí hủy 12 hồ sơ, giữ lại 1 hồ sơ."
    if any(len(clean(reason)) < 8 for reason in kept.values()):
        problems["kept"] = "Ghi lý do giữ lại từng hồ sơ."
    if problems:
        raise Invalid(problems)
    for line in made.lines.filter(pk__in=list(kept)):
        line.is_kept, line.is_active, line.kept_reason = True, False, clean(kept[line.pk])[:300]
        line.save(update_fields=["is_kept", "is_active", "kept_reason"])
    made.state, made.council, made.review = state, "\n".join(members), clean(review, lines=True)
    made.reviewed_at, made.reviewed_by_id, made.reviewed_by_name = clock.now(), actor.account_id, actor.name
    made.save()
    _recorded(actor, made, "review_destruction", kept=len(kept), review=made.review)
    _tell(made)
    return made


@transaction.atomic
def approve_destruction(*, actor: Actor, destruction_id: uuid.UUID, decision: str) -> Destruction:
    """A leader who neither prepared nor reviewed it decides; `decision` is the number of the decision. Raises SamePerson, WrongState, Invalid."""
    made = _lock(actor, destruction_id)
    policies.require(actor, policies.APPROVE, made.agency_id)
    state = _next(made, "approve")
    if actor.account_id in {made.prepared_by_id, made.reviewed_by_id}:
        raise SamePerson(
            "Người quyết định hủy phải khác người lập danh mục và người ghi ý kiến hội đồng. Trình lãnh đạo khác."
        )
    if len(clean(decision)) < 4:
        raise Invalid({"decision": "Ghi số, ký hiệu quyết định hủy, ví dụ: 125/QĐ-UBND."})
    if not made.lines.filter(is_kept=False).exists():
        raise Invalid({"files": "Hội đồng giữ lại tất cả hồ sơ, không còn gì để hủy. Hủy danh mục này."})
    made.state, made.decision = state, clean(decision)[:80]
    made.approved_at, made.approved_by_id, made.approved_by_name = clock.now(), actor.account_id, actor.name
    made.save()
    _recorded(actor, made, "approve_destruction", decision=made.decision)
    _tell(made)
    return made


@transaction.atomic
def carry_out_destruction(*, actor: Actor, destruction_id: uuid.UUID, manner: str) -> Destruction:
    """Destroy what was decided: the files keep their description, minutes are made, their content is let go (`clearing`).

    Raises SamePerson when the one who decided would also carry it out, Held, NotExpired, WrongState, Invalid, NotAllowed.
    """
    made = _lock(actor, destruction_id)
    policies.require(actor, policies.KEEP, made.agency_id)
    state = _next(made, "carry_out")
    if actor.account_id == made.approved_by_id:
        raise SamePerson("Người quyết định hủy không tự tiêu hủy. Người làm lưu trữ thực hiện.")
    if len(clean(manner)) < 4:
        raise Invalid({"manner": "Ghi cách tiêu hủy bản giấy, ví dụ: nghiền thành bột giấy; hoặc: không có bản giấy."})
    lines = list(made.lines.filter(is_kept=False).select_related("file"))
    rows = WorkFile.objects.select_for_update(of=("self",)).filter(pk__in=[line.file_id for line in lines])
    for row in rows.order_by("pk"):
        _require_expired(row)
        move(row, "destroy")
        row.destroyed_on = clock.today()
        row.save(update_fields=["state", "destroyed_on"])
        recorded(actor, row, "destroy_file", destruction=str(made), decision=made.decision)
    contents = ItemContent.objects.filter(item__file__in=[line.file_id for line in lines], file__isnull=False)
    contents.update(released_at=clock.now())
    made.lines.update(is_active=False)
    made.state, made.manner = state, clean(manner)[:200]
    made.carried_out_at, made.carried_out_by_name = clock.now(), actor.name
    content = destruction_minutes_pdf(made)
    if certificates.can_sign(actor):
        content = signing.sign_pdf(
            actor=actor,
            content=content,
            reason=f"Biên bản tiêu hủy tài liệu số {made}",
            location=actor.position.agency_name if actor.position else "",
        )
    made.minutes = files.store_bytes(
        name=f"bien-ban-tieu-huy-{made.number:02d}-{made.year}.pdf",
        media_type=PDF,
        content=content,
        purpose="archive-minutes",
        actor=actor,
    )
    made.save()
    _recorded(actor, made, "carry_out_destruction", files=len(lines), manner=made.manner)
    publish(FilesDestroyed(destruction_id=made.pk, agency_id=made.agency_id))
    return made


@transaction.atomic
def cancel_destruction(*, actor: Actor, destruction_id: uuid.UUID, reason: str) -> Destruction:
    """Nothing of it is destroyed; the files may be listed again. Raises NotAllowed, WrongState, Invalid."""
    made = _lock(actor, destruction_id)
    if not actor.may(policies.APPROVE):
        policies.require(actor, policies.KEEP, made.agency_id)
    state = _next(made, "cancel")
    made.reason = reason_of(reason, "cấp trên yêu cầu rà soát lại thời hạn bảo quản.")
    made.state = state
    made.lines.update(is_active=False)
    made.save(update_fields=["state", "reason"])
    _recorded(actor, made, "cancel_destruction", reason=made.reason)
    return made


def _require_expired(row: WorkFile) -> None:
    if row.hold_reason:
        raise Held(f"Hồ sơ {row.code} đang giữ lại: {row.hold_reason}. Đưa ra khỏi danh mục, hoặc bỏ giữ lại trước.")
    if row.years is None or row.expires_on is None:
        raise NotExpired(f"Hồ sơ {row.code} bảo quản vĩnh viễn, không bao giờ tiêu hủy. Đưa ra khỏi danh mục.")
    if row.expires_on >= clock.today():
        raise NotExpired(
            f"Hồ sơ {row.code} bảo quản {row.retention}, đến hết {row.expires_on:%d/%m/%Y}. Đưa ra khỏi danh mục."
        )
    if row.state != FileState.ARCHIVED:
        move(row, "destroy")


def _lock(actor: Actor, destruction_id: uuid.UUID) -> Destruction:
    queries.destruction_for(actor, destruction_id)
    return Destruction.objects.select_for_update(of=("self",)).get(pk=destruction_id)


def _next(made: Destruction, verb: str) -> str:
    return next_state(DESTRUCTIONS, verb, made.state, what=f"Danh mục hủy {made}", label=made.get_state_display())


def _tell(made: Destruction) -> None:
    publish(DestructionMoved(destruction_id=made.pk, agency_id=made.agency_id, state=made.state))


def _recorded(actor: Actor, made: Destruction, verb: str, **details: object) -> None:
    audit.record(actor=actor, verb=verb, subject_type="archive_destruction", subject_id=made.pk, details=details)
