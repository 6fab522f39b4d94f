"""What changed between two tables of steps (so sánh phiên bản), in words. Steps are the same when their keys are."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from lienthong.foundation.workflows.choices import Operator, StepKind
from lienthong.foundation.workflows.rules.drafts import value_text
from lienthong.foundation.workflows.rules.steps import Condition, Steps, StepSpec, number_text


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: added, removed, changed, moved; what it is about, before and after."""

    kind: str
    where: str
    before: str = ""
    after: str = ""


def compare(old: Steps, new: Steps) -> list[Change]:
    """Differences in the order of the new table, steps taken away at the end."""
    before, after = ({step.key: step for step in steps} for steps in (old, new))
    shared_old = [key for key in before if key in after]
    shared_new = [key for key in after if key in before]
    matcher = SequenceMatcher(None, shared_old, shared_new, autojunk=False)
    kept = {shared_new[at] for block in matcher.get_matching_blocks() for at in range(block.b, block.b + block.size)}
    changes: list[Change] = []
    for number, step in enumerate(new, start=1):
        where = f"Bước {number} “{step.name}”"
        if step.key not in before:
            changes.append(Change("added", where, after=_whole(step)))
            continue
        if step.key not in kept:
            was = list(before).index(step.key) + 1
            changes.append(Change("moved", f"{where}, thứ tự", f"bước {was}", f"bước {number}"))
        changes += [
            Change("changed", f"{where}, {part}", one, other)
            for (part, one), (_, other) in zip(_parts(before[step.key]), _parts(step), strict=True)
            if one != other
        ]
    changes += [
        Change("removed", f"Bước {number} cũ “{step.name}”", before=_whole(step))
        for number, step in enumerate(old, start=1)
        if step.key not in after
    ]
    return changes


def condition_words(when: Condition | None) -> str:
    """`khi dien_tich lớn hơn 250`."""
    return f"khi {when.field} {Operator(when.op).label} {value_text(when.value)}" if when else "luôn làm"


def _parts(step: StepSpec) -> list[tuple[str, str]]:
    return [
        ("tên", step.name),
        ("loại", str(StepKind(step.kind).label)),
        ("người làm", step.role_name),
        ("nơi làm", step.agency_name),
        ("thời gian", f"{number_text(step.hours)} giờ"),
        ("điều kiện", condition_words(step.when)),
        ("song song", f"nhóm {step.parallel}" if step.parallel else "không"),
    ]


def _whole(step: StepSpec) -> str:
    shown = [text for part, text in _parts(step) if part not in {"tên", "song song"}]
    return ", ".join(shown if step.when else shown[:-1])
