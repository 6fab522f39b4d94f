"""Other agencies work on a dossier too (liên thông): opinions side by side, a hand-over and back, children elsewhere."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from lienthong.domain.dossiers import policies
from lienthong.domain.dossiers.choices import ReferralKind, ReferralState
from lienthong.domain.dossiers.errors import AskedAlready, NotReferable
from lienthong.domain.dossiers.events import DossierReferred, ReferralAnswered
from lienthong.domain.dossiers.models import Dossier, Referral
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.moving import lock_dossier, refuse_handed_over
from lienthong.domain.dossiers.states import next_state
from lienthong.foundation.files import services as files
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.workdays import services as workdays
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound
from lienthong.kit.events import publish

LEAST_WORDS = 10
LONGEST_DAYS = 60
"""Working days given to another agency, at most; a bound against typing errors."""
MOST_AT_ONCE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whom to ask, and within how many working days."""

    agency_id: int
    days: int


@transaction.atomic
def refer_dossier(
    *, actor: Actor, dossier_id: uuid.UUID, kind: str, to: Sequence[Asked], question: str
) -> list[Referral]:
    """Ask one or several agencies at once, each with its own deadline; a hand-over goes to one.

    Raises Invalid, NotAllowed, WrongState, AskedAlready, HandedOver (while the dossier lies elsewhere).
    """
    problems = {}
    if kind not in ReferralKind.values:
        problems["kind"] = "Chưa chọn lấy ý kiến hay chuyển giải quyết."
    if len(question.strip()) < LEAST_WORDS:
        problems["question"] = "Nội dung đề nghị còn trống hoặc quá ngắn. Hỏi điều cần trả lời, từng ý một."
    if not to:
        problems["agency-1"] = "Chưa chọn cơ quan. Gõ tên rồi chọn trong danh sách."
    if len(to) > MOST_AT_ONCE or (kind == ReferralKind.HANDOVER and len(to) > 1):
        problems["agency-1"] = "Chuyển giải quyết chỉ đến một cơ quan; lấy ý kiến mỗi lần tối đa tám cơ quan."
    for number, each in enumerate(to, 1):
        if not 0 < each.days <= LONGEST_DAYS:
            problems[f"days-{number}"] = f"Thời hạn trả lời phải từ 1 đến {LONGEST_DAYS} ngày làm việc."
    if problems:
        raise Invalid(problems)
    dossier = lock_dossier(dossier_id)
    actor = policies.acting(actor, "refer", dossier)
    next_state(dossier.state, "refer")
    refuse_handed_over(dossier)
    made = []
    for number, each in enumerate(to, 1):
        made.append(_ask(actor, dossier, kind, each, question.strip(), number))
    names = ", ".join(referral.agency.name for referral in made)
    audit.record(
        actor=actor,
        verb="refer_dossier",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"kind": kind, "agencies": [each.agency_id for each in to], "note": f"{names}. {question.strip()}"},
    )
    for referral in made:
        publish(DossierReferred(dossier_id=dossier.id, code=dossier.code, referral_id=referral.pk))
    return made


def _ask(actor: Actor, dossier: Dossier, kind: str, asked: Asked, question: str, number: int) -> Referral:
    agency = organizations.agency(asked.agency_id)
    if agency.pk == dossier.agency_id:
        raise Invalid({f"agency-{number}": f"{agency.name} đang giải quyết hồ sơ này. Chọn cơ quan khác."})
    if dossier.referrals.filter(agency_id=agency.pk, state=ReferralState.OPEN).exists():
        raise AskedAlready.of(agency.name)
    now = clock.now()
    due = workdays.due_for(agency_id=agency.pk, start=now, limit_value=asked.days, limit_unit="working_days")
    return Referral.objects.create(
        dossier=dossier,
        kind=kind,
        agency=agency,
        from_agency_id=dossier.agency_id,
        question=question,
        sent_at=now,
        sent_by_id=actor.position.id if actor.position else None,
        sent_by_name=actor.name,
        due_at=due.due,
    )


