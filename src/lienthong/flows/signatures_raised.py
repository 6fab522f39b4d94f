"""A signature got its proof later (bổ sung bằng chứng): the file with the proof takes the place of the one that was signed."""

from lienthong.domain.correspondence import services as correspondence
from lienthong.domain.dossiers import services as dossiers
from lienthong.foundation.signing.events import SignatureRaised
from lienthong.kit.actor import SYSTEM
from lienthong.kit.events import reacts_to


@reacts_to(SignatureRaised)
def take_its_place(event: SignatureRaised) -> None:
    """In the dossier or the document it belongs to, while it is still the file there; told twice, done once."""
    dossiers.take_raised_result(actor=SYSTEM, file_id=event.file_id, raised_id=event.raised_id, level=event.level)
    correspondence.take_raised_file(actor=SYSTEM, file_id=event.file_id, raised_id=event.raised_id, level=event.level)
