"""The national record and the entry (bản ghi quốc gia, bản khai): there and back without loss.

`to_entry` reads what it understands. Whatever the entry would not print the same way again is kept beside it in `as_printed`:
`{"THANHPHANHOSO": {"was": fingerprint, "printed": the part as JSON text}}`, text because an entry drops what is empty. `to_record` prints that part again as long as the entry still says what it
said then, so an untouched record comes back equal and a part an official has changed comes back changed.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from lienthong.domain.procedures.formats.national_reading import Entry, Record, entry_of
from lienthong.domain.procedures.formats.national_writing import record_of
from lienthong.domain.procedures.record import settled

KEPT: Final = "as_printed"
_ABSENT: Final = object()


def to_entry(record: Record) -> Entry:
    """The entry of a record in which `national_shape.problems_of` finds nothing."""
    entry = entry_of(record)
    derived = record_of(settled(entry))
    kept: dict[str, Any] = {}
    for name in {**derived, **record}:
        original, again = record.get(name, _ABSENT), derived.get(name, _ABSENT)
        if original is _ABSENT:
            kept[name] = {"was": fingerprint(again)}
        elif again is _ABSENT or not same(original, again):
            kept[name] = {"was": fingerprint(again), "printed": _json(original).decode("utf-8", "surrogatepass")}
    if kept:
        entry[KEPT] = kept
    return entry


def to_record(entry: Mapping[str, Any], *, field_name: str = "") -> dict[str, Any]:
    """The national record of an entry; see `national_writing.record_of` for what it cannot hold."""
    record = record_of(entry, field_name=field_name)
    for name, kept in (entry.get(KEPT) or {}).items():
        if fingerprint(record.get(name, _ABSENT)) != kept.get("was", ""):
            continue  # the entry has been changed since
        if "printed" in kept:
            record[name] = json.loads(kept["printed"])
        else:
            record.pop(name, None)
    return record


def same(one: object, other: object) -> bool:
    """Equal as JSON: 1 is not True and not 1.0, whatever Python says."""
    return _json(one) == _json(other)


def fingerprint(part: object) -> str:
    """Short name of a part of a record; "" for one that is not there."""
    return "" if part is _ABSENT else hashlib.sha256(_json(part)).hexdigest()[:16]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
