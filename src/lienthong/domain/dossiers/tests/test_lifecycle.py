"""Pauses, duties, extension, stop, further supplements, reopening, closing: each verb with who may and what it does to the clock."""

from datetime import datetime, timedelta

import pytest
from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import Decision, NationalStatus, State, Verdict
from lienthong.domain.dossiers.errors import AcceptedBefore, AlreadyDecided, AlreadyProposed, ExtendedBefore, WrongState
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.services.intake import ClockBehind
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.files import services as files
from lienthong.foundation.payments import queries as payments
from lienthong.foundation.signing import services as signing
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM
from lienthong.kit.errors import Invalid, NotAllowed, NotFound

MONDAY = datetime(2026, 11, 9, 8, 0, tzinfo=clock.VIETNAM)
GROUND = "Tòa án nhân dân khu vực 2 thụ lý tranh chấp theo Thông báo 15/TB-TA."


def judged(dossier: Dossier, defect: str = "birth_notice") -> list[services.JudgedLine]:
    """Everything valid but one."""
    return [
        services.JudgedLine(
            requirement_key=need.key,
            verdict=Verdict.INVALID if need.key == defect else Verdict.OK,
            reason="Ảnh mờ, không đọc được" if need.key == defect else "",
        )
        for need in procedures.version(dossier.version_id).requirements
    ]


def test_a_pause_needs_a_ground_outside_the_office_and_moves_the_due_date(ward: Ward) -> None:
    with clock.at(MONDAY):
        dossier = stages.accepted(ward)
    promised = dossier.due_at
    with pytest.raises(Invalid) as refused:
        services.pause_dossier(actor=ward.specialist, dossier_id=dossier.id, ground="busy", reason="Đông hồ sơ")
    assert "Chậm trễ của cơ quan không phải là căn cứ" in refused.value.problems["ground"]
    with pytest.raises(NotAllowed):
        services.pause_dossier(actor=ward.one_stop, dossier_id=dossier.id, ground="court", reason=GROUND)
    with clock.at(MONDAY):
        services.pause_dossier(actor=ward.specialist, dossier_id=dossier.id, ground="court", reason=GROUND)
    dossier.refresh_from_db()
    assert (dossier.state, queries.national_status_of(dossier)) == (State.PAUSED, NationalStatus.STOPPED)
    assert stages.step_of(dossier).is_paused
    with clock.at(MONDAY + timedelta(days=7)):
        dossier = services.end_pause(actor=ward.specialist, dossier_id=dossier.id, note="Tòa án đã đình chỉ vụ án")
        account = queries.time_account(dossier)
    assert dossier.state == State.PROCESSING
    assert promised is not None
    assert dossier.due_at == promised + timedelta(days=7)
    assert dossier.original_due_at == promised
    assert account.paused == timedelta(hours=40)
    assert account.elapsed == account.paused + account.counted


def test_a_duty_waits_for_the_bank_and_nobody_else(ward: Ward) -> None:
    dossier = stages.accepted(ward)
    halt = services.ask_duty(
        actor=ward.specialist,
        dossier_id=dossier.id,
        title="Lệ phí trước bạ nhà, đất",
        amount=1_250_000,
        reason="Thông báo 203/TB-CCT của cơ quan thuế",
    )
    dossier.refresh_from_db()
    assert queries.national_status_of(dossier) == NationalStatus.PAYMENT
    order = payments.order_for("duty", halt.pk)
    assert order is not None
    assert order.amount == 1_250_000
    with pytest.raises(NotAllowed):
        services.settle_duty(actor=ward.specialist, halt_id=halt.pk, paid_at=clock.now())
    services.settle_duty(actor=SYSTEM, halt_id=halt.pk, paid_at=clock.now())
    services.settle_duty(actor=SYSTEM, halt_id=halt.pk, paid_at=clock.now())  # told twice, done once
    dossier.refresh_from_db()
    assert (dossier.state, dossier.paused_at, len(dossier.pauses)) == (State.PROCESSING, None, 1)


def test_a_duty_asked_by_mistake_is_void(ward: Ward) -> None:
    dossier = stages.accepted(ward)
    halt = services.ask_duty(
        actor=ward.specialist, dossier_id=dossier.id, title="Lệ phí", amount=8000, reason="Biểu mức thu của tỉnh"
    )
    services.cancel_duty(actor=ward.specialist, dossier_id=dossier.id, reason="Người nộp thuộc diện miễn")
    order = payments.order_for("duty", halt.pk)
    assert order is not None
    assert order.state == "cancelled"


