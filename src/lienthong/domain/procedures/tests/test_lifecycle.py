"""A procedure is published, suspended, resumed, withdrawn: by decisions, each from its day on."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.domain.procedures import queries, services
from lienthong.domain.procedures.choices import DecisionKind, ProcedureStatus
from lienthong.domain.procedures.errors import (
    DateInThePast,
    DecisionInForce,
    DecisionOutOfPlace,
    ProcedureClosed,
    ProcedureNotFound,
)
from lienthong.domain.procedures.states import NEXT
from lienthong.domain.procedures.timeline import Act, spans
from lienthong.kit import clock
from lienthong.kit.actor import ANONYMOUS, SYSTEM
from lienthong.kit.errors import Invalid, NotAllowed

DAY = timedelta(days=1)
BIRTH = "1.001193"


def a_decision(**more: Any) -> services.DecisionData:
    return services.DecisionData(
        number="512/QĐ-UBND", decided_on=clock.today(), issuer="Chủ tịch UBND tỉnh", **({"reason": "Sửa luật"} | more)
    )


def decide(kind: str, on: date, **more: Any) -> Any:
    return services.decide(actor=SYSTEM, code=BIRTH, kind=kind, effective_from=on, decision=a_decision(**more))


acts = st.lists(st.tuples(st.sampled_from(DecisionKind.values), st.integers(0, 30)), max_size=12)


@given(acts)
def test_a_life_has_no_gap_and_no_day_twice(planned: list[tuple[str, int]]) -> None:
    start = date(2026, 1, 1)
    try:
        life = spans(
            Act(id=number, kind=kind, on=start + timedelta(days=day), version_id=number)
            for number, (kind, day) in enumerate(planned, 1)
        )
    except DecisionOutOfPlace:
        return
    for one, after in pairwise(life):
        assert one.end == after.start
        assert one.start < one.end
    assert not life or life[-1].end is None
    assert all(span.version_id and span.status != ProcedureStatus.PREPARED for span in life)


def test_every_verb_of_the_table_leads_somewhere() -> None:
    assert {kind for _, kind in NEXT} == set(DecisionKind)
    assert {state for state, _ in NEXT} == set(ProcedureStatus)


@pytest.mark.django_db
@pytest.mark.usefixtures("catalogue")
class TestDecisions:
    def test_suspended_then_resumed_by_date_without_any_job(self) -> None:
        today = clock.today()
        decide("suspend", today + 3 * DAY)
        decide("resume", today + 10 * DAY)
        assert queries.standing(BIRTH).is_open
        for days, open_ in ((2, True), (3, False), (9, False), (10, True)):
            assert queries.standing(BIRTH, on=today + days * DAY).is_open is open_
        with clock.at(datetime.combine(today + 4 * DAY, datetime.min.time(), UTC)):
            with pytest.raises(ProcedureClosed, match=r"tạm ngừng.*512/QĐ-UBND.*Sửa luật") as refused:
                queries.version_to_file(BIRTH)
            assert "vẫn được giải quyết" in refused.value.message
            assert queries.search_procedures("khaisinh").rows[0].is_suspended
            assert not queries.search_procedures("khaisinh").rows[0].accepts_online

    def test_withdrawn_is_out_of_the_lists_and_says_why(self) -> None:
        decide("withdraw", clock.today())
        with pytest.raises(ProcedureClosed, match="đã bãi bỏ"):
            queries.version_to_file(BIRTH)
        with pytest.raises(ProcedureNotFound):
            queries.current_version(BIRTH)
        assert BIRTH not in {row.code for row in queries.search_procedures("khaisinh").rows}
        assert queries.standing(BIRTH).decision.words == (
            f"Quyết định số 512/QĐ-UBND ngày {clock.today():%d/%m/%Y} của Chủ tịch UBND tỉnh"
        )

    def test_what_does_not_follow_is_refused(self) -> None:
        today = clock.today()
        with pytest.raises(DecisionOutOfPlace, match=r"Đang áp dụng.*không thể tiếp tục"):
            decide("resume", today)
        with pytest.raises(DateInThePast):
            decide("suspend", today - DAY)
        decide("withdraw", today + 5 * DAY)
        with pytest.raises(DecisionOutOfPlace, match="Đã bãi bỏ"):
            decide("suspend", today + 6 * DAY)

    def test_a_decision_says_number_day_issuer_and_reason(self) -> None:
        with pytest.raises(Invalid) as refused:
            services.decide(
                actor=SYSTEM,
                code=BIRTH,
                kind="withdraw",
                effective_from=clock.today(),
                decision=services.DecisionData(decided_on=clock.today() + DAY),
            )
        assert set(refused.value.problems) == {"number", "decided_on", "issuer", "reason"}
        with pytest.raises(NotAllowed):
            services.decide(
                actor=ANONYMOUS, code=BIRTH, kind="withdraw", effective_from=clock.today(), decision=a_decision()
            )

    def test_what_has_not_begun_may_be_called_back(self) -> None:
        later = decide("withdraw", clock.today() + 5 * DAY)
        now = decide("suspend", clock.today())
        services.call_back_decision(actor=SYSTEM, code=BIRTH, decision_id=later.pk, reason="Nhầm thủ tục")
        assert queries.standings(BIRTH)[-1].status == "suspended"
        with pytest.raises(DecisionInForce):
            services.call_back_decision(actor=SYSTEM, code=BIRTH, decision_id=now.pk, reason="Nhầm")

    def test_a_version_published_while_suspended_does_not_lift_the_suspension(self) -> None:
        decide("suspend", clock.today())
        draft = services.begin_draft(actor=SYSTEM, code=BIRTH)
        services.publish_draft(
            actor=SYSTEM, code=BIRTH, edits=draft.edits, effective_from=clock.today(), decision=a_decision()
        )
        now = queries.standing(BIRTH)
        assert (now.status, now.version_number) == ("suspended", 2)
