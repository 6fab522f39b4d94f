"""What breaks a rule of the layout (soát thể thức). The rules and their values stand in rules.toml."""

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from lienthong.kit.legacy_text import encoding_of
from lienthong.kit.recordkeeping.kinds import UNABBREVIATED, Kind, Urgency
from lienthong.kit.recordkeeping.layout.notation import check_number
from lienthong.kit.recordkeeping.layout.parts import DAY, NUMERIC_DAY, PREFIX, Parts, find_parts
from lienthong.kit.recordkeeping.layout.seeing import Expected, Finding, Seen
from lienthong.kit.recordkeeping.paper import DAY_MARK, bare_abstract, urgency_stamp
from lienthong.kit.text_vi import fold, words

type Told = Iterator[tuple[str, str]]

_PLACEHOLDER = re.compile(r"\[[^\[\]]{2,80}\]")
_SIDES = {"top": "trên", "bottom": "dưới", "left": "trái", "right": "phải"}
_FEW = 0.02
"""Of all letters: a symbol or two in another font break nothing."""
_KEPT = re.compile(r"^\s*[-–]?\s*Lưu\s*:\s*VT\b", re.IGNORECASE)
_ROOM_MM = 15


@cache
def rules() -> dict[str, Any]:
    """The table: page, sizes, words, rules."""
    return tomllib.loads((Path(__file__).parent / "rules.toml").read_text(encoding="utf-8"))


def check(seen: Seen, expected: Expected) -> tuple[Finding, ...]:
    """Everything found, errors first. What cannot be seen in a file is not told."""
    told: list[tuple[str, str]] = []
    if seen.is_scan:
        told = [("scan", "các trang là ảnh")]
    else:
        parts = find_parts(seen)
        for each in _CHECKS:
            told += each(seen, parts, expected)
    made = [_finding(code, found) for code, found in dict.fromkeys(told)]
    return tuple(sorted(made, key=lambda finding: finding.severity != "error"))


def _finding(code: str, found: str) -> Finding:
    rule = rules()["rules"][code]
    return Finding(
        rule=code,
        severity=rule["severity"],
        label=rule["label"],
        clause=rule["clause"],
        found=found,
        way=rule["way"],
    )


def _page(seen: Seen, parts: Parts, expected: Expected) -> Told:
    page = rules()["page"]
    slack = page["slack"]
    if abs(seen.width - page["width"]) > slack or abs(seen.height - page["height"]) > slack:
        yield "page-size", f"{_mm(seen.width)} × {_mm(seen.height)}"
    wrong = []
    for side, (least, most) in page["margins"].items():
        value = seen.margins.get(side)
        if value is None:
            continue
        if value < least - slack:
            wrong.append(f"{_SIDES[side]} {_mm(value)} (quy định {least}–{most} mm)")
        elif (surely := seen.surely.get(side, 0)) > most + slack:
            wrong.append(f"{_SIDES[side]} {_mm(surely)} (quy định {least}–{most} mm)")
    if wrong:
        yield "margins", "; ".join(wrong)
    if seen.page_numbers == 1 and (seen.pages or 2) > 1:
        yield "page-number", "số trang hiện ở cả trang thứ nhất"
    long = seen.pages if seen.pages is not None else 1 + sum(len(line.text) for line in seen.lines) // 3200
    if seen.page_numbers == 0 and long > 1:
        yield (
            "page-number",
            "các trang sau không có số trang" if seen.pages else "văn bản dài hơn một trang, không có số trang",
        )


def _letters(seen: Seen, parts: Parts, expected: Expected) -> Told:
    del parts, expected
    known = tuple(rules()["page"]["fonts"])
    total = sum(seen.fonts.values()) or 1
    foreign = {name: count for name, count in seen.fonts.items() if not _plain(name).startswith(known)}
    if sum(foreign.values()) > total * _FEW:
        most = sorted(foreign, key=lambda name: -foreign[name])[:3]
        yield "font", ", ".join(name.split("+")[-1] for name in most)
    coloured = sum(seen.colours.values())
    if coloured > total * _FEW:
        yield "colour", f"{coloured} chữ màu khác ({', '.join(list(seen.colours)[:3])})"
    encoding = encoding_of("\n".join(line.text for line in seen.lines)[:4000])
    if encoding != "unicode":
        yield "legacy", "TCVN3 (phông .Vn…)" if encoding == "tcvn3" else "VNI"


def _nation(seen: Seen, parts: Parts, expected: Expected) -> Told:
    del seen, expected
    said = rules()["words"]
    for code, place in (("nation", parts.nation), ("motto", parts.motto)):
        line = parts.line(place)
        if line is None:
            yield code, "không thấy"
        elif _dashes(line.text) != said[code]:
            yield code, line.text
    if not parts.issuer:
        yield "issuer", "không thấy dòng chữ in hoa trên số, ký hiệu"


