"""Results are given to somebody who is known: the owner, or who may take it for them; late, owing and wrong ones are said."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import PaperKind, PaperPlace, State
from lienthong.domain.dossiers.errors import (
    FeeOutstanding,
    NotTheOwner,
    PaperNotHere,
    ReceiverUnknown,
    ReturnedAlready,
    WrongState,
)
from lienthong.domain.dossiers.models import CollectionReminder, Dossier, PaperPart, PostalChoice, ResultReturn
from lienthong.domain.dossiers.tests import stages
from lienthong.kit import clock
from lienthong.kit.errors import Invalid, NotAllowed, NotFound

OWNER = services.Receiver(name="Siu H'Ngan", paper="card", number="064195000512", confirmed="screen", from_card=True)
NEIGHBOUR = services.Receiver(
    name="Ksor Y Blô",
    paper="card",
    number="064091000733",
    capacity="authorised",
    authority="Giấy ủy quyền số 12, UBND phường chứng thực ngày 20/11/2026",
    confirmed="sheet",
)


def give(ward: Ward, *dossiers: Dossier, receiver: services.Receiver = OWNER, form: str = "electronic") -> ResultReturn:
    return services.return_results(
        actor=ward.one_stop, forms={dossier.id: form for dossier in dossiers}, receiver=receiver
    )


def lay_paper(dossier: Dossier, place: str) -> None:
    PaperPart.objects.create(dossier=dossier, kind=PaperKind.RESULT, place=place, agency_id=dossier.agency_id)


def changed(receiver: services.Receiver, **values: object) -> services.Receiver:
    return services.Receiver(**{name: getattr(receiver, name) for name in receiver.__slots__} | values)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_it_works(ward: Ward) -> None:
    first, second = stages.with_result(ward), stages.with_result(ward)
    lay_paper(first, PaperPlace.COUNTER)
    found = queries.results_ready(ward.one_stop, queries.sought("064195000512"))
    assert {each.dossier.code: each.forms[0][0] for each in found} == {first.code: "both", second.code: "electronic"}
    act = services.return_results(
        actor=ward.one_stop, forms={first.id: "both", second.id: "electronic"}, receiver=OWNER
    )
    assert {line.dossier_id: line.form for line in act.lines.all()} == {first.id: "both", second.id: "electronic"}
    for dossier in (first, second):
        dossier.refresh_from_db()
        assert dossier.state == State.RETURNED
    assert PaperPart.objects.get(dossier=first).place == PaperPlace.GIVEN
    assert queries.results_ready(ward.one_stop, queries.sought("Siu H'Ngan")) == []
    assert queries.receivers_of([first.id]) == {first.id: "Siu H'Ngan"}
    assert services.return_slip_pdf(act=queries.return_for(ward.one_stop, act.id)).startswith(b"%PDF")
    with pytest.raises(ReturnedAlready, match="đã trả cho Siu H'Ngan, Trần Thị Bích"):
        give(ward, second)


@pytest.mark.django_db
def test_found_by_whatever_is_scanned_or_typed(ward: Ward) -> None:
    dossier = stages.with_result(ward)
    card = "064195000512|231012345|Siu H'Ngan|12031995|Nữ|Tổ 5, Phường Diên Hồng, Gia Lai|01072024"
    receipt = f"http://localhost/tra-cuu/?ma={dossier.code}"
    for text in (dossier.code.lower(), receipt, card, "064 195 000 512", "siu h'ngan", "SIU"):
        assert [each.dossier.id for each in queries.results_ready(ward.one_stop, queries.sought(text))] == [
            dossier.id
        ], text
    for text in ("", "x", "064091000733", "H21.88-261119-9999", "064195|cắt", "Nguyễn Văn Không"):
        assert queries.results_ready(ward.one_stop, queries.sought(text)) == []
    for actor in (ward.specialist, ward.citizen):
        assert queries.results_ready(actor, queries.sought(dossier.code)) == []


@pytest.mark.django_db
def test_a_stranger_needs_an_authority_and_the_owner_none(ward: Ward) -> None:
    dossier = stages.with_result(ward)
    with pytest.raises(NotTheOwner, match=r"là của Ksor Y Blô, hồ sơ .* là của Siu"):
        give(ward, dossier, receiver=changed(NEIGHBOUR, capacity="owner"))
    with pytest.raises(NotTheOwner):
        give(ward, dossier, receiver=changed(OWNER, paper="passport", number="C1234567", name="Ksor Y Blô"))
    with pytest.raises(Invalid) as none:
        give(ward, dossier, receiver=changed(NEIGHBOUR, authority=""))
    assert set(none.value.problems) == {"authority"}
    with pytest.raises(Invalid, match="1 mục"):
        give(ward, dossier, receiver=changed(OWNER, capacity="authorised", authority="Giấy ủy quyền số 1"))
    act = give(ward, dossier, receiver=NEIGHBOUR)
    assert act.authority.startswith("Giấy ủy quyền số 12")
    assert queries.receivers_of([dossier.id]) == {dossier.id: "Ksor Y Blô (UQ)"}


@pytest.mark.django_db
def test_an_owner_without_a_card_shows_another_paper(ward: Ward) -> None:
    dossier = stages.with_result(ward)
    act = give(ward, dossier, receiver=changed(OWNER, paper="passport", number="c1234567", name="SIU H'NGAN"))
    assert act.paper_number == "C1234567"


@pytest.mark.django_db
def test_everything_that_is_missing_is_said_at_once(ward: Ward) -> None:
    dossier = stages.with_result(ward)
    blank = services.Receiver(name=" ", paper="card", number="12", capacity="", confirmed="")
    with pytest.raises(Invalid) as refusal:
        services.return_results(actor=ward.one_stop, forms={}, receiver=blank)
    assert set(refusal.value.problems) == {"name", "number", "capacity", "confirmed", "dossiers"}
    dossier.refresh_from_db()
    assert dossier.state == State.COMPLETED


@pytest.mark.django_db
def test_what_is_owed_is_paid_first(ward: Ward) -> None:
    dossier = stages.with_result(ward)
    Dossier.objects.filter(id=dossier.id).update(fee_amount=8000)
    with pytest.raises(FeeOutstanding, match=r"8\.000"):
        give(ward, dossier)
    with pytest.raises(FeeOutstanding):
        services.return_result(actor=ward.one_stop, dossier_id=dossier.id)
    (found,) = queries.results_ready(ward.one_stop, queries.sought(dossier.code))
    assert found.owed == 8000
    services.mark_fee_paid(actor=ward.one_stop, dossier_id=dossier.id, paid_at=clock.now())
    give(ward, dossier)


@pytest.mark.django_db
def test_paper_is_given_where_it_lies_and_to_a_person(ward: Ward) -> None:
    dossier = stages.with_result(ward)
    lay_paper(dossier, PaperPlace.OFFICE)
    with pytest.raises(PaperNotHere, match="chưa bàn giao về Một cửa"):
        give(ward, dossier, form="paper")
    with pytest.raises(ReceiverUnknown):
        services.return_result(actor=ward.one_stop, dossier_id=dossier.id)
    (found,) = queries.results_ready(ward.one_stop, queries.sought(dossier.code))
    assert found.forms == [("electronic", "Bản điện tử")]
    give(ward, dossier, form="electronic")


@pytest.mark.django_db
def test_a_leader_takes_a_mistake_back_and_its_record_stays(ward: Ward) -> None:
    dossier = stages.with_result(ward)
    lay_paper(dossier, PaperPlace.COUNTER)
    with pytest.raises(WrongState):
        services.undo_return(actor=ward.leader, dossier_id=dossier.id, reason="Chưa trả mà hủy", recovered=True)
    give(ward, dossier, receiver=NEIGHBOUR, form="both")
    with pytest.raises(NotAllowed, match="Báo lãnh đạo"):
        services.undo_return(actor=ward.one_stop, dossier_id=dossier.id, reason="Trao nhầm người", recovered=True)
    with pytest.raises(Invalid):
        services.undo_return(actor=ward.leader, dossier_id=dossier.id, reason="nhầm", recovered=True)
    with pytest.raises(NotFound):
        services.undo_return(actor=ward.citizen, dossier_id=dossier.id, reason="Không phải tôi nhận", recovered=True)
    services.undo_return(
        actor=ward.leader, dossier_id=dossier.id, reason="Trao nhầm cho người trùng tên", recovered=False
    )
    dossier.refresh_from_db()
    assert (dossier.state, dossier.returned_at) == (State.COMPLETED, None)
    part = PaperPart.objects.get(dossier=dossier)
    assert part.place == PaperPlace.OFFICE
    assert "cấp lại" in part.remark
    assert stages.step_of(dossier).kind == "return"
    act = give(ward, dossier, form="electronic")
    first, second = queries.returns_of(dossier)
    assert (first.act.receiver_name, first.undone_by_name, second.act_id) == ("Ksor Y Blô", ward.leader.name, act.id)
    assert first.undone_reason == "Trao nhầm cho người trùng tên"


@pytest.mark.django_db
def test_nobody_comes_and_the_office_says_after_how_many_days(ward: Ward) -> None:
    with clock.at(clock.now() - timedelta(days=12)):
        old = stages.with_result(ward)
    stages.with_result(ward)
    assert queries.collection_rule(ward.agency_id) == (5, 7)
    (row,) = queries.uncollected_page(ward.one_stop, days=5).items
    assert (row.dossier.id, row.days, row.told_at) == (old.id, 12, None)
    services.set_collection_rule(actor=ward.one_stop, days=20, every=3)
    assert services.remind_uncollected() == 0
    services.set_collection_rule(actor=ward.one_stop, days=10, every=3)
    assert services.remind_uncollected() == 1
    assert services.remind_collection(actor=ward.one_stop, dossier_ids=[old.id]) == 0
    with clock.at(clock.now() + timedelta(days=4)):
        assert services.remind_collection(actor=ward.one_stop, dossier_ids=[old.id]) == 1
    assert CollectionReminder.objects.filter(dossier=old).count() == 2
    PostalChoice.objects.create(dossier=old, receives_result=True, name="Siu", phone="0905000512")
    assert queries.uncollected_page(ward.one_stop, days=5).items == []
    with clock.at(clock.now() + timedelta(days=30)):
        assert services.remind_collection(actor=ward.one_stop, dossier_ids=[old.id]) == 0
        assert services.remind_uncollected() == 1  # the other one, by then
    for actor in (ward.specialist, ward.citizen):
        with pytest.raises(NotAllowed):
            services.remind_collection(actor=actor, dossier_ids=[old.id])
    with pytest.raises(Invalid):
        services.set_collection_rule(actor=ward.one_stop, days=0, every=999)


@pytest.mark.django_db(transaction=True)
def test_two_counters_at_once_give_it_once(ward: Ward) -> None:
    dossier = stages.with_result(ward)

    def press(_: int) -> str:
        try:
            return str(give(ward, dossier).receiver_name)
        except ReturnedAlready as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, range(2))) == ["Siu H'Ngan", "returned-already"]
    assert ResultReturn.objects.count() == 1
