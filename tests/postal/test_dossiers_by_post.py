"""A birth certificate without leaving the house: papers fetched, the certificate brought, the fee paid at the door."""

from typing import Any

import pytest
from tests.flows.test_birth_registration import BIRTH, filed, judged, step_of
from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import Channel, NationalStatus, PaperSource, State
from lienthong.domain.dossiers.errors import FeeUnpaid, PapersMissing
from lienthong.domain.dossiers.models import Dossier, Filing, PostalChoice
from lienthong.domain.dossiers.services.opening import OpenedAlready
from lienthong.domain.dossiers.services.posting import NotYetHere, PostNotOffered
from lienthong.foundation.notifications.models import Notification
from lienthong.foundation.payments.models import PaymentOrder
from lienthong.foundation.postal import queries as parcels
from lienthong.foundation.postal import services as postal
from lienthong.foundation.postal.choices import CodState, Kind, Need
from lienthong.foundation.postal.choices import State as ParcelState
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.events import reacting_at_once

COPIES = {"copies": 1}
ADDRESS = {
    "post_name": "Siu H'Ngan",
    "post_phone": "+84905000512",
    "post_address": {"province": "52", "commune": "23575", "detail": "Tổ 5"},
}


@pytest.fixture(autouse=True)
def _connected(settings):
    settings.POST_URL = "http://post"


@pytest.fixture
def at_once():
    with reacting_at_once():
        yield


def filing_of(ward: Ward, **answers: Any) -> Filing:
    """Everything answered, no paper given."""
    filing = services.start_filing(actor=ward.citizen, code="1.001193")
    Filing.objects.filter(id=filing.id).update(answers={**filing.answers, **BIRTH, **answers})
    return services.choose_agency(actor=ward.citizen, filing_id=filing.id, agency_id=ward.agency_id)


def both_ways(**changes: Any) -> services.Wish:
    values = {"sends_papers": True, "paper_keys": ["birth_notice"], "receives_result": True, "answers": ADDRESS}
    return services.Wish(**(values | changes))


def by_post(ward: Ward, **changes: Any) -> Dossier:
    filing = filing_of(ward, **COPIES)
    services.choose_post(actor=ward.citizen, filing_id=filing.id, wish=both_ways(**changes))
    return services.submit_filing(actor=ward.citizen, filing_id=filing.id)


def parcel(dossier: Dossier, kind: str):
    return next(order for order in parcels.orders_of("dossier", dossier.id) if order.kind == kind)


def worked_through(ward: Ward, dossier: Dossier) -> Dossier:
    """From the specialist's desk to the seal."""
    services.draft_result(
        actor=ward.specialist,
        dossier_id=dossier.id,
        step_id=step_of(dossier),
        title="Giấy khai sinh",
        body="Siu Bảo An.",
    )
    while dossier.steps.filter(finished_at__isnull=True, role="specialist").exists():
        services.complete_step(actor=ward.specialist, dossier_id=dossier.id, step_id=step_of(dossier))
    services.sign_result(actor=ward.leader, dossier_id=dossier.id, step_id=step_of(dossier))
    services.complete_step(actor=ward.clerk, dossier_id=dossier.id, step_id=step_of(dossier))
    dossier.refresh_from_db()
    return dossier


