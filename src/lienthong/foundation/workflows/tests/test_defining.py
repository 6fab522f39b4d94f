import pytest

from lienthong.foundation.audit.models import AuditEntry
from lienthong.foundation.workflows.errors import StepsInvalid
from lienthong.foundation.workflows.services import define_workflow
from lienthong.foundation.workflows.tests.examples import BUILDING_PERMIT, row
from lienthong.kit.actor import ANONYMOUS, SYSTEM
from lienthong.kit.errors import NotAllowed

pytestmark = pytest.mark.django_db


def test_it_works():
    first = define_workflow(actor=SYSTEM, code="xd", name="Cấp giấy phép xây dựng", steps=BUILDING_PERMIT)
    same = define_workflow(actor=SYSTEM, code="xd", name="Cấp giấy phép xây dựng", steps=BUILDING_PERMIT)
    changed = define_workflow(actor=SYSTEM, code="xd", name="Cấp giấy phép xây dựng", steps=BUILDING_PERMIT[:2])
    assert (first.version, same.id, changed.version) == (1, first.id, 2)
    assert AuditEntry.objects.filter(verb="define_workflow").count() == 2


def test_it_needs_the_right():
    with pytest.raises(NotAllowed):
        define_workflow(actor=ANONYMOUS, code="xd", name="Tên", steps=BUILDING_PERMIT)


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([], "từ 1 đến 60 bước; bảng nhận được có 0 bước"),
        ([row("a"), row("a")], "Mã bước “a” dùng 2 lần"),
        ([row("Bước 1")], "mã bước “Bước 1” phải bắt đầu bằng chữ thường"),
        ([row("a", "king")], "vai trò “king” chưa có trong danh mục"),
        ([row("a", kind="dance")], "loại bước “dance”"),
        ([row("a") | {"hours": -1}], "giá trị nhận được là “-1”"),
        ([row("a") | {"name": "x\x00y"}], "ký tự điều khiển"),
        ([row("a", when={"field": "b", "op": "==", "value": 1})], "không đặt điều kiện cho bước đầu"),
        ([row("a"), row("b", when={"field": "__class__", "op": "==", "value": 1})], "trường “__class__”"),
        ([row("a"), row("b", when={"field": "c", "op": "or", "value": 1})], "phép so sánh “or”"),
        ([row("a"), row("b", when={"field": "c", "op": "<", "value": "nhiều"})], "chỉ so sánh số"),
        ([row("a"), row("b", parallel="g")], "chỉ có một bước"),
        ([row("a", parallel="g"), row("b"), row("c", parallel="g")], "các bước liền nhau"),
    ],
)
def test_a_table_that_breaks_a_rule_says_which(steps, sentence):
    with pytest.raises(StepsInvalid) as refusal:
        define_workflow(actor=SYSTEM, code="xd", name="Tên", steps=steps)
    assert sentence in " ".join(refusal.value.problems.values())
