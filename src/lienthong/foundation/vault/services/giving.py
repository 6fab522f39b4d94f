"""A paper is given out of the vault, with the owner's consent, on the web or at a counter (dùng giấy tờ trong kho); consents end."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q

from lienthong.foundation.audit import services as audit
from lienthong.foundation.files import services as files
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.vault import policies, queries
from lienthong.foundation.vault.choices import CONSENT_LASTS, ConsentState, Way
from lienthong.foundation.vault.errors import ConsentFinished, NoConsent, NotTheOwner, PaperUnusable
from lienthong.foundation.vault.events import ConsentWithdrawn
from lienthong.foundation.vault.models import Consent, VaultPaper
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean


def consent_text(agency: str) -> str:
    """The words the owner agrees to; they are kept as they were shown."""
    return f"Tôi đồng ý cho {agency or 'cơ quan giải quyết hồ sơ'} xem và sử dụng giấy tờ này để giải quyết hồ sơ đang lập."


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """The person who stands at the counter, as their card said. `identified_by`: "Thẻ căn cước, 4 số cuối 3873"."""

    person_id: int
    full_name: str
    identified_by: str


@transaction.atomic
def give_paper(
    *,
    actor: Actor,
    paper_id: uuid.UUID,
    reference: str,
    purpose: str,
    consent: str,
    agency_id: int | None = None,
) -> VaultPaper:
    """Record that the owner lets `reference` (a filing) use the paper. A repeat changes nothing.

    Raises NotFound, NoConsent, PaperUnusable (expired, revoked, replaced, changed).
    """
    paper = queries.paper_for(actor, paper_id)
    if not consent:
        raise NoConsent
    _give(
        actor,
        paper,
        Consent(
            paper=paper,
            reference=reference,
            agency_id=agency_id,
            purpose=purpose,
            words=consent,
            way=Way.ONLINE,
            given_by_name=actor.name,
        ),
    )
    return paper


@transaction.atomic
def look_for_present(
    *, actor: Actor, present: Present, reference: str, components: "list[queries.Component]"
) -> dict[str, list[queries.Fit]]:
    """Component → papers of the person at the counter that fit it. The look is recorded and shown to that person. Raises NotAllowed."""
    policies.require_counter(actor)
    audit.record_access(
        actor=actor,
        person_id=present.person_id,
        subject_type="vault",
        subject_id=present.person_id,
        reason=f"Tìm giấy tờ trong kho cho {reference}, chủ giấy tờ có mặt"[:120],
    )
    return queries.fits_among(queries._papers(present.person_id), components)


@transaction.atomic
def give_at_counter(
    *,
    actor: Actor,
    present: Present,
    paper_id: uuid.UUID,
    reference: str,
    purpose: str,
    consent: str,
    agency_id: int | None = None,
) -> VaultPaper:
    """An officer records the consent of the person who stands before them, identified by their card. A repeat changes nothing.

    Raises NotAllowed, NotTheOwner, NoConsent, PaperUnusable, NotFound.
    """
    policies.require_counter(actor)
    assert actor.position is not None
    paper = VaultPaper.objects.select_related("file").filter(pk=paper_id).first()
    if paper is None:
        raise NotFound("Không tìm thấy giấy tờ này trong kho.")
    if paper.owner_id != present.person_id:
        raise NotTheOwner(
            f"Giấy tờ này không phải của {present.full_name}, người vừa đọc thẻ. Chỉ chủ giấy tờ mới đồng ý được."
        )
    if not consent:
        raise NoConsent("Chưa đánh dấu người có mặt đã đồng ý. Đọc lời đồng ý cho người đó nghe, đánh dấu rồi bấm lại.")
    _give(
        actor,
        paper,
        Consent(
            paper=paper,
            reference=reference,
            agency_id=agency_id,
            purpose=purpose,
            words=consent,
            way=Way.COUNTER,
            given_by_name=present.full_name,
            identified_by=present.identified_by[:120],
            officer_name=actor.name,
            officer_title=f"{actor.position.title}, {actor.position.agency_name}"[:300],
        ),
    )
    return paper


def _give(actor: Actor, paper: VaultPaper, given: Consent) -> None:
    if said := paper.why_not(clock.today()):
        raise PaperUnusable(f"{paper.name}: {said[0].lower()}{said[1:]} Tải tệp khác lên, hoặc chọn giấy tờ khác.")
    assert paper.file is not None
    if paper.sha256 and paper.file.sha256 != paper.sha256:
        raise PaperUnusable("Tệp của giấy tờ này không còn đúng như khi vào kho nên không dùng được. Tải tệp khác lên.")
    files.read_bytes(paper.file)  # raises FileDamaged when the bytes are not those that were kept
    given.at = clock.now()
    given.until = given.at + CONSENT_LASTS
    if given.agency_id:
        given.agency_name = organizations.agency(given.agency_id).name
    try:
        with transaction.atomic():
            given.save()
    except IntegrityError:  # given already, and still in force
        return
    audit.record(
        actor=actor,
        verb="give_vault_paper",
        subject_type="vault_paper",
        subject_id=paper.id,
        details={"reference": given.reference, "purpose": given.purpose, "consent": given.words, "way": given.way},
    )


@transaction.atomic
def withdraw_consent(*, actor: Actor, consent_id: int, reason: str = "") -> Consent:
    """The owner takes a consent back: from now on the agency does not open the paper any more. A repeat changes nothing.

    Raises NotFound, ConsentFinished when the dossier is done: then the paper is part of its record.
    """
    found = queries.consent_for(actor, consent_id)
    found = Consent.objects.select_for_update(of=("self",)).select_related("paper").get(pk=found.pk)
    now = clock.now()
    match found.state_at(now):
        case ConsentState.WITHDRAWN:
            return found
        case ConsentState.ENDED | ConsentState.EXPIRED:
            raise ConsentFinished(
                "Lần đồng ý này đã kết thúc nên không còn gì để rút. Giấy tờ trong hồ sơ đã giải quyết xong được lưu trữ theo pháp luật về lưu trữ."
            )
    found.withdrawn_at, found.ended_reason = now, clean(reason)[:200]
    found.save(update_fields=["withdrawn_at", "ended_reason"])
    audit.record(
        actor=actor,
        verb="withdraw_consent",
        subject_type="vault_paper",
        subject_id=found.paper_id,
        details={"reference": found.dossier_code or found.reference, "reason": found.ended_reason},
    )
    publish(
        ConsentWithdrawn(
            consent_id=found.pk,
            reference=found.reference,
            dossier_code=found.dossier_code,
            file_id=found.paper.file_id,
            paper_name=found.paper.name,
        )
    )
    return found


@transaction.atomic
def note_used(*, reference: str, dossier_code: str, file_ids: Collection[uuid.UUID]) -> int:
    """A filing became (part of) the dossier `dossier_code` with these files: its consents are used, others given for it end.

    How many were used. Called by the app that owns the dossier, in the transaction of the sending.
    """
    rows = Consent.objects.filter(reference=reference, withdrawn_at__isnull=True, ended_at__isnull=True)
    now = clock.now()
    used = rows.filter(paper__file_id__in=file_ids).update(dossier_code=dossier_code, used_at=now)
    rows.exclude(paper__file_id__in=file_ids).update(ended_at=now, ended_reason="Không dùng trong hồ sơ đã nộp")
    return used


@transaction.atomic
def end_consents(*, codes: Collection[str], reason: str, file_id: uuid.UUID | None = None) -> int:
    """Consents for these filings or dossiers are over (the dossier is done, the filing was discarded, the file taken out); how many."""
    rows = Consent.objects.filter(withdrawn_at__isnull=True, ended_at__isnull=True).filter(
        Q(reference__in=codes) | Q(dossier_code__in=codes)
    )
    if file_id is not None:
        rows = rows.filter(paper__file_id=file_id)
    return rows.update(ended_at=clock.now(), ended_reason=reason[:200])
