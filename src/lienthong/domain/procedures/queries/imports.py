"""Files that were tried and imported (các lần nhập danh mục)."""

from uuid import UUID

from lienthong.domain.procedures.models import CatalogueImport
from lienthong.domain.procedures.policies import can_manage
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

SHOWN = 12


def recent_imports(actor: Actor) -> tuple[CatalogueImport, ...]:
    """The newest, without their content (1 query)."""
    if not can_manage(actor):
        return ()
    return tuple(CatalogueImport.objects.defer("content")[:SHOWN])


def import_of(actor: Actor, import_id: UUID) -> CatalogueImport:
    """One of them, without its content (1 query). Raises NotFound."""
    found = CatalogueImport.objects.defer("content").filter(pk=import_id).first() if can_manage(actor) else None
    if found is None:
        raise NotFound
    return found
