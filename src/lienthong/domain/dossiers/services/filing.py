"""What a person types on the way to a dossier (lập bản khai, nộp)."""

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import QueryDict

from lienthong.domain.declarations import services as declarations
from lienthong.domain.dossiers.choices import PaperSource
from lienthong.domain.dossiers.errors import FeeUnpaid, VersionSuperseded
from lienthong.domain.dossiers.events import ResumeLinkAsked
from lienthong.domain.dossiers.models import Dossier, Filing, FilingPaper
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.drafts import known_person, my_filing, note_visit
from lienthong.domain.dossiers.services.intake import ApplicantData, GivenPaper, applicant_of, submit_dossier
from lienthong.domain.dossiers.services.knowing import known_values
from lienthong.domain.dossiers.services.posting import channel_of, choice_of, fee_lines, papers_by_post
from lienthong.domain.dossiers.services.reusing import note_reuse
from lienthong.domain.eforms import services as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.files import services as files
from lienthong.foundation.payments import queries as payments
from lienthong.foundation.payments import services as payment_services
from lienthong.foundation.vault import services as vault
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound, Refused
from lienthong.kit.events import publish
from lienthong.kit.ids import new_id

DRAFT_DAYS = 30
MAX_FILES_PER_REQUIREMENT = 10
PROFILE = "Thông tin tài khoản của ông/bà"


def new_reference(now: datetime) -> str:
    """`N-261119-0382X7`: short enough to read out on the phone, random enough not to be guessed."""
    tail = "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(6))
    return f"N-{now.astimezone(clock.VIETNAM):%y%m%d}-{tail}"


@transaction.atomic
def start_filing(*, actor: Actor, code: str) -> Filing:
    """Begin, or go on with, a filing for the procedure `code`, prefilled with what the State knows of the actor.

    Raises NotAllowed for officers (they file for others at the counter), NotFound for an unknown procedure.
    """
    if actor.account_id is None or actor.is_officer:
        raise NotAllowed("Tài khoản công vụ không nộp hồ sơ cho chính mình. Đăng nhập bằng tài khoản công dân để nộp.")
    version = procedures.version_to_file(code)
    open_filing = Filing.objects.filter(
        account_id=actor.account_id,
        version__procedure_id=version.procedure_id,
        sent_at__isnull=True,
        dossier__isnull=True,
        expires_at__gt=clock.now(),
    ).first()
    if open_filing is not None:
        return open_filing
    now = clock.now()
    answers, known = eforms.prefill(form=version.form, person=known_person(actor))
    return Filing.objects.create(
        reference=new_reference(now),
        account_id=actor.account_id,
        version_id=version.id,
        answers=answers,
        sources={name: {"text": PROFILE} for name in answers if name not in known},
        created_at=now,
        saved_at=now,
        expires_at=now + timedelta(days=DRAFT_DAYS),
    )


@transaction.atomic
def save_page(
    *, actor: Actor, filing_id: uuid.UUID, page: str, post: QueryDict, finished: bool = True
) -> dict[str, str]:
    """Keep what was typed on one page; return problems by field (empty = the page is done).

    What was typed is stored even when it has problems, so nothing is lost. `finished=False` is autosave: no problem is
    reported and the page is not marked done. When another device has saved the page since this one opened it, this save wins
    and the other one's answers wait in `set_aside`.
    """
    filing = my_filing(actor, filing_id)
    version = procedures.version(filing.version_id)
    known = known_values(actor=actor, filing=filing, version=version)
    read = eforms.read_page(form=version.form, page=page, post=post, known=known, answers=filing.answers)
    now = clock.now()
    note_visit(filing, page, post, read.values, now)
    changed = {name for name, value in read.values.items() if value != filing.answers.get(name)}
    filing.sources = {name: each for name, each in filing.sources.items() if name not in changed}
    filing.answers = {key: value for key, value in {**filing.answers, **read.values}.items() if value not in (None, "")}
    if read.problems:
        filing.raw = {**filing.raw, page: read.raw}
        filing.pages_done = [done for done in filing.pages_done if done != page]
    else:
        filing.raw = {key: value for key, value in filing.raw.items() if key != page}
        if finished:
            filing.pages_done = [*(done for done in filing.pages_done if done != page), page]
    filing.saved_at = now
    filing.save(update_fields=["answers", "raw", "pages_done", "saved_at", "sources", "visits", "set_aside"])
    return read.problems if finished else {}


