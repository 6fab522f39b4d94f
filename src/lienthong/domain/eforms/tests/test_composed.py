"""Questions made of questions, conditions across them, computed answers: pure rules, no database."""

from datetime import UTC, datetime

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.domain.eforms import queries, services
from lienthong.domain.eforms.errors import UnusableQuestions
from lienthong.domain.eforms.kinds import problems_of
from lienthong.domain.eforms.services.publishing import compile_questions
from lienthong.domain.eforms.tests.conftest import unsaved_form
from lienthong.domain.eforms.tests.household import HOUSEHOLD, HOUSEHOLD_ANSWERS, MEMBER, WORKER
from lienthong.domain.eforms.tests.test_judging import JSON
from lienthong.kit import clock

TODAY = datetime(2026, 11, 19, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


@pytest.fixture(scope="module")
def household():
    return unsaved_form(HOUSEHOLD)


def with_changes(changes):
    """The answers with some replaced; None takes one away, a path leads inside."""
    answers = {**HOUSEHOLD_ANSWERS}
    for path, value in changes.items():
        name, _, part = path.partition(".")
        new = {**answers[name], part: value} if part else value
        if part and value is None:
            new = {key: each for key, each in answers[name].items() if key != part}
        answers[name] = new
    return {name: value for name, value in answers.items() if value is not None}


def judge(form, **changes):
    return services.validate_answers(form=form, answers=with_changes(changes))


def test_it_works(household):
    assert judge(household) == {}
    jsonschema_rs.meta.validate(household.schema)
    tidy = services.tidy_answers(form=household, answers=HOUSEHOLD_ANSWERS)
    assert jsonschema_rs.Draft202012Validator(household.schema).is_valid(tidy)
    assert services.tidy_answers(form=household, answers=tidy) == tidy


@pytest.mark.parametrize(
    ("path", "value", "where", "sentence"),
    [
        ("declarant.phone", None, "declarant.phone", "Người khai: chưa ghi số điện thoại"),
        (
            "declarant.birth_date",
            "1990-13-01",
            "declarant.birth_date",
            "Người khai, ngày, tháng, năm sinh: tháng 13 không có",
        ),
        ("declarant.shoe", 42, "declarant", "Không đọc được “shoe”. Người khai gồm: họ, chữ đệm, tên (full_name)"),
        ("declarant.address", {"province": "52", "commune": "Pleicu"}, "declarant.address", "Có phải: Phường Pleiku"),
        ("spouse.birth_date", "1988-13", "spouse.birth_date", "tháng 13 không có"),
        ("spouse.birth_date", "2027", "spouse.birth_date", "…/…/2027 chưa tới"),
        ("employer.code", "59001", "employer.code", "có 5 chữ số. Mã số có 10 chữ số"),
        ("old_home.district", None, "old_home", "Chưa ghi quận, huyện"),
        (
            "old_home.district",
            "Pleicu",
            "old_home",
            "Tỉnh Gia Lai không có quận, huyện “Pleicu”. Có phải: Thành phố Pleiku",
        ),
        ("old_home.commune", "99999", "old_home", "Thành phố Pleiku, Tỉnh Gia Lai không có xã, phường “99999”"),
        ("moved_on", "2025-07-01", "moved_from", "từ 01/7/2025, không còn quận, huyện"),
        ("first_came", "1999-00-00", "first_came", "Tháng 0 không có trong lịch"),
        ("members", [], "members", "Cần ít nhất một thành viên"),
        ("members", [MEMBER] * 5, "members", "Có 5 thành viên. Ghi tối đa 4"),
        (
            "members",
            [WORKER, {**MEMBER, "works": True}],
            "members.1.income",
            "Thành viên 2: chưa ghi thu nhập tháng",
        ),
        (
            "members",
            [WORKER, {**MEMBER, "birth_date": "x"}],
            "members.1.birth_date",
            "Thành viên 2, ngày sinh: “x” không phải là ngày",
        ),
        ("married", "Có", "married", "“Có” không phải là true hoặc false"),
        ("visa", None, "visa", "Chưa ghi số thị thực"),
        ("tax_note", None, "tax_note", "Chưa chọn đã kê khai thuế"),
        ("true", False, "true", "Chưa đánh dấu vào ô cam kết"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(household, path, value, where, sentence):
    problems = judge(household, **{path: value})
    assert where in problems, problems
    assert sentence in problems[where]


def test_hidden_answers_are_dropped_through_a_chain(household):
    # Unmarried: no spouse, so no visa either, though the stale answers are still there.
    single = {**HOUSEHOLD_ANSWERS, "married": False}
    assert services.validate_answers(form=household, answers=single) == {}
    tidy = services.tidy_answers(form=household, answers=single)
    assert not {"spouse", "visa"} & {*tidy}
    without_income = services.tidy_answers(
        form=household, answers=with_changes({"members": [{**WORKER, "works": False}]})
    )
    assert "income" not in without_income["members"][0]
    validator = jsonschema_rs.Draft202012Validator(household.schema)
    assert validator.is_valid(tidy)
    assert not validator.is_valid(
        {
            name: value
            for name, value in services.tidy_answers(form=household, answers=HOUSEHOLD_ANSWERS).items()
            if name != "visa"
        }
    )


def test_computed_answers_are_ours_alone(household):
    forged = {**HOUSEHOLD_ANSWERS, "size": 99, "total_income": 1, "members": [{**WORKER, "age": 5}, MEMBER]}
    tidy = services.tidy_answers(form=household, answers=forged)
    assert (tidy["size"], tidy["total_income"]) == (2, 9_000_000)
    assert [row["age"] for row in tidy["members"]] == [35, 10]  # her birthday is tomorrow
    assert judge(household, size=99) == {}
    # What is needed follows from what was reckoned: the second worker lifts the sum above the bound.
    both = with_changes({"employer": None, "tax_note": None, "members": [WORKER, WORKER]})
    assert "tax_note" in services.validate_answers(form=household, answers=both)
    assert judge(household, employer=None, tax_note=None) == {}


def test_it_reads_as_people_do(household):
    tidy = services.tidy_answers(form=household, answers=HOUSEHOLD_ANSWERS)
    rows = {row.name: row.value for section in queries.summary(household, tidy) for row in section.rows}
    assert rows["spouse"].splitlines()[2] == "Ngày, tháng, năm sinh: …/…/1988"
    assert rows["first_came"] == "…/05/1999"
    assert rows["old_home"] == (
        "Tổ 5, Phường Diên Hồng, Thành phố Pleiku, Tỉnh Gia Lai (nay là Phường Diên Hồng, Tỉnh Gia Lai)"
    )
    assert (
        rows["members"].splitlines()[1]
        == "2. Họ, chữ đệm, tên: Nguyễn Văn B; Ngày sinh: 01/03/2016; Đang đi làm: Không; Tuổi: 10"
    )
    assert (rows["size"], rows["total_income"]) == ("2\u00a0người", "9.000.000\u00a0₫")
    assert (rows["married"], rows["true"]) == ("Có", "Đồng ý")


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ({"kind": "group", "questions": []}, "chưa có câu hỏi nào"),
        (
            {"kind": "group", "questions": [{"name": "x", "label": "X", "kind": "file"}]},
            "không đứng trong nhóm lặp lại",
        ),
        ({"kind": "person", "parts": ["shoe"]}, "phần “shoe” không dùng được"),
        ({"kind": "computed", "formula": {"eval": "1"}}, "Mỗi phần của công thức"),
        ({"kind": "computed", "formula": {"sum": [{"answer": "later"}]}}, "chưa hỏi trước đó"),
        ({"kind": "computed", "formula": {"answer": "married"}}, "phải bắt đầu bằng một phép tính"),
        ({"kind": "text", "when": {"question": "married", "at_least": 2}}, "không trả lời bằng số"),
        ({"kind": "text", "when": {"question": "married"}}, "đúng một trong"),
        ({"kind": "text", "when": {"question": "married.shoe", "equals": 1}}, "chưa hỏi trước đó"),
        ({"kind": "text", "when": {"all": []}}, "cần một danh sách điều kiện"),
        ({"kind": "address", "as_of": "married"}, "không phải câu hỏi ngày"),
        ({"kind": "number", "minimum": 5, "maximum": 2}, "lớn hơn mức cao nhất"),
    ],
)
def test_a_list_that_cannot_become_a_form(question, sentence):
    with pytest.raises(UnusableQuestions, match=sentence):
        compile_questions([HOUSEHOLD[0], {"name": "a", "label": "A", **question}])


def test_layout_keeps_everything(household):
    structure = compile_questions(HOUSEHOLD)
    again = type(structure).of(structure.as_layout())
    assert again.as_layout() == structure.as_layout()
    assert again.questions == {name: again.questions[name] for name in structure.questions}
    assert dict(again.questions) == dict(structure.questions)


QUESTIONS = {question.name: question for page in compile_questions(HOUSEHOLD).pages for question in page.questions}


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.dictionaries(st.sampled_from([*QUESTIONS]), JSON),
    inside=JSON,
    name=st.sampled_from([*QUESTIONS]),
    part=st.text(),
)
def test_no_json_breaks_judging_or_showing(household, data, inside, name, part):
    given_part = HOUSEHOLD_ANSWERS.get(name)
    if isinstance(given_part, dict):
        data[name] = {**given_part, next(iter(given_part)): inside, part: inside}
    elif isinstance(given_part, list):
        data[name] = [{**MEMBER, "birth_date": inside}, inside]
    problems = services.validate_answers(form=household, answers=data)
    assert all(problems.values())
    tidy = services.tidy_answers(form=household, answers=data)
    services.validate_answers(form=household, answers=tidy)
    queries.summary(household, tidy)
    for step in queries.pages(household, tidy):
        queries.page_view(household, step.slug, tidy, problems=problems)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from([*QUESTIONS]),
    value=JSON | st.sampled_from([*HOUSEHOLD_ANSWERS.values()]) | st.dates().map(str),
)
def test_what_a_kind_accepts_its_schema_accepts(household, name, value):
    question = QUESTIONS[name]
    if not problems_of(question, value):
        schema = {**household.schema["properties"][name], "$defs": household.schema["$defs"]}
        assert jsonschema_rs.Draft202012Validator(schema).is_valid(value)


