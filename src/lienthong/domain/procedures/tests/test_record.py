"""The whole national record goes in and comes back; thousands go in at once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.domain.procedures import queries, services
from lienthong.domain.procedures.models import Decision, Period, ProcedureVersion
from lienthong.domain.procedures.record import digest, settled
from lienthong.foundation.audit.models import AuditEntry
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
WORDS = st.text(st.characters(categories=["L"]), min_size=1, max_size=20)
KEYS = st.from_regex(r"[a-z]{1,8}", fullmatch=True)


def an_entry(**more: Any) -> dict[str, Any]:
    """A small record, complete enough to publish."""
    return {
        "code": "7.000001",
        "name": "Cấp lại Giấy chứng nhận",
        "short_name": "Cấp lại giấy",
        "field": "ho-tich",
        "tiers": {"2tier-2025": [{"tier": "xa", "agency": "UBND cấp xã"}]},
    } | more


fee = st.fixed_dictionaries(
    {"amount": st.none() | st.integers(0, 10**8)}, optional={"currency": TEXT, "kind": TEXT, "note": TEXT, "text": TEXT}
)
term = st.fixed_dictionaries(
    {"value": st.none() | st.integers(1, 300), "unit": st.sampled_from(["", "days", "working_days", "months"])},
    optional={"text": TEXT, "note": TEXT, "fees": st.lists(fee, max_size=2)},
)
named = st.fixed_dictionaries({"name": WORDS}, optional={"code": KEYS, "tier": st.sampled_from(["xa", "tinh"])})
entries = st.fixed_dictionaries(
    {"summary": TEXT},
    optional={
        "cases": st.lists(st.fixed_dictionaries({"key": KEYS, "name": WORDS}), max_size=2),
        "order": st.lists(
            st.fixed_dictionaries({"case": st.just(""), "steps": st.lists(TEXT, max_size=3)}), max_size=2
        ),
        "ways": st.lists(
            st.fixed_dictionaries(
                {"channel": st.sampled_from(["counter", "online", "post"]), "terms": st.lists(term, max_size=2)},
                optional={"note": TEXT},
            ),
            max_size=3,
        ),
        "requirements": st.lists(
            st.fixed_dictionaries(
                {"key": KEYS, "name": WORDS},
                optional={
                    "cases": st.lists(KEYS, max_size=2),
                    "code": KEYS,
                    "copies": st.integers(0, 9),
                    "sample_form": st.fixed_dictionaries({"name": TEXT, "url": st.just("https://example.vn/mau")}),
                },
            ),
            max_size=3,
            unique_by=lambda row: row["key"],
        ),
        "results": st.lists(named, max_size=3),
        "legal_bases": st.lists(st.fixed_dictionaries({"number": KEYS}, optional={"title": TEXT}), max_size=3),
        "carried_out_by": st.lists(named, max_size=2),
        "combined_with": st.lists(named, max_size=2),
        "national_subjects": st.lists(WORDS, max_size=3),
        "national_tier": TEXT,
        "kind_text": TEXT,
        "flags": st.lists(st.fixed_dictionaries({"path": KEYS, "text": TEXT, "why": TEXT}), max_size=3),
        "time_limit_value": st.none(),
        "service_level_2019": st.integers(1, 4),
    },
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries)
def test_a_round_trip_loses_nothing(said: dict[str, Any]) -> None:
    entry = an_entry(**said)
    with transaction.atomic():
        services.publish_entries(actor=SYSTEM, entries=[entry])
        version = queries.current_version("7.000001")
        back = queries.entry_of(version)
        assert back == entry
        assert digest(back) == digest(settled(entry))
        assert [paper.key for paper in version.requirements] == [row["key"] for row in entry.get("requirements", [])]
        assert [len(way.terms) for way in version.national.ways] == [len(way["terms"]) for way in entry.get("ways", [])]
        assert len(version.national.flags) == len(entry.get("flags", []))
        queries.version.cache_clear()
        transaction.set_rollback(True)


def test_a_version_may_have_prose_where_a_number_belongs() -> None:
    prose = "Không quá 15 ngày; vùng khó khăn thêm 10 ngày"
    way = {"channel": "counter", "terms": [{"value": None, "unit": "", "text": prose, "fees": []}]}
    flags = [{"path": "ways.0.terms.0.value", "text": prose, "why": "thời hạn là lời văn"}]
    services.publish_entries(
        actor=SYSTEM, entries=[an_entry(time_limit_value=None, ways=[way], flags=flags, channels=["online"])]
    )
    version = queries.current_version("7.000001")
    assert version.time_limit_text == prose
    assert version.national.flags[0].text == prose
    assert not version.accepts_online


def test_versions_without_a_kept_entry_are_written_out_again() -> None:
    version = queries.current_version("1.001193")
    row = ProcedureVersion.objects.get(pk=version.id)
    row.entry = {}
    entry = queries.entry_of(row) | {"code": "7.000002"}
    services.publish_entries(actor=SYSTEM, entries=[entry])
    again = queries.current_version("7.000002")
    assert (again.requirements, again.fees, again.legal_bases) == (
        version.requirements,
        version.fees,
        version.legal_bases,
    )
    assert again.form == version.form


def test_thousands_cost_as_many_statements_as_one(django_assert_max_num_queries: Any) -> None:
    many = [an_entry(code=f"7.{number:06}", flags=[{"path": "x", "text": "y", "why": "z"}]) for number in range(1500)]
    for each in many:
        each["requirements"] = [{"key": f"p{number}", "name": f"Giấy tờ thứ {number}"} for number in range(8)]
        each["legal_bases"] = [{"number": f"{number}/2025/NĐ-CP", "title": "quy định chi tiết"} for number in range(6)]
    with django_assert_max_num_queries(60):
        services.publish_entries(actor=SYSTEM, entries=many, source="thử")
    assert AuditEntry.objects.filter(verb="publish_procedure_versions", subject_id="thử").count() == 1
    assert services.publish_entries(actor=SYSTEM, entries=many).published == 0


def test_no_two_periods_hold_on_one_day() -> None:
    period = Period.objects.filter(code="1.001193").get()
    period.pk = None
    with pytest.raises(IntegrityError, match="one_period_a_day"), transaction.atomic():
        period.save(force_insert=True)


def test_the_next_version_waits_for_its_day() -> None:
    before = queries.current_version("1.001193")
    entry = queries.entry_of(before) | {"short_name": "Khai sinh trực tuyến"}
    day = clock.today() + timedelta(days=30)
    services.publish_entries(actor=SYSTEM, entries=[entry], valid_from=day)
    assert queries.current_version("1.001193") == before
    assert queries.current_version("1.001193", on=day - timedelta(days=1)).number == before.number
    assert queries.current_version("1.001193", on=day).number == before.number + 1
    assert "trực tuyến" not in queries.search_procedures("khaisinh").rows[0].short_name
    assert Decision.objects.filter(procedure__code="1.001193").count() == 2
    assert isinstance(queries.standing("1.001193").until, date)