@transaction.atomic
def settle_devices(*, actor: Actor, filing_id: uuid.UUID, page: str, take_other: bool) -> Filing:
    """The person has looked at what another device had saved: take it back, or let it go."""
    filing = my_filing(actor, filing_id)
    other = filing.set_aside.get(page)
    if other is None:
        return filing
    filing.set_aside = {each: kept for each, kept in filing.set_aside.items() if each != page}
    if take_other:
        here = {name: value for name, value in filing.answers.items() if name not in other["names"]}
        filing.answers = {**here, **other["answers"]}
        filing.raw = {each: raw for each, raw in filing.raw.items() if each != page}
        if other["raw"]:
            filing.raw = {**filing.raw, page: other["raw"]}
        filing.pages_done = [done for done in filing.pages_done if done != page]
        filing.saved_at = clock.now()
    filing.save(update_fields=["set_aside", "answers", "raw", "pages_done", "saved_at"])
    return filing


@transaction.atomic
def choose_agency(*, actor: Actor, filing_id: uuid.UUID, agency_id: int) -> Filing:
    """Which agency the dossier goes to. Raises Invalid when it does not carry out this procedure."""
    filing = my_filing(actor, filing_id)
    version = procedures.version(filing.version_id)
    if not procedures.is_handled_by(version, agency_id):
        raise Invalid({"agency": "Cơ quan đã chọn không giải quyết thủ tục này. Chọn một cơ quan trong danh sách."})
    filing.agency_id = agency_id
    filing.saved_at = clock.now()
    filing.save(update_fields=["agency", "saved_at"])
    return filing


@transaction.atomic
def attach_paper(
    *, actor: Actor, filing_id: uuid.UUID, requirement_key: str, upload: "UploadedFile[Any]"
) -> FilingPaper:
    """Keep a file for a requirement after looking into it. Raises what `files.store_upload` raises, with the way out.

    A scan of one of our own declarations is kept like any file and remembered as `own_form`: the page says that it is not needed.
    """
    filing = my_filing(actor, filing_id)
    version = procedures.version(filing.version_id)
    if requirement_key not in {need.key for need in version.requirements}:
        raise NotFound("Thủ tục này không có thành phần hồ sơ đó.")
    if filing.papers.filter(requirement_key=requirement_key).count() >= MAX_FILES_PER_REQUIREMENT:
        raise Refused(
            f"Mỗi giấy tờ nhận tối đa {MAX_FILES_PER_REQUIREMENT} tệp. Gộp các trang vào một tệp PDF rồi tải lên."
        )
    file = files.store_upload(actor=actor, upload=upload, purpose="paper")
    same = filing.papers.filter(requirement_key=requirement_key, file__sha256=file.sha256).first()
    if same is not None:
        return same
    filing.saved_at = clock.now()
    filing.save(update_fields=["saved_at"])
    mark = declarations.recognise(content=files.read_bytes(file), media_type=file.media_type)
    return FilingPaper.objects.create(
        filing=filing,
        requirement_key=requirement_key,
        file=file,
        own_form={"form": mark.form_code, "version": mark.version, "reference": mark.reference} if mark else None,
        added_at=clock.now(),
    )


@transaction.atomic
def remove_paper(*, actor: Actor, filing_id: uuid.UUID, paper_id: int) -> None:
    """Take a file out of the filing. Removing what is gone already changes nothing."""
    filing = my_filing(actor, filing_id)
    paper = filing.papers.filter(id=paper_id).first()
    if paper is None:
        return
    paper.delete()
    if paper.source == PaperSource.VAULT:
        vault.end_consents(codes=[filing.reference], file_id=paper.file_id, reason="Đã bỏ khỏi bản khai")


@transaction.atomic
def send_resume_link(*, actor: Actor, filing_id: uuid.UUID) -> Filing:
    """Ask for a letter to oneself with the way back to this draft; it opens only after signing in to the same account."""
    filing = my_filing(actor, filing_id)
    publish(
        ResumeLinkAsked(
            account_id=filing.account_id,
            person_id=actor.person_id,
            reference=filing.reference,
            expires_at=filing.expires_at,
        )
    )
    return filing


@transaction.atomic
def discard_filing(*, actor: Actor, filing_id: uuid.UUID) -> None:
    """Throw a draft away."""
    filing = my_filing(actor, filing_id)
    vault.end_consents(codes=[filing.reference], reason="Đã xóa bản khai")
    filing.delete()


