"""A scan is held against the original (đối chiếu bản chính): once, and once more where the office wants a second pair of eyes."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from lienthong.domain.copies import policies, queries
from lienthong.domain.copies.choices import CopyState
from lienthong.domain.copies.errors import NotCompared, SameEyes
from lienthong.domain.copies.models import CertifiedCopy
from lienthong.domain.copies.states import next_state
from lienthong.foundation.audit import services as audit
from lienthong.foundation.files import queries as files_queries
from lienthong.foundation.files import services as files
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.text_vi import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """What stands on the original. `kind`: its code in the vault, or that of the component of a dossier that it is."""

    name: str
    issuer: str
    number: str = ""
    issued_on: date | None = None
    valid_to: date | None = None
    kind: str = ""


def new_code() -> str:
    """`BS-261126-7KQ2XM`: printed on the copy, not to be guessed."""
    tail = "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(6))
    return f"BS-{clock.today():%y%m%d}-{tail}"


def lock_copy(actor: Actor, copy_id: uuid.UUID) -> CertifiedCopy:
    """The copy, locked until the transaction ends. Raises NotFound."""
    queries.copy_for(actor, copy_id)
    return (
        CertifiedCopy.objects.select_for_update(of=("self",)).select_related("agency", "owner", "scan").get(pk=copy_id)
    )


@transaction.atomic
def prepare_copy(
    *,
    actor: Actor,
    owner_id: int,
    original: Original,
    compared: bool,
    upload: "UploadedFile[Any] | None" = None,
    file_id: uuid.UUID | None = None,
    reference: str = "",
) -> CertifiedCopy:
    """Lay a scan before whoever signs: an upload, or the file `file_id` of a dossier that the caller may see.

    The same scan laid down twice is one copy. Raises NotAllowed, NotCompared, Invalid, and the refusals of files.
    """
    policies.require_preparing(actor)
    problems = _problems(original)
    if upload is None and file_id is None:
        problems["file"] = "Chưa có bản quét. Chọn tệp PDF hoặc ảnh quét từ bản chính."
    if problems:
        raise Invalid(problems)
    if not compared:
        raise NotCompared
    stored = (
        files.store_upload(actor=actor, upload=upload, purpose="scan")
        if upload is not None
        else files_queries.get_file(file_id or "")
    )
    scan = files.pdf_rendition(file=stored)
    needs_second = queries.rule_of(actor.agency_id or 0).needs_second
    copy = CertifiedCopy(
        code=new_code(),
        agency_id=actor.agency_id or 0,
        owner_id=owner_id,
        state=CopyState.SECOND if needs_second else CopyState.READY,
        name=clean(original.name)[:300],
        kind=clean(original.kind)[:120],
        original_number=clean(original.number)[:60],
        original_issuer=clean(original.issuer)[:300],
        original_issued_on=original.issued_on,
        original_valid_to=original.valid_to,
        reference=reference[:40],
        scan=scan,
        pages=scan.pages or 1,
        compared_at=clock.now(),
        compared_by_id=actor.account_id,
        compared_by_name=actor.name,
    )
    try:
        with transaction.atomic():
            copy.save()
    except IntegrityError:
        return (
            CertifiedCopy.objects.filter(agency_id=actor.agency_id or 0, scan=scan)
            .exclude(state__in=[CopyState.REFUSED, CopyState.REVOKED])
            .get()
        )
    audit.record(
        actor=actor,
        verb="prepare_copy",
        subject_type="certified_copy",
        subject_id=copy.pk,
        details={"name": copy.name, "sha256": scan.sha256, "reference": reference},
    )
    audit.record_access(
        actor=actor,
        person_id=owner_id,
        subject_type="certified_copy",
        subject_id=copy.pk,
        reason=f"Lập bản sao điện tử: {copy.name}"[:120],
    )
    return copy


def _problems(original: Original) -> dict[str, str]:
    problems = {}
    if len(clean(original.name)) < 3:
        problems["name"] = "Chưa ghi tên giấy tờ. Ghi như trên bản chính, ví dụ: Giấy chứng nhận kết hôn."
    if len(clean(original.issuer)) < 3:
        problems["issuer"] = "Chưa ghi nơi cấp bản chính. Ghi như trên bản chính."
    today = clock.today()
    if original.issued_on is not None and original.issued_on > today:
        problems["issued_on"] = f"Ngày cấp {original.issued_on:%d/%m/%Y} chưa đến. Xem lại ngày trên bản chính."
    if original.valid_to is not None and original.valid_to < today:
        problems["valid_to"] = (
            f"Bản chính hết giá trị từ {original.valid_to:%d/%m/%Y} nên không lập bản sao. Người nộp xin cấp lại trước."
        )
    return problems


@transaction.atomic
def confirm_copy(*, actor: Actor, copy_id: uuid.UUID, compared: bool) -> CertifiedCopy:
    """The second pair of eyes has held the scan against the original too. Raises NotCompared, SameEyes, CopyMoved, NotAllowed, NotFound."""
    copy = lock_copy(actor, copy_id)
    if not policies.can_compare(actor, copy):
        raise NotAllowed
    state = next_state(copy.state, "confirm")
    if not compared:
        raise NotCompared
    if copy.compared_by_id == actor.account_id:
        raise SameEyes(copy.compared_by_name)
    copy.state, copy.second_at, copy.second_by_name = state, clock.now(), actor.name
    copy.save(update_fields=["state", "second_at", "second_by_name"])
    audit.record(actor=actor, verb="confirm_copy", subject_type="certified_copy", subject_id=copy.pk)
    return copy


@transaction.atomic
def refuse_copy(*, actor: Actor, copy_id: uuid.UUID, reason: str) -> CertifiedCopy:
    """It is not what the original says, or the original is none. Raises Invalid without a reason, CopyMoved, NotAllowed, NotFound."""
    copy = lock_copy(actor, copy_id)
    if not (policies.can_compare(actor, copy) or policies.can_sign(actor, copy)):
        raise NotAllowed
    state = next_state(copy.state, "refuse")
    reason = clean(reason)[:300]
    if len(reason) < 10:
        raise Invalid(
            {"reason": "Lý do còn trống hoặc quá ngắn. Ghi chỗ khác với bản chính để người lập quét lại đúng."}
        )
    copy.state, copy.reason, copy.ended_at, copy.ended_by_name = state, reason, clock.now(), actor.name
    copy.save(update_fields=["state", "reason", "ended_at", "ended_by_name"])
    audit.record(
        actor=actor,
        verb="refuse_copy",
        subject_type="certified_copy",
        subject_id=copy.pk,
        details={"reason": reason},
    )
    return copy
