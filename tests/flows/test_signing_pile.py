"""The pile of a leader: each document looked at, all signed at once, one failure touching no other; then the clerk numbers them."""

import hashlib
import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from tests.flows.test_delegations import delegated, now_as
from tests.province import Ward, _officer

from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.choices import ItemState
from lienthong.domain.dossiers.errors import ChangedSinceSeen, NotLookedAt
from lienthong.domain.dossiers.models import BatchItem, Dossier, SigningBatch
from lienthong.domain.dossiers.tests import stages
from lienthong.foundation.audit import queries as audit
from lienthong.foundation.files import services as files
from lienthong.foundation.organizations import services as organizations
from lienthong.foundation.signing import services as signing
from lienthong.foundation.signing.models import Certificate
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound
from lienthong.kit.events import reacting_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def pile(ward: Ward) -> list[Dossier]:
    return [stages.with_leader(ward) for _ in range(3)]


def look(actor: Actor, dossiers: list[Dossier]) -> list[services.Ticked]:
    ticked = []
    for dossier in dossiers:
        step = stages.step_of(dossier)
        found = services.look_at(actor=actor, dossier_id=dossier.id, step_id=step.id)
        ticked.append(services.Ticked(step.id, found.sha256))
    return ticked


def prepare(actor: Actor, ticked: list[services.Ticked], kind: str = "sign", **more: Any) -> SigningBatch:
    return services.prepare_batch(actor=actor, kind=kind, ticked=ticked, token=more.get("token", uuid.uuid4()))


def run(actor: Actor, batch: SigningBatch) -> list[BatchItem]:
    """Confirm, and let the background do its work."""
    with reacting_at_once():
        services.confirm_batch(actor=actor, batch_id=batch.pk)
    return list(batch.items.all())


def states(items: list[BatchItem]) -> list[str]:
    return [item.state for item in items]


def test_three_looked_at_are_signed_at_once_then_numbered(ward: Ward, pile: list[Dossier]) -> None:
    ticked = look(ward.leader, pile)
    items = run(ward.leader, prepare(ward.leader, ticked))
    assert states(items) == [ItemState.DONE] * 3
    for dossier, seen in zip(pile, ticked, strict=True):
        dossier.refresh_from_db()
        assert dossier.result_file is not None
        signed = files.read_bytes(dossier.result_file)
        paper = signed[: signed.index(b"%%EOF") + 6]
        assert hashlib.sha256(paper).hexdigest() == seen.sha256  # the bytes signed are the bytes looked at
        assert signing.verify_pdf(signed).valid
        (entry,) = audit.entries_of("dossier", dossier.id).filter(verb="sign_result")
        assert entry.details["seen_sha256"] == seen.sha256
        assert entry.details["authority"] == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    signing.issue_agency_certificate(agency_id=ward.agency_id, agency_name="UBND phường", actor=SYSTEM)
    items = run(ward.clerk, prepare(ward.clerk, look(ward.clerk, pile), "stamp"))
    assert states(items) == [ItemState.DONE] * 3
    for number, dossier in enumerate(pile, start=1):
        dossier.refresh_from_db()
        assert (dossier.state, dossier.result_number[:3]) == ("completed", f"{number:02d}/")
        verdict = signing.verify_pdf(files.read_bytes(dossier.result_file))
        assert (verdict.valid, len(verdict.signers), verdict.notes) == (True, 2, ())


def test_what_was_not_looked_at_is_not_counted(ward: Ward, pile: list[Dossier]) -> None:
    first = look(ward.leader, pile[:1])
    unseen = services.Ticked(stages.step_of(pile[1]).id, first[0].sha256)
    with pytest.raises(NotLookedAt):
        prepare(ward.leader, [*first, unseen])
    with pytest.raises(NotLookedAt):
        prepare(ward.leader, [services.Ticked(first[0].step_id, "0" * 64)])
    with pytest.raises(Invalid):
        prepare(ward.leader, [])
    with pytest.raises(NotAllowed):
        prepare(ward.specialist, first)
    with pytest.raises(NotLookedAt):
        services.sign_result(
            actor=ward.leader, dossier_id=pile[2].id, step_id=stages.step_of(pile[2]).id, seen="0" * 64
        )
    assert not SigningBatch.objects.exists()


def test_one_changed_in_between_is_left_and_the_others_are_signed(ward: Ward, pile: list[Dossier]) -> None:
    batch = prepare(ward.leader, look(ward.leader, pile))
    services.draft_result(
        actor=ward.leader,
        dossier_id=pile[1].id,
        step_id=stages.step_of(pile[1]).id,
        title="Giấy",
        body="Sửa sau khi xem",
    )
    items = run(ward.leader, batch)
    assert states(items) == [ItemState.DONE, ItemState.FAILED, ItemState.DONE]
    assert (items[1].code, "đã thay đổi từ lúc ông/bà mở" in items[1].said) == ("changed-since-seen", True)
    step = stages.step_of(pile[1])
    with pytest.raises(ChangedSinceSeen):
        services.sign_result(actor=ward.leader, dossier_id=pile[1].id, step_id=step.id, seen=items[1].sha256)
    (again,) = look(ward.leader, [pile[1]])
    services.sign_result(actor=ward.leader, dossier_id=pile[1].id, step_id=step.id, seen=again.sha256)


