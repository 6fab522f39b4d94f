"""Changing the catalogue (cập nhật danh mục thủ tục). What other parts may call; every one keyword-only, one transaction:

    load_catalogue(actor, path|data) -> CatalogueCounts      a whole file; the same file again changes nothing
    publish_entries(actor, entries, fields, valid_from, decision, source) -> CatalogueCounts
                                                             many entries as next versions, all or none, one audit row
    check_entry(entry)                                       raises CatalogueRefused when its parts contradict each other

An entry is the whole record of a procedure, `record.py` and docs/guides/danh-muc-thu-tuc.md say its keys. `queries.entry_of(version)`
gives back what was published.
"""

from lienthong.domain.procedures.services.loading import load_catalogue
from lienthong.domain.procedures.services.publishing import CatalogueCounts, DecisionData, publish_entries
from lienthong.domain.procedures.services.reading import check_entry

__all__ = ["CatalogueCounts", "DecisionData", "check_entry", "load_catalogue", "publish_entries"]