def test_the_applicant_is_known_in_part(household):
    person = {
        "full_name": "Nguyễn Thị A",
        "id_number": "052190001234",
        "birth_date": "1990-11-20",
        "gender": "Nữ",
        "phone": "090 123 4567",
        "address": "Tổ 5, Phường Pleiku, Tỉnh Gia Lai",
        "commune_code": "23575",
    }
    answers, known = services.prefill(household, person)
    assert answers["declarant"] == {
        part: value for part, value in HOUSEHOLD_ANSWERS["declarant"].items() if part != "nationality"
    }
    assert known["declarant"]["parts"] == ["full_name", "id_number", "birth_date", "gender", "address"]
    page = queries.pages(household, answers)[0]
    assert not page.complete
    (field,) = [
        each
        for each in queries.page_view(household, page.slug, answers, known=known).fields
        if each.name == "declarant"
    ]
    assert [each.value for each in field.known][:2] == ["Nguyễn Thị A", "052190001234"]
    assert [part.question.name for part in field.parts] == ["nationality", "phone", "email"]
    typed = {"married": "Không", **field.posted(), "declarant-nationality": "VN", "declarant-full_name": "Người khác"}
    read = services.read_page(form=household, page=page.slug, post=typed, known=known, answers=answers)
    assert read.problems == {}
    assert read.values["declarant"] == HOUSEHOLD_ANSWERS["declarant"]