def test_the_head_extends_once_with_a_signed_apology(ward: Ward) -> None:
    dossier = stages.accepted(ward)
    promised = dossier.due_at
    reason = "Phải xác minh nơi cư trú tại hai xã, văn bản trả lời đến chậm."
    proposal = services.propose_extension(actor=ward.specialist, dossier_id=dossier.id, days=3, reason=reason)
    with pytest.raises(AlreadyProposed):
        services.propose_extension(actor=ward.specialist, dossier_id=dossier.id, days=2, reason=reason)
    with pytest.raises(NotFound):
        services.decide_proposal(actor=ward.specialist, proposal_id=proposal.pk, approve=True)
    assert [each.pk for each in queries.proposals_waiting(ward.leader)] == [proposal.pk]
    services.decide_proposal(actor=ward.leader, proposal_id=proposal.pk, approve=True)
    dossier.refresh_from_db()
    assert dossier.due_at is not None
    assert promised is not None
    assert dossier.due_at > promised
    assert dossier.original_due_at == promised
    assert "Gia hạn một lần thêm 3 ngày làm việc" in dossier.due_derivation["lines"][-1]
    (letter,) = queries.letters_of(dossier)
    assert (letter.form, letter.regime, letter.is_signed) == ("04", "2025", True)
    assert signing.verify_pdf(files.read_bytes(letter.file)).valid
    with pytest.raises(AlreadyDecided):
        services.decide_proposal(actor=ward.leader, proposal_id=proposal.pk, approve=False, note="Không cần nữa đâu")
    with pytest.raises(ExtendedBefore) as refused:
        services.propose_extension(actor=ward.leader, dossier_id=dossier.id, days=1, reason=reason)
    assert "đã gia hạn một lần, từ" in refused.value.message
    assert queries.dossier_of_file(ward.citizen, letter.file_id) == dossier


def test_a_later_pause_keeps_the_extension(ward: Ward) -> None:
    with clock.at(MONDAY):
        dossier = stages.accepted(ward)
        services.propose_extension(
            actor=ward.leader, dossier_id=dossier.id, days=3, reason="Chờ xác minh nơi cư trú cũ của mẹ."
        )
    dossier.refresh_from_db()
    extended = dossier.due_at
    assert extended is not None
    with clock.at(MONDAY):
        services.pause_dossier(actor=ward.specialist, dossier_id=dossier.id, ground="applicant", reason=GROUND)
    with clock.at(MONDAY + timedelta(days=7)):
        dossier = services.end_pause(actor=ward.specialist, dossier_id=dossier.id)
    assert dossier.due_at == extended + timedelta(days=7)


def test_a_stop_is_decided_and_leaves_nothing_open(ward: Ward) -> None:
    dossier = stages.accepted(ward)
    services.ask_duty(
        actor=ward.specialist, dossier_id=dossier.id, title="Lệ phí", amount=8000, reason="Biểu mức thu của tỉnh"
    )
    proposal = services.propose_stop(
        actor=ward.specialist, dossier_id=dossier.id, reason="Người nộp không thực hiện nghĩa vụ tài chính quá 30 ngày."
    )
    services.decide_proposal(actor=ward.leader, proposal_id=proposal.pk, approve=True)
    dossier.refresh_from_db()
    assert (dossier.state, queries.national_status_of(dossier)) == (State.STOPPED, NationalStatus.STOPPED)
    assert (queries.open_steps(dossier), queries.open_halt(dossier), dossier.paused_at) == ([], None, None)
    assert [letter.form for letter in queries.letters_of(dossier)] == ["05"]


def test_a_decline_says_why_and_changes_nothing(ward: Ward) -> None:
    dossier = stages.accepted(ward)
    proposal = services.propose_stop(actor=ward.specialist, dossier_id=dossier.id, reason="Hồ sơ trùng với hồ sơ khác.")
    with pytest.raises(Invalid):
        services.decide_proposal(actor=ward.leader, proposal_id=proposal.pk, approve=False)
    services.decide_proposal(
        actor=ward.leader, proposal_id=proposal.pk, approve=False, note="Hồ sơ kia đã rút, tiếp tục giải quyết"
    )
    dossier.refresh_from_db()
    assert dossier.state == State.PROCESSING
    assert queries.proposals_of(dossier)[0].state == Decision.DECLINED


