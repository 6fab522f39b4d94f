"""Papers of the applicant's vault in a dossier (dùng lại giấy tờ trong kho): found by code, given only with the owner's consent.

On the web the owner agrees; at the counter the person who is present, identified by their card, and the officer records it.
"""

import uuid
from collections.abc import Iterable

from django.core import signing
from django.db import transaction
from django.db.models import Q

from lienthong.domain.dossiers import policies, queries
from lienthong.domain.dossiers.choices import OPEN_STATES, PaperSource, State
from lienthong.domain.dossiers.errors import WrongState
from lienthong.domain.dossiers.models import Dossier, DossierPaper, Filing, FilingPaper
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.drafts import my_filing
from lienthong.domain.dossiers.services.moving import lock_dossier
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.accounts import queries as accounts
from lienthong.foundation.files import queries as file_queries
from lienthong.foundation.files import services as files
from lienthong.foundation.signing import services as signatures
from lienthong.foundation.vault import queries as vault_queries
from lienthong.foundation.vault import services as vault
from lienthong.foundation.vault.errors import ConsentGone, NotTheOwner, PaperUnusable
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.citizen_card import read_card
from lienthong.kit.errors import NotAllowed, NotFound, Refused
from lienthong.kit.text_vi import last_four

PRESENT_SECONDS = 20 * 60
"""How long the officer may go on with a person whose card was read."""
_SALT = "lienthong.dossiers.present"


def component_codes(version: procedures.VersionSnapshot, need: procedures.RequirementSnapshot) -> tuple[str, ...]:
    """The codes by which the vault knows this paper of the dossier."""
    return (*filter(None, [need.code]), f"{version.code}/{need.key}")


def components_of(
    version: procedures.VersionSnapshot, keys: Iterable[str] | None = None
) -> list[vault_queries.Component]:
    """Papers of a version that a file may be given for; only those of `keys` when asked."""
    wanted = set(keys) if keys is not None else None
    return [
        vault_queries.Component(key=need.key, name=need.name, codes=component_codes(version, need))
        for need in version.requirements
        if not need.from_form and (wanted is None or need.key in wanted)
    ]


@transaction.atomic
def attach_from_vault(
    *, actor: Actor, filing_id: uuid.UUID, requirement_key: str, paper_id: uuid.UUID, agreed: bool
) -> FilingPaper:
    """Give a paper of one's own vault for a requirement; the consent is kept in its words. Raises NotFound, NoConsent, PaperUnusable."""
    filing = my_filing(actor, filing_id)
    version = procedures.version(filing.version_id)
    _require_component(version, requirement_key)
    agency = filing.agency.name if filing.agency is not None else ""
    paper = vault.give_paper(
        actor=actor,
        paper_id=paper_id,
        reference=filing.reference,
        purpose=version.short_name,
        consent=vault.consent_text(agency) if agreed else "",
        agency_id=filing.agency_id,
    )
    return _into_filing(filing, requirement_key, paper)


def _require_component(version: procedures.VersionSnapshot, key: str) -> None:
    if key not in {need.key for need in version.requirements}:
        raise NotFound("Thủ tục này không có thành phần hồ sơ đó.")


def _into_filing(filing: Filing, key: str, paper: vault_queries.PaperRow) -> FilingPaper:
    _check_signature(paper)
    given, _ = FilingPaper.objects.get_or_create(
        filing=filing,
        requirement_key=key,
        file=paper.file,
        defaults={"source": PaperSource.VAULT, "added_at": clock.now()},
    )
    return given


def _check_signature(paper: vault_queries.PaperRow) -> None:
    """What was signed when it came in must still be so: certificates are revoked, files are damaged. Raises PaperUnusable."""
    if paper.file is None or paper.signature != "valid":
        return
    verdict = signatures.verify_pdf(files.read_bytes(paper.file))
    if not verdict.valid:
        raise PaperUnusable(
            f"Chữ ký số trên {paper.name} không còn hợp lệ. {' '.join(verdict.problems)} Tải tệp khác lên."
        )


def note_reuse(filing: Filing, dossier: Dossier) -> None:
    """The filing was sent: consents for papers that went along are used, the others end."""
    vault.note_used(
        reference=filing.reference,
        dossier_code=dossier.code,
        file_ids=set(filing.papers.filter(source=PaperSource.VAULT).values_list("file_id", flat=True)),
    )


# ---- at the counter ----


