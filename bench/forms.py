"""How long a large form takes to judge (kiểm tra tờ khai): in one thread, every kind of question, conditions and computed answers among them."""

import time

from bench.figures import Figure, Processor, Promise, Sample

FIELDS = 100
NAME = f"validation of a {FIELDS}-field form"
_PLACE = {"province": "52", "commune": "23575", "detail": "Tổ 5"}
# One answer of each kind, repeated until there are FIELDS; a dozen have a condition, four are reckoned.
_ANSWERS: tuple[tuple[str, object], ...] = (
    ("text", "Cà phê Hương Rừng"),
    ("name", "Rơ Châm H'Lan"),
    ("date", "1995-03-12"),
    ("phone", "+84905000512"),
    ("money", 50_000_000),
    ("decimal", 82.5),
    ("number", 3),
    ("email", "hlan@example.vn"),
    ("address", _PLACE),
    ("id_number", "064195000512"),
    ("yes_no", True),
    ("radio", "Có"),
    ("multiselect", ["Có"]),
    ("id_document", {"kind": "Căn cước", "number": "064195000512"}),
    ("person", {"full_name": "Rơ Châm H'Lan", "id_number": "064195000512", "address": _PLACE}),
    ("group", [{"name": "Siu K", "amount": 1_000_000}, {"name": "Ksor Y Blô", "amount": 2_000_000}]),
    ("computed", None),
)
_MORE: dict[str, dict[str, object]] = {
    "radio": {"choices": ["Có", "Không"]},
    "multiselect": {"choices": ["Có", "Không"]},
    "person": {"parts": ["full_name", "id_number", "address"]},
    "group": {
        "questions": [
            {"name": "name", "label": "Họ tên", "kind": "name", "required": True},
            {"name": "amount", "label": "Số tiền", "kind": "money", "required": True},
        ]
    },
}


def large_form() -> tuple[list[dict[str, object]], dict[str, object]]:
    """A question list of FIELDS questions, and answers that hold."""
    questions: list[dict[str, object]] = []
    answers: dict[str, object] = {}
    for at in range(FIELDS):
        kind, value = _ANSWERS[at % len(_ANSWERS)]
        name = f"q{at}"
        question = {"name": name, "label": f"Câu {at}", "kind": kind, "required": True, "section": f"Phần {at // 12}"}
        question |= _MORE.get(kind, {})
        if kind == "computed":
            question["formula"] = {"sum": [{"answer": f"q{at - 1}.amount"}]}
            question["required"] = False
        elif at % 8 == 7:
            question["when"] = {"question": f"q{at - 1}", "answered": True}
        questions.append(question)
        if value is not None:
            answers[name] = value
    return questions, answers


def validation(*, seconds: float) -> Figure:
    """The processor time of one judgement, over and over for `seconds`; the promise is about the 95th percentile.

    Processor time, not the clock on the wall: nothing here waits, and what else the machine does meanwhile is no matter of the form.
    """
    from lienthong.domain.eforms import services
    from lienthong.domain.eforms.kinds.schemas import schema_of
    from lienthong.domain.eforms.models import Form

    questions, answers = large_form()
    structure = services.compile_questions(questions)
    form = Form(
        code="bench", version=1, title="Bench", schema=schema_of(structure, "Bench"), layout=structure.as_layout()
    )
    if problems := services.validate_answers(form=form, answers=answers):
        raise RuntimeError(f"the answers of the bench do not hold: {problems}")
    times: list[float] = []
    started, busy = time.perf_counter(), time.process_time()
    while time.perf_counter() - started < seconds:
        before = time.thread_time()
        services.validate_answers(form=form, answers=answers)
        times.append(time.thread_time() - before)
    processor = Processor(web=time.process_time() - busy)
    sample = Sample(users=1, seconds=times, wall=time.perf_counter() - started, processor=processor)
    return Figure(NAME, sample.p95_ms, "ms", Promise(2.0, "ms"), sample=sample)
