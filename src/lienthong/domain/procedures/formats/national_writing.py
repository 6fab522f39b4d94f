"""From an entry to the national record (ghi bản ghi quốc gia)."""

from collections.abc import Mapping
from typing import Any

from lienthong.domain.procedures.choices import FeeChannel, Subject, TimeUnit
from lienthong.domain.procedures.formats.national_reading import NAMELESS_FIELD, PROFILES
from lienthong.domain.procedures.formats.spellings import CHANNEL_NUMBERS, limit_of, tier_label

COMMON = "default"
"""TRUONGHOP of papers that every case needs."""
_UNIT_NAMES: dict[str, str] = {
    TimeUnit.WORKING_DAYS: "ngày làm việc",
    TimeUnit.DAYS: "ngày",
    TimeUnit.HOURS: "giờ làm việc",
    TimeUnit.MONTHS: "tháng",
}


def record_of(entry: Mapping[str, Any], *, field_name: str = "") -> dict[str, Any]:
    """The record an entry says. `field_name` is the name of its field where the entry holds the code alone.

    What the national record has no place for (form, workflow, search words, levels) is left out.
    """
    record: dict[str, Any] = {
        "MATTHC": entry["code"],
        "TENTTHC": _broken(entry["name"]),
        "CAPTHUCHIEN": _tiers(entry),
        "LOAITTHC": entry.get("kind_text") or "",
        "LINHVUCTHUCHIEN": [{"MALINHVUC": "", "TENLINHVUC": _field(entry, field_name)}],
        "COQUANTHUCHIEN": _agencies(entry),
        "DOITUONGTHUCHIEN": entry.get("national_subjects")
        or [str(Subject(each).label) for each in entry.get("subjects") or ()],
        "CACHTHUCTHUCHIEN": _ways(entry),
        "THANHPHANHOSO": _papers(entry),
        "KETQUATHUCHIEN": [
            {"MAKETQUA": row.get("code") or "", "TENKETQUA": _broken(row.get("name") or "")} for row in _results(entry)
        ],
        "CANCUPHAPLY": [
            {"SOVANBAN": row.get("number") or "", "TENVANBAN": _broken(row.get("title") or "")}
            for row in entry.get("legal_bases") or ()
        ],
    }
    if entry.get("order"):
        record["TRINHTUTHUCHIEN"] = _order(entry)
    if entry.get("conditions"):
        record["YEUCAU"] = "<br>".join(entry["conditions"])
    if entry.get("subjects_note"):
        record["MOTADOITUONGTHUCHIEN"] = _broken(entry["subjects_note"])
    if entry.get("combined_with"):
        record["COQUANPHOIHOP"] = [_agency(row) for row in entry["combined_with"]]
    return record


def _broken(text: str) -> str:
    return text.replace("\n", "<br>")


def _field(entry: Mapping[str, Any], field_name: str) -> str:
    name = str(entry.get("field_name") or field_name)
    return "" if name == NAMELESS_FIELD else name


def _entries(entry: Mapping[str, Any]) -> list[Mapping[str, str]]:
    tiers = entry.get("tiers") or {}
    return list(tiers.get(PROFILES[0]) or next(iter(tiers.values()), []))


def _tiers(entry: Mapping[str, Any]) -> str:
    if entry.get("national_tier"):
        return str(entry["national_tier"])
    return ", ".join(dict.fromkeys(tier_label(row["tier"]) for row in _entries(entry)))


def _agency(row: Mapping[str, str]) -> dict[str, str]:
    return {"TENDONVI": row.get("name") or "", "MADONVI": row.get("code") or ""}


def _agencies(entry: Mapping[str, Any]) -> list[dict[str, str]]:
    if entry.get("carried_out_by"):
        return [_agency(row) for row in entry["carried_out_by"]]
    if entry.get("origin") == "national":
        return []
    return [{"TENDONVI": row["agency"], "MADONVI": ""} for row in _entries(entry)]


