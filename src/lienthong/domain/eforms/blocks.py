"""Who files (người nộp): ready blocks of questions, added only where a form does not ask for that person itself."""

from collections.abc import Sequence
from dataclasses import replace

from lienthong.domain.eforms.conditions import Condition
from lienthong.domain.eforms.paging import Sectioned
from lienthong.domain.eforms.structure import Question

type Block = tuple[str, str, list[Question]]

PERSON, ORGANISATION = "Cá nhân", "Tổ chức, doanh nghiệp"
_WHO = Question(
    name="applicant_kind", label="Người nộp hồ sơ là", kind="radio", required=True, choices=(PERSON, ORGANISATION)
)
_NAMES_SOMEBODY = {"req_name", "investor_name", "owner_name", "org_name", "host_name"}
# Beside questions of its own, a form needs only who files and how to reach them.
_SHORT = {"full_name", "pin", "permanent_address", "phone", "email"}


def with_blocks(own: Sequence[Sectioned], blocks: Sequence[Block]) -> list[Sectioned]:
    """The questions with those of the blocks before them. Names that are asked already are not asked again."""
    if any(question.kind in {"name", "person"} or question.name in _NAMES_SOMEBODY for question, _ in own):
        return list(own)
    names = {question.name for question, _ in own}
    ids = [identifier for identifier, _, _ in blocks]
    either = "person" in ids and "organization" in ids
    added: list[Sectioned] = [(_WHO, "Người nộp hồ sơ")] if either else []
    for identifier, title, questions in blocks:
        condition = {"person": PERSON, "organization": ORGANISATION}.get(identifier) if either else None
        for question in questions:
            if question.name in names or (identifier == "person" and own and question.name not in _SHORT):
                continue
            if identifier == "business" and "person" in ids and question.name.startswith("owner_"):
                continue
            when = Condition(question=_WHO.name, value=(condition,)) if condition else question.when
            names.add(question.name)
            added.append((replace(question, when=when), title))
    return [*added, *own]
