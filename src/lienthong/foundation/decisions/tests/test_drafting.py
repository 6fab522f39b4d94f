"""Two officials and one table: drafts, conflicts, publishing, what was in force when."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from lienthong.foundation.audit.models import AuditEntry
from lienthong.foundation.decisions import queries, services
from lienthong.foundation.decisions.choices import Purpose
from lienthong.foundation.decisions.errors import DraftChanged, NotReady, TableInvalid, TableNotFound
from lienthong.foundation.decisions.models import DecisionTable, DecisionVersion
from lienthong.foundation.decisions.rules.table import MOST_RULES
from lienthong.foundation.decisions.tests.examples import PENSION, changed
from lienthong.kit import clock
from lienthong.kit.actor import ANONYMOUS, Actor
from lienthong.kit.errors import NotAllowed

pytestmark = pytest.mark.django_db


def official(name: str) -> Actor:
    """Somebody who may, without the rows of an account."""
    return Actor(name=name, is_system=True)


LAN, MINH = official("Nguyễn Thị Lan"), official("Trần Văn Minh")


@pytest.fixture
def table() -> DecisionTable:
    return services.create_table(
        actor=LAN, name="Hưu trí xã hội", purpose=Purpose.ELIGIBILITY, subjects=["1.014027"], content=PENSION
    )


def test_a_draft_becomes_a_version_that_answers(table):
    version = services.publish_draft(actor=LAN, code=table.code, edits=1, note="Nghị định 176/2025/NĐ-CP")
    asked = queries.in_force(table.code)
    said = queries.ask(asked, {"tuoi": 80, "luong_huu": False, "ho": "Không thuộc"})
    assert (version.number, said.rules, said.first["outcome"]) == (1, (2,), "Được nộp")
    assert queries.draft_of(LAN, table.code) is None
    assert queries.subjects_with(Purpose.ELIGIBILITY) == {"1.014027"}
    assert AuditEntry.objects.filter(verb="publish_decision_table").count() == 1


def test_a_version_never_changes(table):
    version = services.publish_draft(actor=LAN, code=table.code, edits=1)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        DecisionVersion.objects.filter(pk=version.pk).update(note="khác")


def test_the_second_official_is_told_and_nothing_is_lost(table):
    by_lan, by_minh = changed(PENSION, hit_policy="F"), changed(PENSION, hit_policy="C")
    services.save_draft(actor=LAN, code=table.code, edits=1, content=by_lan)
    with pytest.raises(DraftChanged, match="Nguyễn Thị Lan đã lưu bảng này"):
        services.save_draft(actor=MINH, code=table.code, edits=1, content=by_minh)
    draft = services.save_draft(actor=MINH, code=table.code, edits=1, content=by_minh, overwrite=True)
    assert (draft.content["hit_policy"], draft.replaced["by"]) == ("C", "Nguyễn Thị Lan")
    back = services.restore_replaced(actor=LAN, code=table.code)
    assert (back.content["hit_policy"], back.replaced["content"]["hit_policy"]) == ("F", "C")
    assert back.edits == 4


def test_saving_the_same_again_counts_nothing(table):
    assert services.save_draft(actor=MINH, code=table.code, edits=99, content=PENSION).edits == 1


def test_faults_and_failing_tests_forbid_publishing(table):
    content = changed(PENSION, rules=PENSION["rules"][:2])
    content["tests"] = [{"name": "Người 60 tuổi", "given": {"tuoi": "60", "luong_huu": "Không", "ho": "Nghèo"}, "expect": {"outcome": "Được nộp"}}]  # fmt: skip
    draft = services.save_draft(actor=LAN, code=table.code, edits=1, content=content)
    with pytest.raises(NotReady) as refusal:
        services.publish_draft(actor=LAN, code=table.code, edits=draft.edits)
    assert "Chưa có quy tắc nào cho trường hợp “Tuổi” là từ 0 đến dưới 75" in refusal.value.message
    assert "Ca kiểm thử “Người 60 tuổi” chưa đạt" in refusal.value.message


def test_a_draft_may_be_wrong_but_not_too_large(table):
    wrong = changed(PENSION, rules=[{"when": ["bảy lăm", "-", "-"], "then": ["", ""]}])
    assert services.save_draft(actor=LAN, code=table.code, edits=1, content=wrong).edits == 2
    large = changed(PENSION, rules=[PENSION["rules"][0]] * (MOST_RULES + 1))
    with pytest.raises(TableInvalid) as refusal:
        services.save_draft(actor=LAN, code=table.code, edits=2, content=large)
    assert "tối đa 200" in refusal.value.problems["rules"]


def test_what_was_in_force_when(table):
    day = datetime(2026, 11, 1, tzinfo=UTC)
    with clock.at(day):
        services.publish_draft(actor=LAN, code=table.code, edits=1)
    with clock.at(day + timedelta(days=10)):
        draft = services.start_draft(actor=LAN, code=table.code)
        draft = services.save_draft(
            actor=LAN, code=table.code, edits=draft.edits, content=changed(PENSION, hit_policy="F")
        )
        services.publish_draft(actor=LAN, code=table.code, edits=draft.edits)

    def number_at(moment: datetime) -> list[int]:
        return [each.number for each in queries.tables_in_force(Purpose.ELIGIBILITY, "1.014027", at=moment)]

    assert [number_at(day + timedelta(days=n)) for n in (-1, 5, 20)] == [[], [1], [2]]
    differences = queries.compare(*(version.content for version in queries.versions_of(LAN, table.code).reverse()))
    assert [each.where for each in differences] == ["Cách chọn quy tắc"]


def test_a_discarded_draft_that_was_never_published_takes_its_table_along(table):
    services.discard_draft(actor=LAN, code=table.code)
    with pytest.raises(TableNotFound):
        queries.table_by_code(LAN, table.code)


def test_strangers_see_and_change_nothing(table):
    for attempt in (
        lambda: queries.tables(ANONYMOUS),
        lambda: queries.draft_of(ANONYMOUS, table.code),
        lambda: services.save_draft(actor=ANONYMOUS, code=table.code, edits=1, content=PENSION),
        lambda: services.publish_draft(actor=ANONYMOUS, code=table.code, edits=1),
        lambda: services.create_table(actor=ANONYMOUS, name="x"),
    ):
        with pytest.raises(NotAllowed):
            attempt()
