"""What a set of answers asks (câu nào phải hỏi): conditions, chains of them, and computed answers, in one pass. No database here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from lienthong.domain.eforms.conditions import Answers, Condition, Json
from lienthong.domain.eforms.formulas import evaluate, paths_in


class Askable(Protocol):
    """What this needs to know of a question."""

    @property
    def kind(self) -> str:
        """Its kind."""

    @property
    def when(self) -> Condition | None:
        """When it is asked."""

    @property
    def formula(self) -> Json:
        """How it is reckoned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """`asked`: the names of the questions that are asked, in their order. `values`: their answers, with the computed ones reckoned here."""

    asked: Mapping[str, None]
    values: dict[str, Any]


def settle(questions: Mapping[str, Askable], answers: Answers) -> Settled:
    """Whatever hangs on a hidden question is hidden, however long the chain. A circle is never asked."""
    asked: dict[str, bool] = {}
    values: dict[str, Json] = {}

    def look(name: str) -> None:
        question = questions[name]
        asked[name] = False  # while it is being looked at, so that a circle ends
        if question.when is not None:
            for other in question.when.names():
                if other in questions and other not in asked:
                    look(other)
            if not question.when.holds(values):
                return
        asked[name] = True
        if question.kind == "computed":
            for path in paths_in(question.formula):
                if path[0] in questions and path[0] not in asked:
                    look(path[0])
            value = evaluate(question.formula, values)
        else:
            value = answers.get(name)
        if value is not None:
            values[name] = value

    for name in questions:
        if name not in asked:
            look(name)
    return Settled(asked={name: None for name in questions if asked[name]}, values=values)
