"""Rules of deadlines and of telling are changed from a day on: by the clerk for the own agency, by the administrator for all."""

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from tests.province import Ward, _officer

from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.errors import RulesChanged
from lienthong.domain.correspondence.models import RuleEdition, Telling
from lienthong.domain.correspondence.services import Arrival, TellingData, UrgencyData
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db
THURSDAY = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 26)
QUICK = (
    UrgencyData(urgency="express", submit_hours=1, settle_days=1),
    UrgencyData(urgency="very_urgent", submit_hours=1, settle_days=1),
    UrgencyData(urgency="urgent", submit_hours=2, settle_days=2),
    UrgencyData(urgency="normal", submit_hours=None, settle_days=5),
)
LEADER_AT_ONCE = TellingData(occasion="not_submitted", hours=0, told="leader")
CLERK_AT_ONCE = TellingData(occasion="not_submitted", hours=0, told="clerk")


@pytest.fixture
def administrator(db: None) -> Actor:
    return _officer(organizations.root_agency().pk, "quan-tri", "Lê Quản Trị", "Quản trị", "administrator")


def save(actor: Actor, agency_id: int | None, **changed: Any) -> RuleEdition:
    said: dict[str, Any] = {
        "urgencies": QUICK,
        "tellings": (CLERK_AT_ONCE,),
        "valid_from": TODAY,
        "reason": "Quy chế làm việc số 12/QĐ-UBND",
        "opened": queries.newest_edition(agency_id),
    }
    return services.save_rules(actor=actor, agency_id=agency_id, **{**said, **changed})


def test_an_agency_rules_for_itself_from_a_day_on_and_goes_back_to_the_common_rules(ward: Ward):
    with clock.at(THURSDAY):
        assert queries.rule_of(ward.agency_id, "urgent") == (4, 3)
        coming = save(ward.clerk, ward.agency_id, valid_from=TODAY + timedelta(days=4))
        assert queries.rule_of(ward.agency_id, "urgent") == (4, 3), "not yet"
        assert queries.rule_of(ward.agency_id, "urgent", TODAY + timedelta(days=4)) == (2, 2)
        assert queries.rule_of(organizations.root_agency().pk, "urgent", TODAY + timedelta(days=4)) == (4, 3)
        services.call_back_rules(actor=ward.clerk, edition_id=coming.pk)
        assert queries.rule_of(ward.agency_id, "urgent", TODAY + timedelta(days=4)) == (4, 3)
        now = save(ward.clerk, ward.agency_id)
        document = services.register_document(
            actor=ward.clerk,
            arrival=Arrival(issuer_name="UBND tỉnh", abstract="Ứng phó bão", source="paper", urgency="urgent"),
            key="r",
        )
        assert document.submit_by == datetime(2026, 11, 26, 4, 0, tzinfo=UTC)
        changes = services.changes_between(queries.edition_in_force(None), now)
        assert "Văn bản khẩn: trình trong 2 giờ làm việc (trước là trong 4 giờ làm việc)." in changes
        assert any(each.startswith("Thôi báo: Hạn giải quyết văn bản") for each in changes)
        with pytest.raises(Refused, match="không khác"):
            save(ward.clerk, ward.agency_id)
        with pytest.raises(Refused, match="đã áp dụng"):
            services.call_back_rules(actor=ward.clerk, edition_id=now.pk)
        services.use_common_rules(
            actor=ward.clerk,
            agency_id=ward.agency_id,
            valid_from=TODAY,
            reason="Theo quy chế chung",
            opened=queries.newest_edition(ward.agency_id),
        )
        assert queries.rule_of(ward.agency_id, "urgent") == (4, 3)


def test_what_is_told_follows_the_rules_of_the_agency_and_nothing_is_told_twice(ward: Ward):
    with clock.at(THURSDAY):
        document = services.register_document(
            actor=ward.clerk, arrival=Arrival(issuer_name="Sở Y tế", abstract="Tiêm chủng", source="paper"), key="t"
        )
    friday = datetime(2026, 11, 27, 11, 0, tzinfo=UTC)
    with clock.at(friday):
        assert services.tell_overdue() == 1, "the common rules tell the clerk"
        save(ward.clerk, ward.agency_id, valid_from=friday.date(), tellings=(CLERK_AT_ONCE, LEADER_AT_ONCE))
        assert services.tell_overdue() == 1, "the leader now, too; the clerk knows"
    assert list(Telling.objects.order_by("pk").values_list("rule__told", flat=True)) == ["clerk", "leader"]
    with clock.at(friday + timedelta(days=3)):
        only_new = (TellingData(occasion="not_submitted", hours=1, told="leader"),)
        save(ward.clerk, ward.agency_id, valid_from=date(2026, 11, 30), tellings=only_new)
        assert services.tell_overdue() == 0, "a deadline before its day is no news of a new rule"
    assert document.tellings.count() == 2


def test_who_changes_what_and_what_is_refused(ward: Ward, administrator: Actor):
    with clock.at(THURSDAY):
        for actor, agency_id in ((ward.clerk, None), (ward.leader, ward.agency_id), (administrator, ward.agency_id)):
            with pytest.raises(NotAllowed):
                save(actor, agency_id)
        common = save(administrator, None)
        with pytest.raises(NotFound):
            services.call_back_rules(actor=ward.clerk, edition_id=common.pk)
        slow = (QUICK[0], QUICK[1], UrgencyData(urgency="urgent", submit_hours=50, settle_days=9), QUICK[3])
        with pytest.raises(Invalid) as wrong:
            save(
                ward.clerk,
                ward.agency_id,
                urgencies=slow,
                tellings=(LEADER_AT_ONCE, LEADER_AT_ONCE, TellingData(occasion="document_due", hours=0, told="holder")),
                valid_from=TODAY - timedelta(days=1),
                reason="",
            )
        assert set(wrong.value.problems) == {
            "valid_from", "reason", "urgent-hours", "normal-days", "1-telling", "2-telling",
        }  # fmt: skip
        opened = queries.newest_edition(ward.agency_id)
        save(ward.clerk, ward.agency_id, opened=opened)
        with pytest.raises(RulesChanged, match=ward.clerk.name):
            save(ward.clerk, ward.agency_id, opened=opened, tellings=())


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_get_one_edition_and_a_clear_answer(ward: Ward):
    told: list[str] = []
    opened = queries.newest_edition(ward.agency_id)

    def change(days: int) -> None:
        try:
            save(ward.clerk, ward.agency_id, opened=opened, valid_from=clock.today() + timedelta(days=days))
            told.append("saved")
        except RulesChanged:
            told.append("changed")
        finally:
            connection.close()

    threads = [threading.Thread(target=change, args=(days,)) for days in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["changed", "saved"]
    assert RuleEdition.objects.filter(agency_id=ward.agency_id).count() == 1
