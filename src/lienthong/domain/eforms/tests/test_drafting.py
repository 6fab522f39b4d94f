import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from lienthong.domain.eforms import queries, services
from lienthong.domain.eforms.choices import KindCode
from lienthong.domain.eforms.drafting.checking import problems_of
from lienthong.domain.eforms.drafting.comparing import compare
from lienthong.domain.eforms.drafting.entries import entries_of, grouped, named
from lienthong.domain.eforms.drafting.settings import kinds_offered
from lienthong.domain.eforms.errors import (
    DraftExists,
    EditedMeanwhile,
    NothingToUndo,
    NotReady,
    SameAsPublished,
    UnusableCode,
    UnusableQuestions,
)
from lienthong.domain.eforms.tests.conftest import BIRTH, unsaved_form
from lienthong.kit.actor import ANONYMOUS, SYSTEM
from lienthong.kit.errors import NotAllowed

pytestmark = pytest.mark.django_db
CODE = "1.001193"


def draft():
    return queries.draft_for(SYSTEM, CODE)


def change(actor, entry_id, seen=None, *, insist=False, **values):
    seen = draft().edits if seen is None else seen
    return services.change_question(actor=actor, code=CODE, entry_id=entry_id, seen=seen, values=values, insist=insist)


def question(**values):
    _, entry_id = services.add_question(actor=SYSTEM, code=CODE)
    change(SYSTEM, entry_id, **values)
    return entry_id


@pytest.fixture
def begun(db):
    return services.start_form_draft(actor=SYSTEM, code=CODE, title="Tờ khai")


@pytest.fixture
def two_questions(begun):
    married = question(label="Cha mẹ đã kết hôn", kind="radio", choices=["Có", "Không"])
    number = question(
        label="Số giấy chứng nhận kết hôn", hint="Ví dụ 12/2024", when={"question": married, "in": ["Có"]}
    )
    return married, number


def test_it_works(two_questions, lan, minh):
    form = services.publish_form_draft(actor=lan, code=CODE, seen=draft().edits)
    assert [*queries.structure_of(form).questions] == ["cha_me_da_ket_hon", "so_giay_chung_nhan_ket_hon"]
    assert form.version == 1
    assert not queries.has_draft(CODE)
    services.start_next_version(actor=minh, code=CODE)
    with pytest.raises(SameAsPublished):
        services.publish_form_draft(actor=minh, code=CODE, seen=draft().edits)
    # Another wording keeps the name: dossiers have their answers under it.
    change(minh, "cha_me_da_ket_hon", label="Cha mẹ của trẻ đã đăng ký kết hôn")
    second = services.publish_form_draft(actor=minh, code=CODE, seen=draft().edits)
    assert [*queries.structure_of(second).questions] == ["cha_me_da_ket_hon", "so_giay_chung_nhan_ket_hon"]


def test_only_those_with_the_right(begun):
    with pytest.raises(NotAllowed):
        services.start_form_draft(actor=ANONYMOUS, title="X")
    with pytest.raises(NotAllowed):
        services.remove_question(actor=ANONYMOUS, code=CODE, entry_id="q1")
    with pytest.raises(NotAllowed):
        queries.draft_for(ANONYMOUS, CODE)
    assert queries.form_rows(ANONYMOUS) == []


def test_a_code_is_made_or_checked_and_has_one_draft(begun, lan, minh):
    assert services.start_form_draft(actor=lan, title="Đơn xin việc").code == "don-xin-viec"
    with pytest.raises(DraftExists, match="Mở bản đó"):
        services.start_form_draft(actor=minh, code=CODE, title="Tờ khai khác")
    for code in ("moi", "có dấu", "../x"):
        with pytest.raises(UnusableCode):
            services.start_form_draft(actor=lan, code=code, title="X")


def test_two_officials_edit_different_things_and_both_stay(two_questions, lan, minh):
    _, number = two_questions
    seen = draft().edits
    change(lan, number, seen, label="Số giấy kết hôn")
    # Minh's page sends the whole panel as it was when opened, with another hint.
    change(minh, number, seen, label="Số giấy chứng nhận kết hôn", hint="Ghi ở góc trên, ví dụ 12/2024")
    entry = draft().questions[1]
    assert (entry["label"], entry["hint"]) == ("Số giấy kết hôn", "Ghi ở góc trên, ví dụ 12/2024")


