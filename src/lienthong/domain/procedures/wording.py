"""An entry in words, line by line (bản khai thành từng dòng chữ), so that two of them can be laid side by side. Pure; no database.

A line has a key that says what it is about (`papers:birth_notice`), so that a paper that moved is the same paper, and one whose
name changed is a change of that paper and not another one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lienthong.domain.procedures.choices import (
    AcceptedAs,
    DraftPart,
    FeeChannel,
    FeeKind,
    FilingChannel,
    OldServiceLevel,
    PaperMode,
    ServiceLevel,
    Subject,
    TierCode,
    TimeUnit,
)
from lienthong.domain.procedures.record import Entry, level_of, results_of
from lienthong.kit.money import format_money

PROFILES = {"2tier-2025": "chính quyền 2 cấp", "3tier-2019": "chính quyền 3 cấp"}
EVERY_CASE = "Mọi trường hợp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing the entry says: `part` as in `choices.DraftPart`, `label` names it, `text` may have several lines."""

    part: str
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A line that differs: `before` empty = added, `after` empty = taken out."""

    key: str
    part: str
    label: str
    before: str
    after: str

    @property
    def part_name(self) -> str:
        """`Thành phần hồ sơ`."""
        return str(DraftPart(self.part).label)

    @property
    def kind(self) -> str:
        """added, removed or changed."""
        return "added" if not self.before else "changed" if self.after else "removed"


def compare(before: Entry, after: Entry) -> tuple[Change, ...]:
    """Every line that differs, in the order of the parts."""
    old, new = lines_of(before), lines_of(after)
    places = {part: place for place, part in enumerate(DraftPart.values)}
    keys = sorted({**old, **new}, key=lambda key: places[(new.get(key) or old[key]).part])
    return tuple(
        Change(
            key=key,
            part=(new.get(key) or old[key]).part,
            label=(new.get(key) or old[key]).label,
            before=old[key].text if key in old else "",
            after=new[key].text if key in new else "",
        )
        for key in keys
        if (old[key].text if key in old else "") != (new[key].text if key in new else "")
    )


def lines_of(entry: Entry) -> dict[str, Line]:
    """Key -> line, without lines that say nothing."""
    lines: dict[str, Line] = {}

    def say(part: DraftPart, key: str, label: str, text: str) -> None:
        if text:
            while key in lines:
                key += "+"
            lines[key] = Line(part=part, label=label, text=text)

    _general(entry, say)
    _steps(entry, say)
    _ways(entry, say)
    for paper in entry.get("requirements") or ():
        say(DraftPart.PAPERS, f"papers:{paper['key']}", f"Giấy tờ: {paper['name']}", paper_text(paper, entry))
    for number, result in enumerate(results_of(entry), 1):
        say(DraftPart.RESULTS, f"result:{number}", f"Kết quả {number}", _with_code(result))
    for law in entry.get("legal_bases") or ():
        sign = law.get("number") or ""
        text = f"{sign} {law.get('title') or ''}".strip()
        say(DraftPart.RESULTS, f"law:{sign or text}", f"Căn cứ: {sign or 'không số'}", text)
    say(DraftPart.RESULTS, "conditions", "Yêu cầu, điều kiện", _listed(entry.get("conditions")))
    _form(entry, say)
    for flag in entry.get("flags") or ():
        say(DraftPart.FLAGS, f"flag:{flag.get('path')}", "Chỗ cần làm rõ", f"{flag.get('text')} ({flag.get('why')})")
    return lines


def limit_text(value: int | None, unit: str, prose: str = "") -> str:
    """`3 ngày làm việc`; the prose where there is no number."""
    if value is None or unit not in TimeUnit.values:
        return prose
    return "Trong ngày làm việc" if unit == TimeUnit.SAME_DAY else f"{value} {TimeUnit(unit).label}"


def paper_text(paper: Mapping[str, Any], entry: Entry) -> str:
    """What is asked of one paper, in a few lines."""
    count = f"{paper.get('originals', 1)} bản chính, {paper.get('copies', 0)} bản sao"
    names = {case["key"]: case["name"] for case in entry.get("cases") or ()}
    said = [
        paper["name"],
        count,
        _labels(AcceptedAs, paper.get("accepted_as")),
        "" if paper.get("mode", PaperMode.SUBMIT) == PaperMode.SUBMIT else "Chỉ xuất trình",
        "" if paper.get("required", True) else "Không bắt buộc",
        f"Khi: {paper['when']}" if paper.get("when") else "",
        f"Thay bằng: {paper['instead']}" if paper.get("instead") else "",
        f"Trường hợp: {'; '.join(names.get(key, key) for key in paper['cases'])}" if paper.get("cases") else "",
        "Lập từ tờ khai điện tử" if paper.get("from_form") else "",
        f"Lấy từ {paper.get('register')}" if paper.get("from_register") else "",
        f"Mã giấy tờ: {paper['code']}" if paper.get("code") else "",
        f"Mẫu: {(paper.get('sample_form') or {}).get('name') or ''}" if paper.get("sample_form") else "",
    ]
    return "\n".join(each for each in said if each)


def fee_text(fee: Mapping[str, Any]) -> str:
    """`75.000 ₫ mỗi lần, trực tuyến`."""
    amount = fee.get("amount")
    text = "Không thu" if amount == 0 else f"{format_money(amount)} mỗi {fee.get('per', 'lần')}" if amount else ""
    if fee.get("channel") and fee["channel"] != FeeChannel.ANY:
        text += f", {FeeChannel(fee['channel']).label.lower()}"
    by = " × ".join(term["answer"] for term in fee.get("quantity") or ())
    applies = fee.get("applies") or {}
    more = [f"nhân với {by}" if by else "", f"khi {applies['answer']}" if applies else "", fee.get("note") or ""]
    return "\n".join(each for each in [text, *more] if each)


def _general(entry: Entry, say: Any) -> None:
    part = DraftPart.GENERAL
    for key, label in {
        "name": "Tên đầy đủ", "short_name": "Tên ngắn", "summary": "Một câu cho người dân", "decision": "Quyết định công bố",
        "national_tier": "Cấp thực hiện (như bản quốc gia)", "kind_text": "Loại thủ tục",
    }.items():  # fmt: skip
        say(part, key, label, str(entry.get(key) or ""))
    for profile, rows in (entry.get("tiers") or {}).items():
        text = "\n".join(f"{_label(TierCode, row['tier'])}: {row['agency']}" for row in rows)
        say(part, f"tiers:{profile}", f"Nơi giải quyết, {PROFILES.get(profile, profile)}", text)
    say(part, "carried_out_by", "Cơ quan thực hiện", "\n".join(map(_with_code, entry.get("carried_out_by") or ())))
    say(part, "combined_with", "Cơ quan phối hợp", "\n".join(map(_with_code, entry.get("combined_with") or ())))
    say(part, "subjects", "Ai được nộp", _labels(Subject, entry.get("subjects")))
    say(part, "national_subjects", "Đối tượng (như bản quốc gia)", _listed(entry.get("national_subjects")))
    say(part, "level", "Mức độ dịch vụ công", _label(ServiceLevel, level_of(entry)))
    old = entry.get("service_level_2019")
    say(part, "old_level", "Mức độ theo Nghị định 43/2011/NĐ-CP", str(OldServiceLevel(old).label) if old else "")
    say(part, "dossier_sets", "Số bộ hồ sơ", str(entry.get("dossier_sets") or 1))


def _steps(entry: Entry, say: Any) -> None:
    names = {case["key"]: case["name"] for case in entry.get("cases") or ()}
    for key, name in names.items():
        say(DraftPart.STEPS, f"case:{key}", "Trường hợp", name)
    for row in entry.get("order") or ():
        case = row.get("case") or ""
        label = f"Trình tự: {names.get(case, case) or EVERY_CASE.lower()}"
        say(DraftPart.STEPS, f"order:{case}", label, "\n".join(row.get("steps") or ()))


def _ways(entry: Entry, say: Any) -> None:
    part = DraftPart.WAYS
    say(part, "channels", "Cách nộp", _labels(FilingChannel, entry.get("channels")))
    limit = limit_text(entry.get("time_limit_value"), entry.get("time_limit_unit") or "")
    say(part, "time_limit", "Thời hạn giải quyết", limit)
    say(part, "time_note", "Ghi chú về thời hạn", str(entry.get("time_note") or ""))
    for way in entry.get("ways") or ():
        terms = []
        for term in way.get("terms") or ():
            words = (
                limit_text(term.get("value"), term.get("unit") or "", term.get("text") or "") or "không ghi thời hạn"
            )
            fees = ", ".join(_way_fee(fee) for fee in term.get("fees") or ())
            terms.append("; ".join(each for each in [words, fees, term.get("note") or ""] if each))
        text = "\n".join(each for each in [*terms, way.get("note") or ""] if each)
        say(part, f"way:{way.get('channel')}", f"{_label(FilingChannel, way.get('channel') or '')}", text)
    for fee in entry.get("fees") or ():
        say(part, f"fee:{fee['name']}", f"{_label(FeeKind, fee.get('kind') or '')}: {fee['name']}", fee_text(fee))
    say(part, "exemptions", "Miễn, giảm", _listed(entry.get("exemptions")))


def _way_fee(fee: Mapping[str, Any]) -> str:
    amount = fee.get("amount")
    return format_money(amount) if amount is not None else fee.get("text") or fee.get("note") or ""


def _form(entry: Entry, say: Any) -> None:
    form, flow = entry.get("form") or {}, entry.get("workflow") or {}
    text = f"Tờ khai mã {form['code']}" if form.get("code") else str(form.get("title") or "")
    say(DraftPart.FORM, "form", "Tờ khai điện tử", text)
    for question in form.get("questions") or ():
        text = question["label"] + ("" if question.get("required") else " (không bắt buộc)")
        say(DraftPart.FORM, f"question:{question['name']}", "Câu hỏi của tờ khai", text)
    steps = "\n".join(f"{step['name']}: {step['hours']:g} giờ" for step in flow.get("steps") or ())
    say(DraftPart.FORM, "workflow", "Quy trình nội bộ", steps or str(flow.get("code") or ""))


def _with_code(row: Mapping[str, Any]) -> str:
    return f"{row.get('name') or ''} ({row['code']})" if row.get("code") else str(row.get("name") or "")


def _listed(lines: Iterable[str] | None) -> str:
    return "\n".join(lines or ())


def _label(of: Any, value: object) -> str:
    return str(of(value).label) if value in of.values else str(value or "")


def _labels(of: Any, values: Iterable[object] | None) -> str:
    return ", ".join(_label(of, value) for value in values or ())
