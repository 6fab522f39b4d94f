"""What holds for every kind, whatever people type: what is read can be shown and read again, and the schema agrees."""

from datetime import UTC, datetime

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.domain.eforms.choices import KindCode
from lienthong.domain.eforms.kinds import KINDS, Inputs, problems_of
from lienthong.domain.eforms.kinds.schemas import schema_of
from lienthong.domain.eforms.queries import display, field_view
from lienthong.domain.eforms.reading_questions import read_question
from lienthong.domain.eforms.samples import SAMPLES
from lienthong.domain.eforms.services.publishing import compile_questions
from lienthong.domain.eforms.structure import Question
from lienthong.kit import clock

ASKED = {"agency": "the tree of agencies is in the database", "computed": "nothing is read", "file": "nothing is read"}
QUESTIONS = [
    (read_question({"required": True, **raw, "name": "q"}), value)
    for raw, value, _ in SAMPLES
    if raw["kind"] not in ASKED
]
TYPED = st.sampled_from(
    ["", " ", "0", "5", "12", "31", "00", "?", "1992", "1995", "2026", "3,5", "1.000", "7.500.000", "090 123 4567", "Có", "Nam", "1", "52", "cu-64",
     "cu-52", "NN", "622", "Pleiku", "thành phố pleiku", "dien hong", "Phường Diên Hồng", "Tổ 5", "Rơ Châm H'B", "052095001234", "064.195.000.512",
     "5900189678001", "C1234567", "a@b.vn", "Căn cước", "Hộ chiếu", "VN", "10", "04", "6/5/2019", "²", "\u202e", "Nguyễn Văn A"]
) | st.text(max_size=12)  # fmt: skip


@pytest.fixture(autouse=True)
def _today():
    with clock.at(datetime(2026, 11, 19, 2, tzinfo=UTC)):
        yield


def read(question, posted):
    return KINDS[question.kind].read(question, Inputs(posted, question.name))


def shown_again(question, value):
    return read(question, field_view(question, value).posted())


def schema_accepts(question, value):
    structure = compile_questions(
        [question.as_json() | ({"choices": [column.label for column in question.columns]} if question.columns else {})]
    )
    return jsonschema_rs.Draft202012Validator(schema_of(structure, "x")).is_valid({"q": value})


def test_every_kind_has_its_sample():
    assert {raw["kind"] for raw, _, _ in SAMPLES} == {*KindCode.values}


@pytest.mark.parametrize(
    ("question", "value"), QUESTIONS, ids=lambda each: each.kind if isinstance(each, Question) else ""
)
def test_it_works(question, value):
    assert problems_of(question, value) == {}
    assert shown_again(question, value).value == value
    assert schema_accepts(question, value)
    assert display(question, value)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_is_typed_is_stable(data):
    question, value = data.draw(st.sampled_from(QUESTIONS))
    posted = field_view(question, value).posted()
    for box in data.draw(st.lists(st.sampled_from(sorted(posted)), max_size=6)):
        posted[box] = data.draw(TYPED)
    first = read(question, posted)
    if first.value is None or first.problem or first.problems or problems_of(question, first.value):
        field_view(question, raw=first.raw, problems={"q": first.problem or "x"})
        return
    again = shown_again(question, first.value)
    assert (again.value, again.problem, again.problems) == (first.value, "", {})
    assert schema_accepts(question, first.value)
    assert display(question, first.value)
