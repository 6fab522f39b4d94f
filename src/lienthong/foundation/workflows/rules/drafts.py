"""A process while it is written (bảng các bước đang soạn): texts as typed, what they mean, and what is still wrong with them.

Content: {"name", "legal_hours": text, "rows": [{"key", "name", "role", "agency", "kind", "hours", "parallel", "field", "op", "value"}]},
every cell a text. A draft may be wrong; only its size is refused.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from lienthong.foundation.workflows.choices import Operator, StepKind
from lienthong.foundation.workflows.errors import StepsInvalid
from lienthong.foundation.workflows.rules.steps import Scalar, Steps, blocks_of, number_text, read_steps
from lienthong.kit.text_vi import slug

CELLS = ("key", "name", "role", "agency", "kind", "hours", "parallel", "field", "op", "value")
TRUE, FALSE, NOTHING = "đúng", "sai", "trống"
HOURS_PER_DAY = 8

_NUMBER = re.compile(r"-?\d{1,15}([.,]\d{1,15})?")
_NO_KEY = re.compile(r"[^a-z0-9_]")
_KEPT = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend (`is_error`) or to look at. `place`: the name of the cell, `row-3-hours`, or empty for the whole table."""

    message: str
    place: str = ""
    is_error: bool = True


@dataclass(frozen=True, slots=True)
class Checked:
    """What a content means. `steps` is empty while an error keeps it from being read."""

    steps: Steps
    findings: tuple[Finding, ...]
    hours: float
    legal_hours: float | None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Findings that forbid publishing."""
        return tuple(each for each in self.findings if each.is_error)

    @property
    def is_ready(self) -> bool:
        """Whether it may be published."""
        return not self.errors


def empty_row() -> dict[str, str]:
    """A row to begin with."""
    return dict.fromkeys(CELLS, "") | {"role": "specialist", "agency": "competent", "kind": "handle", "hours": "8"}


def content_of(name: str, steps: Steps, legal_hours: float | None = None) -> dict[str, Any]:
    """The content that means these steps."""
    return {
        "name": name,
        "legal_hours": "" if legal_hours is None else number_text(legal_hours),
        "rows": [
            {
                "key": step.key,
                "name": step.name,
                "role": step.role,
                "agency": step.agency,
                "kind": step.kind,
                "hours": number_text(step.hours),
                "parallel": step.parallel,
                "field": step.when.field if step.when else "",
                "op": str(step.when.op) if step.when else "",
                "value": value_text(step.when.value) if step.when else "",
            }
            for step in steps
        ],
    }


def check(content: Mapping[str, Any], known: Collection[str] = ()) -> Checked:
    """Read a content. `known`: names of the questions a condition may ask, empty when nobody knows them."""
    findings: list[Finding] = []
    legal = _legal(content.get("legal_hours", ""), findings)
    name = content.get("name", "")
    if not name or len(name) > 300:
        findings.append(Finding("Quy trình chưa có tên, hoặc tên dài quá 300 ký tự.", "name"))
    read = _read_rows(content["rows"], findings)
    steps: Steps = ()
    if read is not None:
        try:
            steps = read_steps(read)
        except StepsInvalid as refusal:
            findings += [Finding(text, _place_of(key)) for key, text in refusal.problems.items()]
    total = hours_of(steps)
    if steps:
        findings += _judge(steps, total, legal, known)
    return Checked(steps, tuple(findings), total, legal)


def hours_of(steps: Steps) -> float:
    """Working hours of the longest way: of steps done at the same time the longest counts; every condition is taken as fulfilled."""
    return sum(max(step.hours for step in block) for block in blocks_of(steps))


def give_keys(rows: list[dict[str, str]]) -> None:
    """Rows without a key get one from their name. A key once given stays: running dossiers stand at it."""
    taken = {row["key"] for row in rows if row["key"]}
    for row in rows:
        if row["key"] or not row["name"]:
            continue
        base = _NO_KEY.sub("_", slug(row["name"]).replace("-", "_"))[:50].strip("_")
        base = base if base and base[0].isalpha() else f"buoc_{base}".strip("_")
        number, key = 2, base
        while key in taken:
            key, number = f"{base}_{number}", number + 1
        row["key"] = key
        taken.add(key)


def group_of(text: str) -> str:
    """The name of a parallel group as kept: `Lấy ý kiến` -> `lay_y_kien`, `1` -> `nhom_1`."""
    if not text or _KEPT.fullmatch(text):
        return text
    name = slug(text).replace("-", "_")[:50].strip("_")
    return name if name and name[0].isalpha() else f"nhom_{name}"


def value_text(value: Scalar | tuple[Scalar, ...]) -> str:
    """A value of a condition as an official writes it; `read_value` reads it back."""
    if isinstance(value, tuple):
        return "; ".join(value_text(each) for each in value)
    if isinstance(value, bool):
        return TRUE if value else FALSE
    if value is None:
        return NOTHING
    if isinstance(value, int | float):
        return f"{value!r}".replace(".", ",") if _NUMBER.fullmatch(f"{value!r}") else f"{value!r}"
    quoted = not value or value != value.strip() or ";" in value or '"' in value or value.casefold() in _WORDS
    return f'"{value.replace(chr(34), chr(34) * 2)}"' if quoted or _NUMBER.fullmatch(value) else value


_WORDS: dict[str, Scalar] = {TRUE: True, FALSE: False, NOTHING: None}
_PIECE = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^;"]*))\s*(?:;|$)')


def read_value(text: str, op: str) -> Scalar | tuple[Scalar, ...]:
    """What was typed beside a condition. Of `in` a list with semicolons. Raises ValueError with a Vietnamese sentence."""
    pieces: list[Scalar] = []
    at = 0
    while at < len(text):
        found = _PIECE.match(text, at)
        if found is None or found.end() == at:
            raise ValueError("Dấu ngoặc kép chưa đóng, hoặc đứng giữa chữ.")
        quoted, bare = found.groups()
        pieces.append(quoted.replace('""', '"') if quoted is not None else _bare(bare.strip()))
        at = found.end()
    if op == Operator.IN:
        return tuple(pieces)
    if len(pieces) != 1:
        raise ValueError("Phép so sánh này cần đúng một giá trị; muốn nhiều giá trị, chọn “thuộc”.")
    return pieces[0]


def _bare(text: str) -> Scalar:
    if text.casefold() in _WORDS:
        return _WORDS[text.casefold()]
    if _NUMBER.fullmatch(text):
        number = text.replace(",", ".")
        return float(number) if "." in number else int(number)
    return text


def _legal(text: str, findings: list[Finding]) -> float | None:
    if not text:
        findings.append(
            Finding(
                "Chưa ghi thời hạn theo quy định, nên chưa soát được tổng thời gian.", "legal_hours", is_error=False
            )
        )
        return None
    hours = _hours(text)
    if hours is None or hours <= 0:
        findings.append(
            Finding(f"Thời hạn “{text[:20]}” không phải số giờ làm việc. Ghi số, ví dụ 40 cho 5 ngày.", "legal_hours")
        )
    return hours


def _hours(text: str) -> float | None:
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def _read_rows(rows: list[dict[str, str]], findings: list[Finding]) -> list[dict[str, Any]] | None:
    read: list[dict[str, Any]] = []
    bad = False
    for at, row in enumerate(rows):
        hours = _hours(row["hours"] or "0")
        if not row["name"]:
            findings.append(Finding(f"Bước {at + 1} chưa có tên.", f"row-{at}-name"))
            bad = True
        if hours is None or not 0 <= hours <= 10_000:
            findings.append(
                Finding(f"Bước {at + 1}: “{row['hours'][:20]}” không phải số giờ từ 0 đến 10.000.", f"row-{at}-hours")
            )
            bad = True
        step: dict[str, Any] = {key: row[key] for key in ("key", "name", "role", "agency", "kind")}
        step["parallel"] = group_of(row["parallel"])
        step["hours"] = hours
        if row["field"]:
            op = row["op"] or Operator.EQUAL
            try:
                step["when"] = {"field": row["field"], "op": op, "value": read_value(row["value"], op)}
            except ValueError as error:
                findings.append(Finding(f"Bước {at + 1}: {error}", f"row-{at}-value"))
                bad = True
        elif row["value"]:
            findings.append(Finding(f"Bước {at + 1} có giá trị so sánh nhưng chưa chọn câu hỏi.", f"row-{at}-field"))
            bad = True
        read.append(step)
    return None if bad else read


def _place_of(key: str) -> str:
    part, _, rest = key.partition(".")
    if part == "steps" and rest.isdecimal():
        return f"row-{int(rest) - 1}-name"
    return ""


def _judge(steps: Steps, total: float, legal: float | None, known: Collection[str]) -> list[Finding]:
    findings = []
    if legal is not None and total > legal:
        findings.append(
            Finding(
                f"Các bước cộng lại {number_text(total)} giờ, quá thời hạn {number_text(legal)} giờ là "
                f"{number_text(total - legal)} giờ. Giảm giờ của bước, hoặc cho làm song song.",
                "legal_hours",
            )
        )
    blocks = blocks_of(steps)
    ends = [
        at for at, block in enumerate(blocks) if any(step.kind == StepKind.RETURN and not step.when for step in block)
    ]
    if not ends:
        findings.append(
            Finding(
                "Quy trình chưa có kết thúc: cần một bước loại “Trả kết quả” luôn được thực hiện, nếu không hồ sơ không bao giờ xong."
            )
        )
    number = 0
    for at, block in enumerate(blocks):
        for step in block:
            if ends and at > ends[0]:
                findings.append(
                    Finding(
                        f"Bước {number + 1} “{step.name}” đứng sau bước trả kết quả, hồ sơ không đi tới. Đưa lên trên hoặc xóa.",
                        f"row-{number}-name",
                    )
                )
            if step.when and step.when.op == Operator.IN and not step.when.value:
                findings.append(
                    Finding(
                        f"Bước {number + 1}: điều kiện “thuộc” chưa có giá trị nào nên không bao giờ đúng.",
                        f"row-{number}-value",
                    )
                )
            if step.when and known and step.when.field not in known:
                findings.append(
                    Finding(
                        f"Bước {number + 1}: không tờ khai nào dùng quy trình này hỏi “{step.when.field}”. Chọn câu hỏi trong danh sách.",
                        f"row-{number}-field",
                    )
                )
            number += 1
    if steps[0].kind != StepKind.RECEIVE:
        findings.append(Finding("Bước đầu thường là “Tiếp nhận”.", "row-0-kind", is_error=False))
    return findings
