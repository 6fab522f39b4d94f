"""Differences between two records of one procedure (khác biệt giữa hai bản ghi), field by field.

Both records must be in plain national shape (`procedures.queries.interchange.plain_record`). Spellings of one unit, tier, agency or number
are equal. Each difference stands once: a paper that was renamed is one difference, not a missing and a new one.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from lienthong.domain.comparisons.choices import Part
from lienthong.domain.comparisons.rules.pairing import pairs, words
from lienthong.domain.comparisons.rules.rows import Difference, Path, Record, Row, cell, missing, nested, rows_of, shown
from lienthong.domain.comparisons.rules.ways import ways
from lienthong.domain.procedures.queries import interchange


def differences(ours: Record, theirs: Record, *, province: str = "") -> tuple[Difference, ...]:
    """Every difference, in the order of the parts. `province` need not be said in names of agencies."""
    return (
        *_general(ours, theirs),
        *_agencies(ours, theirs, province),
        *ways(ours, theirs),
        *_steps(ours, theirs),
        *_papers(ours, theirs),
        *_results(ours, theirs),
        *_laws(ours, theirs),
    )


# general


def _general(ours: Record, theirs: Record) -> Iterator[Difference]:
    fields: tuple[tuple[str, str, Callable[[Record], str], Callable[[Record], object]], ...] = (
        ("TENTTHC", "Tên thủ tục", lambda r: r["TENTTHC"], lambda r: words(r["TENTTHC"])),
        ("LINHVUCTHUCHIEN", "Lĩnh vực", _field, lambda r: words(_field(r))),
        ("CAPTHUCHIEN", "Cấp thực hiện", lambda r: r.get("CAPTHUCHIEN", ""), _tiers),
        (
            "DOITUONGTHUCHIEN",
            "Đối tượng thực hiện",
            lambda r: "\n".join(_subjects(r)),
            lambda r: {words(each) for each in _subjects(r)},
        ),
        ("YEUCAU", "Yêu cầu, điều kiện", lambda r: r.get("YEUCAU") or "", lambda r: words(r.get("YEUCAU"))),
    )
    for name, label, said, compared in fields:
        if compared(ours) != compared(theirs):
            yield Difference(
                where=name,
                part=Part.GENERAL,
                row="",
                field=label,
                ours=shown(said(ours)),
                theirs=shown(said(theirs)),
                our_path=(name,),
                their_path=(name,) if name in theirs else None,
            )


def _field(record: Record) -> str:
    rows = record.get("LINHVUCTHUCHIEN") or [{}]
    return str(rows[0].get("TENLINHVUC") or "")


def _tiers(record: Record) -> object:
    printed = record.get("CAPTHUCHIEN") or ""
    known = interchange.tiers_of(printed)
    return words(printed) if None in known else frozenset(known)


def _subjects(record: Record) -> list[str]:
    return list(record.get("DOITUONGTHUCHIEN") or ())


def _agencies(ours: Record, theirs: Record, province: str) -> Iterator[Difference]:
    for name, label in (("COQUANTHUCHIEN", "Cơ quan thực hiện"), ("COQUANPHOIHOP", "Cơ quan phối hợp")):
        mine, other = rows_of(ours, name), rows_of(theirs, name)
        keys = [
            [interchange.agency_key(row.value["TENDONVI"], province=province) for row in side] for side in (mine, other)
        ]
        for one, two in pairs([[key] for key in keys[0]], [[key] for key in keys[1]]):
            if one is not None and two is not None and keys[0][one] == keys[1][two]:
                continue
            here, there = mine[one] if one is not None else None, other[two] if two is not None else None
            key = keys[0][one] if one is not None else keys[1][two or 0]
            if here and there:
                yield cell(Part.AGENCIES, f"{name}/{key}", "", "TENDONVI", label, here, there)
            else:
                yield missing(
                    Part.AGENCIES, f"{name}/{key}", "", label, here, there, (name,), lambda row: row["TENDONVI"]
                )


def _steps(ours: Record, theirs: Record) -> Iterator[Difference]:
    name, inner = "TRINHTUTHUCHIEN", "TRINHTU"
    mine, other = nested(ours, name, inner), nested(theirs, name, inner)
    found = pairs(
        *(
            [[f"{case}|{words(row.value['TENTRINHTU'])}", words(row.value["TENTRINHTU"])] for case, row in side]
            for side in (mine, other)
        )
    )
    for one, two in found:
        here, there = mine[one][1] if one is not None else None, other[two][1] if two is not None else None
        step = here or there
        assert step is not None
        key, label = (
            words(step.value["TENTRINHTU"])[:120],
            f"Bước {step.path[-1] + 1}" if isinstance(step.path[-1], int) else "",
        )
        if not (here and there):
            yield missing(
                Part.STEPS,
                key,
                label,
                "Trình tự thực hiện",
                here,
                there,
                _list_of(ours, name, inner, other, two),
                lambda row: row["TENTRINHTU"],
            )
        elif words(here.value["TENTRINHTU"]) != words(there.value["TENTRINHTU"]):
            yield cell(Part.STEPS, key, label, "TENTRINHTU", "Trình tự thực hiện", here, there)
    order = [two for one, two in sorted((pair for pair in found if None not in pair), key=lambda pair: pair[0] or 0)]
    if order != sorted(order, key=lambda place: place or 0):
        yield Difference(
            where=f"{Part.STEPS}/order", part=Part.STEPS, row="", field="Thứ tự các bước",
            ours="\n".join(row.value["TENTRINHTU"] for _, row in mine), theirs="\n".join(row.value["TENTRINHTU"] for _, row in other),
            our_path=(name,), their_path=(name,),
        )  # fmt: skip


def _list_of(ours: Record, name: str, inner: str, other: Sequence[tuple[str, Row]], place: int | None) -> Path:
    """The list of ours for the case of a row of theirs; () when that case is not there, and then the whole group is brought."""
    if place is None:
        return ()
    case = other[place][0]
    for at, group in enumerate(ours.get(name) or ()):
        if words(group.get("TRUONGHOP")) == case:
            return (name, at, inner)
    return ()


_PAPER_FIELDS: Final = (
    ("TENGIAYTO", "Tên giấy tờ"),
    ("MAGIAYTO", "Mã giấy tờ"),
    ("SOBANCHINH", "Số bản chính"),
    ("SOBANSAO", "Số bản sao"),
    ("TENMAUDON", "Mẫu đơn"),
    ("URL", "Địa chỉ mẫu đơn"),
)


def _papers(ours: Record, theirs: Record) -> Iterator[Difference]:
    name, inner = "THANHPHANHOSO", "GIAYTO"
    mine, other = nested(ours, name, inner), nested(theirs, name, inner)
    named = [
        [
            [
                f"{row.value['MAGIAYTO']}|{case}" if row.value["MAGIAYTO"] else "",
                f"{case}|{words(row.value['TENGIAYTO'])}",
                words(row.value["TENGIAYTO"]),
            ]
            for case, row in side
        ]
        for side in (mine, other)
    ]
    for one, two in pairs(*named):
        here, there = mine[one][1] if one is not None else None, other[two][1] if two is not None else None
        paper = here or there
        assert paper is not None
        label = shown(paper.value["TENGIAYTO"])
        case = mine[one][0] if one is not None else other[two or 0][0]
        key = f"{case[:40]}|{words(paper.value['TENGIAYTO'])[:100]}|{paper.path[-1] if not words(paper.value['TENGIAYTO']) else ''}"
        if not (here and there):
            yield missing(
                Part.PAPERS,
                key,
                label,
                "Giấy tờ",
                here,
                there,
                _list_of(ours, name, inner, other, two),
                lambda row: row["TENGIAYTO"],
            )
            continue
        for field, said in _PAPER_FIELDS:
            if words(here.value.get(field)) != words(there.value.get(field)):
                yield cell(Part.PAPERS, key, label, field, said, here, there)
        if one is not None and two is not None and mine[one][0] != other[two][0]:
            yield Difference(
                where=f"{Part.PAPERS}/{key}/TRUONGHOP", part=Part.PAPERS, row=label, field="Trường hợp phải nộp",
                ours=_case_text(ours, here), theirs=_case_text(theirs, there), our_path=(name,), their_path=(name,),
            )  # fmt: skip


def _case_text(record: Record, row: Row) -> str:
    name, at, *_ = row.path
    said = str(record[str(name)][at]["TRUONGHOP"])
    return "Mọi trường hợp" if words(said) == "default" else shown(said)


def _results(ours: Record, theirs: Record) -> Iterator[Difference]:
    name = "KETQUATHUCHIEN"
    mine, other = rows_of(ours, name), rows_of(theirs, name)
    named = ([[words(row.value["MAKETQUA"]), words(row.value["TENKETQUA"])] for row in side] for side in (mine, other))
    for one, two in pairs(*named):
        here, there = mine[one] if one is not None else None, other[two] if two is not None else None
        result = here or there
        assert result is not None
        key, label = (
            words(result.value["MAKETQUA"]) or words(result.value["TENKETQUA"])[:100],
            shown(result.value["TENKETQUA"]),
        )
        if not (here and there):
            yield missing(Part.RESULTS, key, label, "Kết quả", here, there, (name,), lambda row: row["TENKETQUA"])
            continue
        for field, said in (("TENKETQUA", "Tên kết quả"), ("MAKETQUA", "Mã kết quả")):
            if words(here.value[field]) != words(there.value[field]):
                yield cell(Part.RESULTS, key, label, field, said, here, there)


_NUMBER: Final = re.compile(r"\d+[\w.]*/\d{4}/[\w-]+|\d+[\w.]*/[\w-]+(?:/[\w-]+)*", re.IGNORECASE)


def law_key(number: str) -> str:
    """The number of a legal text without the words around it: `Nghị định số 123/2015/NĐ-CP` and `123/2015/NĐ - CP` are one."""
    said = words(number).replace(" - ", "-").replace("- ", "-").replace(" -", "-")
    found = _NUMBER.search(said)
    return found[0] if found else said


def _laws(ours: Record, theirs: Record) -> Iterator[Difference]:
    name = "CANCUPHAPLY"
    mine, other = rows_of(ours, name), rows_of(theirs, name)
    named = [
        [
            [law_key(row.value["SOVANBAN"]), f"{law_key(row.value['SOVANBAN'])} {words(row.value['TENVANBAN'])}"]
            for row in side
        ]
        for side in (mine, other)
    ]
    for one, two in pairs(*named):
        here, there = mine[one] if one is not None else None, other[two] if two is not None else None
        law = here or there
        assert law is not None
        key = law_key(law.value["SOVANBAN"])[:80] or words(law.value["TENVANBAN"])[:80]
        label = shown(law.value["SOVANBAN"])
        if not (here and there):
            yield missing(
                Part.LAWS,
                key,
                label,
                "Căn cứ pháp lý",
                here,
                there,
                (name,),
                lambda row: f"{row['SOVANBAN']} {row['TENVANBAN']}",
            )
            continue
        if law_key(here.value["SOVANBAN"]) != law_key(there.value["SOVANBAN"]):
            yield cell(Part.LAWS, key, label, "SOVANBAN", "Số, ký hiệu", here, there)
        if words(here.value["TENVANBAN"]) != words(there.value["TENVANBAN"]):
            yield cell(Part.LAWS, key, label, "TENVANBAN", "Trích yếu", here, there)
