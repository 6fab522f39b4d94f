"""What an official types to prepare a change of agencies (phương án sắp xếp): agencies by identifier or name, a day, a decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations import services
from lienthong.foundation.organizations.choices import ReorganizationKind
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound
from lienthong.kit.text_vi import clean, fold
from lienthong.sites.workplace.calendar_forms import day_problem, read_day

# Kind -> (boxes for agencies that are changed, boxes for agencies there are, rows for agencies to found)
ROWS = {
    ReorganizationKind.MERGE: (4, 1, 1),
    ReorganizationKind.SPLIT: (1, 2, 2),
    ReorganizationKind.RENAME: (1, 0, 0),
    ReorganizationKind.CLOSE: (1, 1, 0),
}
HEIRS = {
    ReorganizationKind.MERGE: "Nhập vào cơ quan đang có",
    ReorganizationKind.SPLIT: "Cơ quan đang có nhận một phần",
    ReorganizationKind.CLOSE: "Cơ quan nhận phần việc còn lại",
}
WORDS = {
    ReorganizationKind.MERGE: "Một hay nhiều cơ quan nhập vào một cơ quan đang có hoặc một cơ quan mới.",
    ReorganizationKind.SPLIT: "Một cơ quan chia thành nhiều cơ quan. Nếu cơ quan cũ vẫn hoạt động, ghi lại chính cơ quan ấy ở phần nhận việc. "
    "Cơ quan đứng đầu nhận mọi phần không nêu riêng; phòng, chức vụ, lĩnh vực chia ở bước sau.",
    ReorganizationKind.RENAME: "Cơ quan giữ mã định danh, hồ sơ, con người; giấy tờ đã ban hành vẫn đọc theo tên cũ.",
    ReorganizationKind.CLOSE: "Cơ quan thôi hoạt động. Còn hồ sơ đang giải quyết thì phải có cơ quan nhận.",
}


@dataclass(slots=True)
class Prepared:
    """A page as typed, and what was understood of it. `problems`: {name of the box: sentence}."""

    kind: str
    boxes: dict[str, str]
    problems: dict[str, str] = field(default_factory=dict)
    sources: list[int] = field(default_factory=list)
    heirs: list[services.Heir] = field(default_factory=list)
    effective_on: date | None = None


def kind_of(text: str) -> str:
    """The kind asked for; a merger when none is."""
    return text if text in ReorganizationKind.values else str(ReorganizationKind.MERGE)


def read(actor: Actor, post: Mapping[str, Any]) -> Prepared:
    """What was typed, understood where it can be."""
    kind = kind_of(str(post.get("kind", "")))
    typed = Prepared(kind, {str(name): clean(str(post.get(name, ""))[:300]) for name in post})
    many, existing, founded = ROWS[ReorganizationKind(kind)]
    typed.sources = [each for row in range(many) if (each := _agency(actor, typed, f"source-{row}"))]
    if not typed.sources and not typed.problems:
        typed.problems["source-0"] = (
            "Chưa ghi cơ quan được sắp xếp. Ghi mã định danh, ví dụ H21.05, hoặc chọn trong danh sách."
        )
    if kind == ReorganizationKind.RENAME:
        typed.heirs = [
            services.Heir(
                agency_id=each, name=typed.boxes.get("name", ""), short_name=typed.boxes.get("short_name", "")
            )
            for each in typed.sources
        ]
        if not typed.boxes.get("name"):
            typed.problems["name"] = "Chưa ghi tên mới. Ghi đầy đủ theo quyết định, ví dụ Sở Khoa học và Công nghệ."
    for row in range(existing):
        if heir := _agency(actor, typed, f"heir-{row}"):
            typed.heirs.append(services.Heir(agency_id=heir))
    for row in range(founded):
        identifier, name, short = (typed.boxes.get(f"new-{row}-{part}", "") for part in ("identifier", "name", "short"))
        if identifier or name:
            if not identifier:
                typed.problems[f"new-{row}-identifier"] = (
                    "Cơ quan mới chưa có mã định danh. Ghi mã được cấp, ví dụ H21.199."
                )
            if not name:
                typed.problems[f"new-{row}-name"] = "Cơ quan mới chưa có tên. Ghi tên đầy đủ theo quyết định thành lập."
            typed.heirs.append(services.Heir(identifier=identifier.upper(), name=name, short_name=short))
    text = typed.boxes.get("effective_on", "")
    typed.effective_on = read_day(text)
    if typed.effective_on is None:
        typed.problems["effective_on"] = day_problem(text)
    if not typed.boxes.get("decision"):
        typed.problems["decision"] = "Chưa ghi số quyết định. Ghi như trên văn bản, ví dụ 1664/NQ-UBTVQH15."
    return typed


def blank(kind: str) -> Prepared:
    """An empty page, with today as the day."""
    return Prepared(kind, {"effective_on": f"{clock.today():%d/%m/%Y}"})


def fields(typed: Prepared) -> dict[str, list[dict[str, Any]]]:
    """The boxes of the page by part, as `{% field %}` takes them."""
    many, existing, founded = ROWS[ReorganizationKind(typed.kind)]

    def box(name: str, label: str, *, hint: str = "", required: bool = True, **attrs: str) -> dict[str, Any]:
        return {
            "name": name,
            "label": label,
            "hint": hint,
            "value": typed.boxes.get(name, ""),
            "error": typed.problems.get(name, ""),
            "required": required,
            "attrs": {"autocomplete": "off", **attrs},
        }

    heir_label = HEIRS.get(ReorganizationKind(typed.kind), "")
    return {
        "sources": [
            box(f"source-{row}", f"Cơ quan thứ {row + 1}" if many > 1 else "Cơ quan", required=row == 0, list="co-quan")
            for row in range(many)
        ],
        "names": [
            box("name", "Tên mới"),
            box(
                "short_name", "Tên ngắn mới", hint="Hiện trong danh sách; để trống thì dùng tên đầy đủ.", required=False
            ),
        ]
        if typed.kind == ReorganizationKind.RENAME
        else [],
        "heirs": [
            box(
                f"heir-{row}",
                f"{heir_label} ({row + 1})" if existing > 1 else heir_label,
                required=False,
                list="co-quan",
            )
            for row in range(existing)
        ],
        "founded": [
            each
            for row in range(founded)
            for each in (
                box(f"new-{row}-identifier", f"Mã định danh cơ quan mới{_nth(founded, row)}", required=False),
                box(f"new-{row}-name", f"Tên cơ quan mới{_nth(founded, row)}", required=False),
                box(f"new-{row}-short", f"Tên ngắn{_nth(founded, row)}", required=False),
            )
        ],
        "decision": [
            box("decision", "Số quyết định", hint="Ví dụ 1664/NQ-UBTVQH15"),
            box("effective_on", "Có hiệu lực từ ngày", hint="Ghi ngày/tháng/năm. Thực hiện được từ ngày này."),
            box("reason", "Nội dung", required=False),
        ],
    }


def _nth(rows: int, row: int) -> str:
    return f" ({row + 1})" if rows > 1 else ""


def _agency(actor: Actor, typed: Prepared, box: str) -> int:
    """The agency of a box by identifier or by its whole short name; 0 with a problem noted, or for an empty box."""
    text = typed.boxes.get(box, "")
    if not text:
        return 0
    try:
        return organizations.agency_by_identifier(text.split()[0].upper()).pk
    except NotFound:
        found = [
            each.pk
            for each in organizations.agencies_named(actor, text)[:20]
            if fold(text) in (fold(each.short_name), fold(each.name))
        ]
    if len(found) == 1:
        return found[0]
    typed.problems[box] = (
        f"Không tìm thấy cơ quan “{text[:60]}”. Ghi mã định danh, ví dụ H21.05, hoặc chọn trong danh sách."
    )
    return 0