def test_from_door_to_door(ward: Ward, outside, at_once) -> None:
    dossier = by_post(ward, pays_postman=True)
    assert (dossier.channel, dossier.state, dossier.fee_paid_at) == (Channel.POST, State.SUBMITTED, None)
    assert not queries.queue_page(
        ward.one_stop, "one_stop_officer"
    ).items  # nothing to do while papers are on their way
    fetched = outside.accept(parcel(dossier, Kind.COLLECT))
    assert (fetched.cod_amount, fetched.citizen["text"]) == (8000, "Tổ 5, Phường Pleiku, Tỉnh Gia Lai")
    outside.post.act(fetched.tracking, "lay")
    dossier.refresh_from_db()
    assert dossier.fee_paid_at is not None
    assert PaymentOrder.objects.get().provider_ref == fetched.tracking
    outside.post.act(fetched.tracking, "giao")
    fetched.refresh_from_db()
    assert (fetched.state, fetched.need) == (ParcelState.DELIVERED, Need.OPEN)

    with pytest.raises(NotYetHere):
        services.accept_dossier(actor=ward.one_stop, dossier_id=dossier.id)
    services.open_parcel(actor=ward.one_stop, dossier_id=dossier.id, lines=judged(dossier), accepts=True)
    dossier.refresh_from_db()
    fetched.refresh_from_db()
    assert (dossier.state, fetched.need) == (State.PROCESSING, Need.NOTHING)
    assert dossier.papers.get(source=PaperSource.POST).requirement_key == "birth_notice"

    dossier = worked_through(ward, dossier)
    assert dossier.state == State.COMPLETED
    brought = outside.accept(parcel(dossier, Kind.DELIVER))
    assert (brought.need, brought.cod_amount) == (Need.PACK, 0)  # the fee was paid at the first visit
    manifest = postal.hand_over(actor=ward.one_stop, order_ids=[brought.id], postman="Đinh Văn Phú")
    assert manifest.number.startswith("BK-")
    for act in ("lay", "khong-giao-duoc", "giao"):
        outside.post.act(brought.tracking, act)
    dossier.refresh_from_db()
    assert dossier.state == State.RETURNED
    assert queries.national_status_of(dossier) == NationalStatus.RETURNED
    told = list(Notification.objects.filter(person_id=ward.citizen.person_id).values_list("subject", flat=True))
    for subject in (
        "Bưu tá sẽ đến lấy giấy tờ",
        "Giấy tờ đã đến nơi",
        "Bưu tá chưa giao được kết quả",
        "Đã trả kết quả",
    ):
        assert any(each.startswith(subject) for each in told), subject


def test_the_result_alone_and_the_fee_at_the_door(ward: Ward, outside, at_once) -> None:
    filing = filed(ward, **COPIES)
    services.choose_post(
        actor=ward.citizen,
        filing_id=filing.id,
        wish=both_ways(sends_papers=False, paper_keys=(), pays_postman=True),
    )
    dossier = services.submit_filing(actor=ward.citizen, filing_id=filing.id)
    assert (dossier.channel, dossier.state) == (Channel.ONLINE, State.SUBMITTED)
    assert not parcels.orders_of("dossier", dossier.id)
    services.accept_dossier(actor=ward.one_stop, dossier_id=dossier.id)
    worked_through(ward, dossier)
    brought = outside.accept(parcel(dossier, Kind.DELIVER))
    assert brought.cod_amount == 8000
    outside.post.act(brought.tracking, "giao")
    dossier.refresh_from_db()
    brought.refresh_from_db()
    assert (dossier.state, brought.cod_state) == (State.RETURNED, CodState.COLLECTED)
    assert dossier.fee_paid_at is not None
    assert dossier.paper_parts.get(kind="result").place == "given"


def test_a_parcel_that_lacks_a_paper_becomes_one_list(ward: Ward, outside, at_once) -> None:
    dossier = by_post(ward, pays_postman=True)
    lines = judged(dossier, birth_notice="Trong gói không có giấy chứng sinh")
    with pytest.raises(Invalid, match="1 mục"):
        services.open_parcel(actor=ward.one_stop, dossier_id=dossier.id, lines=lines, accepts=True)
    dossier.refresh_from_db()
    assert (dossier.state, services.choice_for(dossier).arrived_at) == (State.SUBMITTED, None)
    with pytest.raises(NotAllowed):
        services.open_parcel(actor=ward.specialist, dossier_id=dossier.id, lines=lines, accepts=False)
    services.open_parcel(actor=ward.one_stop, dossier_id=dossier.id, lines=lines, accepts=False)
    dossier.refresh_from_db()
    assert dossier.state == State.SUPPLEMENT
    assert not dossier.papers.filter(source=PaperSource.POST).exists()
    with pytest.raises(OpenedAlready, match="đã mở lúc"):
        services.open_parcel(actor=ward.one_stop, dossier_id=dossier.id, lines=lines, accepts=False)


