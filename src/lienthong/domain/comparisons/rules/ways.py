"""Ways to file, their limits and fees, beside each other (cách nộp, thời hạn, phí)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lienthong.domain.comparisons.choices import Part
from lienthong.domain.comparisons.rules.pairing import pairs, words
from lienthong.domain.comparisons.rules.rows import Difference, Record, Row, cell, missing, rows_of, shown
from lienthong.domain.procedures.queries import interchange
from lienthong.kit.money import format_money

_CHANNELS: Final = {1: "Trực tiếp", 2: "Trực tuyến", 3: "Bưu chính công ích"}


def ways(ours: Record, theirs: Record) -> Iterator[Difference]:
    mine, other = ({row.value["KENH"]: row for row in rows_of(record, "CACHTHUCTHUCHIEN")} for record in (ours, theirs))
    for channel, label in _CHANNELS.items():
        here, there = mine.get(channel), other.get(channel)
        if here and there:
            yield from _terms(label, str(channel), here, there)
            if words(here.value.get("MOTA")) != words(there.value.get("MOTA")):
                yield cell(Part.WAYS, str(channel), label, "MOTA", "Ghi chú cách nộp", here, there)
        elif here or there:
            yield missing(Part.WAYS, str(channel), label, "Cách nộp", here, there, ("CACHTHUCTHUCHIEN",), _channel_text)


def _channel_text(way: Record) -> str:
    return _CHANNELS.get(way["KENH"], str(way["KENH"]))


def _terms(label: str, channel: str, here: Row, there: Row) -> Iterator[Difference]:
    mine, other = here.value.get("THOIGIAN") or [], there.value.get("THOIGIAN") or []
    for place in range(max(len(mine), len(other))):
        key = f"{channel}/{place}"
        one = Row((*here.path, "THOIGIAN", place), mine[place]) if place < len(mine) else None
        two = Row((*there.path, "THOIGIAN", place), other[place]) if place < len(other) else None
        if not (one and two):
            yield missing(Part.WAYS, key, label, "Thời hạn", one, two, (*here.path, "THOIGIAN"), _limit_text)
            continue
        if _limit(one.value) != _limit(two.value):
            yield Difference(
                where=f"{Part.WAYS}/{key}/THOIGIANGIAIQUYET",
                part=Part.WAYS,
                row=label,
                field="Thời hạn giải quyết",
                ours=shown(_limit_text(one.value)),
                theirs=shown(_limit_text(two.value)),
                our_path=one.path,
                their_path=two.path,
            )
        if words(one.value.get("MOTA")) != words(two.value.get("MOTA")):
            yield cell(Part.WAYS, key, label, "MOTA", "Mô tả thời hạn", one, two)
        yield from _fees(label, key, one, two)


def _limit(term: Record) -> object:
    value, unit = str(term.get("THOIGIANGIAIQUYET") or ""), str(term.get("DONVITINH") or "")
    return interchange.limit_of(value, unit) or words(f"{value} {unit}")


def _limit_text(term: Record) -> str:
    return f"{term.get('THOIGIANGIAIQUYET') or ''} {term.get('DONVITINH') or ''}".strip()


def _fees(label: str, key: str, here: Row, there: Row) -> Iterator[Difference]:
    mine, other = (
        [Row((*row.path, "PHILEPHI", place), fee) for place, fee in enumerate(row.value.get("PHILEPHI") or ())]
        for row in (here, there)
    )
    named = [[[words(fee.value.get("MOTA"))] for fee in side] for side in (mine, other)]
    for one, two in pairs(*named):
        fee = mine[one] if one is not None else other[two or 0]
        name = f"{key}/{words(fee.value.get('MOTA'))[:80]}"
        row = f"{label}: {shown(fee.value.get('MOTA')).splitlines()[0]}"
        if one is None or two is None:
            yield missing(
                Part.FEES, name, label, "Phí, lệ phí", mine[one] if one is not None else None, other[two] if two is not None else None,
                (*here.path, "PHILEPHI"), _fee_text,
            )  # fmt: skip
            continue
        if _money(mine[one].value) != _money(other[two].value):
            found = cell(Part.FEES, name, row, "SOTIEN", "Mức thu", mine[one], other[two])
            yield replace(found, ours=_amount(mine[one].value), theirs=_amount(other[two].value))
        if words(mine[one].value.get("MOTA")) != words(other[two].value.get("MOTA")):
            yield cell(Part.FEES, name, row, "MOTA", "Nội dung khoản thu", mine[one], other[two])


def _money(fee: Record) -> str:
    said = str(fee.get("SOTIEN") if fee.get("SOTIEN") is not None else "")
    return re.sub(r"(?<=\d)[.,](?=\d{3}(?:\D|$))", "", said).strip()


def _amount(fee: Record) -> str:
    """`75.000 ₫`, or what stands there when it is no sum of đồng."""
    said = _money(fee)
    return format_money(int(said)) if said.isascii() and said.isdigit() else shown(fee.get("SOTIEN"))


def _fee_text(fee: Record) -> str:
    return f"{_amount(fee)}: {fee.get('MOTA') or ''}".strip(": ")