def read_present(*, actor: Actor, line: str) -> str:
    """Who stands before the officer, from the code of their card, as a sealed note for the next pages; it is good for twenty minutes.

    Raises CardUnreadable, NotTheOwner when nobody with that number is known, NotAllowed.
    """
    if not actor.may("dossiers.receive"):
        raise NotAllowed("Chỉ cán bộ một cửa tìm giấy tờ trong kho của người có mặt tại quầy.")
    card = read_card(line)
    person = accounts.person_by_id_number(actor, card.id_number)
    if person is None:
        raise NotTheOwner(f"Hệ thống chưa biết người mang số {card.id_number}, nên chưa có giấy tờ nào trong kho.")
    note = {"p": person.pk, "n": person.full_name, "l": last_four(card.id_number), "a": actor.account_id}
    return signing.dumps(note, salt=_SALT)


def present_of(actor: Actor, note: str) -> vault.Present:
    """The person behind the note that this officer got. Raises Refused when it is too old or somebody else's."""
    try:
        read = signing.loads(note, salt=_SALT, max_age=PRESENT_SECONDS)
    except signing.BadSignature:
        read = {}
    if not read or read.get("a") != actor.account_id:
        raise Refused(
            "Đã quá 20 phút từ khi đọc thẻ, hoặc thẻ do người khác đọc. Đọc lại thẻ căn cước của người đang có mặt."
        )
    return vault.Present(
        person_id=read["p"], full_name=read["n"], identified_by=f"Thẻ căn cước đọc tại quầy, 4 số cuối {read['l']}"
    )


def fits_at_counter(*, actor: Actor, code: str, note: str) -> tuple[vault.Present, dict[str, list[vault_queries.Fit]]]:
    """The person present and, by component of the dossier or filing `code`, their papers that fit. The look is recorded."""
    present = present_of(actor, note)
    holder = _holder(actor, code)
    _require_applicant(holder, present)
    version = procedures.version(holder.version_id)
    fits = vault.look_for_present(actor=actor, present=present, reference=code, components=components_of(version))
    return present, fits


@transaction.atomic
def attach_at_counter(
    *, actor: Actor, code: str, requirement_key: str, paper_id: uuid.UUID, note: str, agreed: bool
) -> vault_queries.PaperRow:
    """The person present agrees, the officer records it, the paper goes into the dossier or filing. A repeat adds nothing.

    Raises NotTheOwner, NoConsent, PaperUnusable, NotAllowed, WrongState, NotFound.
    """
    present = present_of(actor, note)
    holder = _holder(actor, code)
    _require_applicant(holder, present)
    version = procedures.version(holder.version_id)
    _require_component(version, requirement_key)
    agency = holder.agency
    paper = vault.give_at_counter(
        actor=actor,
        present=present,
        paper_id=paper_id,
        reference=code,
        purpose=version.short_name,
        consent=vault.consent_text(agency.name if agency else "") if agreed else "",
        agency_id=holder.agency_id,
    )
    if isinstance(holder, Filing):
        _into_filing(my_filing(actor, holder.id), requirement_key, paper)
        return paper
    dossier = lock_dossier(holder.id)
    _check_signature(paper)
    if not dossier.papers.filter(file=paper.file, requirement_key=requirement_key, replaced_at__isnull=True).exists():
        now = clock.now()
        dossier.papers.filter(requirement_key=requirement_key, replaced_at__isnull=True, file__isnull=True).update(
            replaced_at=now
        )
        DossierPaper.objects.create(
            dossier=dossier,
            requirement_key=requirement_key,
            name=next(need.name for need in version.requirements if need.key == requirement_key),
            source=PaperSource.VAULT,
            file=paper.file,
            added_at=now,
        )
        vault.note_used(
            reference=code,
            dossier_code=dossier.code,
            file_ids=set(dossier.papers.filter(source=PaperSource.VAULT).values_list("file_id", flat=True)) - {None},
        )
        audit.record(
            actor=actor,
            verb="reuse_paper",
            subject_type="dossier",
            subject_id=dossier.id,
            details={
                "paper": paper.code,
                "note": f"{paper.name}, mã {paper.code}; {present.full_name} đồng ý tại quầy",
            },
        )
    return paper


def _holder(actor: Actor, code: str) -> "Dossier | Filing":
    if code.startswith("N-"):
        return queries.filing_for(actor, code)
    dossier = queries.dossier_for(actor, code)
    if not policies.scans_for(actor, dossier):
        raise NotAllowed("Chỉ Bộ phận Một cửa của cơ quan tiếp nhận hoặc giải quyết hồ sơ này thêm được giấy tờ.")
    if dossier.state not in OPEN_STATES:
        raise WrongState.of(State(dossier.state), "scan")
    return dossier