def _ways(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    own_term = {
        "value": entry.get("time_limit_value"),
        "unit": entry.get("time_limit_unit"),
        "note": entry.get("time_note"),
    }
    ways = entry.get("ways") or [{"channel": channel, "terms": [own_term]} for channel in entry.get("channels") or ()]
    said_in_terms = any(term.get("fees") for way in ways for term in way.get("terms") or ())
    rows = []
    for way in ways:
        fees = [] if said_in_terms else _own_fees(entry, way["channel"])
        terms = [_term(term, fees) for term in way.get("terms") or ()]
        row: dict[str, Any] = {"KENH": CHANNEL_NUMBERS[way["channel"]], "THOIGIAN": terms}
        if way.get("note"):
            row["MOTA"] = _broken(way["note"])
        rows.append(row)
    return rows


def _term(term: Mapping[str, Any], own_fees: list[dict[str, Any]]) -> dict[str, Any]:
    value, unit = _limit(term)
    note = term.get("note") or ""
    return {
        "THOIGIANGIAIQUYET": value,
        "DONVITINH": unit,
        "MOTA": _broken(note),
        "PHILEPHI": [_fee(fee) for fee in term.get("fees") or ()] or own_fees,
    }


def _limit(term: Mapping[str, Any]) -> tuple[str, str]:
    """What is printed, as long as it still says the number that stands beside it; otherwise that number."""
    printed = str(term.get("text") or "")
    head, _, rest = printed.partition(" ")
    parted = (
        (head, rest)
        if head and head[0].isdigit() and head.replace(".", "").replace(",", "").isdigit()
        else ("", printed)
    )
    value, unit = term.get("value"), term.get("unit") or ""
    read = limit_of(*parted)
    if value is None or (read and (read.value, str(read.unit)) == (value, unit)):
        return parted
    if unit == TimeUnit.SAME_DAY:
        return "", "Trong ngày làm việc"
    return str(value), _UNIT_NAMES.get(unit, str(unit))


def _fee(fee: Mapping[str, Any]) -> dict[str, Any]:
    amount = fee.get("amount")
    return {
        "SOTIEN": fee.get("text") or "" if amount is None else amount,
        "DONVI": fee.get("currency") or ("đồng" if amount is not None else ""),
        "MOTA": _broken(fee.get("note") or ""),
    }


def _own_fees(entry: Mapping[str, Any], channel: str) -> list[dict[str, Any]]:
    """Fees of the entry that this way of filing pays."""
    rows = []
    for fee in entry.get("fees") or ():
        if fee.get("channel", FeeChannel.ANY) in {FeeChannel.ANY, channel}:
            said = f"{fee['name']}, tính theo {fee['per']}" if fee.get("per") else fee["name"]
            rows.append(
                {
                    "SOTIEN": fee["amount"],
                    "DONVI": "đồng",
                    "MOTA": said + (f". {fee['note']}" if fee.get("note") else ""),
                }
            )
    return rows


def _grouped(entry: Mapping[str, Any], rows: list[tuple[str, Any]]) -> list[tuple[str, list[Any]]]:
    names = {case["key"]: case["name"] for case in entry.get("cases") or ()}
    groups: dict[str, list[Any]] = {}
    for case, row in rows:
        groups.setdefault(names.get(case, case) or COMMON, []).append(row)
    return list(groups.items())


def _papers(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = [(case, _paper(paper)) for paper in entry.get("requirements") or () for case in paper.get("cases") or [""]]
    return [{"TRUONGHOP": _broken(name), "GIAYTO": papers} for name, papers in _grouped(entry, rows)]


def _paper(paper: Mapping[str, Any]) -> dict[str, Any]:
    sample = paper.get("sample_form") or {}
    return {
        "MAGIAYTO": paper.get("code") or "",
        "TENGIAYTO": _broken(paper["name"]),
        "SOBANCHINH": paper.get("originals", 1),
        "SOBANSAO": paper.get("copies", 0),
        "TENMAUDON": sample.get("name") or "",
        "URL": sample.get("url") or "",
    }


def _order(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = [(group.get("case") or "", step) for group in entry["order"] for step in group.get("steps") or ()]
    return [
        {"TRUONGHOP": _broken(name), "TRINHTU": [{"TENTRINHTU": _broken(step)} for step in steps]}
        for name, steps in _grouped(entry, rows)
    ]


def _results(entry: Mapping[str, Any]) -> list[Mapping[str, str]]:
    if entry.get("results"):
        return list(entry["results"])
    first = entry.get("result") or {}
    return [first] if first.get("name") or first.get("code") else []
