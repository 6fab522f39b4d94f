"""Sign, or seal and issue, what was ticked, in one go (ký hàng loạt, phát hành hàng loạt).

One confirmation writes down what was ticked with the digest that was seen of each and hands it to the background: one job and one transaction
a document. Whatever becomes of one leaves the others alone; a press repeated changes nothing; what was interrupted goes on.
"""

import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

from django.db import transaction

from lienthong.domain.correspondence import policies, queries
from lienthong.domain.correspondence.choices import ItemState, RoundKind, State
from lienthong.domain.correspondence.errors import DocumentNotFound
from lienthong.domain.correspondence.events import ItemConfirmed
from lienthong.domain.correspondence.models import Document, DocumentLook, Round, RoundItem
from lienthong.domain.correspondence.services.issuing import seal_and_issue
from lienthong.domain.correspondence.services.papers import digest_of
from lienthong.domain.correspondence.services.signing import not_the_signer, sign_document
from lienthong.foundation.accounts import queries as accounts
from lienthong.foundation.audit import services as audit
from lienthong.foundation.signing import queries as certificates
from lienthong.foundation.signing import services as signing
from lienthong.foundation.signing.choices import Ask
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound, Refused
from lienthong.kit.events import publish

MOST_DOCUMENTS = 200
PUSH_AGAIN_AFTER = timedelta(seconds=30)
STATES = {RoundKind.SIGN: (State.TO_SIGN,), RoundKind.SEAL: (State.SIGNED, State.SEALED)}


def have_round_signed(*, actor: Actor, kind: str, ticked: Mapping[uuid.UUID, str], typed: signing.Typed) -> None:
    """Before a round is confirmed: a key that asks its holder signs, or seals, every document, by one PIN and one code. Nothing to do for others.

    What is refused for another reason is left to its job, which says so. Raises what `signing.have_signed` raises, and Invalid.
    """
    seals = kind == RoundKind.SEAL
    seat_id = actor.position.id if actor.position else None
    key = certificates.seal_of(actor.agency_id) if seals else certificates.key_of(seat_id)
    if key.ask == Ask.NOTHING:
        return
    _require_some(ticked)
    if typed.answers:
        signing.answer(actor=actor, answers=typed.answers)
    acts: list[Callable[[], object]] = [
        partial(seal_and_issue, actor=actor, document_id=each)
        if seals
        else partial(sign_document, actor=actor, document_id=each, seen=seen)
        for each, seen in ticked.items()
    ]
    signing.have_signed(actor=actor, papers=signing.papers_of(acts), typed=typed)


@transaction.atomic
def confirm_round(*, actor: Actor, kind: str, ticked: Mapping[uuid.UUID, str], token: uuid.UUID) -> Round:
    """Confirm what was ticked: document → digest seen. The same `token` is the same round.

    Raises Invalid without a document or with too many; DocumentNotFound for others'. A document whose files were not opened, changed
    since, or wait in another round is written down as refused.
    """
    if actor.position is None or actor.account_id is None or kind not in RoundKind.values:
        raise NotAllowed
    known = Round.objects.filter(account_id=actor.account_id, token=token).first()
    if known is not None:
        return known
    _require_some(ticked)
    found = {
        each.pk: each
        for each in queries.visible_documents(actor)
        .filter(pk__in=ticked)
        .select_related("outgoing")
        .select_for_update(of=("self",))
        .order_by("pk")
    }
    if set(found) != set(ticked):
        raise DocumentNotFound
    made = Round.objects.create(
        kind=kind,
        token=token,
        account_id=actor.account_id,
        position_id=actor.position.id,
        made_by_name=actor.name,
        confirmed_at=clock.now(),
        pushed_at=clock.now(),
    )
    busy = set(
        RoundItem.objects.filter(document_id__in=ticked, state=ItemState.WAITING).values_list("document_id", flat=True)
    )
    for place, (document_id, sha256) in enumerate(ticked.items(), start=1):
        item = RoundItem(round=made, place=place, document_id=document_id, sha256=sha256)
        refusal = _refusal(actor, kind, found[document_id], sha256, is_busy=document_id in busy)
        if refusal is not None:
            item.state, item.code, item.said = ItemState.FAILED, refusal.code, refusal.message[:500]
            item.done_at = clock.now()
        item.save(force_insert=True)
        if item.state == ItemState.WAITING:
            publish(ItemConfirmed(document_id=document_id, item_id=item.pk))
    audit.record(
        actor=actor,
        verb=f"confirm_{kind}_round",
        subject_type="document_round",
        subject_id=made.pk,
        details={"documents": {str(each): sha256 for each, sha256 in ticked.items()}},
    )
    return made


