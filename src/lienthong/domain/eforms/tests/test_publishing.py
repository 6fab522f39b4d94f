import pytest

from lienthong.domain.eforms import queries, services
from lienthong.domain.eforms.errors import FormNotFound, UnusableQuestions
from lienthong.domain.eforms.services.publishing import compile_questions
from lienthong.domain.eforms.tests.conftest import BIRTH
from lienthong.foundation.audit.queries import entries_of
from lienthong.kit.actor import ANONYMOUS, SYSTEM
from lienthong.kit.errors import NotAllowed

pytestmark = pytest.mark.django_db


def test_it_works():
    first = services.publish_form(actor=SYSTEM, code="1.001193", title="Khai sinh", questions=BIRTH)
    same = services.publish_form(actor=SYSTEM, code="1.001193", title="Khai sinh", questions=BIRTH)
    second = services.publish_form(actor=SYSTEM, code="1.001193", title="Khai sinh", questions=BIRTH[:8])
    assert (first.version, same.pk, second.version) == (1, first.pk, 2)
    assert queries.current_form("1.001193").pk == second.pk
    assert len(queries.structure_of(queries.get_form(first.pk)).questions) == len(BIRTH)
    assert entries_of("eforms.form", first.pk).count() == 1


def test_a_version_is_read_once(django_assert_num_queries):
    form = services.publish_form(actor=SYSTEM, code="x", title="X", questions=BIRTH)
    queries.current_form("x")
    with django_assert_num_queries(1):
        queries.current_form("x")
    with django_assert_num_queries(0):
        queries.get_form(form.pk)


def test_only_those_with_the_right_publish():
    with pytest.raises(NotAllowed):
        services.publish_form(actor=ANONYMOUS, code="x", title="X", questions=BIRTH)
    with pytest.raises(FormNotFound):
        queries.current_form("x")


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ({"name": "A b", "label": "x", "kind": "text"}, "Tên câu hỏi"),
        ({"name": "a", "label": "x", "kind": "hologram"}, "chưa có. Các loại"),
        ({"name": "a", "label": " ", "kind": "text"}, "chưa có lời hỏi"),
        ({"name": "a", "label": "x", "kind": "select"}, "chưa có lựa chọn"),
        ({"name": "a", "label": "x", "kind": "table"}, "chưa có cột"),
        ({"name": "req_name", "label": "x", "kind": "text"}, "có hai lần"),
        ({"name": "a", "label": "x", "kind": "text", "when": {"question": "z", "equals": 1}}, "chưa hỏi trước đó"),
    ],
)
def test_a_list_that_cannot_become_a_form(question, sentence):
    with pytest.raises(UnusableQuestions, match=sentence):
        compile_questions([BIRTH[0], question])
    with pytest.raises(UnusableQuestions):
        compile_questions([])