def test_a_further_list_needs_what_changed_or_a_leader_and_is_counted(ward: Ward) -> None:
    dossier = stages.accepted(ward)
    services.request_supplement(actor=ward.specialist, dossier_id=dossier.id, lines=judged(dossier))
    filing = services.open_supplement(actor=ward.citizen, dossier_id=dossier.id)
    services.attach_paper(
        actor=ward.citizen, filing_id=filing.id, requirement_key="birth_notice", upload=stages.picture()
    )
    services.send_supplement(actor=ward.citizen, filing_id=filing.id)
    other = next(line.requirement_key for line in judged(dossier) if line.requirement_key != "birth_notice")
    lines = judged(dossier, other)
    with pytest.raises(AcceptedBefore):
        services.request_supplement(actor=ward.specialist, dossier_id=dossier.id, lines=lines)
    proposal = services.propose_supplement(
        actor=ward.specialist, dossier_id=dossier.id, lines=lines, reason="Kết quả tra cứu dân cư vừa báo khác tờ khai."
    )
    services.decide_proposal(actor=ward.leader, proposal_id=proposal.pk, approve=True)
    dossier.refresh_from_db()
    requests = queries.supplement_requests(dossier)
    assert dossier.state == State.SUPPLEMENT
    assert (requests[1].number, requests[1].allowed_by_name) == (2, ward.leader.name)
    repeats = queries.repeats_of(dossier, requests, queries.proposals_of(dossier))
    assert (repeats.supplements, repeats.beyond) == (2, 1)


def test_a_founded_complaint_reopens_with_a_new_limit_and_is_counted(ward: Ward) -> None:
    dossier = stages.with_clerk(ward)
    services.complete_step(actor=ward.clerk, dossier_id=dossier.id, step_id=stages.step_of(dossier).id)
    services.return_result(actor=ward.one_stop, dossier_id=dossier.id)
    services.close_dossier(actor=ward.one_stop, dossier_id=dossier.id)
    with pytest.raises(WrongState):
        services.close_dossier(actor=ward.one_stop, dossier_id=dossier.id)
    first = Dossier.objects.get(id=dossier.id)
    proposal = services.propose_reopening(
        actor=ward.one_stop, dossier_id=dossier.id, reason="Đơn khiếu nại ngày 25/11/2026: ghi sai ngày sinh của trẻ."
    )
    services.decide_proposal(actor=ward.leader, proposal_id=proposal.pk, approve=True)
    dossier.refresh_from_db()
    proposal.refresh_from_db()
    assert (dossier.state, dossier.reopened, dossier.completed_at) == (State.PROCESSING, 1, None)
    assert dossier.due_derivation["lines"][0].startswith("Hồ sơ được mở lại")
    assert proposal.details["result_file"] == str(first.result_file_id)
    (earlier,) = queries.letters_of(dossier)
    assert (earlier.file_id, earlier.number, dossier.result_file_id) == (
        first.result_file_id,
        first.result_number,
        None,
    )
    assert queries.dossier_of_file(ward.citizen, earlier.file_id) == dossier
    step = stages.step_of(dossier)
    assert step.role == "specialist"
    services.complete_step(actor=ward.specialist, dossier_id=dossier.id, step_id=step.id)


def test_a_refusal_prints_form_03_once(ward: Ward) -> None:
    dossier = services.reject_dossier(
        actor=ward.one_stop, dossier_id=stages.submitted(ward).id, reason="Không thuộc thẩm quyền của UBND phường."
    )
    first = services.make_rejection_letter(dossier_id=dossier.id)
    assert services.make_rejection_letter(dossier_id=dossier.id) == first
    assert first.form == "03"


def test_a_clock_set_back_promises_nothing(ward: Ward) -> None:
    dossier = stages.submitted(ward)
    with clock.at(dossier.submitted_at - timedelta(days=1)), pytest.raises(ClockBehind) as refused:
        services.accept_dossier(actor=ward.one_stop, dossier_id=dossier.id)
    assert "chỉnh giờ máy chủ" in refused.value.message
    assert services.accept_dossier(actor=ward.one_stop, dossier_id=dossier.id).due_at