@transaction.atomic
def carry_out(*, item_id: int) -> RoundItem | None:
    """Do one document of a round as its officer stands now; told twice, done once. A refusal is written down with its sentence."""
    item = RoundItem.objects.select_for_update(of=("self",)).select_related("round").filter(pk=item_id).first()
    if item is None or item.state != ItemState.WAITING:
        return item
    try:
        with transaction.atomic():
            _do(item)
    except Refused as refusal:
        item.state, item.code, item.said = ItemState.FAILED, refusal.code, refusal.message[:500]
    else:
        item.state = ItemState.DONE
    item.done_at = clock.now()
    item.save(update_fields=["state", "code", "said", "done_at"])
    return item


@transaction.atomic
def resume_round(*, actor: Actor, round_id: uuid.UUID) -> Round:
    """Hand over again what still waits after half a minute. Raises NotFound for others' rounds."""
    made = Round.objects.select_for_update().filter(pk=round_id, account_id=actor.account_id or 0).first()
    if made is None:
        raise NotFound
    if clock.now() - made.pushed_at >= PUSH_AGAIN_AFTER:
        made.pushed_at = clock.now()
        made.save(update_fields=["pushed_at"])
        for item in made.items.filter(state=ItemState.WAITING):
            publish(ItemConfirmed(document_id=item.document_id, item_id=item.pk))
    return made


def _require_some(ticked: Mapping[uuid.UUID, str]) -> None:
    if not ticked:
        raise Invalid({"ticked": "Chưa chọn văn bản nào. Mở xem từng văn bản, chọn rồi bấm lại."})
    if len(ticked) > MOST_DOCUMENTS:
        raise Invalid(
            {"ticked": f"Mỗi lượt nhiều nhất {MOST_DOCUMENTS} văn bản; đã chọn {len(ticked)}. Chia làm nhiều lượt."}
        )


def _do(item: RoundItem) -> None:
    actor = accounts.actor_of(item.round.account_id, item.round.position_id)
    if actor is None:
        raise NotAllowed("Chức vụ dùng khi xác nhận không còn hiệu lực. Văn bản chờ người có thẩm quyền.")
    if item.round.kind == RoundKind.SIGN:
        sign_document(actor=actor, document_id=item.document_id, seen=item.sha256)
    else:
        seal_and_issue(actor=actor, document_id=item.document_id)


def _refusal(actor: Actor, kind: str, document: Document, sha256: str, *, is_busy: bool) -> Refused | None:
    """Why a ticked document cannot be done, as far as it is known before the work begins."""
    if is_busy:
        return Refused("Văn bản đang nằm trong một lượt khác. Xem kết quả lượt đó.")
    if document.state not in STATES[RoundKind(kind)]:
        return Refused(f"Văn bản đang ở trạng thái “{document.get_state_display()}”. Tải lại danh sách.")
    if kind == RoundKind.SIGN and policies.signing(actor, document) is None:
        return not_the_signer(actor, document)
    seen = DocumentLook.objects.filter(document=document, position_id=actor.position.id if actor.position else 0)
    if kind == RoundKind.SIGN and (digest_of(document) != sha256 or not seen.filter(sha256=sha256).exists()):
        return Refused("Văn bản chưa được mở xem, hoặc tệp đã thay đổi từ lúc mở. Mở xem lại rồi ký.")
    return None
