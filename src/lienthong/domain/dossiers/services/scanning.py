"""Scanned stacks become papers of a dossier, or of a filing at the counter (gắn giấy tờ quét theo lô).

The stack itself, its pages and how they are cut are the business of `domain/scans`, which knows nothing of dossiers.
"""

import uuid
from collections.abc import Sequence

from django.db import transaction

from lienthong.domain.dossiers import policies, queries
from lienthong.domain.dossiers.choices import OPEN_STATES, PaperSource, State
from lienthong.domain.dossiers.errors import WrongState
from lienthong.domain.dossiers.models import Dossier, DossierPaper, Filing, FilingPaper
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.drafts import my_filing
from lienthong.domain.dossiers.services.moving import lock_dossier
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.scans import services as scans
from lienthong.domain.scans.choices import SubjectKind
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed


def dossier_subject(actor: Actor, dossier: Dossier) -> scans.Subject:
    """What a batch for this dossier may hold. Raises NotAllowed, WrongState when it is over."""
    if not policies.scans_for(actor, dossier):
        raise NotAllowed(
            "Chỉ Bộ phận Một cửa của cơ quan tiếp nhận hoặc giải quyết hồ sơ này được quét giấy tờ vào hồ sơ."
        )
    if dossier.state not in OPEN_STATES:
        raise WrongState.of(State(dossier.state), "scan")
    version = procedures.version(dossier.version_id)
    return scans.Subject(
        kind=SubjectKind.DOSSIER,
        code=dossier.code,
        title=f"{dossier.applicant_name}, {version.short_name}",
        procedure_code=version.code,
        slots=_slots(version),
        person_id=dossier.applicant_id,
        takes_extra=True,
        back=f"/lam-viec/ho-so/{dossier.code}/",
        aliases=list(dossier.filings.values_list("reference", flat=True)),
    )


def filing_subject(filing: Filing, *, person_id: int | None = None, back: str = "") -> scans.Subject:
    """What a batch for this filing may hold: only papers that the procedure names, for nothing else goes with a submission."""
    version = procedures.version(filing.version_id)
    return scans.Subject(
        kind=SubjectKind.FILING,
        code=filing.reference,
        title=f"Bản khai {filing.reference}, {version.short_name}",
        procedure_code=version.code,
        slots=_slots(version),
        person_id=person_id,
        back=back,
    )


def subject_for(actor: Actor, code: str) -> scans.Subject:
    """The dossier or filing that a separator names, for whoever may add papers to it. Raises NotFound, NotAllowed, WrongState."""
    if code.startswith("N-"):
        filing = queries.filing_for(actor, code)
        if filing.sent_at is not None and filing.dossier is not None:
            return dossier_subject(actor, queries.dossier_for(actor, filing.dossier.code))
        return filing_subject(filing)
    return dossier_subject(actor, queries.dossier_for(actor, code))


def _slots(version: procedures.VersionSnapshot) -> list[tuple[str, str]]:
    return [(need.key, need.name) for need in version.requirements]


def separators_pdf(subject: scans.Subject) -> bytes:
    """A cover and one separator for each paper."""
    title, _, about = subject.title.partition(", ")
    sheets = [scans.Sheet(mark=scans.Mark(scope="d", reference=subject.code), name=title, about=about)]
    sheets += [
        scans.Sheet(mark=scans.Mark(scope="d", reference=subject.code, slot=key), name=name, about=subject.title)
        for key, name in subject.slots
    ]
    return scans.print_separators(sheets, title=f"Tờ ngăn {subject.code}")


def procedure_separators_pdf(code: str) -> bytes:
    """Separators of a procedure, to be used again and again, and a few general ones. Raises ProcedureNotFound."""
    version = procedures.current_version(code)
    sheets = [
        scans.Sheet(
            mark=scans.Mark(scope="p", reference=version.code, slot=need.key), name=need.name, about=version.short_name
        )
        for need in version.requirements
    ]
    return scans.print_separators([*sheets, *_general(2)], title=f"Tờ ngăn {version.short_name}")


def general_separators_pdf(count: int = 5) -> bytes:
    """Separators that belong to nothing: each begins another paper, the officer says which."""
    return scans.print_separators(_general(max(1, min(count, 50))), title="Tờ ngăn chung")