def test_what_was_approved_is_what_was_seen(ward: Ward) -> None:
    dossier = stages.with_leader(ward)
    paper = services.look_at(actor=ward.leader, dossier_id=dossier.id, step_id=stages.step_of(dossier).id)
    again = services.look_at(actor=ward.leader, dossier_id=dossier.id, step_id=stages.step_of(dossier).id)
    assert (paper.pk, paper.sha256) == (again.pk, again.sha256)  # not made anew at every look
    signing.set_authority(
        actor=ward.leader, position_id=ward.leader.position.id, form="Q", body="", head="Chủ tịch", title="Phó Chủ tịch"
    )  # type: ignore[union-attr]
    with pytest.raises(ChangedSinceSeen):  # the lines above the signature are part of the paper
        services.sign_result(
            actor=ward.leader, dossier_id=dossier.id, step_id=stages.step_of(dossier).id, seen=paper.sha256
        )


def test_an_expired_certificate_leaves_everything_and_says_so(ward: Ward, pile: list[Dossier]) -> None:
    batch = prepare(ward.leader, look(ward.leader, pile))
    Certificate.objects.filter(position_id=ward.leader.position.id).update(  # type: ignore[union-attr]
        not_after=clock.now() - timedelta(minutes=1)
    )
    items = run(ward.leader, batch)
    assert states(items) == [ItemState.FAILED] * 3
    assert all("hết hạn" in item.said for item in items)
    assert [stages.step_of(dossier).kind for dossier in pile] == ["sign"] * 3


def test_a_delegation_revoked_in_between(ward: Ward, pile: list[Dossier]) -> None:
    deputy = _officer(ward.agency_id, "chanh-vp", "Phan Thanh Tùng", "Chánh Văn phòng", "specialist")
    assert deputy.position is not None
    signing.issue_certificate(
        position_id=deputy.position.id, common_name=deputy.name, title="Chánh Văn phòng", agency_name="UBND"
    )
    given = delegated(ward.leader, deputy, "sign")
    acting = now_as(deputy)
    first = prepare(acting, look(acting, pile[:1]))
    assert states(run(acting, first)) == [ItemState.DONE]
    pile[0].refresh_from_db()
    (signer,) = signing.verify_pdf(files.read_bytes(pile[0].result_file)).signers
    assert signer.reason.endswith("thừa ủy quyền của Nguyễn Hồng Hà, Phó Chủ tịch")
    second = prepare(acting, look(acting, pile[1:]))
    organizations.end_delegation(actor=ward.leader, delegation_id=given.pk, reason="Về sớm")
    items = run(now_as(deputy), second)
    assert states(items) == [ItemState.FAILED] * 2
    assert items[0].said.startswith("Ủy quyền của Nguyễn Hồng Hà, Phó Chủ tịch đã bị thu hồi")


def test_pressed_twice_told_twice_and_two_tabs(ward: Ward, pile: list[Dossier]) -> None:
    ticked, token = look(ward.leader, pile), uuid.uuid4()
    batch = prepare(ward.leader, ticked, token=token)
    assert prepare(ward.leader, ticked, token=token).pk == batch.pk
    other = prepare(ward.leader, ticked)  # another tab
    services.confirm_batch(actor=ward.leader, batch_id=batch.pk)
    services.confirm_batch(actor=ward.leader, batch_id=batch.pk)
    services.confirm_batch(actor=ward.leader, batch_id=other.pk)
    assert states(list(other.items.all())) == [ItemState.FAILED] * 3
    assert other.items.all()[0].code == "already-in-batch"
    for item in [*batch.items.all(), *batch.items.all()]:
        services.carry_out_item(item_id=item.pk)
    assert states(list(batch.items.all())) == [ItemState.DONE] * 3
    late = prepare(ward.leader, look(ward.leader, [stages.with_leader(ward)]))
    with pytest.raises(NotFound):
        services.confirm_batch(actor=ward.clerk, batch_id=late.pk)
    with pytest.raises(NotFound):  # signed meanwhile: there is nothing to tick
        prepare(ward.leader, ticked)


def test_what_was_interrupted_goes_on(ward: Ward, pile: list[Dossier]) -> None:
    batch = prepare(ward.leader, look(ward.leader, pile))
    services.confirm_batch(actor=ward.leader, batch_id=batch.pk)
    first, *rest = batch.items.all()
    services.carry_out_item(item_id=first.pk)  # then the machine stops
    with reacting_at_once():
        services.resume_batch(actor=ward.leader, batch_id=batch.pk)
    assert states(list(batch.items.all())) == ["done", "waiting", "waiting"]  # not before half a minute
    with clock.at(clock.now() + timedelta(minutes=1)), reacting_at_once():
        services.resume_batch(actor=ward.leader, batch_id=batch.pk)
    assert states(list(batch.items.all())) == [ItemState.DONE] * 3
    assert len(rest) == 2


@pytest.mark.django_db(transaction=True)
def test_two_machines_at_one_document_sign_it_once(ward: Ward) -> None:
    dossier = stages.with_leader(ward)
    batch = prepare(ward.leader, look(ward.leader, [dossier]))
    services.confirm_batch(actor=ward.leader, batch_id=batch.pk)
    item = batch.items.get()
    ready = threading.Barrier(2)

    def work() -> None:
        try:
            ready.wait(10)
            services.carry_out_item(item_id=item.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    item.refresh_from_db()
    assert item.state == ItemState.DONE
    assert audit.entries_of("dossier", dossier.id).filter(verb="sign_result").count() == 1
