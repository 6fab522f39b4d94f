"""The declaration of a filing and of a dossier as a paper (lập tờ khai): shown before it is sent, kept when it is.

Nobody prints, signs and scans: the person is identified, the answers are in the platform, and the paper is made of them.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from lienthong.domain.declarations import services as declarations
from lienthong.domain.dossiers.choices import Channel, PaperSource
from lienthong.domain.dossiers.models import Dossier, DossierPaper, Filing
from lienthong.domain.eforms import services as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.accounts import queries as accounts
from lienthong.foundation.files import services as files
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

FORM_KEY = "to-khai"
"""Under which the paper lies where no requirement of the procedure names it."""

_VERIFIED = {"vneid": "đã xác thực bằng VNeID", "counter": "đã đối chiếu căn cước tại quầy"}


def form_key(version: procedures.VersionSnapshot) -> str:
    """The requirement that the declaration satisfies."""
    return next((need.key for need in version.requirements if need.from_form), FORM_KEY)


def draft_declaration(*, actor: Actor, filing: Filing) -> bytes:
    """The paper as it would be sent now, marked CHƯA NỘP; for the check page. Raises NotFound where there is no form."""
    version = procedures.version(filing.version_id)
    if version.form is None:
        raise NotFound("Thủ tục này không có tờ khai điện tử.")
    person = accounts.get_person(actor.person_id) if actor.person_id is not None else None
    given = {paper.requirement_key for paper in filing.papers.all()}
    head = declarations.Head(
        reference=filing.dossier.code if filing.dossier is not None else filing.reference,
        to=filing.agency.name if filing.agency is not None else "",
        place=filing.agency.short_name if filing.agency is not None else "",
        day=clock.today(),
        applicant=person.full_name if person is not None else actor.name,
        verified=_VERIFIED.get(person.verified_by, "") if person is not None else "",
        papers=tuple(need.name for need in version.requirements if need.key in given),
        notes=disputes_in_words(version, filing),
        sent=f"Bản khai {filing.reference}, chưa nộp",
    )
    answers = eforms.tidy_answers(form=version.form, answers=filing.answers)
    return declarations.declaration_pdf(head=head, form=version.form, answers=answers, state="unsent")


@transaction.atomic
def keep_declaration(*, dossier_id: uuid.UUID, anew: bool = False) -> DossierPaper | None:
    """Keep the declaration with the dossier, once; `anew` replaces it after the answers changed. None without a form."""
    dossier = (
        Dossier.objects.select_for_update(of=("self",))
        .select_related("agency", "reception_agency", "applicant")
        .get(id=dossier_id)
    )
    version = procedures.version(dossier.version_id)
    if version.form is None:
        return None
    kept = dossier.papers.filter(source=PaperSource.FORM, replaced_at__isnull=True).select_related("file").first()
    if kept is not None and not anew:
        return kept
    now = clock.now()
    content = declarations.declaration_pdf(
        head=dossier_head(dossier, version), form=version.form, answers=dossier.answers
    )
    file = files.store_bytes(
        name=f"to-khai-{dossier.code}.pdf", media_type="application/pdf", content=content, purpose="declaration"
    )
    if kept is not None:
        kept.replaced_at = now
        kept.save(update_fields=["replaced_at"])
    return DossierPaper.objects.create(
        dossier=dossier,
        requirement_key=form_key(version),
        name=version.form.title,
        source=PaperSource.FORM,
        file=file,
        # The answers are those of this moment, whenever the paper was printed.
        added_at=now if kept is not None else dossier.submitted_at,
    )


def word_declaration(*, dossier: Dossier) -> bytes:
    """The declaration of a dossier in Word, by the office's template. Raises NotFound without a form."""
    version = procedures.version(dossier.version_id)
    if version.form is None:
        raise NotFound("Hồ sơ này không có tờ khai điện tử.")
    return declarations.declaration_docx(
        head=dossier_head(dossier, version),
        procedure=version.name,
        form=version.form,
        answers=dossier.answers,
    )


def dossier_head(dossier: Dossier, version: procedures.VersionSnapshot) -> declarations.Head:
    """What the declaration of a dossier says besides the answers."""
    person = dossier.applicant
    verified = _VERIFIED.get(person.verified_by, "") if person is not None else ""
    if dossier.channel == Channel.COUNTER:
        verified = _VERIFIED["counter"]
    given = set(
        dossier.papers.filter(replaced_at__isnull=True)
        .exclude(source=PaperSource.FORM)
        .values_list("requirement_key", flat=True)
    )
    filing = Filing.objects.filter(dossier=dossier).order_by("-saved_at").first()
    return declarations.Head(
        reference=dossier.code,
        code=dossier.code,
        to=dossier.agency.name,
        place=dossier.agency.short_name,
        day=dossier.submitted_at,
        applicant=dossier.applicant_name,
        verified=verified,
        sent=f"Nộp {dossier.get_channel_display().lower()} lúc {dossier.submitted_at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}",
        papers=tuple(need.name for need in version.requirements if need.key in given),
        notes=disputes_in_words(version, filing) if filing is not None else (),
    )


def disputes_in_words(version: procedures.VersionSnapshot, filing: Filing) -> tuple[str, ...]:
    """What the person says a register has wrong, for whoever reads the declaration."""
    disputed: Mapping[str, Any] = filing.disputed
    if not disputed:
        return ()
    labels = {
        item.name: item.label
        for section in eforms.printed(form=version.form, answers=filing.answers)
        for item in section.items
    }
    said = [
        f"{labels[name]}: {each['source']} đang ghi “{each['shown']}”"
        for name, each in disputed.items()
        if name in labels
    ]
    if not said:
        return ()
    return (f"Người khai cho rằng dữ liệu đã có chưa đúng và khai lại: {'; '.join(said)}.",)