@transaction.atomic
def order_fee(*, actor: Actor, filing_id: uuid.UUID) -> Filing:
    """Work out the fee of the answers and ask for it; a filing without a fee has no order."""
    filing = my_filing(actor, filing_id)
    version = procedures.version(filing.version_id)
    amount = procedures.total(fee_lines(version, filing, settled_answers(version, filing)))
    filing.fee_amount = amount
    if amount:
        order = payment_services.create_order(
            actor=actor,
            subject_type="filing",
            subject_id=filing.id,
            amount=amount,
            description=f"Phí, lệ phí {version.short_name}",
            payer_name=actor.name,
        )
        filing.payment_order = order.id
    filing.save(update_fields=["fee_amount", "payment_order"])
    return filing


def settled_answers(version: procedures.VersionSnapshot, filing: Filing) -> dict[str, Any]:
    """The answers as a dossier would hold them: without blanks and without questions that are no longer asked."""
    return eforms.tidy_answers(form=version.form, answers=filing.answers)


def reached_by(applicant: ApplicantData, answers: Mapping[str, object]) -> ApplicantData:
    """A telephone number or e-mail written in the form is where this person wants to be told, before what a register holds."""
    phone, email = (
        next((str(answers[name]) for name in (f"req_{part}", part) if answers.get(name)), "")
        for part in ("phone", "email")
    )
    if phone.startswith("+84"):
        phone = f"0{phone[3:]}"  # as people here read and dial it
    return replace(applicant, phone=phone or applicant.phone, email=email or applicant.email)


@transaction.atomic
def submit_filing(*, actor: Actor, filing_id: uuid.UUID) -> Dossier:
    """Make the dossier. A second submission of the same filing returns the same dossier.

    Raises Invalid (answers), PapersMissing, FeeUnpaid, VersionSuperseded, ProcedureClosed.
    """
    filing = (
        Filing.objects.select_for_update(of=("self",)).filter(id=filing_id, account_id=actor.account_id or 0).first()
    )
    if filing is None:
        raise NotFound
    if filing.sent_at is not None and filing.dossier is not None:
        return filing.dossier
    version = procedures.version(filing.version_id)
    if procedures.version_to_file(version.code).id != version.id:
        raise VersionSuperseded
    if filing.agency_id is None:
        raise Invalid({"agency": "Chưa chọn cơ quan giải quyết. Chọn nơi giải quyết hồ sơ rồi nộp."})
    answers = settled_answers(version, filing)
    amount = procedures.total(fee_lines(version, filing, answers))
    paid_at = _paid_at(filing) if amount else None
    choice = choice_of(filing)
    fee_later = choice is not None and choice.pays_postman
    if amount and paid_at is None and not fee_later:
        raise FeeUnpaid(
            f"Ngân hàng chưa báo có khoản phí, lệ phí {amount:,} đồng.".replace(",", ".")
            + " Nếu đã chuyển khoản, chờ một lát rồi bấm Nộp lại; nội dung đã khai được giữ nguyên."
        )
    dossier_id = new_id()
    if choice is not None:  # it belongs to the dossier before anybody hears of the dossier
        choice.dossier_id = dossier_id
        choice.save(update_fields=["dossier"])
    dossier = submit_dossier(
        actor=actor,
        dossier_id=dossier_id,
        version=version,
        agency_id=filing.agency_id,
        answers=answers,
        papers=[
            GivenPaper(requirement_key=paper.requirement_key, file_id=paper.file_id, source=PaperSource(paper.source))
            for paper in filing.papers.all()
        ],
        applicant=reached_by(applicant_of(actor), answers),
        fee_amount=amount,
        fee_paid_at=paid_at,
        channel=channel_of(filing),
        by_post=sorted(papers_by_post(filing)),
        fee_later=fee_later,
    )
    filing.dossier = dossier
    filing.sent_at = clock.now()
    filing.save(update_fields=["dossier", "sent_at"])
    note_reuse(filing, dossier)
    audit.record(
        actor=actor,
        verb="submit_filing",
        subject_type="filing",
        subject_id=filing.id,
        details={"dossier": dossier.code},
    )
    return dossier


def _paid_at(filing: Filing) -> datetime | None:
    order = payments.order_for("filing", filing.id)
    return order.paid_at if order is not None and order.state == "paid" else None
