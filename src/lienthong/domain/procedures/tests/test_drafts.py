"""The next version is prepared while the current one runs, by more than one official."""

from datetime import timedelta
from typing import Any

import pytest

from lienthong.domain.procedures import queries, services
from lienthong.domain.procedures.errors import DraftNotFound, DraftNotReady, EditedByAnother, ProcedureCodeTaken
from lienthong.domain.procedures.models import Procedure
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

BIRTH = "1.001193"


def an_official(name: str) -> Actor:
    return Actor(name=name, is_system=True)


def a_decision(**more: Any) -> services.DecisionData:
    return services.DecisionData(number="512/QĐ-UBND", decided_on=clock.today(), issuer="UBND tỉnh", **more)


def test_the_running_version_is_not_touched_until_the_day() -> None:
    before = queries.current_version(BIRTH)
    draft = services.begin_draft(actor=SYSTEM, code=BIRTH)
    assert services.begin_draft(actor=SYSTEM, code=BIRTH) == draft
    draft = services.save_part(
        actor=SYSTEM, code=BIRTH, part="ways", edits=0, said={"time_limit_value": 2, "time_limit_unit": "working_days"}
    )
    day = clock.today() + timedelta(days=7)
    version = services.publish_draft(
        actor=SYSTEM, code=BIRTH, edits=draft.edits, effective_from=day, decision=a_decision()
    )
    assert queries.current_version(BIRTH) == before
    after = queries.current_version(BIRTH, on=day)
    assert (after.number, after.time_limit_text, after.decision) == (version.number, "2 ngày làm việc", "512/QĐ-UBND")
    assert after.form == before.form
    assert after.steps == before.steps
    (change,) = [each for each in queries.compare_versions(BIRTH, 1, 2) if each.label == "Thời hạn giải quyết"]
    assert (change.before, change.after) == ("Trong ngày làm việc", "2 ngày làm việc")
    with pytest.raises(DraftNotFound):
        queries.draft_for(SYSTEM, BIRTH)


def test_two_officials_in_one_part_the_second_learns_who_changed_what() -> None:
    services.begin_draft(actor=an_official("Lan"), code=BIRTH)
    services.save_part(actor=an_official("Lan"), code=BIRTH, part="general", edits=0, said={"summary": "Câu của Lan."})
    # Another part merges by itself …
    services.save_part(actor=an_official("Huy"), code=BIRTH, part="ways", edits=0, said={"time_note": "Ghi chú"})
    # … the same part does not.
    with pytest.raises(EditedByAnother) as refused:
        services.save_part(actor=an_official("Huy"), code=BIRTH, part="general", edits=0, said={"summary": "Khác."})
    (edit,) = refused.value.since
    assert (edit.by_name, edit.changes[0]["label"], edit.changes[0]["after"]) == (
        "Lan", "Một câu cho người dân", "Câu của Lan.",
    )  # fmt: skip
    draft = services.save_part(
        actor=an_official("Huy"), code=BIRTH, part="general", edits=refused.value.now, said={"summary": "Khác."}
    )
    assert (draft.entry["summary"], draft.entry["time_note"], draft.edits) == ("Khác.", "Ghi chú", 3)
    with pytest.raises(EditedByAnother):
        services.publish_draft(actor=SYSTEM, code=BIRTH, edits=2, effective_from=clock.today(), decision=a_decision())


def test_saving_what_is_there_is_no_edit() -> None:
    draft = services.begin_draft(actor=SYSTEM, code=BIRTH)
    again = services.save_part(
        actor=SYSTEM, code=BIRTH, part="general", edits=0, said={"name": draft.entry["name"], "kind_text": ""}
    )
    assert again.edits == 0


def test_problems_keep_a_draft_from_being_published() -> None:
    draft = services.begin_draft(actor=SYSTEM, code=BIRTH)
    draft = services.save_part(
        actor=SYSTEM,
        code=BIRTH,
        part="ways",
        edits=0,
        said={
            "channels": [],
            "time_limit_value": 1,
            "time_limit_unit": "hours",
            "fees": [{"kind": "phi", "name": "Phí", "amount": 1, "per": "bản", "quantity": [{"answer": "nowhere"}]}],
        },
    )
    with pytest.raises(DraftNotReady) as refused:
        services.publish_draft(
            actor=SYSTEM, code=BIRTH, edits=draft.edits, effective_from=clock.today(), decision=a_decision()
        )
    said = refused.value.message
    for part in ("Chưa chọn cách nộp", "quá thời hạn 1 giờ", "câu hỏi không có trong tờ khai: nowhere"):
        assert part in said
    assert queries.draft_for(SYSTEM, BIRTH).edits == 1


def test_flags_are_settled_one_by_one_and_the_prose_may_stay() -> None:
    prose = "Không quá 15 ngày làm việc"
    entry = queries.entry_of(queries.current_version(BIRTH)) | {
        "code": "7.000001",
        "ways": [{"channel": "counter", "terms": [{"value": None, "unit": "", "text": prose, "fees": []}]}],
        "carried_out_by": [{"name": "UBND xã, sở"}],
        "flags": [
            {"path": "ways.0.terms.0.value", "text": prose, "why": "lời văn"},
            {"path": "carried_out_by.0", "text": "UBND xã, sở", "why": "hai cơ quan"},
        ],
    }
    services.publish_entries(actor=SYSTEM, entries=[entry])
    services.begin_draft(actor=SYSTEM, code="7.000001")
    draft = services.settle_flag(
        actor=SYSTEM, code="7.000001", edits=0, path="ways.0.terms.0.value",
        value={"value": 15, "unit": "working_days"},
    )  # fmt: skip
    assert draft.entry["ways"][0]["terms"][0] == {"value": 15, "unit": "working_days", "text": prose, "fees": []}
    draft = services.settle_flag(actor=SYSTEM, code="7.000001", edits=draft.edits, path="carried_out_by.0")
    assert "flags" not in draft.entry
    with pytest.raises(Invalid):
        services.settle_flag(actor=SYSTEM, code="7.000001", edits=draft.edits, path="carried_out_by.0")


def test_a_procedure_new_here_is_seen_by_nobody_until_published() -> None:
    services.begin_procedure(actor=SYSTEM, code="9.999001", name="Hỗ trợ trồng sâm Ngọc Linh", field="ho-tich")
    assert not queries.search_procedures("sâm ngọc linh").rows
    assert queries.managed_page(SYSTEM, queries.Asked(status="prepared")).items[0].code == "9.999001"
    with pytest.raises(ProcedureCodeTaken):
        services.begin_procedure(actor=SYSTEM, code="9.999001", name="Trùng", field="ho-tich")
    with pytest.raises(Invalid):
        services.begin_procedure(actor=SYSTEM, code="mã lạ", name="", field="x")
    services.discard_draft(actor=SYSTEM, code="9.999001")
    assert not Procedure.objects.filter(code="9.999001").exists()


def test_the_keepers_list_costs_one_query_whatever_is_asked(django_assert_num_queries: Any) -> None:
    services.begin_draft(actor=SYSTEM, code=BIRTH)
    for asked in (
        queries.Asked(),
        queries.Asked(q="khai sinh", field="ho-tich", tier="xa", status="active", origin="own"),
        queries.Asked(work="draft"),
        queries.Asked(work="later"),
        queries.Asked(work="flags"),
    ):
        with django_assert_num_queries(1):
            queries.managed_page(SYSTEM, asked)
    assert [row.code for row in queries.managed_page(SYSTEM, queries.Asked(work="draft")).items] == [BIRTH]
    assert queries.managed_counts(SYSTEM)["draft"] == 1