def test_a_dossier_that_ends_calls_the_postman_back(ward: Ward, outside, at_once) -> None:
    dossier = by_post(ward, pays_postman=True)
    services.withdraw_dossier(actor=ward.citizen, dossier_id=dossier.id, reason="Nộp trực tiếp")
    assert parcel(dossier, Kind.COLLECT).state == ParcelState.CANCELLED


def test_what_comes_back_waits_at_the_counter(ward: Ward, outside, at_once) -> None:
    filing = filed(ward)
    services.choose_post(actor=ward.citizen, filing_id=filing.id, wish=both_ways(sends_papers=False, paper_keys=()))
    dossier = services.submit_filing(actor=ward.citizen, filing_id=filing.id)
    services.accept_dossier(actor=ward.one_stop, dossier_id=dossier.id)
    worked_through(ward, dossier)
    brought = outside.accept(parcel(dossier, Kind.DELIVER))
    for act in ("lay", "khong-giao-duoc", "chuyen-hoan", "hoan-xong"):
        outside.post.act(brought.tracking, act)
    postal.leave_at_counter(actor=ward.one_stop, order_id=brought.id)
    dossier.refresh_from_db()
    assert (dossier.state, services.choice_for(dossier).receives_result) == (State.COMPLETED, False)
    assert Notification.objects.filter(subject__startswith="Mời đến nhận kết quả").exists()


def test_the_applicant_may_still_choose_while_it_is_being_worked_on(ward: Ward, outside, at_once) -> None:
    dossier = services.submit_filing(actor=ward.citizen, filing_id=filed(ward).id)
    services.accept_dossier(actor=ward.one_stop, dossier_id=dossier.id)
    wish = both_ways(sends_papers=False, paper_keys=())
    with pytest.raises(NotAllowed):
        services.choose_post_for_dossier(actor=ward.neighbour, dossier_id=dossier.id, wish=wish)
    services.choose_post_for_dossier(actor=ward.citizen, dossier_id=dossier.id, wish=wish)
    worked_through(ward, dossier)
    assert parcel(dossier, Kind.DELIVER).citizen["detail"] == "Tổ 5"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"answers": {**ADDRESS, "post_address": {"province": "52", "detail": "Tổ 5"}}}, "post_address"),
        ({"answers": {**ADDRESS, "post_address": {"province": "52", "commune": "23575"}}}, "post_address"),
        ({"answers": {**ADDRESS, "post_address": {"province": "NN", "detail": "Paris"}}}, "post_address"),
        ({"answers": {**ADDRESS, "post_phone": "113"}}, "post_phone"),
        ({"answers": {}}, "post_name"),
        ({"paper_keys": ["khong-co"]}, "papers"),
    ],
)
def test_a_choice_the_post_could_not_serve_is_refused(ward: Ward, changes, field) -> None:
    filing = filing_of(ward)
    with pytest.raises(Invalid) as refused:
        services.choose_post(actor=ward.citizen, filing_id=filing.id, wish=both_ways(**changes))
    assert field in refused.value.problems
    assert not PostalChoice.objects.exists()


def test_without_the_post_everything_is_as_before(ward: Ward, settings) -> None:
    filing = filing_of(ward, **COPIES)
    with pytest.raises(FeeUnpaid):
        services.submit_filing(actor=ward.citizen, filing_id=filing.id)
    Filing.objects.filter(id=filing.id).update(answers={**filing.answers, "copies": 0})
    with pytest.raises(PapersMissing):
        services.submit_filing(actor=ward.citizen, filing_id=filing.id)
    settings.POST_URL = ""
    with pytest.raises(PostNotOffered):
        services.choose_post(actor=ward.citizen, filing_id=filing.id, wish=both_ways())
    services.choose_post(actor=ward.citizen, filing_id=filing.id, wish=services.Wish())
