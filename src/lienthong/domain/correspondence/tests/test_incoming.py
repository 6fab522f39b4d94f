"""A document arrives, is laid before the leader, directed, worked on by several, and settled (văn bản đến)."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.province import Ward

from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.choices import Part, State, TaskState
from lienthong.domain.correspondence.errors import (
    DocumentNotFound,
    DuplicateDocument,
    StateSecret,
    TaskTaken,
    WrongDocumentState,
)
from lienthong.domain.correspondence.models import Document, DocumentLink
from lienthong.domain.correspondence.services import Arrival, Charge
from lienthong.kit import clock
from lienthong.kit.errors import Invalid, NotAllowed, Refused
from lienthong.kit.ids import new_id

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
LETTER = Arrival(
    issuer_name="Ủy ban nhân dân tỉnh Gia Lai",
    notation="1520/UBND-KGVX",
    issued_on=date(2026, 11, 24),
    abstract="Về việc báo cáo kết quả chuyển đổi số năm 2026",
    source="paper",
)


def arrive(ward: Ward, key: str = "a", **changed: object) -> Document:
    return services.register_document(actor=ward.clerk, arrival=replace(LETTER, **changed), key=key)


def seat(actor) -> int:
    assert actor.position is not None
    return actor.position.id


@pytest.fixture
def directed(ward: Ward) -> Document:
    """Laid before the leader, who has the specialist lead until Monday and the clerk informed."""
    with clock.at(MORNING):
        document = arrive(ward)
        laid = services.submit_document(actor=ward.clerk, document_id=document.id, position_id=seat(ward.leader))
        services.direct_document(
            actor=ward.leader,
            document_id=document.id,
            task_id=laid.pk,
            instruction="Chuyên viên tham mưu báo cáo, trình trước thứ Hai.",
            charges=[
                Charge(part=Part.LEAD, position_id=seat(ward.specialist), due_at=MORNING + timedelta(days=4)),
                Charge(part=Part.INFORM, position_id=seat(ward.clerk)),
            ],
        )
        yield Document.objects.get(pk=document.pk)


def test_it_works(ward: Ward, directed: Document):
    assert directed.state == State.IN_PROGRESS
    assert directed.due_at == MORNING + timedelta(days=4)
    (mine,) = queries.inbox(ward.specialist)
    assert mine.instruction.startswith("Chuyên viên tham mưu")
    services.mark_seen(actor=ward.specialist, task=mine)
    services.give_opinion(
        actor=ward.specialist, document_id=directed.id, text="Cần số liệu của Phòng Văn hóa.", key="o1"
    )
    services.complete_task(actor=ward.specialist, task_id=mine.pk, result="Đã gửi Báo cáo số 12/BC-UBND.")
    directed.refresh_from_db()
    assert directed.state == State.COMPLETED
    assert directed.outcome == "Đã gửi Báo cáo số 12/BC-UBND."
    tree = queries.tree_of(directed)
    assert [(each.task.part, each.task.state) for each in tree] == [
        (Part.DECIDE, TaskState.DONE),
        (Part.LEAD, TaskState.DONE),
        (Part.INFORM, TaskState.OPEN),
    ]


def test_one_sequence_a_year_over_paper_and_electronic(ward: Ward):
    with clock.at(datetime(2026, 12, 31, 2, tzinfo=UTC)):
        paper = arrive(ward)
        mail = arrive(ward, "b", source="mail", notation="7/KH-UBND")
        assert (paper.number, mail.number, arrive(ward).number) == (1, 2, 1), "the same sending is one document"
    with clock.at(datetime(2026, 12, 31, 17, 30, tzinfo=UTC)):  # half past midnight in Vietnam
        assert (arrive(ward, "c", notation="8/KH-UBND").number, Document.objects.latest("registered_at").year) == (
            1,
            2027,
        )


def test_a_document_that_stands_in_the_register_needs_a_reason(ward: Ward):
    first = arrive(ward)
    with pytest.raises(DuplicateDocument, match="số đến 1 năm"):
        arrive(ward, "b", notation="1520 ubnd kgvx", issuer_name="ỦY BAN NHÂN DÂN TỈNH GIA LAI", source="mail")
    again = services.register_document(
        actor=ward.clerk, arrival=LETTER, key="c", duplicate_reason="Bản thay thế do bản trước thiếu phụ lục"
    )
    assert (first.number, again.number) == (1, 2)
    assert arrive(ward, "d", issued_on=date(2026, 11, 25)).number == 3, "another day, another document"


def test_secrets_of_state_are_refused_at_the_door(ward: Ward):
    with pytest.raises(StateSecret, match="TỐI MẬT"):
        arrive(ward, abstract="Kế hoạch\nTỐI MẬT\nphòng thủ")
    assert not Document.objects.exists()
    assert arrive(ward, "b", abstract="Về bảo mật thông tin và nuôi ong lấy MẬT ong").number == 1


def test_bad_input_says_the_rule_and_the_way_out(ward: Ward):
    with clock.at(MORNING), pytest.raises(Invalid) as told:
        arrive(ward, issuer_name=" ", abstract="", source="pigeon", issued_on=date(2027, 1, 1), kind="XX")
    assert set(told.value.problems) == {"issuer_name", "abstract", "source", "issued_on", "kind"}
    assert "01/01/2027 ở sau hôm nay 26/11/2026" in told.value.problems["issued_on"]
    with pytest.raises(NotAllowed, match="không giữ sổ văn bản"):
        services.register_document(actor=ward.specialist, arrival=LETTER, key="x")


def test_one_leads_and_deadlines_do_not_pass_those_above(ward: Ward, directed: Document):
    with clock.at(MORNING):
        lead = directed.tasks.get(part=Part.LEAD)
        with pytest.raises(TaskTaken, match="đang chủ trì"):
            services.direct_document(
                actor=ward.leader,
                document_id=directed.id,
                instruction="",
                charges=[Charge(part=Part.LEAD, position_id=seat(ward.one_stop))],
            )
        late = Charge(part=Part.SUPPORT, position_id=seat(ward.one_stop), due_at=MORNING + timedelta(days=9))
        with pytest.raises(Invalid, match="1 mục"):
            services.give_on(actor=ward.specialist, task_id=lead.pk, instruction="", charges=[late])
        below = services.give_on(
            actor=ward.specialist,
            task_id=lead.pk,
            instruction="Cung cấp số liệu một cửa",
            charges=[replace(late, due_at=MORNING + timedelta(days=1))],
        )
        with pytest.raises(Refused, match="Còn 1 phần việc"):
            services.complete_task(actor=ward.specialist, task_id=lead.pk, result="Xong")
        services.recall_task(actor=ward.specialist, task_id=below[0].pk, reason="Đã có số liệu")
        with pytest.raises(TaskTaken, match="đã thu hồi"):
            services.complete_task(actor=ward.one_stop, task_id=below[0].pk, result="Số liệu đây")
        services.complete_task(actor=ward.specialist, task_id=lead.pk, result="Xong")
        with pytest.raises(NotAllowed):
            services.recall_task(actor=ward.clerk, task_id=directed.tasks.get(part=Part.INFORM).pk, reason="nhầm")


def test_a_part_that_is_not_ours_goes_back_and_may_be_given_to_another(ward: Ward, directed: Document):
    with clock.at(MORNING):
        lead = directed.tasks.get(part=Part.LEAD)
        services.return_task(actor=ward.specialist, task_id=lead.pk, reason="Thuộc chức năng Văn phòng")
        given = services.direct_document(
            actor=ward.leader,
            document_id=directed.id,
            instruction="Một cửa chủ trì",
            charges=[Charge(part=Part.LEAD, position_id=seat(ward.one_stop))],
        )
        assert queries.inbox(ward.one_stop) == given
        assert not queries.inbox(ward.specialist)


def test_what_is_of_others_is_as_if_it_were_not_there(ward: Ward):
    document = arrive(ward)
    for stranger in (ward.specialist, ward.citizen):
        with pytest.raises(DocumentNotFound):
            queries.document_for(stranger, document.id)
        assert not queries.visible_documents(stranger).exists()
    with pytest.raises(DocumentNotFound):
        services.give_opinion(actor=ward.specialist, document_id=document.id, text="…", key="x")


def test_numbers_are_never_given_twice_even_after_a_cancelling(ward: Ward):
    wrong = arrive(ward)
    services.cancel_number(actor=ward.clerk, document_id=wrong.id, reason="Văn bản gửi nhầm cơ quan")
    assert arrive(ward, "b").number == 2
    with pytest.raises(WrongDocumentState, match="Đã hủy số"):
        services.submit_document(actor=ward.clerk, document_id=wrong.id, position_id=seat(ward.leader))


def test_corrections_keep_the_number_and_say_why(ward: Ward):
    document = arrive(ward)
    with pytest.raises(Invalid):
        services.correct_document(actor=ward.clerk, document_id=document.id, reason="", notation="1521/UBND-KGVX")
    services.correct_document(
        actor=ward.clerk, document_id=document.id, reason="Nhập nhầm số", notation="1521/UBND-KGVX"
    )
    assert [row.number for row in queries.documents_page(ward.clerk, text="1521 ubnd").items] == [1]
    assert not queries.documents_page(ward.clerk, text="1520 ubnd kgvx").items


def test_found_by_notation_and_by_words_in_any_order(ward: Ward):
    arrive(ward)
    for text in ("1520/UBND-KGVX", "so 1520 ubnd kgvx", "chuyen doi so bao cao", "gia lai chuyển đ"):
        assert len(queries.documents_page(ward.leader, text=text).items) == 1, text
    assert not queries.documents_page(ward.leader, text="152/UBND-KGVX").items


def test_answers_and_private_notes(ward: Ward, directed: Document):
    with clock.at(MORNING):
        answer = arrive(ward, "answer", notation="12/BC-UBND", abstract="Báo cáo chuyển đổi số")
        lead = directed.tasks.get(part=Part.LEAD)
        services.note_privately(actor=ward.specialist, document_id=directed.id, text="Gọi anh Tuấn lấy số liệu")
        services.complete_task(actor=ward.specialist, task_id=lead.pk, result="", answer_id=answer.id)
    link = DocumentLink.objects.get()
    assert (link.document_id, link.other_id, link.relation) == (answer.id, directed.id, "answers")
    assert queries.note_of(ward.specialist, directed)
    assert queries.note_of(ward.leader, directed) == ""
    with pytest.raises(Invalid, match="1 mục"):
        services.relate_documents(actor=ward.clerk, document_id=answer.id, other_id=answer.id, relation="answers")


@pytest.mark.django_db(transaction=True)
def test_two_clerks_with_the_same_paper_and_eight_with_others(ward: Ward):
    """Numbers have no gap and no double; of the same paper entered twice at once one is told of the other."""
    told: list[object] = []

    def enter(number: int) -> None:
        notation = "99/CV-TEST" if number < 2 else f"{number}/KH-UBND"
        try:
            told.append(arrive(ward, f"k{number}", notation=notation).number)
        except DuplicateDocument as refused:
            told.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=enter, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(number for number in told if isinstance(number, int)) == list(range(1, 8))
    assert [type(each) for each in told if not isinstance(each, int)] == [DuplicateDocument]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(st.sampled_from(["give", "end", "return", "recall"]), max_size=8),
    dice=st.randoms(use_true_random=False),
)
def test_whatever_happens_nobody_works_below_a_part_that_has_ended(ward: Ward, acts: list[str], dice):
    """Over random histories: under an ended task no open one to work on, and never two who lead the same part."""
    people = [ward.specialist, ward.one_stop, ward.clerk]
    document = arrive(ward, str(new_id()), notation="", issued_on=None)
    services.direct_document(
        actor=ward.leader,
        document_id=document.id,
        instruction="",
        charges=[Charge(part=Part.LEAD, position_id=seat(ward.specialist))],
    )
    for act in acts:
        task = dice.choice(list(document.tasks.all()))
        holder = next(each for each in people if seat(each) == task.position_id)
        giver = next((each for each in [*people, ward.leader] if seat(each) == task.given_by_id), ward.leader)
        part = dice.choice([Part.LEAD, Part.SUPPORT, Part.INFORM])
        charge = Charge(part=part, position_id=seat(dice.choice(people)))
        try:
            match act:
                case "give":
                    services.give_on(actor=holder, task_id=task.pk, instruction="", charges=[charge])
                case "end":
                    services.complete_task(actor=holder, task_id=task.pk, result="Xong")
                case "return":
                    services.return_task(actor=holder, task_id=task.pk, reason="Không phải việc của tôi")
                case "recall":
                    services.recall_task(actor=giver, task_id=task.pk, reason="Giao nhầm")
        except (Refused, NotAllowed):
            continue
    tasks = {task.pk: task for task in document.tasks.all()}
    for task in tasks.values():
        above = tasks.get(task.parent_id or 0)
        if above is not None and above.state != TaskState.OPEN and task.state == TaskState.OPEN:
            assert task.part == Part.INFORM
    leads = [(task.parent_id) for task in tasks.values() if task.part == Part.LEAD and task.state == TaskState.OPEN]
    assert len(leads) == len(set(leads))
