"""Paper changes hands by numbered lists: given, received piece by piece, taken back; nothing on two lists, nothing received twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import Channel, HandoverState, PaperKind, PaperPlace
from lienthong.domain.dossiers.errors import AlreadyOnList, HandoverClosed, OwnHandover
from lienthong.domain.dossiers.models import Dossier, Handover, HandoverLine, PaperPart
from lienthong.domain.dossiers.tests import stages
from lienthong.foundation.files import services as files
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.signing import services as signing
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound

REASON = "Thiếu bản chính giấy chứng sinh."


def on_paper(ward: Ward) -> Dossier:
    """Accepted at the counter, papers in a folder."""
    dossier = stages.submitted(ward)
    Dossier.objects.filter(id=dossier.id).update(channel=Channel.COUNTER)
    return services.accept_dossier(actor=ward.one_stop, dossier_id=dossier.id)


def waiting(actor: Actor, kind: str = PaperKind.SUBMITTED) -> list[str]:
    return [each.code for each in queries.parts_waiting(actor, kind)]


def give(ward: Ward, *dossiers: Dossier, actor: Actor | None = None, kind: str = PaperKind.SUBMITTED) -> Handover:
    parts = PaperPart.objects.filter(dossier__in=dossiers, kind=kind).values_list("pk", flat=True)
    return services.hand_over(
        actor=actor or ward.one_stop, kind=kind, part_ids=list(parts), to_agency_id=ward.agency_id
    )


def take(actor: Actor, handover: Handover, *, refuse: Dossier | None = None) -> Handover:
    lines = list(handover.lines.select_related("part"))
    refused = {line.pk: REASON for line in lines if refuse is not None and line.part.dossier_id == refuse.id}
    return services.receive_handover(
        actor=actor,
        handover_id=handover.pk,
        refused=refused,
        checked=[line.pk for line in lines if line.pk not in refused],
    )


@pytest.mark.django_db
def test_it_works(ward: Ward) -> None:
    first, second = on_paper(ward), on_paper(ward)
    online = stages.accepted(ward)
    assert waiting(ward.one_stop) == [first.code, second.code]
    (group,) = {(each.agency_id, each.unit) for each in queries.parts_waiting(ward.one_stop, PaperKind.SUBMITTED)}
    assert group == (ward.agency_id, organizations.agency(ward.agency_id).short_name)
    assert queries.parts_of(online.id) == []

    made = give(ward, first, second)
    assert (made.label, made.count, made.state) == (f"0001/BGHS-{clock.today().year}", 2, HandoverState.OPEN)
    assert waiting(ward.one_stop) == []
    assert queries.handovers_waiting(ward.specialist) == 1
    assert queries.handovers_waiting(ward.one_stop) == 0
    assert files.read_bytes(made.given_file).startswith(b"%PDF")

    done = take(ward.specialist, made, refuse=second)
    assert (done.state, done.missing, done.received_by_name) == (HandoverState.RECEIVED, 1, ward.specialist.name)
    assert waiting(ward.one_stop) == [second.code]
    (again,) = queries.parts_waiting(ward.one_stop, PaperKind.SUBMITTED)
    assert REASON in again.remark
    places = {part.dossier_id: part.place for part in PaperPart.objects.all()}
    assert places == {first.id: PaperPlace.OFFICE, second.id: PaperPlace.COUNTER}
    assert give(ward, second).number == 2
    (passage, _) = [each for each in queries.passages_of(second) if "danh sách" in each.note]
    assert (passage.giver_name, passage.taker_name) == (ward.one_stop.name, ward.specialist.name)
    assert REASON in passage.note


@pytest.mark.django_db
def test_who_has_a_certificate_signs_the_list_itself(ward: Ward) -> None:
    seat = ward.specialist.position
    assert seat is not None
    signing.issue_certificate(
        position_id=seat.id, common_name=ward.specialist.name, title=seat.title, agency_name=seat.agency_name
    )
    made = give(ward, on_paper(ward))
    done = take(ward.specialist, made)
    assert (done.given_signed, done.received_signed) == (False, True)
    verdict = signing.verify_pdf(content=files.read_bytes(done.received_file))
    assert [signer.name for signer in verdict.signers] == [ward.specialist.name]
    assert made.given_file.sha256 != done.received_file.sha256


@pytest.mark.django_db
def test_results_go_back_to_the_counter(ward: Ward) -> None:
    dossier = on_paper(ward)
    take(ward.specialist, give(ward, dossier))
    stages.brought_to_result(ward, dossier)
    assert waiting(ward.clerk, PaperKind.RESULT) == [dossier.code]
    assert waiting(ward.one_stop, PaperKind.RESULT) == []
    made = give(ward, dossier, actor=ward.clerk, kind=PaperKind.RESULT)
    assert made.to_unit.startswith("Bộ phận Một cửa")
    with pytest.raises(NotAllowed):
        take(ward.specialist, made)
    take(ward.one_stop, made)
    part = PaperPart.objects.get(dossier=dossier, kind=PaperKind.RESULT)
    assert (part.place, part.agency_id) == (PaperPlace.COUNTER, ward.agency_id)


@pytest.mark.django_db
def test_a_list_that_nobody_received_is_taken_back_with_a_reason(ward: Ward) -> None:
    dossier = on_paper(ward)
    made = give(ward, dossier)
    with pytest.raises(Invalid):
        services.cancel_handover(actor=ward.one_stop, handover_id=made.pk, reason=" ")
    with pytest.raises(NotAllowed):
        services.cancel_handover(actor=ward.specialist, handover_id=made.pk, reason="Lập nhầm bộ phận nhận")
    services.cancel_handover(actor=ward.one_stop, handover_id=made.pk, reason="Lập nhầm bộ phận nhận")
    assert waiting(ward.one_stop) == [dossier.code]
    with pytest.raises(HandoverClosed, match=f"{made.label} đã hủy: {ward.one_stop.name}"):
        take(ward.specialist, made)


@pytest.mark.django_db
def test_every_line_is_judged_and_a_refusal_has_its_reason(ward: Ward) -> None:
    first, second = on_paper(ward), on_paper(ward)
    made = give(ward, first, second)
    one, two = made.lines.all()
    with pytest.raises(Invalid) as refusal:
        services.receive_handover(actor=ward.specialist, handover_id=made.pk, refused={two.pk: " "}, checked=[])
    assert set(refusal.value.problems) == {f"line-{one.pk}", f"reason-{two.pk}"}
    made.refresh_from_db()
    assert made.state == HandoverState.OPEN


@pytest.mark.django_db
def test_only_the_giving_and_the_receiving_side_act(ward: Ward) -> None:
    dossier = on_paper(ward)
    made = give(ward, dossier)
    for actor in (ward.citizen, ward.neighbour):
        assert queries.parts_waiting(actor, PaperKind.SUBMITTED) == []
        with pytest.raises(NotFound):
            queries.handover_for(actor, made.pk)
        with pytest.raises(NotFound):
            take(actor, made)
    with pytest.raises(NotAllowed):
        give(ward, dossier, actor=ward.specialist)
    with pytest.raises(NotAllowed):
        take(ward.one_stop, made)
    Handover.objects.filter(pk=made.pk).update(given_by_account_id=ward.specialist.account_id)
    with pytest.raises(OwnHandover):
        take(ward.specialist, made)
    other = organizations.communes().exclude(id=ward.agency_id).first()
    assert other is not None
    with pytest.raises(AlreadyOnList, match=dossier.code):
        give(ward, dossier)
    services.cancel_handover(actor=ward.one_stop, handover_id=made.pk, reason="Giao sai cơ quan")
    part = PaperPart.objects.get(dossier=dossier)
    with pytest.raises(Invalid, match="1 mục"):
        services.hand_over(actor=ward.one_stop, kind=PaperKind.SUBMITTED, part_ids=[part.pk], to_agency_id=other.pk)


@pytest.mark.django_db
def test_a_department_that_alone_has_the_role_is_named_and_only_its_people_receive(ward: Ward) -> None:
    first, second = organizations.departments_of(ward.agency_id)[:2]
    seat = ward.specialist.position
    assert seat is not None
    stages.move_seat(seat.id, first.pk)
    dossier = on_paper(ward)
    (row,) = queries.parts_waiting(ward.one_stop, PaperKind.SUBMITTED)
    assert (row.department_id, row.unit_key) == (first.pk, f"{ward.agency_id}-{first.pk}")
    part = PaperPart.objects.get(dossier=dossier)
    made = services.hand_over(
        actor=ward.one_stop,
        kind=PaperKind.SUBMITTED,
        part_ids=[part.pk],
        to_agency_id=ward.agency_id,
        to_department_id=second.pk,
    )
    assert made.to_unit.startswith(second.name)
    with pytest.raises(NotAllowed):
        take(stages.acting(ward.specialist), made)


@pytest.mark.django_db
def test_paper_that_nobody_noted_is_added_by_its_code(ward: Ward) -> None:
    dossier = stages.accepted(ward)
    services.note_paper_part(actor=ward.one_stop, code=f" {dossier.code.lower()} ", kind=PaperKind.SUBMITTED)
    services.note_paper_part(actor=ward.one_stop, code=dossier.code, kind=PaperKind.SUBMITTED)
    assert waiting(ward.one_stop) == [dossier.code]
    with pytest.raises(Invalid):
        services.note_paper_part(actor=ward.one_stop, code="H21.88-000000-0000", kind=PaperKind.SUBMITTED)
    with pytest.raises(Invalid):
        services.note_paper_part(actor=ward.clerk, code=dossier.code, kind=PaperKind.RESULT)


@pytest.mark.django_db
def test_lists_are_found_by_number_day_and_unit(ward: Ward) -> None:
    made = give(ward, on_paper(ward))

    def found(actor: Actor, way: str, **by: object) -> list[int]:
        return [each.pk for each in queries.handovers_page(actor, way, **by).items]  # type: ignore[arg-type]

    assert found(ward.one_stop, "da-giao") == found(ward.specialist, "cho-nhan") == [made.pk]
    assert (
        found(ward.one_stop, "da-giao", number="1") == found(ward.one_stop, "da-giao", number=made.label) == [made.pk]
    )
    assert found(ward.one_stop, "da-giao", number="2") == found(ward.one_stop, "da-giao", number="x") == []
    assert found(ward.one_stop, "da-giao", day=clock.today(), unit=made.to_unit[:6].upper()) == [made.pk]
    assert found(ward.one_stop, "da-giao", day=clock.today() - timedelta(days=1)) == []
    take(ward.specialist, made)
    assert found(ward.specialist, "cho-nhan") == []
    assert found(ward.specialist, "da-nhan") == [made.pk]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_one_list_and_one_confirmation(ward: Ward) -> None:
    dossier = on_paper(ward)

    def press(act):  # type: ignore[no-untyped-def]
        try:
            return act()
        except (AlreadyOnList, HandoverClosed) as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(press, [lambda: give(ward, dossier)] * 2))
    assert Handover.objects.count() == 1
    assert HandoverLine.objects.count() == 1
    assert "already-on-list" in made
    handover = Handover.objects.get()
    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(press, [lambda: take(ward.specialist, handover)] * 2))
    assert sorted(isinstance(each, Handover) for each in said) == [False, True]
    assert "handover-closed" in said