def _general(count: int) -> list[scans.Sheet]:
    return [scans.Sheet(mark=scans.Mark(scope="g"), name="Giấy tờ tiếp theo")] * count


@transaction.atomic
def take_scans(*, actor: Actor, batch_id: uuid.UUID, kind: str, code: str, seen: int | None = None) -> int | None:
    """Attach the papers of a batch to the dossier or filing `code` it is for; how many, None when somebody did it before.

    Raises what `scans.take_batch` raises, NotAllowed, WrongState, AlreadySent, NotFound.
    """
    if kind == SubjectKind.FILING:
        filing = queries.filing_for(actor, code)
        if filing.sent_at is not None and filing.dossier is not None:  # sent while its papers lay on the scanner
            return _into_dossier(actor, filing.dossier.code, batch_id, seen)
        return _into_filing(actor, filing, batch_id, seen)
    return _into_dossier(actor, code, batch_id, seen)


def _into_dossier(actor: Actor, code: str, batch_id: uuid.UUID, seen: int | None) -> int | None:
    dossier = lock_dossier(queries.dossier_for(actor, code).id)
    taken = scans.take_batch(actor=actor, batch_id=batch_id, seen=seen)
    if taken is None:
        return None
    dossier_subject(actor, dossier)
    attach_papers(actor, dossier, taken)
    return len(taken)


def attach_papers(actor: Actor, dossier: Dossier, taken: Sequence[scans.TakenPiece]) -> None:
    """Add papers to a dossier that the caller has locked. A paper that was only noted at the counter is replaced by its scan; one with a
    file only where the officer said so. Nothing is removed."""
    now = clock.now()
    for each in taken:
        before = dossier.papers.filter(requirement_key=each.slot, replaced_at__isnull=True, added_at__lt=now)
        before = before.exclude(source=PaperSource.FORM)
        if not each.replaces:
            before = before.filter(file__isnull=True)
        before.update(replaced_at=now)
    DossierPaper.objects.bulk_create(
        DossierPaper(
            dossier=dossier,
            requirement_key=each.slot,
            name=each.name,
            source=PaperSource.COUNTER,
            file_id=each.file_id,
            added_at=now,
        )
        for each in taken
    )
    audit.record(
        actor=actor,
        verb="attach_scans",
        subject_type="dossier",
        subject_id=dossier.id,
        details={
            "papers": [each.slot for each in taken],
            "note": "; ".join(f"{each.name} ({each.pages} trang)" for each in taken),
        },
    )


def _into_filing(actor: Actor, filing: Filing, batch_id: uuid.UUID, seen: int | None) -> int | None:
    filing = my_filing(actor, filing.id)
    taken = scans.take_batch(actor=actor, batch_id=batch_id, seen=seen)
    if taken is None:
        return None
    now = clock.now()
    for each in taken:
        if each.replaces:
            filing.papers.filter(requirement_key=each.slot, added_at__lt=now).delete()
        FilingPaper.objects.create(
            filing=filing,
            requirement_key=each.slot,
            file_id=each.file_id,
            source=PaperSource.COUNTER,
            added_at=now,
        )
    filing.saved_at = now
    filing.save(update_fields=["saved_at"])
    audit.record(
        actor=actor,
        verb="attach_scans",
        subject_type="filing",
        subject_id=filing.id,
        details={"papers": [each.slot for each in taken]},
    )
    return len(taken)


@transaction.atomic
def send_scans_over(*, actor: Actor, batch_id: uuid.UUID, code: str) -> uuid.UUID | None:
    """Pieces that a separator of the dossier or filing `code` stood before go to its batch: that batch, None when none was left.

    Raises NotFound, NotAllowed, WrongState as for any paper added to it.
    """
    batch = scans.send_over(actor=actor, batch_id=batch_id, reference=code, subject=subject_for(actor, code))
    return batch.pk if batch is not None else None


@transaction.atomic
def say_whose_scans(*, actor: Actor, batch_id: uuid.UUID, code: str) -> None:
    """The officer says that a batch of nobody is for the dossier or filing `code`. Raises as `subject_for`."""
    scans.say_whose(actor=actor, batch_id=batch_id, subject=subject_for(actor, code))
