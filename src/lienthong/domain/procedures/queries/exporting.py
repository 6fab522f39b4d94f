"""Taking the catalogue out (xuất danh mục): entries of any selection, and the files they are written as."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from lienthong.domain.procedures.formats.national import to_record
from lienthong.domain.procedures.models import Field, ProcedureVersion
from lienthong.domain.procedures.queries.entries import entry_of
from lienthong.domain.procedures.record import Entry

FORMATS = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "json": ("application/json", "json"),
    "national": ("application/json", "json"),
    "jsonl": ("application/jsonl", "jsonl"),
}
"""Format -> media type and ending. `json` is our own catalogue file, `national` and `jsonl` are records of the national shape."""


def exported_entries(
    codes: Sequence[str] | None = None, *, field: str = "", origin: str = ""
) -> list[tuple[Entry, str]]:
    """(entry, name of its field) of the newest version of each procedure, by code (3 queries). `codes` None: all of them."""
    rows = ProcedureVersion.objects.select_related("procedure__field", "form", "workflow")
    if codes is not None:
        rows = rows.filter(procedure__code__in=codes)
    if field:
        rows = rows.filter(procedure__field__code=field)
    if origin:
        rows = rows.filter(procedure__origin=origin)
    rows = rows.order_by("procedure_id", "-number").distinct("procedure_id")
    found = [(_with_words(version), version.procedure.field.name) for version in rows]
    return sorted(found, key=lambda pair: str(pair[0]["code"]))


def _with_words(version: ProcedureVersion) -> Entry:
    """What the procedure itself holds beside its versions goes along, so that the file says it all."""
    procedure = version.procedure
    beside: dict[str, Any] = {"field": procedure.field.code, "origin": procedure.origin}
    if procedure.popularity:
        beside["popularity"] = procedure.popularity
    if procedure.keywords:
        beside["keywords"] = list(procedure.keywords)
    return entry_of(version) | beside


def exported(entries: Iterable[tuple[Entry, str]], kind: str) -> bytes:
    """The file in one of FORMATS."""
    rows = list(entries)
    if kind == "xlsx":
        from lienthong.domain.procedures.formats.workbook_writing import workbook  # loads the spreadsheet library

        return workbook([{"field_name": name} | entry for entry, name in rows], field_names=field_names())
    if kind == "json":
        fields = {entry["field"]: entry.get("field_name") or name for entry, name in rows}
        whole = {
            "fields": [{"code": code, "name": name} for code, name in fields.items()],
            "procedures": [entry for entry, _ in rows],
        }
        return orjson.dumps(whole, option=orjson.OPT_INDENT_2)
    records = [to_record(entry, field_name=name) for entry, name in rows]
    if kind == "jsonl":
        return b"".join(orjson.dumps(record) + b"\n" for record in records)
    return orjson.dumps(records, option=orjson.OPT_INDENT_2)


def empty_workbook() -> bytes:
    """The template with the fields of this catalogue to choose from."""
    from lienthong.domain.procedures.formats.workbook_writing import template  # loads the spreadsheet library

    return template(field_names=field_names())


def field_names() -> list[str]:
    """Names of all fields, in their order (1 query)."""
    return list(Field.objects.values_list("name", flat=True))
