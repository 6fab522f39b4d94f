"""The catalogue in national shape, for those who hold it against another one (bản ghi quốc gia để đối soát), and the spellings that count as equal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lienthong.domain.procedures.choices import DraftPart, Origin, ProcedureStatus
from lienthong.domain.procedures.formats.agency_names import agency_key
from lienthong.domain.procedures.formats.merging import merged_record
from lienthong.domain.procedures.formats.national_reading import entry_of as read_record
from lienthong.domain.procedures.formats.national_shape import problems_of as record_problems
from lienthong.domain.procedures.formats.national_writing import record_of
from lienthong.domain.procedures.formats.spellings import Limit, limit_of, tiers_of
from lienthong.domain.procedures.formats.spellings import key as same_words
from lienthong.domain.procedures.models import Field, Period, ProcedureDraft
from lienthong.domain.procedures.queries.entries import entry_of
from lienthong.domain.procedures.queries.versions import VersionSnapshot
from lienthong.domain.procedures.record import Entry, settled
from lienthong.kit import clock

__all__ = [
    "Limit",
    "Running",
    "agency_key",
    "draft_edits",
    "drafted_codes",
    "limit_of",
    "plain_of",
    "plain_record",
    "record_problems",
    "running_records",
    "same_words",
    "shown_record",
    "tiers_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A procedure in force today: its name for lists and its plain record."""

    name: str
    record: dict[str, Any]


def plain_record(entry: Entry, *, field_name: str = "") -> dict[str, Any]:
    """The record of an entry in plain shape: one agency a row, papers by case, subjects whole."""
    return plain_of(record_of(settled(entry), field_name=field_name))


