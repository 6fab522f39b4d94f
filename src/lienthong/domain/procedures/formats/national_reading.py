"""From the national record to an entry (đọc bản ghi quốc gia): MATTHC, TENTTHC … as LayDanhSachTTHC and LayThuTuc give them.

What is prose where a number or a known word belongs stays as it stands and becomes a flag. Nothing is guessed. A record that
`problems_of` finds nothing in can always be read.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from lienthong.domain.procedures.choices import AcceptedAs, FeeKind, PaperMode, Subject, TierCode
from lienthong.domain.procedures.formats import flags
from lienthong.domain.procedures.formats.agency_names import is_run_together, split_agencies, tier_of_agency
from lienthong.domain.procedures.formats.flags import Flags
from lienthong.domain.procedures.formats.spellings import (
    CHANNELS,
    Limit,
    is_by_description,
    is_known_kind,
    key,
    limit_of,
    money_in,
    names_longer_limit,
    subject_of,
    tier_label,
    tiers_of,
    whole_subjects,
)
from lienthong.kit.text_vi import clean, slug

type Entry = dict[str, Any]
type Record = Mapping[str, Any]

PROFILES = ("2tier-2025", "3tier-2019")
NAMELESS_PAPER = "Giấy tờ chưa ghi tên"
NAMELESS_RESULT = "Kết quả chưa ghi tên"
NAMELESS_FIELD = "Lĩnh vực chưa ghi"
LONGEST_SHORT_NAME = 160
LONGEST_CASE = 200
SLUG_LENGTH = 48

_BREAK: Final = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_NUMBERING: Final = re.compile(r"^[\s*+•–-]*(?:\(?[\da-zđ]{1,2}(?:\.\d+)*[.)]\s*)*", re.IGNORECASE)
_COMMON_HEADING: Final = re.compile(
    r"default|chung|thanh phan ho so(?:,? (?:bao )?gom)?|(?:ho so )?bao gom|(?:so luong|so bo)?(?: bo)? ?ho so:? ?(?:0?1 bo)?|0?1 bo ho so|thanh phan, so luong ho so"
)
_SUBMIT_HEADING: Final = re.compile(r"(?:giay to|thanh phan ho so) phai nop")
_PRESENT_HEADING: Final = re.compile(r"(?:giay to|thanh phan ho so) phai xuat trinh")


def text(value: object) -> str:
    """Cleaned text with line breaks; `<br>` is one. None is nothing."""
    return clean(_BREAK.sub("\n", str(value)), lines=True) if value is not None else ""


def entry_of(record: Record) -> Entry:
    """The entry a well-shaped record says, with its flags; `national.to_entry` adds what keeps the round trip exact."""
    found = Flags()
    ways = list(_ways(record, found))
    cases, papers = _papers(record, found)
    agencies = _agencies(record, found)
    tiers = _tiers(record, agencies, found)
    limit = _common_limit(ways, found)
    results = list(_results(record, found))
    name = text(record["TENTTHC"])
    subjects = whole_subjects([text(each) for each in record.get("DOITUONGTHUCHIEN") or ()])
    entry: Entry = {
        "code": clean(record["MATTHC"]),
        "short_name": short_name(name),
        "name": name,
        **_field(record, found),
        "summary": "",
        "origin": "national",
        "tiers": tiers,
        "national_tier": text(record.get("CAPTHUCHIEN")),
        "kind_text": text(record.get("LOAITTHC")),
        "national_subjects": subjects,
        "subjects": _subjects(subjects, found),
        "channels": [way["channel"] for way in ways],
        "ways": ways,
        "time_limit_value": limit.value if limit else None,
        "time_limit_unit": str(limit.unit) if limit else "",
        "service_level_2022": "info",
        "conditions": [line for line in text(record.get("YEUCAU")).split("\n") if line],
        "carried_out_by": agencies,
        "combined_with": [_agency(row) for row in record.get("COQUANPHOIHOP") or ()],
        "cases": cases,
        "order": list(_order(record, cases)),
        "requirements": papers,
        "result": results[0] if results else {"name": "", "code": ""},
        "results": results if len(results) > 1 else [],
        "fees": [],
        "legal_bases": [
            {"number": text(row.get("SOVANBAN")), "title": text(row.get("TENVANBAN"))}
            for row in record.get("CANCUPHAPLY") or ()
        ],
    }
    if record.get("MOTADOITUONGTHUCHIEN"):
        entry["subjects_note"] = text(record["MOTADOITUONGTHUCHIEN"])
    if entry["kind_text"] and not is_known_kind(entry["kind_text"]):
        found.add("kind_text", entry["kind_text"], flags.KIND_UNKNOWN)
    entry["flags"] = found.rows
    return entry


def short_name(name: str) -> str:
    """The name for lists: without the word “thủ tục” in front, cut at a word."""
    bare = re.sub(r"^thủ tục:?\s+", "", name.replace("\n", " "), flags=re.IGNORECASE)
    bare = bare[:1].upper() + bare[1:]
    if len(bare) <= LONGEST_SHORT_NAME:
        return bare
    return bare[: LONGEST_SHORT_NAME - 1].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"


def named_keys(taken: set[str], name: str) -> str:
    """A key of an entry for `name` that is not taken yet, always the same for the same list."""
    base = slug(name)[:SLUG_LENGTH].strip("-") or "muc"
    wanted, number = base, 1
    while wanted in taken:
        number += 1
        wanted = f"{base}-{number}"
    taken.add(wanted)
    return wanted


def _field(record: Record, found: Flags) -> Entry:
    rows = record.get("LINHVUCTHUCHIEN") or [{}]
    name = text(rows[0].get("TENLINHVUC"))
    if not name:
        found.add("field", "", flags.FIELD_MISSING)
        name = NAMELESS_FIELD
    return {"field": slug(name)[:80].strip("-"), "field_name": name}


def _agency(row: Record) -> dict[str, str]:
    name = text(row.get("TENDONVI"))
    return {"name": name, "code": text(row.get("MADONVI")), "tier": str(tier_of_agency(name) or "")}


def _agencies(record: Record, found: Flags) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for row in record.get("COQUANTHUCHIEN") or ():
        code = text(row.get("MADONVI"))
        names = split_agencies(text(row.get("TENDONVI")))
        rows += [_agency({"TENDONVI": name, "MADONVI": code if len(names) == 1 else ""}) for name in names]
    for place, agency in enumerate(rows):
        if is_run_together(agency["name"]):
            found.add(f"carried_out_by.{place}.name", agency["name"], flags.AGENCIES_RUN_TOGETHER)
        elif not agency["tier"]:
            found.add(f"carried_out_by.{place}.name", agency["name"], flags.AGENCY_UNKNOWN)
    if not rows:
        found.add("carried_out_by", "", flags.AGENCY_MISSING)
    return rows


def _tiers(record: Record, agencies: list[dict[str, str]], found: Flags) -> dict[str, list[dict[str, str]]]:
    printed = text(record.get("CAPTHUCHIEN"))
    known = tiers_of(printed)
    if not printed:
        found.add("national_tier", "", flags.TIER_MISSING)
    elif None in known:
        found.add("national_tier", printed, flags.TIER_UNKNOWN)
    rows = []
    for tier in (each for each in known if each):
        own = next((agency["name"] for agency in agencies if agency["tier"] == tier), "")
        rows.append({"tier": str(tier), "agency": own or _anybody(tier)})
    return dict.fromkeys(PROFILES, rows)


def _anybody(tier: TierCode) -> str:
    names = {
        TierCode.CENTRAL: "Bộ, cơ quan ngang bộ",
        TierCode.PROVINCE: "Cơ quan chuyên môn thuộc UBND cấp tỉnh",
        TierCode.DISTRICT: "UBND cấp huyện",
        TierCode.COMMUNE: "UBND cấp xã",
    }
    return names.get(tier, tier_label(tier))


def _subjects(printed: list[str], found: Flags) -> list[str]:
    known: list[Subject] = []
    for place, each in enumerate(printed):
        subject = subject_of(each)
        if subject is None:
            found.add(f"national_subjects.{place}", each, flags.SUBJECT_UNKNOWN)
        elif subject not in known:
            known.append(subject)
    return [str(each) for each in known]


def _ways(record: Record, found: Flags) -> Iterator[dict[str, Any]]:
    for number, way in enumerate(record.get("CACHTHUCTHUCHIEN") or ()):
        channel = str(CHANNELS[int(way["KENH"])])
        terms = [
            _term(row, f"ways.{number}.terms.{place}", found) for place, row in enumerate(way.get("THOIGIAN") or ())
        ]
        yield {"channel": channel, "note": text(way.get("MOTA")), "terms": terms}


def _term(row: Record, path: str, found: Flags) -> dict[str, Any]:
    value, unit, note = (text(row.get(name)) for name in ("THOIGIANGIAIQUYET", "DONVITINH", "MOTA"))
    limit = limit_of(value, unit)
    printed = f"{value} {unit}".strip()
    if limit is None:
        found.add(f"{path}.value", printed, _why_unread(value, unit, note))
    if names_longer_limit(note, limit) and (limit or printed):
        found.add(f"{path}.note", note, flags.NOTE_NAMES_LIMIT)
    fees = [_fee(each, f"{path}.fees.{place}", found) for place, each in enumerate(row.get("PHILEPHI") or ())]
    if not fees and money_in(note):
        found.add(f"{path}.fees", note, flags.NOTE_NAMES_MONEY)
    return {
        "value": limit.value if limit else None,
        "unit": str(limit.unit) if limit else "",
        "text": printed,
        "note": note,
        "fees": fees,
    }


def _why_unread(value: str, unit: str, note: str) -> str:
    if re.fullmatch(r"0+", value, re.ASCII):
        return flags.LIMIT_ZERO
    if re.fullmatch(r"\d+[.,]\d+", value, re.ASCII):
        return flags.LIMIT_FRACTION
    if not value and (not unit or is_by_description(unit)):
        return flags.LIMIT_IN_NOTE if note else flags.LIMIT_MISSING
    return flags.LIMIT_PROSE


_CURRENCY: Final = {"dong", "d", "vnd", "đ", "dong viet nam"}


def _fee(row: Record, path: str, found: Flags) -> dict[str, Any]:
    printed, currency, note = text(row.get("SOTIEN")), text(row.get("DONVI")), text(row.get("MOTA"))
    digits = re.sub(r"(?<=\d)[.,](?=\d{3}(?:\D|$))", "", printed)
    amount = int(digits) if re.fullmatch(r"\d{1,12}", digits, re.ASCII) else None
    if amount is None or (currency and key(currency) not in _CURRENCY):
        found.add(f"{path}.amount", f"{printed} {currency}".strip(), flags.FEE_PROSE)
        amount = None
    kind = (
        str(FeeKind.CHARGE)
        if key(note).startswith("le phi")
        else str(FeeKind.FEE)
        if key(note).startswith("phi")
        else ""
    )
    return {"amount": amount, "currency": currency, "kind": kind, "note": note, "text": printed}


def _common_limit(ways: list[dict[str, Any]], found: Flags) -> Limit | None:
    terms = [term for way in ways for term in way["terms"]]
    known = {(term["value"], term["unit"]) for term in terms if term["value"]}
    if len(known) == 1 and all(term["value"] for term in terms):
        value, unit = known.pop()
        return Limit(value, unit)
    shown = "; ".join(dict.fromkeys(term["text"] for term in terms if term["text"]))
    found.add("time_limit_value", shown, flags.LIMIT_SEVERAL if len(known) > 1 else flags.LIMIT_UNKNOWN)
    return None


def _papers(record: Record, found: Flags) -> tuple[list[dict[str, str]], list[dict[str, Any]]]:
    cases: list[dict[str, str]] = []
    papers: list[dict[str, Any]] = []
    case_keys: set[str] = set()
    paper_keys: set[str] = set()
    uncounted = 0
    for group in record.get("THANHPHANHOSO") or ():
        printed = text(group.get("TRUONGHOP"))
        bare = key(_NUMBERING.sub("", printed))
        in_cases: list[str] = []
        mode = PaperMode.PRESENT if _PRESENT_HEADING.fullmatch(bare) else PaperMode.SUBMIT
        if bare and not (
            _COMMON_HEADING.fullmatch(bare) or _SUBMIT_HEADING.fullmatch(bare) or mode == PaperMode.PRESENT
        ):
            case = {"key": named_keys(case_keys, printed), "name": printed}
            if len(printed) > LONGEST_CASE:
                found.add(f"cases.{len(cases)}.name", printed, flags.CASE_PROSE)
            cases.append(case)
            in_cases = [case["key"]]
        for row in group.get("GIAYTO") or ():
            name = text(row.get("TENGIAYTO"))
            if not name:
                found.add(f"requirements.{len(papers)}.name", text(row.get("TENMAUDON")), flags.PAPER_NAMELESS)
                name = NAMELESS_PAPER
            originals, copies = _count(row.get("SOBANCHINH")), _count(row.get("SOBANSAO"))
            uncounted += not (originals or copies)
            paper: dict[str, Any] = {
                "key": named_keys(paper_keys, name),
                "code": text(row.get("MAGIAYTO")),
                "name": name,
                "cases": in_cases,
                "originals": originals,
                "copies": copies,
                "accepted_as": _accepted(name, originals, copies),
                "mode": str(mode),
            }
            if row.get("TENMAUDON") or row.get("URL"):
                paper["sample_form"] = {"name": text(row.get("TENMAUDON")), "url": clean(str(row.get("URL") or ""))}
            papers.append(paper)
    if uncounted:
        found.add("requirements", f"{uncounted} giấy tờ", flags.COPIES_UNSAID)
    return cases, papers


def _count(value: object) -> int:
    said = str(value or 0).strip()
    return int(said) if re.fullmatch(r"\d{1,3}", said, re.ASCII) else 0


def _accepted(name: str, originals: int, copies: int) -> list[str]:
    """The shapes the counts speak of; a copy is a certified one only where the name says so."""
    shapes = [AcceptedAs.ORIGINAL] if originals else []
    if copies:
        shapes.append(AcceptedAs.CERTIFIED_COPY if "chung thuc" in key(name) else AcceptedAs.PLAIN_COPY)
    return [str(shape) for shape in shapes]


def _order(record: Record, cases: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    known = {key(case["name"]): case["key"] for case in cases}
    taken = {case["key"] for case in cases}
    for group in record.get("TRINHTUTHUCHIEN") or ():
        printed = text(group.get("TRUONGHOP"))
        bare = key(_NUMBERING.sub("", printed))
        case = ""
        if bare and not _COMMON_HEADING.fullmatch(bare):
            case = known.get(key(printed), "")
            if not case:
                case = named_keys(taken, printed)
                cases.append({"key": case, "name": printed})
                known[key(printed)] = case
        steps = [text(step.get("TENTRINHTU")) for step in group.get("TRINHTU") or ()]
        yield {"case": case, "steps": [step for step in steps if step]}


def _results(record: Record, found: Flags) -> Iterator[dict[str, str]]:
    for place, row in enumerate(record.get("KETQUATHUCHIEN") or ()):
        name = text(row.get("TENKETQUA"))
        if not name:
            found.add(f"results.{place}.name", text(row.get("MAKETQUA")), flags.RESULT_NAMELESS)
        yield {"name": name or NAMELESS_RESULT, "code": text(row.get("MAKETQUA"))}
