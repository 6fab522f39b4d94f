"""Entries as rows of the sheets and back (bản khai thành các dòng, và ngược lại), without loss. Pure; no file is opened here.

Each part of an entry is written as rows only if those rows read back as the same part. A part that does not fit the columns goes to the
sheet “Phần giữ nguyên” as JSON, so nothing is lost whatever an entry holds.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from lienthong.domain.procedures.formats import sheets
from lienthong.domain.procedures.formats.sheets import Sheet
from lienthong.domain.procedures.record import Entry, settled
from lienthong.kit.text_vi import clean

type Row = dict[str, Any]
type Rows = dict[str, list[Row]]
"""Title of a sheet -> its rows; each row has `code`."""

LONGEST_CELL: Final = 32_000
_PIECE: Final = 30_000
_SEVERAL_MARK: Final = ";"


@dataclass(frozen=True, slots=True)
class _Part:
    """Keys of an entry and the sheets that hold them. `write` and `read` take and give one list of rows for each sheet."""

    sheets: tuple[Sheet, ...]
    keys: tuple[str, ...]
    write: Callable[[Mapping[str, Any]], tuple[list[Row], ...]]
    read: Callable[..., dict[str, Any]]


def rows_of(entry: Entry) -> Rows:
    """All rows of one entry."""
    said = settled(entry)
    code = said["code"]
    rows: Rows = {sheet.title: [] for sheet in sheets.SHEETS}
    general, left = _general_row(said)
    rows[sheets.PROCEDURES.title] = [general]
    for part in _PARTS:
        held = {key: said[key] for key in part.keys if key in said}
        for key in part.keys:
            left.pop(key, None)
        written = _written(part, held) if held else ()
        if written is None:
            left |= held
            continue
        for sheet, of_sheet in zip(part.sheets, written, strict=False):
            rows[sheet.title] += of_sheet
    for key, value in left.items():
        text = json.dumps(value, ensure_ascii=True)
        pieces = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]
        rows[sheets.KEPT.title] += [
            {"kept": key, "place": place, "json": piece} for place, piece in enumerate(pieces, start=1)
        ]
    return {title: [{"code": code, **row} for row in held] for title, held in rows.items()}


def entry_of(general: Row, rows: Mapping[str, Sequence[Row]]) -> Entry:
    """The entry of one code from its row of the first sheet and its rows of the others. ValueError where kept JSON is damaged."""
    entry: Entry = {column.key: general[column.key] for column in sheets.PROCEDURES.columns if column.key in general}
    for part in _PARTS:
        entry |= part.read(*(list(rows.get(sheet.title, ())) for sheet in part.sheets))
    kept = sorted(rows.get(sheets.KEPT.title, ()), key=lambda row: (row["kept"], row["place"]))
    for key, pieces in groupby(kept, key=lambda row: str(row["kept"])):
        entry[key] = json.loads("".join(row["json"] for row in pieces))
    return dict(settled(entry))


def fits(value: object) -> bool:
    """Whether a text can stand in a cell as it is: not too long, nothing that XML or cleaning would change."""
    if not isinstance(value, str):
        return True
    if len(value) > LONGEST_CELL or "_x" in value or "\ufffe" in value or "\uffff" in value:
        return False
    return (value.isascii() and value.isprintable() and value == value.strip() and "  " not in value) or clean(
        value, lines=True
    ) == value


def _general_row(said: Entry) -> tuple[Row, Entry]:
    """The row of the first sheet and what it could not hold."""
    row: Row = {}
    left = dict(said)
    for column in sheets.PROCEDURES.columns:
        if column.key not in said:
            continue
        value = said[column.key]
        if _is_cell(value, column):
            row[column.key] = left.pop(column.key)
    row.pop("code", None)
    left.pop("code", None)
    return row, left


def _is_cell(value: object, column: sheets.Column) -> bool:
    if column.several:
        return isinstance(value, list) and all(
            _is_word(each, column) and _SEVERAL_MARK not in str(each) for each in value
        )
    match column.kind:
        case "number":
            return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15
        case "yes":
            return isinstance(value, bool)
        case "json":
            return fits(json.dumps(value))
        case _:
            return _is_word(value, column)


def _is_word(value: object, column: sheets.Column) -> bool:
    return isinstance(value, str) and (value in column.words if column.words else fits(value))


def _written(part: _Part, held: dict[str, Any]) -> tuple[list[Row], ...] | None:
    """The rows of a part for each of its sheets, None when it does not fit them."""
    try:
        written = tuple([settled(row) for row in rows] for rows in part.write(held))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    if not all(_fits_sheet(sheet, rows) for sheet, rows in zip(part.sheets, written, strict=True)):
        return None
    return written if _same(part.read(*written), held) else None


def _fits_sheet(sheet: Sheet, rows: list[Row]) -> bool:
    columns = {column.key: column for column in sheet.columns}
    needed = {column.key for column in sheet.columns if column.required} - {"code"}
    return all(
        needed <= row.keys() and all(key in columns and _is_cell(value, columns[key]) for key, value in row.items())
        for row in rows
    )


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return json.dumps(settled(one), sort_keys=True) == json.dumps(other, sort_keys=True)


# Each pair below writes a part as rows and reads them back.


def _plain(sheet: Sheet, key: str) -> _Part:
    """A list of flat rows."""

    def write(held: Mapping[str, Any]) -> tuple[list[Row], ...]:
        return ([dict(row) for row in held[key]],)

    def read(rows: list[Row]) -> dict[str, Any]:
        return {key: [_without_code(row) for row in rows]}

    return _Part((sheet,), (key,), write, read)


def _without_code(row: Row) -> Row:
    return {key: value for key, value in row.items() if key != "code"}


def _write_order(held: Mapping[str, Any]) -> tuple[list[Row], ...]:
    for group in held["order"]:
        _only(group, "case", "steps")
    return ([{"case": group.get("case"), "step": step} for group in held["order"] for step in group["steps"]],)


def _read_order(rows: list[Row]) -> dict[str, Any]:
    return {
        "order": [
            {"case": case, "steps": [row["step"] for row in steps]}
            for case, steps in groupby(rows, key=lambda row: row.get("case", ""))
        ]
    }


_TERM = ("value", "unit", "text", "note")


def _write_ways(held: Mapping[str, Any]) -> tuple[list[Row], ...]:
    rows: list[Row] = []
    fees: list[Row] = []
    for way in held["ways"]:
        _only(way, "channel", "note", "terms")
        first = {"channel": way["channel"], "way_note": way.get("note")}
        for place, term in enumerate(way.get("terms") or (), start=1):
            _only(term, *_TERM, "fees")
            rows.append(first | {"place": place} | {key: term.get(key) for key in _TERM})
            fees += [{"channel": way["channel"], "place": place} | dict(fee) for fee in term.get("fees") or ()]
        if not way.get("terms"):
            rows.append(first)
    return rows, fees


def _only(row: Mapping[str, Any], *known: str) -> None:
    if strange := set(row) - set(known):
        raise KeyError(*strange)


def _read_ways(rows: list[Row], fees: list[Row]) -> dict[str, Any]:
    ways: list[dict[str, Any]] = []
    for row in rows:
        if not ways or ways[-1]["channel"] != row["channel"] or row.get("place", 1) == 1:
            ways.append({"channel": row["channel"], "note": row.get("way_note"), "terms": []})
        if "place" in row:
            term = {key: row.get(key) for key in _TERM}
            term["fees"] = [
                {key: value for key, value in fee.items() if key not in {"code", "channel", "place"}}
                for fee in fees
                if (fee["channel"], fee["place"]) == (row["channel"], row["place"])
            ]
            ways[-1]["terms"].append(term)
    return {"ways": ways}


def _write_papers(held: Mapping[str, Any]) -> tuple[list[Row], ...]:
    rows = []
    for paper in held["requirements"]:
        row = dict(paper)
        sample = row.pop("sample_form", {})
        _only(sample, "name", "url")
        rows.append(
            row
            | {
                "code_of_paper": row.pop("code", None),
                "sample_name": sample.get("name"),
                "sample_url": sample.get("url"),
            }
        )
    return (rows,)


def _read_papers(rows: list[Row]) -> dict[str, Any]:
    papers = []
    for row in rows:
        paper = _without_code(row)
        paper["code"] = paper.pop("code_of_paper", None)
        paper["sample_form"] = {"name": paper.pop("sample_name", None), "url": paper.pop("sample_url", None)}
        papers.append(paper)
    return {"requirements": papers}


def _write_results(held: Mapping[str, Any]) -> tuple[list[Row], ...]:
    rows = held.get("results") or [held["result"]]
    return ([{"result_name": row.get("name"), "result_code": row.get("code")} for row in rows],)


def _read_results(rows: list[Row]) -> dict[str, Any]:
    results = [{"name": row.get("result_name"), "code": row.get("result_code")} for row in rows]
    return {"result": results[0] if results else {}, "results": results if len(results) > 1 else []}


def _write_agencies(held: Mapping[str, Any]) -> tuple[list[Row], ...]:
    rows: list[Row] = []
    for role in ("carried_out_by", "combined_with"):
        for row in held.get(role) or ():
            _only(row, "name", "code", "tier")
            rows.append({"role": role, "name": row["name"], "agency_code": row.get("code"), "tier": row.get("tier")})
    for profile, entries in (held.get("tiers") or {}).items():
        for row in entries:
            _only(row, "tier", "agency")
            rows.append({"role": profile, "name": row["agency"], "tier": row["tier"]})
    return (rows,)


def _read_agencies(rows: list[Row]) -> dict[str, Any]:
    found: dict[str, Any] = {"tiers": {}}
    for row in rows:
        if row["role"] in {"carried_out_by", "combined_with"}:
            found.setdefault(row["role"], []).append(
                {"name": row["name"], "code": row.get("agency_code"), "tier": row.get("tier")}
            )
        else:
            found["tiers"].setdefault(row["role"], []).append({"tier": row.get("tier"), "agency": row["name"]})
    return found


def _write_remarks(held: Mapping[str, Any]) -> tuple[list[Row], ...]:
    return ([{"kind": kind, "text": text} for kind in sheets.NOTES for text in held.get(kind) or ()],)


def _read_remarks(rows: list[Row]) -> dict[str, Any]:
    return {kind: [row["text"] for row in rows if row["kind"] == kind] for kind in sheets.NOTES}


_PARTS: Final = (
    _plain(sheets.CASES, "cases"),
    _Part((sheets.ORDER,), ("order",), _write_order, _read_order),
    _Part((sheets.WAYS, sheets.WAY_FEES), ("ways",), _write_ways, _read_ways),
    _plain(sheets.FEES, "fees"),
    _Part((sheets.PAPERS,), ("requirements",), _write_papers, _read_papers),
    _Part((sheets.RESULTS,), ("result", "results"), _write_results, _read_results),
    _plain(sheets.LAWS, "legal_bases"),
    _Part((sheets.AGENCIES,), ("carried_out_by", "combined_with", "tiers"), _write_agencies, _read_agencies),
    _Part((sheets.REMARKS,), tuple(sheets.NOTES), _write_remarks, _read_remarks),
    _plain(sheets.FLAGS, "flags"),
)
