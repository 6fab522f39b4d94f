"""A birth is registered: from the mother's phone to the signed certificate, with one return in between."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import State, Verdict
from lienthong.domain.dossiers.errors import AcceptedBefore, FeeUnpaid, IncompleteChecklist, PapersMissing
from lienthong.domain.dossiers.models import Dossier, Filing
from lienthong.domain.dossiers.services.moving import StepTaken
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.audit import queries as audit
from lienthong.foundation.files import services as files
from lienthong.foundation.signing import services as signing
from lienthong.kit import clock
from lienthong.kit.errors import NotAllowed, NotFound

VN = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=VN)
BIRTH = {
    "req_relation": "Mẹ",
    "child_name": "Siu Bảo An",
    "child_birth_date": "2026-11-07",
    "child_gender": "Nam",
    "child_birth_place": "Bệnh viện Nhi Gia Lai, phường Pleiku",
    "child_ethnicity": "10",
    "child_nationality": "VN",
    "child_hometown": {"province": "52", "commune": "23575", "detail": "Làng Ốp"},
    "mother_name": "Siu H'Ngan",
    "mother_birth_year": 1995,
    "father_known": "Không",
}


def picture(colour: str = "white") -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (600, 800), colour).save(buffer, "JPEG")
    return SimpleUploadedFile("giay-chung-sinh.jpg", buffer.getvalue(), "image/jpeg")


def filed(ward: Ward, **answers: object) -> Filing:
    """A filing with answers and the birth notice, ready to submit unless a fee is due."""
    filing = services.start_filing(actor=ward.citizen, code="1.001193")
    Filing.objects.filter(id=filing.id).update(answers={**filing.answers, **BIRTH, **answers})
    services.choose_agency(actor=ward.citizen, filing_id=filing.id, agency_id=ward.agency_id)
    services.attach_paper(actor=ward.citizen, filing_id=filing.id, requirement_key="birth_notice", upload=picture())
    return filing


def submitted(ward: Ward) -> Dossier:
    with clock.at(MONDAY):
        return services.submit_filing(actor=ward.citizen, filing_id=filed(ward).id)


def judged(dossier: Dossier, **defects: str) -> list[services.JudgedLine]:
    """Every requirement judged; those named are missing for the reason given."""
    return [
        services.JudgedLine(
            requirement_key=need.key,
            verdict=Verdict.MISSING if need.key in defects else Verdict.OK,
            reason=defects.get(need.key, ""),
            remedy="Chụp lại",
        )
        for need in procedures.version(dossier.version_id).requirements
    ]


def step_of(dossier: Dossier) -> int:
    (step,) = queries.open_steps(dossier)
    return step.id


def test_from_filing_to_result(ward: Ward) -> None:
    dossier = submitted(ward)
    assert dossier.state == State.SUBMITTED
    assert queries.national_status_of(dossier) == 1
    assert dossier.code.endswith("-261116-0001")

    with clock.at(MONDAY.replace(hour=10)):
        services.request_supplement(
            actor=ward.one_stop,
            dossier_id=dossier.id,
            lines=judged(dossier, birth_notice="Ảnh mờ, không đọc được số", authorization="Thiếu chữ ký"),
        )
    dossier.refresh_from_db()
    assert queries.national_status_of(dossier) == 5

    with clock.at(MONDAY.replace(day=17)):
        answer = services.open_supplement(actor=ward.citizen, dossier_id=dossier.id)
        services.attach_paper(
            actor=ward.citizen, filing_id=answer.id, requirement_key="birth_notice", upload=picture("ivory")
        )
        with pytest.raises(PapersMissing, match="Văn bản ủy quyền"):
            services.send_supplement(actor=ward.citizen, filing_id=answer.id)
        services.attach_paper(
            actor=ward.citizen, filing_id=answer.id, requirement_key="authorization", upload=picture("azure")
        )
        services.send_supplement(actor=ward.citizen, filing_id=answer.id)
        services.send_supplement(actor=ward.citizen, filing_id=answer.id)  # a doubled click changes nothing
        dossier = services.accept_dossier(actor=ward.one_stop, dossier_id=dossier.id)
    assert dossier.due_at == datetime(2026, 11, 17, 17, 0, tzinfo=VN)
    assert dossier.due_derivation["lines"]
    assert queries.national_status_of(dossier) == 2

    with clock.at(MONDAY.replace(day=17, hour=14)):
        services.draft_result(
            actor=ward.specialist,
            dossier_id=dossier.id,
            step_id=step_of(dossier),
            title="Giấy khai sinh",
            body="Siu Bảo An.\n\nSinh ngày 07/11/2026.",
        )
        while queries.open_steps(dossier)[0].role == "specialist":
            services.complete_step(
                actor=ward.specialist, dossier_id=dossier.id, step_id=step_of(dossier), note="Đủ điều kiện"
            )
        services.sign_result(actor=ward.leader, dossier_id=dossier.id, step_id=step_of(dossier))
        if queries.open_steps(dossier)[0].role == "clerk":
            services.complete_step(actor=ward.clerk, dossier_id=dossier.id, step_id=step_of(dossier))
    dossier.refresh_from_db()
    assert dossier.state == State.COMPLETED
    assert dossier.timeliness == "on_time"
    assert queries.national_status_of(dossier) == 9

    with clock.at(MONDAY.replace(day=17, hour=15)):
        dossier = services.return_result(actor=ward.one_stop, dossier_id=dossier.id)
    assert queries.national_status_of(dossier) == 10
    assert dossier.result_file is not None
    verdict = signing.verify_pdf(files.read_bytes(dossier.result_file))
    assert verdict.valid, verdict.problems

    acts = [(entry.verb, entry.actor_name, entry.position_title) for entry in audit.entries_of("dossier", dossier.id)]
    assert acts[0][:2] == ("submit_dossier", "Siu H'Ngan")
    assert ("sign_result", "Nguyễn Hồng Hà") in [act[:2] for act in acts]
    assert all(title for verb, _, title in acts if verb not in {"submit_dossier", "send_supplement"})


def test_a_fee_is_paid_before_the_web_submits(ward: Ward) -> None:
    filing = filed(ward, copies=2)
    with pytest.raises(FeeUnpaid, match=r"16\.000"):
        services.submit_filing(actor=ward.citizen, filing_id=filing.id)
    assert services.order_fee(actor=ward.citizen, filing_id=filing.id).fee_amount == 16000


def test_nothing_is_submitted_while_a_required_paper_is_missing(ward: Ward) -> None:
    filing = filed(ward)
    for paper in filing.papers.all():
        services.remove_paper(actor=ward.citizen, filing_id=filing.id, paper_id=paper.id)
    with pytest.raises(PapersMissing, match="Giấy chứng sinh"):
        services.submit_filing(actor=ward.citizen, filing_id=filing.id)
    assert not Dossier.objects.exists()


def test_submitting_twice_makes_one_dossier(ward: Ward) -> None:
    filing = filed(ward)
    first = services.submit_filing(actor=ward.citizen, filing_id=filing.id)
    assert services.submit_filing(actor=ward.citizen, filing_id=filing.id) == first
    assert Dossier.objects.count() == 1


def test_a_request_judges_everything_and_never_returns_to_what_was_valid(ward: Ward) -> None:
    dossier = submitted(ward)
    with pytest.raises(IncompleteChecklist, match="trong một lần"):
        services.request_supplement(
            actor=ward.one_stop, dossier_id=dossier.id, lines=judged(dossier, birth_notice="Mờ")[:1]
        )
    services.request_supplement(actor=ward.one_stop, dossier_id=dossier.id, lines=judged(dossier, birth_notice="Mờ"))
    answer = services.open_supplement(actor=ward.citizen, dossier_id=dossier.id)
    services.attach_paper(
        actor=ward.citizen, filing_id=answer.id, requirement_key="birth_notice", upload=picture("ivory")
    )
    services.send_supplement(actor=ward.citizen, filing_id=answer.id)
    with pytest.raises(AcceptedBefore, match="Văn bản ủy quyền"):
        services.request_supplement(
            actor=ward.one_stop, dossier_id=dossier.id, lines=judged(dossier, authorization="Nay lại thiếu")
        )


def test_waiting_for_the_citizen_moves_the_due_date_by_that_time(ward: Ward) -> None:
    dossier = submitted(ward)
    with clock.at(MONDAY.replace(hour=10)):
        first = services.accept_dossier(actor=ward.one_stop, dossier_id=dossier.id).due_at
        services.request_supplement(
            actor=ward.specialist, dossier_id=dossier.id, lines=judged(dossier, birth_notice="Mờ")
        )
    with clock.at(MONDAY.replace(day=18, hour=10)):
        answer = services.open_supplement(actor=ward.citizen, dossier_id=dossier.id)
        services.attach_paper(
            actor=ward.citizen, filing_id=answer.id, requirement_key="birth_notice", upload=picture("ivory")
        )
        dossier = services.send_supplement(actor=ward.citizen, filing_id=answer.id)
    assert first == datetime(2026, 11, 16, 17, 0, tzinfo=VN)
    assert dossier.state == State.PROCESSING
    assert dossier.due_at == datetime(2026, 11, 18, 17, 0, tzinfo=VN)
    assert dossier.original_due_at == first


def test_others_see_and_do_nothing(ward: Ward) -> None:
    dossier = submitted(ward)
    with pytest.raises(NotFound):
        queries.dossier_for(ward.neighbour, dossier.code)
    with pytest.raises(NotAllowed):
        services.withdraw_dossier(actor=ward.neighbour, dossier_id=dossier.id, reason="Của người khác")
    with pytest.raises(NotAllowed):
        services.accept_dossier(actor=ward.clerk, dossier_id=dossier.id)
    with pytest.raises(NotFound, match="Không tìm thấy hồ sơ có mã và 4 số cuối"):
        queries.progress_by_code(dossier.code, "0000")
    assert queries.progress_by_code(dossier.code.lower(), "0512").id == dossier.id


def test_the_slower_of_two_officers_is_told_who_was_faster(ward: Ward) -> None:
    dossier = submitted(ward)
    services.accept_dossier(actor=ward.one_stop, dossier_id=dossier.id)
    step = step_of(dossier)
    services.complete_step(actor=ward.specialist, dossier_id=dossier.id, step_id=step)
    with pytest.raises(StepTaken, match="Lê Văn Dũng"):
        services.complete_step(actor=ward.specialist, dossier_id=dossier.id, step_id=step)


def test_a_leader_sends_a_draft_back_with_the_reason(ward: Ward) -> None:
    dossier = submitted(ward)
    services.accept_dossier(actor=ward.one_stop, dossier_id=dossier.id)
    services.draft_result(
        actor=ward.specialist, dossier_id=dossier.id, step_id=step_of(dossier), title="Giấy khai sinh", body="Sai tên."
    )
    while queries.open_steps(dossier)[0].role == "specialist":
        services.complete_step(actor=ward.specialist, dossier_id=dossier.id, step_id=step_of(dossier))
    services.send_back_step(actor=ward.leader, dossier_id=dossier.id, step_id=step_of(dossier), reason="Sửa tên trẻ")
    (step,) = queries.open_steps(dossier)
    assert step.role == "specialist"
