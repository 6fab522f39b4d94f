"""What happens to certified copies (sự kiện của bản sao điện tử)."""

import uuid
from dataclasses import dataclass

from lienthong.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class CopySigned(Event):
    """A copy is certified and kept; `source_file_id` is the scan it was made of, `reference` the dossier or filing that scan lies in."""

    copy_id: uuid.UUID
    code: str
    owner_id: int
    name: str
    notation: str
    reference: str
    source_file_id: uuid.UUID
    file_id: uuid.UUID
