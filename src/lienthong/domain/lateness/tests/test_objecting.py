"""A unit objects, the level above decides, and the figures of the account stay beside what was decided."""

from datetime import timedelta

import pytest
from tests.province import Ward, _officer

from lienthong.domain.lateness import queries, services
from lienthong.domain.lateness.choices import Verdict
from lienthong.domain.lateness.errors import DecidedBefore, ObjectedBefore
from lienthong.domain.lateness.models import LatenessShare
from lienthong.domain.lateness.queries import Asked
from lienthong.domain.lateness.tests.test_keeping import MONDAY, withdrawn
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound

REASON = "Hồ sơ nằm ở trục liên thông hai ngày do sự cố, Văn bản 15/TTTT."
NOTE = "Có văn bản xác nhận sự cố của Trung tâm dữ liệu."
PERIOD = Asked(since=MONDAY.date(), until=(MONDAY + timedelta(days=30)).date())


@pytest.fixture
def charged(ward: Ward) -> LatenessShare:
    dossier = withdrawn(ward)
    services.keep_account(dossier_id=dossier.id)
    return LatenessShare.objects.filter(account__dossier=dossier, late__gt=0, agency_id=ward.agency_id)[0]


@pytest.fixture
def above(ward: Ward) -> Actor:
    """The leader of the agency right above the ward."""
    parent = organizations.agency(ward.agency_id).parent_id
    assert parent is not None
    return _officer(parent, "chutich", "Rơ Châm H'Loan", "Chủ tịch UBND tỉnh", "agency_leader")


def test_the_level_above_decides_and_both_figures_stand_side_by_side(
    ward: Ward, charged: LatenessShare, above: Actor
) -> None:
    other = next(each for each in organizations.communes()[:4] if each.pk != ward.agency_id)
    objection = services.object_to_share(actor=ward.leader, share_id=charged.pk, reason=REASON)
    assert queries.objections_waiting(above) == 1
    with pytest.raises(NotAllowed):
        services.decide_objection(actor=ward.leader, objection_id=objection.pk, grant=True, note=NOTE)
    granted = services.decide_objection(
        actor=above, objection_id=objection.pk, grant=True, note=NOTE, minutes=charged.late - 60, to_agency_id=other.pk
    )
    assert (granted.state, granted.minutes) == (Verdict.GRANTED, charged.late - 60)
    charged.refresh_from_db()
    by_agency = {each.label: each for each in queries.sums(above, "agency", PERIOD)}
    own = by_agency[organizations.agency(ward.agency_id).short_name]
    assert (own.minutes, own.after) == (charged.late, 60)
    assert (by_agency[other.short_name].minutes, by_agency[other.short_name].after) == (0, charged.late - 60)
    assert sum(each.minutes for each in by_agency.values()) == sum(each.after for each in by_agency.values())
    with pytest.raises(DecidedBefore, match="Rơ Châm H'Loan đã quyết định: chấp nhận"):
        services.decide_objection(actor=above, objection_id=objection.pk, grant=False, note=NOTE)


def test_a_refusal_changes_no_figure_and_is_final(ward: Ward, charged: LatenessShare, above: Actor) -> None:
    objection = services.object_to_share(actor=ward.leader, share_id=charged.pk, reason=REASON)
    services.decide_objection(actor=above, objection_id=objection.pk, grant=False, note=NOTE)
    (row,) = queries.sums(above, "agency", PERIOD)
    assert (row.minutes, row.after) == (charged.late, charged.late)
    with pytest.raises(ObjectedBefore):
        services.object_to_share(actor=ward.leader, share_id=charged.pk, reason=REASON)


def test_only_the_unit_that_is_charged_objects_with_a_reason(ward: Ward, charged: LatenessShare, above: Actor) -> None:
    for actor in (ward.specialist, ward.one_stop, above):
        with pytest.raises(NotAllowed):
            services.object_to_share(actor=actor, share_id=charged.pk, reason=REASON)
    with pytest.raises(Invalid) as refused:
        services.object_to_share(actor=ward.leader, share_id=charged.pk, reason="Không")
    assert "văn bản nào chứng minh" in refused.value.problems["reason"]
    services.keep_account(dossier_id=withdrawn(ward, days=0).id)
    free = LatenessShare.objects.get(late=0)
    with pytest.raises(NotAllowed):
        services.object_to_share(actor=ward.leader, share_id=free.pk, reason=REASON)
    with pytest.raises(NotFound):
        services.object_to_share(actor=ward.leader, share_id=0, reason=REASON)


def test_more_than_was_charged_is_not_granted(ward: Ward, charged: LatenessShare, above: Actor) -> None:
    objection = services.object_to_share(actor=ward.leader, share_id=charged.pk, reason=REASON)
    with pytest.raises(Invalid) as refused:
        services.decide_objection(
            actor=above,
            objection_id=objection.pk,
            grant=True,
            note="",
            minutes=charged.late + 1,
            to_agency_id=ward.agency_id,
        )
    assert set(refused.value.problems) == {"note", "minutes", "to_agency"}
