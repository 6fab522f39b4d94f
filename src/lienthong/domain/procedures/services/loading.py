"""Load a catalogue file (nạp danh mục thủ tục)."""

from pathlib import Path

from django.db import transaction

from lienthong.domain.procedures.models import ProcedureVersion
from lienthong.domain.procedures.policies import can_manage
from lienthong.domain.procedures.record import Entry, digest
from lienthong.domain.procedures.services.publishing import CatalogueCounts, publish_entries
from lienthong.domain.procedures.services.reading import read_catalogue
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed


@transaction.atomic
def load_catalogue(*, actor: Actor, path: Path | None = None, data: Entry | None = None) -> CatalogueCounts:
    """Bring the catalogue to what the file says, all of it or nothing. Loading the same file again changes nothing, even when
    officials have published newer versions since.

    `data` is a read file; otherwise the file at `path`, otherwise the one that comes with the platform. A procedure that is not in
    the file stays as it is. Raises NotAllowed, CatalogueRefused, and what the compilers of forms and workflows refuse.
    """
    if not can_manage(actor):
        raise NotAllowed
    data = data if data is not None else read_catalogue(path)
    entries = data["procedures"]
    known = set(
        ProcedureVersion.objects.filter(procedure__code__in=[entry["code"] for entry in entries]).values_list(
            "procedure__code", "digest"
        )
    )
    news = [entry for entry in entries if (entry["code"], digest(entry)) not in known]
    counts = publish_entries(actor=actor, entries=news, fields=data["fields"], source=path.name if path else "built-in")
    total = len(entries)
    return CatalogueCounts(procedures=total, published=counts.published, unchanged=total - counts.published)