def _require_applicant(holder: "Dossier | Filing", present: vault.Present) -> None:
    """A dossier takes papers of its applicant only. Raises NotTheOwner."""
    if isinstance(holder, Dossier) and holder.applicant_id not in {None, present.person_id}:
        raise NotTheOwner(
            f"Hồ sơ này của {holder.applicant_name}, thẻ vừa đọc là của {present.full_name}. "
            "Chỉ chủ hồ sơ có mặt mới cho dùng giấy tờ của mình; người khác thì nộp bản giấy."
        )


# ---- what follows when an owner takes a word back ----


def require_consent(actor: Actor, dossier: Dossier, file_id: uuid.UUID) -> None:
    """An officer opens a file of the dossier: raise ConsentGone when it came from the vault and its owner has taken the consent back."""
    if not actor.is_officer or not dossier.papers.filter(file_id=file_id, source=PaperSource.VAULT).exists():
        return
    given = vault_queries.given_with(dossier.code).get(file_id)
    if given is not None and given.withdrawn_at is not None:
        raise ConsentGone(given.name, given.withdrawn_at)


@transaction.atomic
def drop_withdrawn_paper(
    *, actor: Actor, reference: str, dossier_code: str, file_id: uuid.UUID, paper_name: str
) -> None:
    """Take a paper out of an unsent filing, or mark it as gone in an open dossier and say so in its record. A repeat changes nothing."""
    FilingPaper.objects.filter(
        filing__reference=reference, filing__sent_at__isnull=True, file_id=file_id, source=PaperSource.VAULT
    ).delete()
    found = Dossier.objects.filter(code=dossier_code).first() if dossier_code else None
    if found is None or found.state not in OPEN_STATES:
        return
    dossier = lock_dossier(found.id)
    gone = dossier.papers.filter(file_id=file_id, source=PaperSource.VAULT, replaced_at__isnull=True)
    if not gone.update(replaced_at=clock.now()):
        return
    audit.record(
        actor=actor,
        verb="withdraw_reused_paper",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"note": f"Người nộp rút đồng ý dùng “{paper_name}” từ kho giấy tờ"},
    )


# ---- what follows when a paper of the dossier was certified ----


@transaction.atomic
def certify_paper(
    *, actor: Actor, reference: str, source_file_id: uuid.UUID, file_id: uuid.UUID, notation: str
) -> None:
    """The certified copy takes the place of the scan in an unsent filing or an open dossier. A repeat changes nothing."""
    FilingPaper.objects.filter(
        filing__reference=reference, filing__sent_at__isnull=True, file_id__in=_versions_of(source_file_id)
    ).update(file_id=file_id)
    found = Dossier.objects.filter(Q(code=reference) | Q(filings__reference=reference)).first()
    if found is None or found.state not in OPEN_STATES:
        return
    dossier = lock_dossier(found.id)
    now = clock.now()
    scans = list(dossier.papers.filter(file_id__in=_versions_of(source_file_id), replaced_at__isnull=True))
    for scan in scans:
        scan.replaced_at = now
        scan.save(update_fields=["replaced_at"])
        DossierPaper.objects.create(
            dossier=dossier,
            requirement_key=scan.requirement_key,
            name=scan.name,
            source=scan.source,
            file_id=file_id,
            added_at=now,
        )
    if scans:
        audit.record(
            actor=actor,
            verb="certify_paper",
            subject_type="dossier",
            subject_id=dossier.id,
            details={"note": f"{scans[0].name}: bản sao điện tử số {notation} thay bản quét"},
        )


def _versions_of(file_id: uuid.UUID) -> set[uuid.UUID]:
    """The scan, and the picture it was made from."""
    return {file_id, *file_queries.source_ids(file_id)}


def copy_source(actor: Actor, dossier: Dossier, paper: DossierPaper) -> str:
    """The note by which the app that certifies copies gets this paper; empty where nobody is known to keep a copy for.

    For pages on which `actor` sees the dossier already.
    """
    if dossier.applicant_id is None or paper.file_id is None:
        return ""
    version = procedures.version(dossier.version_id)
    need = next((each for each in version.requirements if each.key == paper.requirement_key), None)
    return vault.seal_source(
        actor,
        vault.SourcePaper(
            owner_id=dossier.applicant_id,
            owner_name=dossier.applicant_name,
            file_id=paper.file_id,
            reference=dossier.code,
            kind=component_codes(version, need)[0] if need else "",
            name=paper.name,
        ),
    )
