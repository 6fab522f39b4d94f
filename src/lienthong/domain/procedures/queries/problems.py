"""What a draft lacks before it can be published (kiểm tra dự thảo), part by part."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from lienthong.domain.eforms import queries as eforms
from lienthong.domain.eforms.errors import FormNotFound
from lienthong.domain.procedures.choices import DraftPart, FilingChannel, ServiceLevel
from lienthong.domain.procedures.record import Entry, hours_of, level_of, questions_asked_for, results_of
from lienthong.foundation.workflows import queries as workflows


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding: `stops` publication, or is only advice."""

    part: str
    text: str
    stops: bool = True

    @property
    def part_name(self) -> str:
        """`Thành phần hồ sơ`."""
        return str(DraftPart(self.part).label)


def problems_of(entry: Entry) -> tuple[Problem, ...]:
    """Everything found, what stops first (2 queries)."""
    found = [*_general(entry), *_ways(entry), *_papers(entry), *_advice(entry), *_form(entry)]
    return tuple(sorted(found, key=lambda each: not each.stops))


def _general(entry: Entry) -> Iterator[Problem]:
    for key, label in {"name": "tên đầy đủ", "short_name": "tên ngắn", "field": "lĩnh vực"}.items():
        if not entry.get(key):
            yield Problem(part=DraftPart.GENERAL, text=f"Chưa có {label}")
    if not (entry.get("tiers") or {}).get(settings.PROFILE) and not entry.get("carried_out_by"):
        yield Problem(part=DraftPart.GENERAL, text="Chưa ghi cấp và cơ quan giải quyết")
    if len(entry.get("short_name") or "") > 160:
        yield Problem(part=DraftPart.GENERAL, text="Tên ngắn dài quá 160 ký tự, khó đọc trên điện thoại", stops=False)


def _ways(entry: Entry) -> Iterator[Problem]:
    part = DraftPart.WAYS
    if not entry.get("channels"):
        yield Problem(part=part, text="Chưa chọn cách nộp nào")
    value, unit = entry.get("time_limit_value"), entry.get("time_limit_unit")
    terms = [term for way in entry.get("ways") or () for term in way.get("terms") or ()]
    if value is None and not any(term.get("value") or term.get("text") for term in terms):
        yield Problem(part=part, text="Chưa có thời hạn giải quyết, bằng số hay bằng lời")
    if value is not None and not unit:
        yield Problem(part=part, text="Thời hạn có số nhưng chưa có đơn vị")
    if value is None:
        yield Problem(
            part=part,
            text="Thời hạn chỉ có bằng lời: hồ sơ chưa nộp được trên hệ thống vì không tính được ngày hẹn",
            stops=False,
        )


def _papers(entry: Entry) -> Iterator[Problem]:
    part = DraftPart.PAPERS
    papers = entry.get("requirements") or []
    keys = [paper["key"] for paper in papers]
    if len(keys) != len(set(keys)):
        yield Problem(part=part, text="Hai giấy tờ có cùng khóa")
    cases = {case["key"] for case in entry.get("cases") or ()}
    for paper in papers:
        if lost := set(paper.get("cases") or ()) - cases:
            yield Problem(
                part=part, text=f"Giấy tờ “{paper['name']}” gắn với trường hợp không còn: {', '.join(sorted(lost))}"
            )
    for row in entry.get("order") or ():
        if row.get("case") and row["case"] not in cases:
            yield Problem(part=DraftPart.STEPS, text=f"Trình tự gắn với trường hợp không còn: {row['case']}")
    if not papers:
        yield Problem(part=part, text="Chưa có thành phần hồ sơ nào", stops=False)


def _form(entry: Entry) -> Iterator[Problem]:
    part = DraftPart.FORM
    form, flow = entry.get("form") or {}, entry.get("workflow") or {}
    questions: set[str] | None = {question["name"] for question in form.get("questions") or ()}
    if form.get("code"):
        try:
            questions = set(eforms.current_form(form["code"]).schema["properties"])
        except FormNotFound:
            questions = None
            yield Problem(part=part, text=f"Tờ khai mã “{form['code']}” chưa được công bố")
    for fee, named in questions_asked_for(entry.get("fees") or ()).items():
        if questions is not None and (unknown := named - questions):
            yield Problem(
                part=DraftPart.WAYS,
                text=f"Khoản “{fee}” tính theo câu hỏi không có trong tờ khai: {', '.join(sorted(unknown))}",
            )
    steps = flow.get("steps") or []
    if flow.get("code"):
        workflow = workflows.latest_workflow(flow["code"])
        steps = workflow.steps if workflow else []
        if workflow is None:
            yield Problem(part=part, text=f"Quy trình mã “{flow['code']}” chưa được ban hành")
    value, unit = entry.get("time_limit_value"), entry.get("time_limit_unit")
    if value is not None and unit and steps:
        given, used = hours_of(value, unit), sum(step["hours"] for step in steps)
        if used > given + 0.01:
            yield Problem(
                part=part,
                text=f"Các bước của quy trình cộng lại {used:g} giờ, quá thời hạn {given:g} giờ".replace(".", ","),
            )
    if FilingChannel.ONLINE in (entry.get("channels") or ()) and not (form and flow):
        yield Problem(
            part=part,
            text="Cho nộp trực tuyến nhưng chưa chọn tờ khai và quy trình: người dân chưa nộp được",
            stops=False,
        )
    if level_of(entry) == ServiceLevel.FULL and not form:
        yield Problem(part=part, text="Mức độ toàn trình nhưng chưa có tờ khai điện tử", stops=False)


def _advice(entry: Entry) -> Iterator[Problem]:
    if not entry.get("summary"):
        yield Problem(part=DraftPart.GENERAL, text="Chưa có một câu giải thích cho người dân", stops=False)
    if not results_of(entry):
        yield Problem(part=DraftPart.RESULTS, text="Chưa ghi kết quả thực hiện", stops=False)
    if not entry.get("legal_bases"):
        yield Problem(part=DraftPart.RESULTS, text="Chưa ghi căn cứ pháp lý", stops=False)
    if count := len(entry.get("flags") or ()):
        yield Problem(part=DraftPart.FLAGS, text=f"Còn {count} chỗ chưa làm rõ", stops=False)
