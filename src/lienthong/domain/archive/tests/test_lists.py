"""The list of files of a year: begun, taken over, approved, changed with reasons, out to a workbook and in again (danh mục hồ sơ)."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from tests.province import Ward

from lienthong.domain.archive import queries, services
from lienthong.domain.archive.choices import ListState
from lienthong.domain.archive.errors import ListMissing, WrongState
from lienthong.domain.archive.services import Line
from lienthong.domain.archive.terms import end_of_retention, hand_over_by, read_retention, retention_name, terms
from lienthong.domain.archive.tests.shelves import approved_list, seat
from lienthong.foundation.audit import queries as audit
from lienthong.kit.errors import Invalid, NotAllowed, NotFound


@given(st.one_of(st.none(), st.integers(1, 100)))
def test_a_retention_that_is_written_is_read_again(years: int | None):
    assert read_retention(retention_name(years)) == years


@given(st.dates())
def test_files_are_due_a_year_after_the_work_ended(day):
    if day.year < 9990:
        due = hand_over_by(day)
        assert (due.year, due.month) == (day.year + 1, day.month)
        assert due.day == day.day or (day.month, day.day) == (2, 29)
        assert end_of_retention(day, None) is None


def test_periods_are_data():
    assert {row["years"] for row in terms()["kinds"]} <= set(terms()["periods"])
    for bad in ("", "0", "101", "mười năm"):
        with pytest.raises(ValueError):
            read_retention(bad)


@pytest.mark.django_db
def test_it_works(ward: Ward):
    made = queries.list_for(ward.specialist, approved_list(ward))
    assert (made.state, made.approved_by_name) == (ListState.APPROVED, ward.leader.name)
    assert [each.code for each in queries.entries_of(made)] == ["I", "01.TH", "02.TH"]
    assert [each.code for each in queries.titles_for(ward.specialist, 2026)] == ["01.TH", "02.TH"], "one's own first"
    assert services.file_list_pdf(actor=ward.leader, list_id=made.pk).startswith(b"%PDF")


@pytest.mark.django_db
def test_the_list_of_last_year_is_taken_over_with_its_year(ward: Ward):
    with pytest.raises(ListMissing, match="trước năm 2026"):
        services.prepare_list(actor=ward.clerk, year=2026, take_over=True)
    approved_list(ward)
    after = services.prepare_list(actor=ward.clerk, year=2027, take_over=True)
    assert services.prepare_list(actor=ward.clerk, year=2027).pk == after.pk, "begun twice it is one"
    assert [each.title for each in queries.entries_of(after)][1] == "Báo cáo công tác năm 2027"
    assert after.state == ListState.DRAFT


@pytest.mark.django_db
def test_an_approved_list_is_changed_only_with_a_reason(ward: Ward):
    made = queries.list_for(ward.clerk, approved_list(ward))
    line = Line(code="03.TH", title="Hội nghị tổng kết năm")
    with pytest.raises(Invalid, match="1 mục") as told:
        services.save_entry(actor=ward.clerk, list_id=made.pk, line=line)
    assert "reason" in told.value.problems
    first = queries.entries_of(made)[1]
    entry = services.save_entry(
        actor=ward.clerk, list_id=made.pk, line=line, after_id=first.pk, reason="Phát sinh theo Kế hoạch 12/KH-UBND"
    )
    assert [each.code for each in queries.entries_of(made)] == ["I", "01.TH", "03.TH", "02.TH"]
    services.remove_entry(actor=ward.clerk, list_id=made.pk, entry_id=entry.pk, reason="Trùng với hồ sơ 01.TH")
    said = [each.details["reason"] for each in audit.entries_of("file_list", made.pk) if each.details.get("reason")]
    assert said == ["Phát sinh theo Kế hoạch 12/KH-UBND", "Trùng với hồ sơ 01.TH"]


@pytest.mark.django_db
def test_one_code_stands_once_and_lines_find_room_between_others(ward: Ward):
    made = services.prepare_list(actor=ward.clerk, year=2026)
    first = services.save_entry(actor=ward.clerk, list_id=made.pk, line=Line(code="a", title="Đầu danh mục"))
    services.save_entry(actor=ward.clerk, list_id=made.pk, line=Line(code="z", title="Cuối danh mục"))
    for number in range(8):
        services.save_entry(
            actor=ward.clerk,
            list_id=made.pk,
            line=Line(code=f"b{number}", title="Giữa danh mục"),
            after_id=first.pk,
        )
    codes = [each.code for each in queries.entries_of(made)]
    assert codes == ["a", *(f"b{number}" for number in range(7, -1, -1)), "z"]
    with pytest.raises(Invalid) as told:
        services.save_entry(actor=ward.clerk, list_id=made.pk, line=Line(code="a", title="Trùng ký hiệu"))
    assert "đã có" in told.value.problems["code"]


@pytest.mark.django_db
def test_who_may_not_and_lists_of_others(ward: Ward):
    with pytest.raises(NotAllowed):
        services.prepare_list(actor=ward.specialist, year=2026)
    made = services.prepare_list(actor=ward.clerk, year=2026)
    with pytest.raises(Invalid):
        services.submit_list(actor=ward.clerk, list_id=made.pk)
    with pytest.raises(NotFound):
        queries.list_for(ward.citizen, made.pk)
    services.save_entry(actor=ward.clerk, list_id=made.pk, line=Line(code="1", title="Một hồ sơ"))
    services.submit_list(actor=ward.clerk, list_id=made.pk)
    with pytest.raises(WrongState, match="Chờ lãnh đạo duyệt"):
        services.submit_list(actor=ward.clerk, list_id=made.pk)
    services.send_list_back(actor=ward.leader, list_id=made.pk, reason="Thiếu hồ sơ đại hội chi bộ")
    assert queries.list_for(ward.clerk, made.pk).returned_reason == "Thiếu hồ sơ đại hội chi bộ"


@pytest.mark.django_db
def test_what_goes_out_to_a_workbook_comes_in_again(ward: Ward):
    made = queries.list_for(ward.clerk, approved_list(ward))
    content = services.list_workbook(actor=ward.clerk, list_id=made.pk)
    lines = services.read_workbook(actor=ward.clerk, content=content)
    assert [(each.code, each.is_heading, each.years) for each in lines] == [
        ("I", True, None),
        ("01.TH", False, None),
        ("02.TH", False, 5),
    ]
    assert lines[1].position_id == seat(ward.specialist), "people are known again by name"
    after = services.prepare_list(actor=ward.clerk, year=2027)
    for _ in range(2):
        services.fill_list(actor=ward.clerk, list_id=after.pk, lines=lines)
    assert len(queries.entries_of(after)) == 3, "brought in twice it stands there once"


@pytest.mark.django_db
def test_a_bad_workbook_names_every_bad_row(ward: Ward):
    book = Workbook()
    page = book.active
    for row in (
        ["Số, ký hiệu", "Tiêu đề"],
        ["01", "Hồ sơ một", "5 năm"],
        ["01", "Hồ sơ hai", "5"],
        ["03", "Hồ sơ ba", "lâu lắm"],
        ["", "Không ký hiệu", "5"],
    ):
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(Invalid) as told:
        services.read_workbook(actor=ward.clerk, content=out.getvalue())
    said = told.value.problems["file"]
    assert all(
        part in said for part in ("Dòng 3: ký hiệu 01 đã có", "Dòng 4: thời hạn “lâu lắm”", "Dòng 5: thiếu ký hiệu")
    )
    with pytest.raises(Invalid, match="1 mục"):
        services.read_workbook(actor=ward.clerk, content=b"not a workbook")