def plain_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record of another side brought to plain shape, so that only what it says is compared. `record_problems` finds nothing in it."""
    return record_of(settled(read_record(record)))


def running_records() -> dict[str, Running]:
    """Code -> what is in force today, generated procedures left out (3 queries)."""
    periods = (
        Period.objects.filter(days__contains=clock.today(), status=ProcedureStatus.ACTIVE)
        .exclude(procedure__origin=Origin.GENERATED)
        .select_related("version__procedure__field", "version__form", "version__workflow")
    )
    return {
        period.code: Running(
            name=period.version.short_name,
            record=plain_record(entry_of(period.version), field_name=period.version.procedure.field.name),
        )
        for period in periods
    }


def drafted_codes() -> frozenset[str]:
    """Codes with a draft of the next version (1 query)."""
    return frozenset(ProcedureDraft.objects.values_list("procedure__code", flat=True))


def shown_record(version: VersionSnapshot) -> dict[str, Any]:
    """The plain record of what pages show of a version, made of the very snapshot they read (no query)."""
    said = version.national
    same = (
        "code",
        "name",
        "tiers",
        "subjects",
        "channels",
        "time_limit_value",
        "time_limit_unit",
        "time_note",
        "conditions",
        "origin",
    )
    entry: Entry = {name: getattr(version, name) for name in same}
    entry |= {
        "national_tier": said.tier_text,
        "kind_text": said.kind_text,
        "national_subjects": list(said.subjects),
        "cases": [{"key": case.code, "name": case.name} for case in said.cases],
        "order": [{"case": group.case, "steps": list(group.steps)} for group in said.order],
        "ways": [
            {
                "channel": way.channel,
                "note": way.note,
                "terms": [
                    {"value": term.value, "unit": term.unit, "text": term.text, "note": term.note,
                     "fees": [{"amount": fee.amount, "currency": fee.currency, "kind": fee.kind, "note": fee.note, "text": fee.text}
                              for fee in term.fees]}
                    for term in way.terms
                ],
            }
            for way in said.ways
        ],
        "carried_out_by": [{"name": row.name, "code": row.code, "tier": row.tier} for row in said.carried_out_by],
        "combined_with": [{"name": row.name, "code": row.code, "tier": row.tier} for row in said.combined_with],
        "results": [{"name": row.name, "code": row.code} for row in said.results],
        "requirements": [
            {"name": paper.name, "code": paper.code, "cases": list(paper.cases), "originals": paper.originals, "copies": paper.copies,
             "sample_form": {"name": paper.sample_name, "url": paper.sample_url}}
            for paper in version.requirements
        ],
        "fees": [{"name": fee.name, "amount": fee.amount, "per": fee.per, "channel": fee.channel, "note": fee.note} for fee in version.fees],
        "legal_bases": [{"number": law.number, "title": law.title} for law in version.legal_bases],
    }  # fmt: skip
    return record_of(settled(entry), field_name=version.field_name)


_PART_OF = {
    "cases": DraftPart.STEPS,
    "order": DraftPart.STEPS,
    "ways": DraftPart.WAYS,
    "channels": DraftPart.WAYS,
    "time_limit_value": DraftPart.WAYS,
    "time_limit_unit": DraftPart.WAYS,
    "fees": DraftPart.WAYS,
    "requirements": DraftPart.PAPERS,
    "result": DraftPart.RESULTS,
    "results": DraftPart.RESULTS,
    "legal_bases": DraftPart.RESULTS,
    "conditions": DraftPart.RESULTS,
    "flags": DraftPart.FLAGS,
}


def draft_edits(entry: Entry, changed: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Part of a draft -> keys and new values, after the parts `changed` of its record; {} when the entry has no place for them (1 query)."""
    said = {"MATTHC": entry["code"], "TENTTHC": entry["name"], **changed}
    after = merged_record(said, settled(entry))
    after.pop("as_printed", None)
    after |= _own_numbers(entry, changed.get("CACHTHUCTHUCHIEN"))
    if "LINHVUCTHUCHIEN" in changed:
        wanted = same_words(str(changed["LINHVUCTHUCHIEN"][0].get("TENLINHVUC") or ""))
        found = next(
            (code for code, name in Field.objects.values_list("code", "name") if same_words(name) == wanted), ""
        )
        after |= {"field": found} if found else {}
    before = settled(entry)
    edits: dict[str, dict[str, Any]] = {}
    for name in {**before, **after}:
        if name not in {"as_printed", "flags"} and before.get(name) != after.get(name):
            edits.setdefault(_PART_OF.get(name, DraftPart.GENERAL), {})[name] = after.get(name)
    return edits


def _own_numbers(entry: Entry, ways: Any) -> dict[str, Any]:
    """Our own limit and fees, where the record's ways say nothing but other numbers: forms and payments reckon with those."""
    if ways is None or entry.get("ways"):
        return {}
    own = dict(settled(entry))
    limits = {
        limit_of(str(term.get("THOIGIANGIAIQUYET") or ""), str(term.get("DONVITINH") or ""))
        for way in ways
        for term in way["THOIGIAN"]
    }
    if len(limits) == 1 and (limit := limits.pop()) is not None:
        own |= {"time_limit_value": limit.value, "time_limit_unit": str(limit.unit)}
    amounts = {
        same_words(str(fee.get("MOTA"))): fee.get("SOTIEN")
        for way in ways
        for term in way["THOIGIAN"]
        for fee in term["PHILEPHI"]
    }
    fees = []
    for fee in own.get("fees") or ():
        printed = record_of({**own, "fees": [{**fee, "channel": "any"}], "channels": ["counter"], "ways": []})
        name = same_words(printed["CACHTHUCTHUCHIEN"][0]["THOIGIAN"][0]["PHILEPHI"][0]["MOTA"])
        fees.append({**fee, "amount": amounts[name]} if isinstance(amounts.get(name), int) else fee)
    own |= {"fees": fees} if fees else {}
    numbers = {name: own[name] for name in ("time_limit_value", "time_limit_unit", "fees") if name in own}
    as_before = record_of({**own, "ways": []})["CACHTHUCTHUCHIEN"] == ways
    return numbers | ({"ways": [], "channels": entry.get("channels")} if as_before else {})
