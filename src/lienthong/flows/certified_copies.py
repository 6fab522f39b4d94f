"""A certified copy takes the place of the scan it was made of, and its owner hears that it is in the vault (bản sao điện tử)."""

from lienthong.domain.copies.events import CopySigned
from lienthong.domain.dossiers import services as dossiers
from lienthong.foundation.notifications import services as notifications
from lienthong.kit.actor import SYSTEM
from lienthong.kit.events import reacts_to


@reacts_to(CopySigned)
def put_into_dossier(event: CopySigned) -> None:
    """The open dossier or filing that holds the scan gets the signed copy instead; the scan stays in the record."""
    if event.reference:
        dossiers.certify_paper(
            actor=SYSTEM,
            reference=event.reference,
            source_file_id=event.source_file_id,
            file_id=event.file_id,
            notation=event.notation,
        )


@reacts_to(CopySigned)
def tell_the_owner(event: CopySigned) -> None:
    """Where the copy lies, and how it is checked."""
    notifications.notify(
        event_id=event.event_id,
        kind="vault",
        subject=f"Bản sao điện tử {event.name} đã vào kho giấy tờ",
        body=(
            f"Bản sao điện tử số {event.notation}, mã {event.code}, đã được chứng thực và giữ trong kho giấy tờ của ông/bà. "
            "Lần sau dùng lại được, không phải mang bản chính đi sao."
        ),
        url="/kho-giay-to/",
        person_id=event.owner_id,
    )
