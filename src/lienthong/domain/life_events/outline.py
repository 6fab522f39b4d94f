"""What a page of a life event says (nội dung một sự kiện đời sống): steps in order, each with its procedures.

Kept as JSON in `models.LifeEvent`, once as draft and once as published; these classes are its only reader and writer.
"""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A procedure inside a step: national `code`, a `label` shorter than its name (may be empty), who needs it (`note`)."""

    code: str
    label: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do. `when`: the term in words. `combined`: code of the procedure that does all of the step in one filing."""

    title: str
    when: str = ""
    text: str = ""
    combined: str = ""
    procedures: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The whole page. `papers`: lines about papers worth having at hand, used more than once on the way."""

    title: str
    lead: str = ""
    icon: str = "info"
    papers: tuple[str, ...] = ()
    steps: tuple[Step, ...] = field(default=())

    @property
    def codes(self) -> tuple[str, ...]:
        """Every procedure named, in order, once."""
        named = [
            code
            for step in self.steps
            for code in (step.combined, *(mention.code for mention in step.procedures))
            if code
        ]
        return tuple(dict.fromkeys(named))

    def as_json(self) -> dict[str, Any]:
        """As stored."""
        return asdict(self)


def read_outline(stored: dict[str, Any]) -> Outline:
    """The outline that `as_json` wrote; unknown keys of a later release are left out."""
    return Outline(
        title=str(stored.get("title", "")),
        lead=str(stored.get("lead", "")),
        icon=str(stored.get("icon", "info")),
        papers=tuple(str(line) for line in stored.get("papers", ())),
        steps=tuple(
            Step(
                title=str(step.get("title", "")),
                when=str(step.get("when", "")),
                text=str(step.get("text", "")),
                combined=str(step.get("combined", "")),
                procedures=tuple(
                    Mention(
                        code=str(each.get("code", "")), label=str(each.get("label", "")), note=str(each.get("note", ""))
                    )
                    for each in step.get("procedures", ())
                ),
            )
            for step in stored.get("steps", ())
        ),
    )
