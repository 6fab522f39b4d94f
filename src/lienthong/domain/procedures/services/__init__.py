"""Changing the catalogue (cập nhật danh mục thủ tục). Every service is keyword-only, one transaction, and asks for the right
`procedures.manage`.

Whole catalogues, many entries at once:
    load_catalogue(actor, path|data) -> CatalogueCounts      a file or folder; the same again changes nothing
    publish_entries(actor, entries, fields, valid_from, decision, source) -> CatalogueCounts
                                                             next versions, all or none, one audit row
    add_search_words(actor, code, words)                     words people type find that procedure from now on
    load_exemptions(actor) -> int                            the built-in tables of exemptions from fees
    check_entry(entry)                                       raises CatalogueRefused when its parts contradict each other

The next version of one procedure, prepared while the current one runs:
    begin_draft(actor, code, entry?) -> ProcedureDraft       the open draft, else a new one (from `entry`, else from the newest version)
    begin_procedure(actor, code, name, field)                a procedure that is new here
    save_part(actor, code, part, edits, said)                EditedByAnother when somebody saved the same part meanwhile
    settle_flag(actor, code, edits, path, value?)            one flag, with a value or as prose
    discard_draft(actor, code)
    publish_draft(actor, code, edits, effective_from, decision) -> ProcedureVersion

Its life:
    decide(actor, code, kind, effective_from, decision)      kind: suspend, resume, withdraw
    call_back_decision(actor, code, decision_id, reason)     before it takes effect

A file (JSON, JSON lines, .gz, workbook; national records or entries), a trial run first, then all of it or nothing:
    import_file(actor, content, file_name, dry_run) -> ImportDone
    try_import(actor, content, file_name) -> CatalogueImport
    try_again(actor, import_id), confirm_import(actor, import_id) -> CatalogueImport

An entry is the whole record of a procedure; `record.py` and docs/guides/danh-muc-thu-tuc.md say its keys. `queries.entry_of(version)`
gives back what was published, `wording.compare(before, after)` says line by line what differs.
"""

from lienthong.domain.procedures.services.deciding import call_back_decision, decide, publish_draft
from lienthong.domain.procedures.services.drafting import (
    begin_draft,
    begin_procedure,
    discard_draft,
    save_part,
    settle_flag,
)
from lienthong.domain.procedures.services.exempting import load_exemptions
from lienthong.domain.procedures.services.finding import add_search_words
from lienthong.domain.procedures.services.importing import (
    ImportDone,
    confirm_import,
    forget_import,
    import_file,
    try_again,
    try_import,
)
from lienthong.domain.procedures.services.loading import load_catalogue
from lienthong.domain.procedures.services.publishing import CatalogueCounts, DecisionData, publish_entries
from lienthong.domain.procedures.services.reading import check_entry

__all__ = [
    "CatalogueCounts",
    "DecisionData",
    "ImportDone",
    "add_search_words",
    "begin_draft",
    "begin_procedure",
    "call_back_decision",
    "check_entry",
    "confirm_import",
    "decide",
    "discard_draft",
    "forget_import",
    "import_file",
    "load_catalogue",
    "load_exemptions",
    "publish_draft",
    "publish_entries",
    "save_part",
    "settle_flag",
    "try_again",
    "try_import",
]
