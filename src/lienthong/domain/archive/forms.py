"""The shape of what people write about files (biểu mẫu hồ sơ)."""

from datetime import date

from django.http import QueryDict

from lienthong.domain.archive.choices import Origin
from lienthong.domain.archive.services import DocumentFacts, Line
from lienthong.domain.archive.terms import read_retention, retention_name, terms
from lienthong.kit.errors import Invalid
from lienthong.kit.recordkeeping import Kind

MOST_IDS = 500


def read_day(post: QueryDict, name: str, label: str) -> date | None:
    """Three boxes as a day, None when all are empty. Raises Invalid."""
    boxes = [post.get(f"{name}_{part}", "").strip() for part in ("year", "month", "day")]
    if not any(boxes):
        return None
    try:
        return date(*(int(box) for box in boxes))
    except ValueError:
        raise Invalid({name: f"{label} chưa ghi đủ hoặc không có trong lịch. Ghi ngày, tháng, năm."}) from None


def read_number(text: str, name: str, label: str) -> int | None:
    """A number from 0, None when empty. Raises Invalid."""
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise Invalid({name: f"{label} là số, ví dụ 12."})
    return int(text)


def read_years(post: QueryDict, name: str = "years") -> int | None:
    """The retention that was chosen or typed. Raises Invalid."""
    try:
        return read_retention(post.get(name, ""))
    except ValueError:
        raise Invalid({name: "Chọn thời hạn bảo quản: Vĩnh viễn, hoặc số năm từ 1 đến 100."}) from None


def read_line(post: QueryDict) -> Line:
    """A line of a list. Raises Invalid."""
    heading = post.get("is_heading") == "on"
    kind, _, key = post.get("keeper", "").partition("-")
    number = int(key) if key.isascii() and key.isdigit() else None
    return Line(
        code=post.get("code", ""),
        title=post.get("title", ""),
        is_heading=heading,
        years=None if heading else read_years(post),
        position_id=number if kind == "p" else None,
        department_id=number if kind == "d" else None,
        note=post.get("note", ""),
    )


def read_facts(post: QueryDict) -> DocumentFacts:
    """What is said of an uploaded document. Raises Invalid."""
    return DocumentFacts(
        subject=post.get("subject", ""),
        origin=Origin.OTHER,
        organ_name=post.get("organ_name", ""),
        kind=post.get("kind", ""),
        notation=post.get("notation", ""),
        issued_on=read_day(post, "issued_on", "Ngày văn bản"),
        pages=read_number(post.get("pages", ""), "pages", "Số trang"),
        signer=post.get("signer", ""),
        is_paper=post.get("is_paper") == "on",
    )


def retention_choices(selected: int | None, *, none: bool = False) -> list[tuple[str, str]]:
    """For a select: the periods of the circular, and the one that stands there if it is another."""
    periods: list[int | None] = list(terms()["periods"])
    if not none and selected not in periods:
        periods.append(selected)
    return [(retention_name(each), retention_name(each)) for each in periods]


def upload_fields(post: QueryDict, problems: dict[str, str]) -> list[dict[str, object]]:
    """The questions of an uploaded document, with what was typed."""
    boxes = {part: post.get(f"issued_on_{part}", "") for part in ("day", "month", "year")}
    kinds = [("", "Chọn loại"), *((value, label) for value, label in Kind.choices if value)]
    rows: list[dict[str, object]] = [
        {"name": "subject", "label": "Trích yếu nội dung", "kind": "textarea", "rows": 2},
        {"name": "kind", "label": "Loại văn bản", "kind": "select", "choices": kinds, "required": False},
        {"name": "notation", "label": "Số, ký hiệu", "required": False, "width": "20"},
        {"name": "issued_on", "label": "Ngày văn bản", "kind": "date", "required": False, "value": boxes},
        {"name": "organ_name", "label": "Cơ quan ban hành", "required": False},
        {"name": "signer", "label": "Người ký", "required": False},
        {
            "name": "pages",
            "label": "Số trang",
            "required": False,
            "width": "4",
            "hint": "Tệp PDF: để trống thì đếm tự động.",
        },
    ]
    return [{"value": post.get(str(row["name"]), ""), **row, "id": row["name"], "error": problems.get(str(row["name"]), "")} for row in rows]  # fmt: skip
