"""What a question may look at (thứ tự câu hỏi): earlier questions that exist, with answers that can be compared or reckoned with."""

from collections.abc import Iterable, Mapping

from lienthong.domain.eforms.conditions import ORDERS, Condition
from lienthong.domain.eforms.errors import UnusableQuestions
from lienthong.domain.eforms.formulas import gives_text, paths_in
from lienthong.domain.eforms.parts import inner_questions
from lienthong.domain.eforms.structure import Question

MOST_QUESTIONS = 500
_NUMBERS = frozenset({"number", "decimal", "money"})
_ADDRESS_PARTS = frozenset({"province", "district", "commune"})


def check_order(questions: Iterable[Question]) -> None:
    """Raises UnusableQuestions: a name twice, or a condition, a formula or a date that looks at what is not there yet."""
    before: dict[str, Question] = {}
    for question in questions:
        name = question.name
        if name in before:
            raise UnusableQuestions(f"Câu hỏi “{name}” có hai lần. Đặt tên khác nhau", field=name)
        for condition in filter(None, (question.when, question.required_when)):
            for test in condition.tests():
                _check_test(question, test, before)
        for path in paths_in(question.formula) if question.formula is not None else ():
            _find(question, path, before)
        if question.as_of:
            found = _find(question, tuple(question.as_of.split(".")), before)
            if found is None or found.kind not in {"date", "datetime"}:
                raise UnusableQuestions(
                    f"Câu hỏi “{name}” theo ngày “{question.as_of}”, nhưng đó không phải câu hỏi ngày", field=name
                )
        if question.questions:
            check_order(question.questions)
        before[name] = question
    if len(before) > MOST_QUESTIONS:
        raise UnusableQuestions(f"Mẫu có {len(before)} câu hỏi. Một mẫu có tối đa {MOST_QUESTIONS} câu")


def _check_test(question: Question, test: Condition, before: Mapping[str, Question]) -> None:
    found = _find(question, test.path, before)
    if test.op in ORDERS and (found is None or not _is_number(found)):
        raise UnusableQuestions(
            f"Câu hỏi “{question.name}” so lớn nhỏ với “{test.question}”, nhưng câu đó không trả lời bằng số",
            field=question.name,
        )


def _is_number(question: Question) -> bool:
    return question.kind in _NUMBERS or (question.kind == "computed" and not gives_text(question.formula))


def _find(asker: Question, path: tuple[str, ...], before: Mapping[str, Question]) -> Question | None:
    """The question at a path; None for a part of an address, which is a code."""
    found = before.get(path[0])
    for step in path[1:]:
        if found is not None and found.kind == "address" and step in _ADDRESS_PARTS and step == path[-1]:
            return None
        found = {each.name: each for each in inner_questions(found)}.get(step) if found is not None else None
    if found is None:
        raise UnusableQuestions(
            f"Câu hỏi “{asker.name}” phụ thuộc “{'.'.join(path)}” chưa hỏi trước đó. Xếp câu hỏi đó lên trước",
            field=asker.name,
        )
    return found