@transaction.atomic
def answer_referral(
    *, actor: Actor, referral_id: int, answer: str, upload: "UploadedFile[Any] | None" = None
) -> Referral:
    """Answer in words, with a file where there is one; a hand-over gives the dossier back. Raises NotFound, Invalid, NotReferable."""
    found = Referral.objects.filter(id=referral_id).values_list("dossier_id", flat=True).first()
    if found is None:
        raise NotFound
    dossier = lock_dossier(found)
    referral = Referral.objects.select_for_update(of=("self",)).select_related("agency").get(id=referral_id)
    referral.dossier = dossier
    who = policies.answering(actor, referral)
    if who is None:
        raise NotAllowed if actor.agency_id == referral.agency_id else NotFound
    actor = who
    if referral.state != ReferralState.OPEN:
        raise NotReferable(
            f"Đề nghị này {referral.get_state_display().lower()}"
            + (f", {referral.answered_by_name}" if referral.answered_by_name else "")
            + ". Mở lại danh sách để xem việc còn chờ."
        )
    if len(answer.strip()) < LEAST_WORDS:
        raise Invalid({"answer": "Nội dung trả lời còn trống hoặc quá ngắn. Ghi rõ ý kiến và căn cứ."})
    referral.state = ReferralState.ANSWERED
    referral.answer = answer.strip()
    referral.answered_at = clock.now()
    referral.answered_by_id = actor.position.id if actor.position else None
    referral.answered_by_name = actor.name
    if upload is not None:
        referral.answer_file = files.store_upload(actor=actor, upload=upload, purpose="opinion")
    referral.save()
    audit.record(
        actor=actor,
        verb="answer_referral",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"referral": referral.pk, "note": f"{referral.agency.name}: {referral.answer}"},
    )
    publish(ReferralAnswered(dossier_id=dossier.id, code=dossier.code, referral_id=referral.pk))
    return referral


@transaction.atomic
def recall_referral(*, actor: Actor, referral_id: int) -> Referral:
    """Take a question back, or the dossier itself. A repeat changes nothing. Raises NotFound, NotAllowed."""
    found = Referral.objects.filter(id=referral_id).values_list("dossier_id", flat=True).first()
    if found is None:
        raise NotFound
    dossier = lock_dossier(found)
    actor = policies.acting(actor, "refer", dossier)
    referral = Referral.objects.select_for_update(of=("self",)).select_related("agency").get(id=referral_id)
    if referral.state != ReferralState.OPEN:
        return referral
    referral.state = ReferralState.RECALLED
    referral.save(update_fields=["state"])
    audit.record(
        actor=actor,
        verb="recall_referral",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"referral": referral.pk, "note": referral.agency.name},
    )
    return referral


@transaction.atomic
def link_child(*, actor: Actor, dossier_id: uuid.UUID, child_code: str) -> Dossier:
    """Put a dossier at another agency under this one: for the applicant the two are one matter, counted once.

    Both belong to the same person, neither stands under a third. Raises Invalid, NotAllowed, NotReferable.
    """
    dossier = lock_dossier(dossier_id)
    actor = policies.acting(actor, "refer", dossier)
    code = child_code.strip().upper()
    child = (
        Dossier.objects.select_for_update(of=("self",)).filter(code=code).exclude(id=dossier.id).first()
        if code
        else None
    )
    same_person = child is not None and child.applicant_id is not None and child.applicant_id == dossier.applicant_id
    if child is None or not same_person:
        raise Invalid(
            {
                "child": f"Không có hồ sơ {code[:40] or '(chưa ghi mã)'} của cùng người nộp. Kiểm tra mã in trên giấy tiếp nhận."
            }
        )
    if child.parent_id == dossier.id:
        return child
    if child.parent_id is not None or dossier.parent_id is not None or child.children.exists():
        raise NotReferable("Một trong hai hồ sơ đã gắn với hồ sơ khác; hồ sơ con không có hồ sơ con của riêng nó.")
    child.parent = dossier
    child.save(update_fields=["parent"])
    for each in (dossier, child):
        audit.record(
            actor=actor,
            verb="link_child",
            subject_type="dossier",
            subject_id=each.id,
            details={"note": f"Hồ sơ gốc {dossier.code}, hồ sơ con {child.code}"},
        )
    return child
