"""Who may edit life events: whoever keeps the catalogue. Reading them is free to everybody."""

from lienthong.domain.procedures import policies as procedures
from lienthong.kit.actor import Actor


def can_edit(actor: Actor) -> bool:
    """Edit, publish and take back (soạn, công bố sự kiện đời sống)."""
    return procedures.can_manage(actor)
