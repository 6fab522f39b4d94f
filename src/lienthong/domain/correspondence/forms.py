"""The shape of what is written about an incoming document (biểu mẫu vào sổ, bút phê)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django.http import QueryDict

from lienthong.domain.correspondence import queries
from lienthong.domain.correspondence.choices import Kind, Part, Source, Urgency
from lienthong.domain.correspondence.models import Document
from lienthong.domain.correspondence.queries import Receiver
from lienthong.domain.correspondence.services import Arrival, Charge
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.ui.dates import Boxes, boxes_of, read_boxes

DAYS = {"issued_on": "Ngày văn bản", "answer_by": "Hạn trả lời"}
LABELS = {
    "issuer_name": "Cơ quan ban hành",
    "notation": "Số, ký hiệu",
    **DAYS,
    "kind": "Loại văn bản",
    "abstract": "Trích yếu",
    "urgency": "Độ khẩn",
    "signer": "Người ký",
    "pages": "Số trang",
}
CLOSE_OF_DAY = time(17, 0)


def read_arrival(post: QueryDict, *, source: str = Source.PAPER) -> tuple[Arrival, dict[str, str]]:
    """What was written, and what of it is no day or no number. The issuer becomes an agency of the tree where its name is one's."""
    problems: dict[str, str] = {}
    days = {}
    for name in DAYS:
        boxes = read_boxes(post, name)
        # The year stands there already: alone it says nothing.
        empty = boxes.is_empty or not (boxes.day or boxes.month)
        if not empty and boxes.problem:
            problems[name] = boxes.problem
        days[name] = None if empty or name in problems else boxes.value
    pages = post.get("pages", "").strip()
    if pages and not (pages.isascii() and pages.isdigit() and 0 < int(pages) < 100_000):
        problems["pages"] = f"Số trang là số nguyên từ 1; đang ghi “{pages[:12]}”."
    name = post.get("issuer_name", "").strip()
    issuer = organizations.agency_known_as(name)
    arrival = Arrival(
        issuer_name=name,
        issuer_id=issuer.pk if issuer is not None else None,
        notation=post.get("notation", ""),
        abstract=post.get("abstract", ""),
        kind=post.get("kind", ""),
        urgency=post.get("urgency", Urgency.NORMAL),
        signer=post.get("signer", ""),
        pages=int(pages) if pages and "pages" not in problems else None,
        has_paper=post.get("has_paper") == "on",
        source=source,
        issued_on=days["issued_on"],
        answer_by=days["answer_by"],
    )
    return arrival, problems


def arrival_fields(
    post: QueryDict | None,
    known: Mapping[str, Any],
    problems: Mapping[str, str],
    *,
    read: Collection[str] = (),
    by: str = "",
) -> dict[str, dict[str, Any]]:
    """The questions for the `field` component, by name; `read`: facts a machine read, marked with `by`."""
    rows: dict[str, dict[str, Any]] = {
        "notation": {"width": "20", "required": False, "attrs": {"autocomplete": "off", "maxlength": 80}},
        "issued_on": {"kind": "date", "required": False},
        "issuer_name": {"attrs": {"list": "issuers", "autocomplete": "off", "maxlength": 200}},
        "kind": {
            "kind": "select",
            "required": False,
            "choices": [(each.value, each.label) for each in Kind if each.value],
        },
        "abstract": {"kind": "textarea", "rows": 3},
        "urgency": {"kind": "select", "choices": Urgency.choices},
        "signer": {"required": False, "width": "20", "attrs": {"autocomplete": "off", "maxlength": 160}},
        "pages": {"required": False, "width": "4", "inputmode": "numeric"},
        "answer_by": {"kind": "date", "required": False},
    }
    for name, row in rows.items():
        row |= {"name": name, "id": name, "label": LABELS[name], "error": problems.get(name, "")}
        value: Any = known.get(name, "")
        if row.get("kind") == "date":
            boxes = boxes_of(value)
            if post is not None:
                boxes = read_boxes(post, name)
            elif name == "issued_on" and boxes.is_empty:
                boxes = Boxes("", "", str(clock.today().year))
            row["value"] = {"day": boxes.day, "month": boxes.month, "year": boxes.year}
        else:
            row["value"] = post.get(name, "") if post is not None else str(value or "")
        if row["value"] in ("", None) and name == "urgency":
            row["value"] = Urgency.NORMAL
        if post is None and name in read and known.get(name):
            row["source"] = by
    return rows


def corrections(arrival: Arrival) -> dict[str, Any]:
    """The facts that `correct_document` takes."""
    return {name: getattr(arrival, name) for name in LABELS}


def facts_of(document: Document) -> dict[str, Any]:
    """What stands in the register, for the form that corrects it."""
    return {name: getattr(document, name) for name in LABELS}


def read_charges(
    post: QueryDict, receivers: Sequence[Receiver], *, due_at: datetime | None
) -> tuple[list[Charge], dict[str, str]]:
    """Who leads (`lead`), supports (`support`), is informed (`inform`), by the keys of the receivers."""
    known = {each.key: each for each in receivers}
    charges: list[Charge] = []
    problems: dict[str, str] = {}
    for part, keys in (
        (Part.LEAD, [post.get("lead", "")]),
        (Part.SUPPORT, post.getlist("support")),
        (Part.INFORM, post.getlist("inform")),
    ):
        for key in filter(None, keys):
            if key not in known:
                problems["lead"] = "Có người hoặc đơn vị nhận không còn ở cơ quan này. Chọn lại."
                continue
            each = known[key]
            charges.append(
                Charge(part=part, position_id=each.position_id, department_id=each.department_id, due_at=due_at)
            )
    return charges, problems


def read_due(post: QueryDict, document: Document) -> tuple[datetime | None, dict[str, str]]:
    """The deadline: `none`, a number of working days, the day on the document (`answer`), or a day of one's own."""
    boxes = read_boxes(post, "due")
    if not boxes.is_empty:
        if boxes.problem or boxes.value is None:
            return None, {"due": boxes.problem or "Ghi đủ ngày, tháng, năm."}
        return datetime.combine(boxes.value, CLOSE_OF_DAY, clock.VIETNAM), {}
    asked = post.get("days", "")
    if asked == "answer" and document.answer_by is not None:
        return datetime.combine(document.answer_by, CLOSE_OF_DAY, clock.VIETNAM), {}
    if asked.isascii() and asked.isdigit() and int(asked) <= 250:
        return queries.proposed_due(document.agency_id, clock.now(), document.urgency, int(asked)), {}
    return None, {}
