"""The shape of what an officer writes about an original (biểu mẫu lập bản sao)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import QueryDict

from lienthong.domain.copies.services import Original

_DAYS = {"issued_on": "Ngày cấp bản chính", "valid_to": "Có giá trị đến hết ngày"}


def read_original(post: QueryDict, kind: str) -> tuple[Original, dict[str, str]]:
    """What was written, and what of it is no day."""
    problems: dict[str, str] = {}
    days: dict[str, date | None] = {}
    for name, label in _DAYS.items():
        boxes = [post.get(f"{name}_{part}", "").strip() for part in ("year", "month", "day")]
        days[name] = None
        if any(boxes):
            try:
                days[name] = date(*(int(box) for box in boxes))
            except ValueError:
                problems[name] = (
                    f"{label} chưa ghi đủ hoặc không có trong lịch. Ghi ngày, tháng, năm; không có thì để trống."
                )
    original = Original(
        name=post.get("name", ""),
        issuer=post.get("issuer", ""),
        number=post.get("number", ""),
        issued_on=days["issued_on"],
        valid_to=days["valid_to"],
        kind=kind or post.get("kind", ""),
    )
    return original, problems


def fields_of(
    post: QueryDict, problems: Mapping[str, str], known: Mapping[str, str], *, asks_owner: bool
) -> list[dict[str, Any]]:
    """The questions for the `field` component, with what was typed."""
    rows: list[dict[str, Any]] = []
    if asks_owner:
        rows.append(
            {
                "name": "card",
                "label": "Mã QR trên thẻ căn cước của chủ giấy tờ",
                "hint": "Đặt con trỏ vào ô rồi quét bằng máy đọc mã.",
                "attrs": {"autocomplete": "off", "maxlength": 1000},
            }
        )
    rows += [
        {"name": "name", "label": "Tên giấy tờ, như trên bản chính"},
        {"name": "issuer", "label": "Nơi cấp bản chính"},
        {"name": "number", "label": "Số, ký hiệu bản chính", "required": False, "width": "20"},
        {"name": "issued_on", "label": _DAYS["issued_on"], "kind": "date", "required": False},
        {"name": "valid_to", "label": _DAYS["valid_to"], "kind": "date", "required": False},
    ]
    for row in rows:
        name = row["name"]
        row |= {"id": name, "error": problems.get(name, "")}
        if row.get("kind") == "date":
            row["value"] = {part: post.get(f"{name}_{part}", "") for part in ("day", "month", "year")}
        else:
            row["value"] = post.get(name, known.get(name, ""))
    return rows
