"""A document is laid before its signer, signed, or goes back; what was confirmed together is done one by one (trình ký, ký, phát hành hàng loạt)."""

from lienthong.domain.correspondence import queries as correspondence
from lienthong.domain.correspondence import services
from lienthong.domain.correspondence.events import DocumentSigned, ItemConfirmed, SigningAsked, SigningRefused
from lienthong.flows.documents_arrive import tell
from lienthong.kit.events import reacts_to


@reacts_to(SigningAsked)
def tell_the_signer(event: SigningAsked) -> None:
    """A document lies before them."""
    tell(event, correspondence.signing_asked(event.document_id))


@reacts_to(SigningRefused)
def tell_who_wrote_it(event: SigningRefused) -> None:
    """It came back, and why."""
    tell(event, correspondence.signing_refused(event.document_id))


@reacts_to(DocumentSigned)
def tell_who_seals(event: DocumentSigned) -> None:
    """The clerks see that it waits for the seal."""
    tell(event, correspondence.document_signed(event.document_id))


@reacts_to(ItemConfirmed)
def carry_out_item(event: ItemConfirmed) -> None:
    """Sign, or seal and issue, this one document; a refusal is written beside it and touches no other."""
    services.carry_out(item_id=event.item_id)
