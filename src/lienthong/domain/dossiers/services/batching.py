"""Sign, or number and stamp, what was ticked, in one go (ký hàng loạt, đóng dấu hàng loạt).

Preparing writes down what was ticked and the digest that was seen of each. One confirmation hands the documents to the background, one job
and one transaction each: whatever becomes of one leaves the others alone, a press repeated changes nothing, and what was interrupted goes on.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db import transaction

from lienthong.domain.dossiers import policies
from lienthong.domain.dossiers.choices import BatchKind, ItemState
from lienthong.domain.dossiers.errors import AlreadyInBatch, DelegationGone, NotLookedAt
from lienthong.domain.dossiers.events import DocumentConfirmed
from lienthong.domain.dossiers.models import BatchItem, DossierStep, Look, SigningBatch
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.processing import complete_step, sign_result
from lienthong.foundation.accounts import queries as accounts
from lienthong.foundation.signing import queries as certificates
from lienthong.foundation.signing import services as signing
from lienthong.foundation.signing.choices import Ask
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound, Refused
from lienthong.kit.events import publish

MOST_DOCUMENTS = 200
PUSH_AGAIN_AFTER = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Ticked:
    """One line of the form: the open step and the digest its officer was shown."""

    step_id: int
    sha256: str


@transaction.atomic
def prepare_batch(*, actor: Actor, kind: str, ticked: Sequence[Ticked], token: uuid.UUID) -> SigningBatch:
    """Write down what was ticked, before the confirmation. The same `token` gives the same batch.

    Raises Invalid without a document or with too many, NotLookedAt for one whose pages were not shown, NotAllowed for others' steps.
    """
    seat = actor.position
    if seat is None or actor.account_id is None or kind not in BatchKind.values:
        raise NotAllowed
    found = SigningBatch.objects.filter(account_id=actor.account_id, token=token).first()
    if found is not None:
        return found
    wanted = {each.step_id: each.sha256 for each in ticked}
    if not wanted:
        raise Invalid({"ticked": "Chưa chọn văn bản nào. Mở xem từng văn bản, chọn rồi bấm lại."})
    if len(wanted) > MOST_DOCUMENTS:
        raise Invalid(
            {"ticked": f"Mỗi lượt nhiều nhất {MOST_DOCUMENTS} văn bản; đã chọn {len(wanted)}. Chia làm nhiều lượt."}
        )
    rows = DossierStep.objects.filter(id__in=wanted, kind=kind, finished_at__isnull=True)
    steps = {step.pk: step for step in rows.select_related("dossier__procedure")}
    seen = {look.step_id: look.sha256 for look in Look.objects.filter(step_id__in=list(steps), position_id=seat.id)}
    items = []
    for place, (step_id, sha256) in enumerate(wanted.items(), start=1):
        step = steps.get(step_id)
        if step is None:
            raise NotFound("Có văn bản đã được người khác xử lý từ lúc mở danh sách. Mở lại danh sách rồi chọn.")
        who = policies.acting_on(actor, step)
        if who is None:
            raise NotAllowed
        if not sha256 or seen.get(step_id) != sha256:
            raise NotLookedAt(
                f"Văn bản của hồ sơ {step.dossier.code} chưa được mở xem, hoặc đã thay đổi từ lúc mở. Mở xem rồi chọn lại."
            )
        items.append(
            BatchItem(
                place=place,
                dossier_id=step.dossier_id,
                step_id=step_id,
                sha256=sha256,
                on_behalf_of=who.on_behalf_of[:300],
            )
        )
    batch, made = SigningBatch.objects.get_or_create(
        account_id=actor.account_id,
        token=token,
        defaults={
            "kind": kind,
            "position_id": seat.id,
            "made_by_name": actor.name,
            "prepared_at": clock.now(),
        },
    )
    if made:
        for item in items:
            item.batch = batch
        BatchItem.objects.bulk_create(items)
    return batch


def have_batch_signed(*, actor: Actor, batch_id: uuid.UUID, typed: signing.Typed) -> None:
    """Before the confirmation: a key that asks its holder signs every document of the batch, by one PIN and one code. Nothing to do for others.

    What is refused for another reason is left to its job, which says so. Raises what `signing.have_signed` raises: nothing is confirmed then.
    """
    batch = SigningBatch.objects.filter(pk=batch_id, account_id=actor.account_id or 0).first()
    if batch is None or batch.confirmed_at is not None:
        return
    if batch.kind == BatchKind.STAMP and certificates.seal_of(actor.agency_id).ask != Ask.NOTHING:
        # Each result is sealed with the number it is given, and the jobs of a batch take numbers in any order.
        raise Refused(
            "Con dấu của cơ quan cần người giữ cho phép mỗi lần đóng, số của kết quả cấp đúng lúc đó. Ông/bà mở từng hồ sơ để cấp số, đóng dấu."
        )
    if batch.kind != BatchKind.SIGN:
        return
    if certificates.key_of(batch.position_id).ask == Ask.NOTHING:
        return
    if typed.answers:
        signing.answer(actor=actor, answers=typed.answers)
    acts = [
        partial(sign_result, actor=actor, dossier_id=item.dossier_id, step_id=item.step_id, seen=item.sha256)
        for item in batch.items.all()
    ]
    signing.have_signed(actor=actor, papers=signing.papers_of(acts), typed=typed)


@transaction.atomic
def confirm_batch(*, actor: Actor, batch_id: uuid.UUID) -> SigningBatch:
    """The one confirmation of the whole batch. A second press changes nothing. Raises NotFound for others' batches.

    A document that waits in another batch already is left to that one and says so here.
    """
    batch = _own(actor, batch_id)
    if batch.confirmed_at is not None:
        return batch
    batch.confirmed_at = batch.pushed_at = clock.now()
    batch.save(update_fields=["confirmed_at", "pushed_at"])
    items = list(batch.items.select_related("dossier"))
    busy = set(
        BatchItem.objects.select_for_update()
        .filter(step_id__in=[item.step_id for item in items], state=ItemState.WAITING)
        .values_list("step_id", flat=True)
    )
    for item in items:
        if item.step_id in busy:
            _fail(item, AlreadyInBatch())
            continue
        item.state = ItemState.WAITING
        item.save(update_fields=["state"])
    audit.record(
        actor=actor,
        verb=f"confirm_{batch.kind}_batch",
        subject_type="signing_batch",
        subject_id=batch.pk,
        details={"documents": [{"dossier": item.dossier.code, "seen_sha256": item.sha256} for item in items]},
    )
    for item in items:
        if item.state == ItemState.WAITING:
            _push(item)
    return batch


@transaction.atomic
def resume_batch(*, actor: Actor, batch_id: uuid.UUID) -> SigningBatch:
    """Hand over again what still waits after half a minute: a machine that stopped leaves nothing half done. Raises NotFound."""
    batch = _own(actor, batch_id)
    now = clock.now()
    if batch.pushed_at is None or now - batch.pushed_at < PUSH_AGAIN_AFTER:
        return batch
    batch.pushed_at = now
    batch.save(update_fields=["pushed_at"])
    for item in batch.items.select_related("dossier").filter(state=ItemState.WAITING):
        _push(item)
    return batch


@transaction.atomic
def carry_out_item(*, item_id: int) -> BatchItem | None:
    """Sign or stamp one document of a confirmed batch as its officer stands now; told twice, done once.

    What is refused is written down with its sentence; anything else is raised, and the job is tried again.
    """
    item = BatchItem.objects.select_for_update(of=("self",)).select_related("batch").filter(pk=item_id).first()
    if item is None or item.state != ItemState.WAITING:
        return item
    try:
        with transaction.atomic():
            _do(item)
    except Refused as refusal:
        _fail(item, _named(item, refusal))
    else:
        item.state, item.done_at = ItemState.DONE, clock.now()
        item.save(update_fields=["state", "done_at"])
    return item


def _do(item: BatchItem) -> None:
    actor = accounts.actor_of(item.batch.account_id, item.batch.position_id)
    if actor is None:
        raise NotAllowed("Chức vụ dùng khi xác nhận không còn hiệu lực. Văn bản chờ người có thẩm quyền.")
    verb = sign_result if item.batch.kind == BatchKind.SIGN else complete_step
    verb(actor=actor, dossier_id=item.dossier_id, step_id=item.step_id, seen=item.sha256)


def _named(item: BatchItem, refusal: Refused) -> Refused:
    """Where the right was lent, its end is the reason, not the missing right."""
    if isinstance(refusal, NotAllowed) and item.on_behalf_of:
        return DelegationGone.of(item.on_behalf_of)
    return refusal


def _fail(item: BatchItem, refusal: Refused) -> None:
    item.state, item.code, item.said, item.done_at = ItemState.FAILED, refusal.code, refusal.message[:500], clock.now()
    item.save(update_fields=["state", "code", "said", "done_at"])


def _push(item: BatchItem) -> None:
    publish(DocumentConfirmed(dossier_id=item.dossier_id, code=item.dossier.code, item_id=item.pk))


def _own(actor: Actor, batch_id: uuid.UUID) -> SigningBatch:
    batch = SigningBatch.objects.select_for_update().filter(pk=batch_id, account_id=actor.account_id or 0).first()
    if batch is None or actor.position is None or batch.position_id != actor.position.id:
        raise NotFound
    return batch
