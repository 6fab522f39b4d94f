"""What was confirmed together is signed or stamped one by one (ký, đóng dấu hàng loạt): a job and a transaction for each document."""

from lienthong.domain.dossiers import services as dossiers
from lienthong.domain.dossiers.events import DocumentConfirmed
from lienthong.kit.events import reacts_to


@reacts_to(DocumentConfirmed)
def carry_out(event: DocumentConfirmed) -> None:
    """Sign or stamp this one document; a refusal is written beside it and touches no other."""
    dossiers.carry_out_item(item_id=event.item_id)
