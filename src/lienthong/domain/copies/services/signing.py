"""A copy is signed, numbered and kept (ký, cấp số, đưa vào kho), and revoked when it should not have been."""

import uuid

from django.conf import settings
from django.db import transaction

from lienthong.domain.copies import policies, queries
from lienthong.domain.copies.choices import SignedBy
from lienthong.domain.copies.events import CopySigned
from lienthong.domain.copies.models import CertifiedCopy, CopyRule
from lienthong.domain.copies.services.preparing import lock_copy
from lienthong.domain.copies.states import next_state
from lienthong.foundation.audit import services as audit
from lienthong.foundation.files import services as files
from lienthong.foundation.files.choices import PDF
from lienthong.foundation.numbering import services as numbering
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.signing import services as signing
from lienthong.foundation.vault import queries as vault_queries
from lienthong.foundation.vault import services as vault
from lienthong.foundation.vault.choices import Origin, Signature
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean

SCOPE = "certified_copy"


def check_url(code: str) -> str:
    """What the code on the copy leads to."""
    return f"{settings.PUBLIC_URL}/ban-sao/{code}/"


@transaction.atomic
def sign_copy(*, actor: Actor, copy_id: uuid.UUID) -> CertifiedCopy:
    """Certify: the number of the year, the signature at the top right of page 1, the copy in its owner's vault, all or nothing.

    Raises NotAllowed, CopyMoved, NoCertificate, KeyUnavailable, NotSignable, FileDamaged, NotFound.
    """
    copy = lock_copy(actor, copy_id)
    if not policies.can_sign(actor, copy):
        raise NotAllowed("Chỉ người ký hoặc văn thư đóng dấu của cơ quan này ký được bản sao. Đổi chức vụ rồi thử lại.")
    state = next_state(copy.state, "sign")
    rule = queries.rule_of(copy.agency_id)
    scan = files.read_bytes(copy.scan)
    now = clock.now()
    year = now.astimezone(clock.VIETNAM).year
    number = numbering.next_number(scope=SCOPE, key=f"{organizations.identifier_of(copy.agency_id)}-{year}")
    copy.number, copy.year, copy.notation = number, year, rule.notation.format(number=number, year=year)
    signed = signing.sign_copy(
        actor=actor,
        content=scan,
        lines=(rule.words, f"Số: {copy.notation}, mã {copy.code}"),
        qr=check_url(copy.code),
        reason=f"Chứng thực bản sao điện tử {copy.notation}",
        location=copy.agency.short_name,
        by_agency=rule.signed_by == SignedBy.AGENCY,
    )
    file = files.store_bytes(
        name=f"{copy.name[:80]} (bản sao điện tử).pdf",
        media_type=PDF,
        content=signed,
        purpose="certified-copy",
        actor=actor,
        made_from=copy.scan,
        pages=copy.pages,
    )
    copy.state, copy.file, copy.sha256 = state, file, file.sha256
    copy.signed_at, copy.signed_by_name, copy.signed_as = now, actor.name, rule.signed_by
    copy.save()
    vault.keep_papers(
        person_id=copy.owner_id,
        source_code=copy.code,
        source_name=f"Bản sao điện tử số {copy.notation}, {copy.agency.name}",
        papers=[
            vault.KeptPaper(
                origin=Origin.CERTIFIED,
                name=copy.name,
                file_id=file.id,
                kind=copy.kind,
                number=copy.original_number,
                issuer=copy.original_issuer,
                issuer_agency_id=copy.agency_id,
                issued_on=copy.original_issued_on,
                valid_to=copy.original_valid_to,
                signature=Signature.VALID,
                signature_note=f"{copy.agency.name}, bản sao điện tử số {copy.notation}",
            )
        ],
    )
    audit.record(
        actor=actor,
        verb="sign_copy",
        subject_type="certified_copy",
        subject_id=copy.pk,
        details={"number": copy.notation, "sha256": copy.sha256},
    )
    publish(
        CopySigned(
            copy_id=copy.pk,
            code=copy.code,
            owner_id=copy.owner_id,
            name=copy.name,
            notation=copy.notation,
            reference=copy.reference,
            source_file_id=copy.scan_id,
            file_id=file.id,
        )
    )
    return copy


@transaction.atomic
def revoke_copy(*, actor: Actor, copy_id: uuid.UUID, reason: str) -> CertifiedCopy:
    """It should not have been certified: the number stays, the copy counts no more, the vault offers it no more.

    Raises Invalid without a reason, CopyMoved, NotAllowed, NotFound.
    """
    copy = lock_copy(actor, copy_id)
    if not policies.can_revoke(actor, copy):
        raise NotAllowed
    state = next_state(copy.state, "revoke")
    reason = clean(reason)[:300]
    if len(reason) < 10:
        raise Invalid(
            {"reason": "Lý do còn trống hoặc quá ngắn. Ghi số, ngày văn bản và vì sao; chủ giấy tờ đọc nguyên văn."}
        )
    copy.state, copy.reason, copy.ended_at, copy.ended_by_name = state, reason, clock.now(), actor.name
    copy.save(update_fields=["state", "reason", "ended_at", "ended_by_name"])
    kept = vault_queries.kept_from(copy.owner_id, copy.code)
    if kept is not None and kept.standing != "revoked":
        vault.change_standing(actor=SYSTEM, paper_id=kept.pk, verb="revoke", reason=reason)
    audit.record(
        actor=actor,
        verb="revoke_copy",
        subject_type="certified_copy",
        subject_id=copy.pk,
        details={"number": copy.notation, "reason": reason},
    )
    return copy


@transaction.atomic
def save_rule(*, actor: Actor, needs_second: bool, signed_by: str, words: str, notation: str) -> CopyRule:
    """How the actor's office certifies from now on. Raises NotAllowed, Invalid."""
    if not actor.may(policies.RULE) or actor.agency_id is None:
        raise NotAllowed
    problems = {}
    words, notation = clean(words)[:80], clean(notation)[:60]
    if len(words) < 3:
        problems["words"] = "Chưa ghi dòng chữ trên bản sao."
    try:
        shown = notation.format(number=1, year=2026)
    except (KeyError, IndexError, ValueError):
        shown = ""
    if "{number}" not in notation or not shown:
        problems["notation"] = "Mẫu số phải có {number}; có thể thêm {year}. Ví dụ: {number}/{year}-BSĐT."
    if signed_by not in SignedBy.values:
        problems["signed_by"] = "Chọn chứng thư số của cơ quan hoặc của người ký."
    if problems:
        raise Invalid(problems)
    rule, _ = CopyRule.objects.update_or_create(
        agency_id=actor.agency_id,
        defaults={
            "needs_second": needs_second,
            "signed_by": signed_by,
            "words": words,
            "notation": notation,
            "changed_at": clock.now(),
            "changed_by_name": actor.name,
        },
    )
    audit.record(
        actor=actor,
        verb="save_copy_rule",
        subject_type="agency",
        subject_id=actor.agency_id,
        details={"needs_second": needs_second, "signed_by": signed_by, "words": words, "notation": notation},
    )
    return rule