def _number(seen: Seen, parts: Parts, expected: Expected) -> Told:
    line = parts.line(parts.number)
    if line is None:
        yield "number", "không thấy dòng “Số:”"
        return
    yield from check_number(
        line.text, kind=_kind(parts, expected), symbol=expected.symbol, filled_later="So" in seen.fields
    )


def _day(seen: Seen, parts: Parts, expected: Expected) -> Told:
    del expected
    line = parts.line(parts.day)
    if line is None:
        yield "day", "không thấy địa danh, ngày tháng năm"
        return
    if "," not in line.text or not line.text.split(",", 1)[0].strip():
        yield "day", f"thiếu địa danh: {line.text}"
    if NUMERIC_DAY.search(line.text):
        yield "day", line.text
    found = DAY.search(line.text)
    if found is None or DAY_MARK in line.text:
        return
    numbers = re.findall(r"ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})", found[0], re.IGNORECASE)
    for day, month in numbers:
        short = len(day) == 1 or (len(month) == 1 and int(month) in rules()["words"]["two_digit_months"])
        if short or not 1 <= int(day) <= 31 or not 1 <= int(month) <= 12:
            yield "day-form", found[0]


def _title(seen: Seen, parts: Parts, expected: Expected) -> Told:
    del seen
    wanted = expected.kind
    is_letter = wanted in {Kind.LETTER, Kind.OTHER} if wanted else parts.title is None
    if not is_letter and parts.title is None and wanted not in UNABBREVIATED:
        yield "title", f"không thấy dòng {Kind(wanted).label.upper()}" if wanted else "không thấy"
    if parts.kind is not None and wanted and parts.kind != wanted:
        yield "kind-differs", f"trong tệp là {parts.kind.label}, thông tin chung là {Kind(wanted).label}"
    if (line := parts.line(parts.title)) is not None and line.text != line.text.upper():
        yield "title", f"{line.text}: chưa in hoa"
    if not parts.abstract:
        yield "abstract", "không thấy “V/v …” dưới số, ký hiệu" if is_letter else "không thấy dưới tên loại"
    elif expected.abstract and not _same(parts.abstract, expected.abstract):
        yield "abstract-differs", parts.abstract[:120]


def _body(seen: Seen, parts: Parts, expected: Expected) -> Told:
    del seen, expected
    lines = [parts.lines[place] for place in parts.body]
    text = [line for line in lines if len(line.text) > 20 or line.text.endswith((".", ";", ":", "./."))]
    if not text:
        yield "body", "không thấy"
        return
    least, most = rules()["sizes"]["body"]
    wrong: dict[float, int] = {}
    for line in text:
        if not least - 0.4 <= line.size <= most + 0.4:
            wrong[line.size] = wrong.get(line.size, 0) + len(line.text)
    if sum(wrong.values()) > 0.1 * sum(len(line.text) for line in text):
        yield "body-size", f"cỡ {', '.join(f'{size:g}' for size in sorted(wrong))}"
    if not lines[-1].text.rstrip().endswith("./."):
        yield "ending", f"câu cuối: …{lines[-1].text[-40:]}"
    for line in lines:
        if found := _PLACEHOLDER.search(line.text):
            yield "placeholder", found[0]
            return


def _signature(seen: Seen, parts: Parts, expected: Expected) -> Told:
    if not parts.authority:
        yield "authority", "không thấy chức vụ người ký"
    for place in parts.authority:
        text = parts.lines[place].text
        found = PREFIX.match(text)
        if found and not re.match(r"^(TM|KT|TL|TUQ|Q)\. \S", text):
            yield "authority-form", text
        elif text != text.upper():
            yield "authority", f"{text}: chưa in hoa"
    signer = parts.line(parts.signer)
    if signer is None:
        yield "signer", "không thấy họ tên dưới chỗ ký"
    elif expected.signer and fold(expected.signer) not in fold(signer.text):
        yield "signer", f"trong tệp là {signer.text}, thông tin chung là {expected.signer}"
    if not _has_room(seen, parts):
        yield "signature-room", "không có khoảng trống giữa chức vụ và họ tên"


def _has_room(seen: Seen, parts: Parts) -> bool:
    if "ChuKy" in seen.fields or seen.signature_place:
        return True
    signer = parts.line(parts.signer)
    last = parts.line(parts.authority[-1]) if parts.authority else None
    if signer is None or last is None or signer.top is None or last.top is None:
        return seen.signature_place is None
    return signer.page != last.page or signer.top - last.top >= _ROOM_MM