def test_the_same_setting_is_not_overwritten(two_questions, lan, minh):
    _, number = two_questions
    seen = draft().edits
    change(lan, number, seen, label="Số giấy kết hôn")
    with pytest.raises(EditedMeanwhile, match="Lê Thị Lan đã sửa lời hỏi") as refusal:
        change(minh, number, seen, label="Số chứng nhận")
    assert refusal.value.details["theirs"] == {"label": "Số giấy kết hôn"}
    assert draft().questions[1]["label"] == "Số giấy kết hôn"
    change(minh, number, seen, insist=True, label="Số chứng nhận")
    assert draft().questions[1]["label"] == "Số chứng nhận"


def test_what_was_done_is_taken_back(two_questions, lan, minh):
    married, number = two_questions
    before = draft().questions
    services.remove_question(actor=lan, code=CODE, entry_id=married)
    services.move_question(actor=lan, code=CODE, entry_id=number, step=-1)
    services.rename_page(actor=lan, code=CODE, page="Nội dung đề nghị", title="Cha mẹ")
    services.rename_form_draft(actor=lan, code=CODE, title="Tên khác")
    for _ in range(3):
        services.undo_edit(actor=lan, code=CODE)
    assert (draft().questions, draft().title) == (before, "Tờ khai")
    with pytest.raises(NothingToUndo):
        services.undo_edit(actor=minh, code=CODE)


def test_undoing_does_not_undo_what_another_has_built_on_it(two_questions, lan, minh):
    _, number = two_questions
    change(lan, number, label="Số giấy kết hôn")
    change(minh, number, label="Số chứng nhận")
    with pytest.raises(EditedMeanwhile):
        services.undo_edit(actor=lan, code=CODE)


def test_over_the_edge_a_question_joins_the_next_page(two_questions, lan):
    married, number = two_questions
    _, third = services.add_question(actor=lan, code=CODE, section="Khác")
    services.move_question(actor=lan, code=CODE, entry_id=third, step=-1)
    assert [entry["id"] for entry in draft().questions] == [married, number, third]
    assert {entry.get("section") for entry in draft().questions} == {None, "Nội dung đề nghị"}


def test_a_person_is_asked_once(two_questions, lan):
    first = question(label="Họ tên", kind="name", name="req_name")
    second = question(label="Họ tên mẹ", kind="name")
    with pytest.raises(UnusableQuestions, match="Mỗi điều chỉ hỏi một lần"):
        change(lan, second, name="req_name")
    assert named(draft().questions)[1][first] == "req_name"


def test_kept_tries_guard_the_next_version(two_questions, lan):
    married, number = two_questions
    trial = services.trial_of(draft())
    right = services.typed_of(trial, QueryDict("cha_me_da_ket_hon=Không&is_this_ours=1"))
    services.keep_case(actor=lan, code=CODE, name="Chưa kết hôn", typed=right, wrong_at=[])
    wrong = services.typed_of(trial, QueryDict("cha_me_da_ket_hon=Có&so_giay_chung_nhan_ket_hon="))
    services.keep_case(actor=lan, code=CODE, name="Thiếu số giấy", typed=wrong, wrong_at=[number])
    assert right == {married: {"": ["Không"]}}

    def results():
        return [each.passed for each in services.run_cases(services.trial_of(draft()), queries.cases_of(CODE), {})]

    assert results() == [True, True]
    change(lan, number, required=False)
    assert results() == [True, False]
    with pytest.raises(NotReady, match="Thiếu số giấy"):
        services.publish_form_draft(actor=lan, code=CODE, seen=draft().edits)
    services.undo_edit(actor=lan, code=CODE)
    services.publish_form_draft(actor=lan, code=CODE, seen=draft().edits)
    services.start_next_version(actor=lan, code=CODE)
    assert results() == [True, True]  # the tries have followed to the new ids


def test_a_draft_with_faults_or_changed_meanwhile_is_not_published(two_questions, lan, minh):
    married, _ = two_questions
    seen = draft().edits
    change(minh, married, choices=[])
    with pytest.raises(EditedMeanwhile, match="Trần Minh vừa sửa"):
        services.publish_form_draft(actor=lan, code=CODE, seen=seen)
    with pytest.raises(NotReady, match="Chưa có lựa chọn"):
        services.publish_form_draft(actor=lan, code=CODE, seen=draft().edits)


