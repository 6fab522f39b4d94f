"""A reception at the counter comes to its end (kết thúc lượt tiếp nhận): accepted (01), guided to supplement (02), refused (03)."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from lienthong.domain.dossiers.choices import PaperShape, PaperSource, ReceptionState, Verdict
from lienthong.domain.dossiers.errors import VersionSuperseded
from lienthong.domain.dossiers.models import Dossier, Reception
from lienthong.domain.dossiers.queries import applies, standing_checks
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.at_counter import CheckedPaper, submit_at_counter
from lienthong.domain.dossiers.services.counter_fees import fee_due, settled_fee
from lienthong.domain.dossiers.services.filing import reached_by
from lienthong.domain.dossiers.services.intake import ApplicantData, GivenPaper, accept_dossier, reject_dossier
from lienthong.domain.dossiers.services.receiving import finished, lock_reception, my_reception
from lienthong.domain.dossiers.services.reusing import note_reuse
from lienthong.domain.dossiers.services.supplementing import JudgedLine, request_supplement
from lienthong.domain.eforms import services as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.payments import queries as payments
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, Refused

_PHONE = re.compile(r"(0|\+84)\d{9}", re.ASCII)
_NUMBER = re.compile(r"\d{12}", re.ASCII)


@transaction.atomic
def accept_reception(*, actor: Actor, reception_id: uuid.UUID, also: Mapping[str, str] | None = None) -> Dossier:
    """Make the dossier and accept it: the clock starts, the date is promised. Helped only (`received_here` off): it goes to the
    reception of the competent agency. Pressed twice, by one officer or two, it is one dossier. `also`: problems of boxes that could not be
    read, which nobody but the screen knows of.

    Raises Invalid (by field of the screen), FeeUnpaid, FeeChanged, VersionSuperseded, ReceptionFinished, ReceptionElsewhere.
    """
    done = concluded(actor, reception_id)
    if done is not None:
        return done
    reception = my_reception(actor, reception_id)
    version = _version(reception)
    problems = reception_problems(reception) | _problems_of_papers(reception, version)
    assert reception.filing is not None
    if version.form is not None:
        problems |= eforms.validate_answers(form=version.form, answers=reception.filing.answers)
    problems |= also or {}
    if problems:
        raise Invalid(problems)
    amount, paid_at = settled_fee(reception)
    dossier = _submit(actor, reception, version, fee=(amount, paid_at), judged=False)
    if reception.received_here:
        dossier = accept_dossier(actor=actor, dossier_id=dossier.id)
    conclude(
        actor,
        reception,
        dossier,
        ReceptionState.ACCEPTED if reception.received_here else ReceptionState.FORWARDED,
        "accept_reception",
    )
    return dossier


@transaction.atomic
def return_reception(*, actor: Actor, reception_id: uuid.UUID) -> Dossier:
    """Not complete: one list of everything that is missing or wrong (form 02). The papers shown and the answers typed stay with the
    dossier, so the person brings only what is listed. Raises as `accept_reception`, and IncompleteChecklist."""
    done = concluded(actor, reception_id)
    if done is not None:
        return done
    reception = my_reception(actor, reception_id)
    version = _version(reception)
    problems = reception_problems(reception) | _problems_of_papers(reception, version, demand=False)
    if problems:
        raise Invalid(problems)
    dossier = _submit(actor, reception, version, fee=(fee_due(reception), _paid_at(reception)), judged=True)
    checks = standing_checks(reception, version)
    lines = [
        JudgedLine(
            requirement_key=need.key,
            verdict=_asked_for(need, checks.get(need.key, {})),
            reason=_text(checks.get(need.key, {}), "reason"),
            remedy=_text(checks.get(need.key, {}), "remedy"),
        )
        for need in version.requirements
    ]
    request_supplement(actor=actor, dossier_id=dossier.id, lines=lines, note=reception.note)
    dossier.refresh_from_db()
    conclude(actor, reception, dossier, ReceptionState.SUPPLEMENT, "return_reception")
    return dossier


@transaction.atomic
def refuse_reception(*, actor: Actor, reception_id: uuid.UUID, reason: str) -> Dossier:
    """Not for this office to take: the ground in words (form 03). Raises Invalid without one."""
    done = concluded(actor, reception_id)
    if done is not None:
        return done
    reception = my_reception(actor, reception_id)
    version = _version(reception)
    problems = reception_problems(reception)
    if len(reason.strip()) < 10:
        problems["note"] = (
            "Lý do từ chối còn trống hoặc quá ngắn. Ghi rõ căn cứ và hướng dẫn để người nộp biết phải làm gì."
        )
    if problems:
        raise Invalid(problems)
    reception.note = reason.strip()
    reception.save(update_fields=["note"])
    dossier = _submit(actor, reception, version, fee=(fee_due(reception), _paid_at(reception)), judged=True)
    dossier = reject_dossier(actor=actor, dossier_id=dossier.id, reason=reason)
    conclude(actor, reception, dossier, ReceptionState.REJECTED, "refuse_reception")
    return dossier


def concluded(actor: Actor, reception_id: uuid.UUID) -> Dossier | None:
    """The dossier made already, for the officer who made it; whoever else presses is told who was faster."""
    reception = lock_reception(actor, reception_id)
    if reception.dossier is None:
        return None
    if reception.account_id != actor.account_id:
        raise finished(reception)
    return reception.dossier


def _version(reception: Reception) -> procedures.VersionSnapshot:
    if reception.filing is None:
        raise Invalid({"procedure": "Chưa chọn thủ tục. Gõ vài chữ của tên thủ tục rồi chọn trong danh sách."})
    if reception.filing.dossier_id is not None:
        raise Refused("Lượt này nhận bổ sung cho hồ sơ đã có. Bấm Nhận bổ sung, không lập hồ sơ mới.")
    version = procedures.version(reception.filing.version_id)
    if procedures.version_to_file(version.code).id != version.id:
        raise VersionSuperseded(
            "Thủ tục vừa áp dụng nội dung mới trong lúc tiếp nhận. Chọn lại thủ tục để dùng nội dung mới; phần đã khai còn nguyên."
        )
    return version


def reception_problems(reception: Reception) -> dict[str, str]:
    """What is wrong with what is said of the people and the agency, by field of the screen."""
    problems: dict[str, str] = {}
    who, came = reception.applicant, reception.presenter
    if not who.get("full_name") and not who.get("id_number"):
        problems["find"] = "Chưa biết người nộp là ai. Quét thẻ căn cước, hoặc tìm theo số, tên, điện thoại."
    else:
        if len(_text(who, "full_name")) < 2:
            problems["full_name"] = "Chưa ghi họ tên người nộp. Ghi như trên thẻ căn cước."
        if not _NUMBER.fullmatch(_text(who, "id_number")):
            problems["id_number"] = (
                f"Số định danh có 12 chữ số; đang có “{_text(who, 'id_number')[:20]}”. Quét lại thẻ hoặc gõ đủ số."
            )
        if who.get("birth_date") and _date(_text(who, "birth_date")) is None:
            problems["birth_date"] = "Ngày sinh không có trong lịch. Ghi ngày/tháng/năm, ví dụ 12/03/1995."
        if who.get("phone") and not _PHONE.fullmatch(re.sub(r"[\s.\-]", "", _text(who, "phone"))):
            problems["phone"] = f"Số điện thoại “{_text(who, 'phone')[:20]}” chưa đúng. Ghi 10 chữ số, bắt đầu bằng 0."
    if came:
        if len(_text(came, "full_name")) < 2:
            problems["presenter_name"] = "Chưa ghi họ tên người đến nộp thay. Ghi như trên thẻ căn cước của người đó."
        if not _NUMBER.fullmatch(_text(came, "id_number")):
            problems["presenter_number"] = (
                "Chưa có số định danh 12 chữ số của người đến nộp thay. Quét thẻ hoặc gõ đủ số."
            )
        if not _text(came, "basis"):
            problems["presenter_basis"] = "Chưa ghi căn cứ nộp thay, ví dụ: giấy ủy quyền, cha mẹ nộp cho con."
    if reception.filing is not None and reception.filing.agency_id is None:
        problems["competent"] = "Chưa chọn cơ quan giải quyết. Gõ tên cơ quan rồi chọn trong danh sách gợi ý."
    return problems


def _problems_of_papers(
    reception: Reception, version: procedures.VersionSnapshot, *, demand: bool = True
) -> dict[str, str]:
    """Every paper of the case is judged, every defect explained; `demand`: what is required has to be there."""
    problems: dict[str, str] = {}
    checks = standing_checks(reception, version)
    for need in version.requirements:
        if need.key not in checks:
            continue
        check = checks[need.key]
        verdict = check.get("verdict")
        if verdict not in Verdict.values:
            problems[f"verdict-{need.key}"] = f"{need.name}: chưa kiểm. Chọn Đủ, Thiếu hoặc Không hợp lệ."
        elif verdict != Verdict.OK and not _text(check, "reason") and (need.required or verdict == Verdict.INVALID):
            problems[f"reason-{need.key}"] = (
                f"{need.name}: chưa ghi lý do. Ghi rõ thiếu hoặc sai gì để người nộp sửa đúng một lần."
            )
        elif demand and need.required and verdict != Verdict.OK:
            problems[f"verdict-{need.key}"] = (
                f"{need.name}: giấy tờ bắt buộc chưa đạt nên chưa tiếp nhận được. Bấm Yêu cầu bổ sung hoặc Từ chối."
            )
    return problems


def _submit(
    actor: Actor, reception: Reception, version: procedures.VersionSnapshot, *, fee: tuple[int, Any], judged: bool
) -> Dossier:
    filing, who = reception.filing, reception.applicant
    assert filing is not None
    assert filing.agency_id is not None
    checks = standing_checks(reception, version)
    files = list(filing.papers.all())
    given = [
        GivenPaper(requirement_key=paper.requirement_key, file_id=paper.file_id, source=PaperSource(paper.source))
        for paper in files
    ]
    scanned = {paper.requirement_key for paper in files}
    given += [
        GivenPaper(requirement_key=key, source=PaperSource.COUNTER)
        for key, check in checks.items()
        if check.get("verdict") == Verdict.OK and key not in scanned and not check.get("by_itself")
    ]
    optional = {need.key for need in version.requirements if not need.required}
    # What another case asks for is not missing in this one.
    case = str(filing.checked.get("case", ""))
    elsewhere = [need.key for need in version.requirements if not applies(need, case)]
    applicant = ApplicantData(
        name=_text(who, "full_name"),
        id_number=_text(who, "id_number"),
        phone=_phone(_text(who, "phone")),
        email=_text(who, "email"),
        birth_date=_date(_text(who, "birth_date")),
        gender=_text(who, "gender"),
        address=_text(who, "address"),
    )
    written = reached_by(applicant, filing.answers)
    return submit_at_counter(
        actor=actor,
        version=version,
        agency_id=filing.agency_id,
        answers=filing.answers,
        papers=given,
        # Beside the form or in it, wherever the officer wrote it.
        applicant=replace(applicant, phone=applicant.phone or written.phone, email=applicant.email or written.email),
        fee_amount=fee[0],
        fee_paid_at=fee[1],
        idempotency_key=f"reception-{reception.id}",
        dossier_id=reception.id,
        reception_agency_id=None if judged or reception.received_here else filing.agency_id,
        checks=[
            CheckedPaper(
                requirement_key=key,
                verdict=Verdict(check["verdict"]),
                shape=PaperShape(check["shape"])
                if check.get("shape") in PaperShape.values and not check.get("by_itself")
                else None,
                count=_count(check.get("count")),
                reason=_text(check, "reason"),
                remedy=_text(check, "remedy"),
            )
            for key, check in checks.items()
            if check.get("verdict") in Verdict.values and not (check.get("by_itself") and key in optional)
        ],
        judged=judged or bool(elsewhere),
        fee_later=reception.fee_later,
    )


def _asked_for(need: procedures.RequirementSnapshot, check: Any) -> Verdict:
    """What the list says of a paper: that one which nobody needs is not there is no defect."""
    verdict = Verdict(check.get("verdict", Verdict.OK))
    return Verdict.OK if verdict == Verdict.MISSING and not need.required and not _text(check, "reason") else verdict


def conclude(actor: Actor, reception: Reception, dossier: Dossier, state: ReceptionState, verb: str) -> None:
    """Write how the reception ended, on its row, on its filing and in the record of the dossier."""
    now = clock.now()
    reception.state, reception.dossier, reception.finished_at = state, dossier, now
    reception.person_id = dossier.applicant_id
    reception.save(update_fields=["state", "dossier", "finished_at", "person"])
    if reception.filing is not None:
        reception.filing.dossier, reception.filing.sent_at = dossier, now
        reception.filing.save(update_fields=["dossier", "sent_at"])
        note_reuse(reception.filing, dossier)
        note_reuse(reception.filing, dossier)
    audit.record(
        actor=actor,
        verb=verb,
        subject_type="dossier",
        subject_id=dossier.id,
        details={
            "ticket": reception.ticket_label,
            "seconds": int((now - reception.started_at).total_seconds()),
            **({"presenter": reception.presenter} if reception.presenter else {}),
        },
    )


def _paid_at(reception: Reception) -> Any:
    order = payments.order_for("dossier", reception.id)
    return order.paid_at if order is not None and order.state == "paid" else None


def _text(facts: Any, name: str) -> str:
    return str(facts.get(name) or "").strip()


def _phone(text: str) -> str:
    digits = re.sub(r"[\s.\-]", "", text)
    return f"0{digits[3:]}" if digits.startswith("+84") else digits


def _count(value: object) -> int:
    text = str(value or "1")
    return min(99, int(text)) if text.isascii() and text.isdigit() and int(text[:3]) else 1


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