def _recipients(seen: Seen, parts: Parts, expected: Expected) -> Told:
    del seen, expected
    line = parts.line(parts.recipients)
    if line is None:
        yield "recipients", "không thấy"
        return
    if not line.text.startswith("Nơi nhận:"):
        yield "recipients", line.text
    named = [parts.lines[place].text for place in parts.recipient_lines]
    first = next((text for text in named if text), "")
    if not first.startswith(("-", "–")):
        yield "recipients", f"dòng “{first[:60]}” không có gạch đầu dòng" if first else "chưa ghi nơi nhận nào"
    kept = [text for text in named if _KEPT.match(text)]
    if not kept:
        yield "recipients-form", f"dòng cuối: {named[-1][:60]}" if named else "không thấy dòng Lưu"


def _order(seen: Seen, parts: Parts, expected: Expected) -> Told:
    del seen, expected
    head = [each for each in (parts.nation, parts.motto, parts.number, parts.day) if each is not None]
    ends = [each for each in (parts.recipients, parts.signer, *parts.authority[:1]) if each is not None]
    if parts.title is not None and head and max(head) > parts.title:
        yield "order", f"“{parts.lines[max(head)].text[:50]}” đứng sau tên loại"
    begin = parts.title if parts.title is not None else max(head, default=None)
    if begin is not None and ends and min(ends) < begin:
        yield "order", f"“{parts.lines[min(ends)].text[:50]}” đứng trước nội dung"
    if parts.recipients is not None:
        after = [
            place for place in range(parts.recipients, len(parts.lines)) if parts.lines[place].text.startswith("Điều ")
        ]
        if after:
            yield "order", f"“{parts.lines[after[0]].text[:50]}” đứng sau Nơi nhận"


def _urgency(seen: Seen, parts: Parts, expected: Expected) -> Told:
    del seen
    end = parts.title if parts.title is not None else min(len(parts.lines), 14)
    labels = {each.label.upper() for each in Urgency if each != Urgency.NORMAL}
    stamps = {line.text for line in parts.lines[:end]} & labels
    wanted = urgency_stamp(expected.urgency)
    if wanted and wanted not in stamps:
        yield "urgency", f"đã chọn {wanted}, trong tệp không thấy"
    elif not wanted and stamps:
        yield "urgency", f"trong tệp có {', '.join(sorted(stamps))}, độ khẩn đã chọn là thường"


def _looks(seen: Seen, parts: Parts, expected: Expected) -> Told:
    del seen, expected
    sizes = rules()["sizes"]
    wanted: list[tuple[str, int | None, str]] = [
        ("nation", parts.nation, "Quốc hiệu"),
        ("motto", parts.motto, "Tiêu ngữ"),
        ("number", parts.number, "Số, ký hiệu"),
        ("day", parts.day, "địa danh, ngày tháng"),
        ("title", parts.title, "tên loại"),
        ("subject", parts.subject if parts.title is None else None, "V/v"),
        ("signer", parts.signer, "họ tên người ký"),
        *(("issuer", place, "tên cơ quan") for place in parts.issuer),
        *(("authority", place, "chức vụ") for place in parts.authority),
        *(("recipients", place, "nơi nhận") for place in parts.recipient_lines),
    ]
    wrong = [
        f"{name} cỡ {line.size:g} (quy định {sizes[code][0]}–{sizes[code][1]})"
        for code, place, name in wanted
        if (line := parts.line(place)) is not None and not sizes[code][0] - 0.4 <= line.size <= sizes[code][1] + 0.4
    ]
    if wrong:
        yield "part-size", "; ".join(dict.fromkeys(wrong))
    plain = [
        name
        for code, place, name in wanted
        if code in {"nation", "motto", "title", "signer", "authority"}
        and (line := parts.line(place)) is not None
        and not line.bold
    ]
    if (day := parts.line(parts.day)) is not None and not day.italic:
        plain.append("địa danh, ngày tháng chưa nghiêng")
    if plain:
        yield "part-style", "; ".join(dict.fromkeys(plain))


def _kind(parts: Parts, expected: Expected) -> str:
    """Of the paper itself; of the facts where the paper does not say."""
    if parts.kind is not None:
        return parts.kind
    return expected.kind if expected.kind else (Kind.LETTER if parts.subject is not None else "")


def _same(one: str, other: str) -> bool:
    return words(bare_abstract(one)) == words(bare_abstract(other))


def _plain(font: str) -> str:
    return re.sub(r"[^a-z]", "", font.rsplit("+", maxsplit=1)[-1].casefold())


def _dashes(text: str) -> str:
    return re.sub(r"\s*[–—-]\s*", " - ", text.strip()) if " " in text else text


def _mm(value: float) -> str:
    return f"{value:.0f} mm"


_CHECKS: tuple[Callable[[Seen, Parts, Expected], Told], ...] = (
    _page,
    _letters,
    _nation,
    _number,
    _day,
    _title,
    _body,
    _signature,
    _recipients,
    _order,
    _urgency,
    _looks,
)
