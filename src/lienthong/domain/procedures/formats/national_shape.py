"""Whether something has the shape of a national record (kiểm tra khuôn dạng bản ghi quốc gia), before it is read."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from lienthong.kit.text_vi import clean, shown

CODE: Final = re.compile(r"\d\.\d{6}(?:\.[\w.]{1,30})?", re.ASCII)
DEEPEST: Final = 12
_ROWS: Final[dict[str, dict[str, Any]]] = {
    "LINHVUCTHUCHIEN": {},
    "COQUANTHUCHIEN": {},
    "COQUANPHOIHOP": {},
    "CACHTHUCTHUCHIEN": {"THOIGIAN": {"PHILEPHI": {}}},
    "TRINHTUTHUCHIEN": {"TRINHTU": {}},
    "THANHPHANHOSO": {"GIAYTO": {}},
    "KETQUATHUCHIEN": {},
    "CANCUPHAPLY": {},
}
_TEXTS: Final = ("CAPTHUCHIEN", "LOAITTHC", "YEUCAU", "MOTADOITUONGTHUCHIEN")


def problems_of(record: object) -> list[tuple[str, str, str]]:
    """(place, value found, sentence) for everything that keeps a record from being read; empty when it can be."""
    if not isinstance(record, Mapping):
        return [("", shown(record), "Bản ghi phải là một đối tượng JSON có MATTHC, TENTTHC và các phần của thủ tục.")]
    if too_deep(record, DEEPEST):
        return [("", "", f"Bản ghi lồng nhau quá {DEEPEST} tầng; bản ghi của Cơ sở dữ liệu quốc gia có nhiều nhất 6.")]
    if not is_storable(record):
        return [
            (
                "",
                "",
                "Bản ghi có ký tự không hiển thị được (NUL hoặc nửa ký tự). Xóa ký tự đó trong hệ thống đã xuất tệp rồi xuất lại.",
            )
        ]
    return list(_problems(record))


def is_storable(record: Mapping[str, Any]) -> bool:
    """Without NUL and lone surrogates, which no database takes."""
    try:
        return b"\\u0000" not in json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False


def _problems(record: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    code, name = record.get("MATTHC"), record.get("TENTTHC")
    if not isinstance(code, str) or not CODE.fullmatch(clean(code)):
        yield (
            "MATTHC",
            shown(code),
            "Mã thủ tục phải có dạng 1.001193 hoặc 1.001193.H21. Ghi lại mã theo quyết định công bố.",
        )
    if not isinstance(name, str) or not clean(name):
        yield "TENTTHC", shown(name), "Thiếu tên thủ tục. Ghi tên theo quyết định công bố."
    for each in _TEXTS:
        if not isinstance(record.get(each, ""), str | None):
            yield each, shown(record[each]), f"{each} phải là một đoạn chữ."
    subjects = record.get("DOITUONGTHUCHIEN") or []
    if not isinstance(subjects, list) or not all(isinstance(each, str) for each in subjects):
        yield "DOITUONGTHUCHIEN", shown(subjects), "DOITUONGTHUCHIEN phải là danh sách các đoạn chữ."
    yield from _rows(record, _ROWS, "")
    ways = record.get("CACHTHUCTHUCHIEN") or []
    for place, way in enumerate(ways if isinstance(ways, list) else []):
        if isinstance(way, Mapping) and str(way.get("KENH")) not in {"1", "2", "3"}:
            yield (
                f"CACHTHUCTHUCHIEN[{place}].KENH",
                shown(way.get("KENH")),
                "KENH phải là 1 (trực tiếp), 2 (trực tuyến) hoặc 3 (bưu chính công ích).",
            )


def _rows(held: Mapping[str, Any], shape: Mapping[str, Any], path: str) -> Iterator[tuple[str, str, str]]:
    for name, inner in shape.items():
        rows = held.get(name)
        if rows is None:
            continue
        if not isinstance(rows, list):
            yield f"{path}{name}", shown(rows), f"{name} phải là một danh sách."
            continue
        for place, row in enumerate(rows):
            where = f"{path}{name}[{place}]"
            if not isinstance(row, Mapping):
                yield where, shown(row), f"Mỗi dòng của {name} phải là một đối tượng JSON."
                continue
            for key, value in row.items():
                if key not in inner and isinstance(value, list | dict) and key.isupper():
                    yield f"{where}.{key}", shown(value), f"{key} phải là chữ hoặc số."
            yield from _rows(row, inner, f"{where}.")


def too_deep(value: object, left: int) -> bool:
    """Whether lists and objects nest deeper than `left`; stops as soon as it knows."""
    if not isinstance(value, dict | list):
        return False
    if left == 0:
        return True
    return any(too_deep(each, left - 1) for each in (value.values() if isinstance(value, dict) else value))