def entry(entry_id, label="Câu hỏi", kind="text", **more):
    return {"id": entry_id, "label": label, "kind": kind, "hint": "Ví dụ", **more}


@pytest.mark.parametrize(
    ("entries", "field", "sentence", "must"),
    [
        ([entry("a", "")], "label", "Chưa có lời hỏi", True),
        ([entry("a"), entry("b")], "label", "Trùng lời hỏi", True),
        ([entry("a", kind="radio")], "choices", "Chưa có lựa chọn", True),
        ([entry("a", kind="select", choices=["X", "x"])], "choices", "có hai lần", True),
        ([entry("a", kind="table")], "choices", "chưa có cột", True),
        ([entry("a", kind="number", minimum=5, maximum=2)], "minimum", "lớn hơn", True),
        ([entry("a", "A", when={"question": "b", "in": ["1"]}), entry("b", "B")], "when", "đứng sau hoặc đã bỏ", True),
        (
            [entry("a", "A", "radio", choices=["1", "2"]), entry("b", "B", when={"question": "a", "in": ["3"]})],
            "when", "không có lựa chọn này", True,
        ),
        ([entry("a", hint="")], "hint", "Chưa có gợi ý", False),
        ([entry("a", "HỌ VÀ TÊN")], "label", "viết HOA", False),
        ([entry("a", "Số CCCD")], "label", "căn cước", False),
        ([entry("a", "Họ tên:")], "label", "mẫu giấy", False),
        ([entry(f"a{n}", f"Câu {n}") for n in range(15)], "section", "Chia thành hai trang", False),
        ([], "", "Chưa có câu hỏi nào", True),
    ],
)  # fmt: skip
def test_problems_are_named_with_their_place(entries, field, sentence, must):
    found = problems_of(entries, {})
    assert [(each.field, each.must) for each in found if sentence in each.text] == [(field, must)]


def test_a_comparison_says_what_changed_question_by_question():
    before = [entry("a", "Họ tên"), entry("b", "Giới tính", "radio", choices=["Nam", "Nữ"]), entry("c", "Ghi chú")]
    after = [
        entry("c", "Ghi chú"),
        entry("b", "Giới tính", "select", choices=["Nam", "Nữ", "Khác"], required=True),
        entry("d", "Thư điện tử", "email", when={"question": "b", "in": ["Khác"]}),
    ]
    changes = {each.label: each for each in compare(before, after)}
    assert {label: each.sort for label, each in changes.items()} == {
        "Họ tên": "removed", "Giới tính": "changed", "Thư điện tử": "added", "Ghi chú": "moved",
    }  # fmt: skip
    assert [(line.label, line.before, line.after) for line in changes["Giới tính"].lines] == [
        ("Loại", "chọn một", "chọn một trong danh sách"),
        ("Bắt buộc", "không", "có"),
        ("Lựa chọn", "Nam; Nữ", "Nam; Nữ; Khác"),
    ]
    assert ("Điều kiện", "", "chỉ hỏi khi “Giới tính” là “Khác”") in [
        (line.label, line.before, line.after) for line in changes["Thư điện tử"].lines
    ]
    assert compare(before, before) == []


def test_a_published_form_comes_back_as_it_was():
    form = unsaved_form(BIRTH)
    again = unsaved_form([{**raw, "name": name} for raw, name in zip(*_names(form), strict=True)])
    assert again.layout == form.layout
    assert again.schema == form.schema


def _names(form):
    listed, names = named(entries_of(form))
    return listed, names.values()


def test_every_kind_can_be_chosen():
    offered = [kind for _, kinds in kinds_offered() for kind, _ in kinds]
    assert sorted(offered) == sorted(KindCode.values)


@given(st.lists(st.tuples(st.sampled_from(["Họ tên", "Họ  Tên", "123", "", "Địa chỉ"]), st.sampled_from("ABC"))))
def test_names_are_unique_and_usable_whatever_the_wording(drawn):
    entries = [entry(f"q{at}", label, section=section) for at, (label, section) in enumerate(drawn)]
    _, names = named(grouped(entries))
    assert len(set(names.values())) == len(entries)
    assert all(name.isascii() and name[0].isalpha() and len(name) < 60 for name in names.values())
