"""From an entry to columns and rows (dựng phiên bản từ bản khai): what programs ask for often, beside the entry itself. Pure; no database."""

from collections.abc import Mapping
from typing import Any

from lienthong.domain.procedures.choices import AcceptedAs
from lienthong.domain.procedures.record import Entry, level_of, results_of

_PAPER = (
    "key", "code", "name", "originals", "copies", "mode", "required", "when", "instead", "register",
    "from_form", "from_register", "mark",
)  # fmt: skip


def version_columns(entry: Entry) -> dict[str, Any]:
    """Columns of `models.ProcedureVersion` but those that say which version it is, its form and its process."""
    first, *_ = [*results_of(entry), {"name": "", "code": ""}]
    return {
        "entry": entry,
        "name": entry["name"],
        "short_name": entry.get("short_name") or entry["name"],
        "summary": entry.get("summary") or "",
        "decision": entry.get("decision") or "",
        "tiers": entry.get("tiers") or {},
        "subjects": list(entry.get("subjects") or ()),
        "channels": list(entry.get("channels") or ()),
        "time_limit_value": entry.get("time_limit_value"),
        "time_limit_unit": entry.get("time_limit_unit") or "",
        "time_note": entry.get("time_note") or "",
        "dossier_sets": entry.get("dossier_sets") or 1,
        "service_level_2022": level_of(entry),
        "service_level_2019": entry.get("service_level_2019"),
        "conditions": list(entry.get("conditions") or ()),
        "exemptions": list(entry.get("exemptions") or ()),
        "result_name": first["name"],
        "result_code": first["code"],
        "marks": entry.get("marks") or {},
        "flag_count": len(entry.get("flags") or ()),
    }


def requirement_rows(entry: Entry) -> list[dict[str, Any]]:
    """Columns of `models.Requirement`, in order."""
    return [_requirement(row) | {"order": order} for order, row in enumerate(entry.get("requirements") or ())]


def fee_rows(entry: Entry) -> list[dict[str, Any]]:
    """Columns of `models.Fee`, in order."""
    return [{**row, "order": order} for order, row in enumerate(entry.get("fees") or ())]


def law_rows(entry: Entry) -> list[dict[str, Any]]:
    """Columns of `models.LegalBasis`, in order."""
    return [
        {"order": order, "number": row.get("number") or "", "title": row.get("title") or ""}
        | ({"mark": row["mark"]} if row.get("mark") else {})
        for order, row in enumerate(entry.get("legal_bases") or ())
    ]


def _requirement(row: Mapping[str, Any]) -> dict[str, Any]:
    sample = row.get("sample_form") or {}
    return {key: row[key] for key in _PAPER if row.get(key) not in (None, "")} | {
        "accepted_as": list(row.get("accepted_as") or [AcceptedAs.ORIGINAL]),
        "cases": list(row.get("cases") or ()),
        "sample_name": sample.get("name") or "",
        "sample_url": sample.get("url") or "",
    }
