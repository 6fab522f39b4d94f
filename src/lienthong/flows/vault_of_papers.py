"""What a person received or handed in goes into their vault (giấy tờ vào kho), so that no later dossier asks for it again; consents end
with the dossier, and what the owner takes back leaves it."""

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers import services as dossier_services
from lienthong.domain.dossiers.events import (
    DossierEvent,
    DossierRejected,
    DossierStopped,
    DossierWithdrawn,
    ResultReturned,
)
from lienthong.foundation.files import queries as files
from lienthong.foundation.files import services as file_services
from lienthong.foundation.files.choices import PDF
from lienthong.foundation.notifications import services as notifications
from lienthong.foundation.signing import services as signing
from lienthong.foundation.vault import services as vault
from lienthong.foundation.vault.choices import Origin, Signature, Standing
from lienthong.foundation.vault.events import ConsentWithdrawn, PaperStandingChanged
from lienthong.kit.actor import SYSTEM
from lienthong.kit.events import reacts_to


@reacts_to(ResultReturned)
def keep_in_vault(event: ResultReturned) -> None:
    """The result with its data and the papers given, each with the verdict on its signatures; told twice, kept once."""
    found = dossiers.papers_to_keep(event.dossier_id)
    if found.person_id is None:
        return
    vault.keep_papers(
        person_id=found.person_id,
        source_code=found.code,
        source_name=found.procedure,
        papers=[
            vault.KeptPaper(
                origin=Origin.RETURNED if paper.is_result else Origin.HANDED_IN,
                name=paper.name,
                file_id=paper.file_id,
                kind=paper.kind,
                number=paper.number,
                issuer=paper.issuer,
                issuer_agency_id=paper.issuer_agency_id,
                issued_on=paper.issued_on,
                replaces_earlier=paper.is_result,
                data=paper.data,
                signature=verdict,
                signature_note=note,
            )
            for paper in found.papers
            for verdict, note in [_signature_of(paper.file_id)]
        ],
    )


def _signature_of(file_id: object) -> tuple[Signature, str]:
    """The verdict on a PDF and its sentence; a file without signatures is not opened for them."""
    file = files.get_file(str(file_id))
    content = file_services.read_bytes(file)
    if file.media_type != PDF or b"/ByteRange" not in content:
        return Signature.NONE, ""
    verdict = signing.verify_pdf(content)
    if not verdict.valid:
        return Signature.INVALID, " ".join(verdict.problems)
    return Signature.VALID, "; ".join(f"{each.name}, {each.agency}" for each in verdict.signers)


@reacts_to(ResultReturned, DossierRejected, DossierWithdrawn, DossierStopped)
def end_consents(event: DossierEvent) -> None:
    """The dossier is done: nobody may use the papers for it any further, and there is nothing to take back."""
    vault.end_consents(codes=[event.code], reason="Hồ sơ đã giải quyết xong")


@reacts_to(ConsentWithdrawn)
def take_out_of_dossier(event: ConsentWithdrawn) -> None:
    """The paper leaves the filing or the open dossier; its record says so."""
    if event.file_id is None:
        return
    dossier_services.drop_withdrawn_paper(
        actor=SYSTEM,
        reference=event.reference,
        dossier_code=event.dossier_code,
        file_id=event.file_id,
        paper_name=event.paper_name,
    )


@reacts_to(PaperStandingChanged)
def tell_the_owner(event: PaperStandingChanged) -> None:
    """What became of a paper in the vault, in the issuer's words."""
    said = {
        Standing.REVOKED: "đã bị thu hồi",
        Standing.REPLACED: "đã có bản thay thế",
        Standing.CURRENT: "được ghi nhận còn giá trị trở lại",
    }
    notifications.notify(
        event_id=event.event_id,
        kind="vault",
        subject=f"{event.paper_name} trong kho {said[Standing(event.standing)]}",
        body=f"Giấy tờ mã {event.paper_code} {said[Standing(event.standing)]}. Cơ quan cấp ghi: {event.reason}",
        url=f"/kho-giay-to/{event.paper_id}/",
        person_id=event.owner_id,
    )
