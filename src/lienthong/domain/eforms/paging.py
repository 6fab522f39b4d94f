"""One group of questions on a page (chia trang): a section is a page, a long section becomes several of about the same size."""

from collections.abc import Sequence

from lienthong.domain.eforms.structure import Page, Question
from lienthong.kit.text_vi import slug

type Sectioned = tuple[Question, str]

FULL_PAGE = 7
_WEIGHTS = {
    "address": 2,
    "id_document": 2,
    "table": 3,
    "textarea": 2,
    "person": 4,
    "organization": 4,
    "group": 5,
    "statement": 2,
}
_UNNAMED = "Nội dung đề nghị"


def into_pages(questions: Sequence[Sectioned]) -> tuple[Page, ...]:
    """Pages in the order of the questions. What depends on an answer stands on a later page than that answer."""
    sections: dict[str, list[Question]] = {}
    for question, section in questions:
        sections.setdefault(section or _UNNAMED, []).append(question)
    pages: list[Page] = []
    slugs: set[str] = set()
    for section, members in sections.items():
        for number, group in enumerate(_split(members)):
            title = section if number == 0 else f"{section} (tiếp theo)"
            name = base = slug(section)[:60] or "trang"
            counter = 2
            while name in slugs:
                name, counter = f"{base}-{counter}", counter + 1
            slugs.add(name)
            pages.append(Page(slug=name, title=title, questions=tuple(group)))
    return tuple(pages)


def _split(questions: list[Question]) -> list[list[Question]]:
    """First where an answer decides what follows, then by size."""
    parts: list[list[Question]] = [[]]
    for question in questions:
        controllers = (question.when.names() if question.when else frozenset()) | {question.as_of.split(".")[0]}
        if any(before.name in controllers for before in parts[-1]):
            parts.append([])
        parts[-1].append(question)
    return [group for part in parts for group in _balanced(part)]


def _balanced(questions: list[Question]) -> list[list[Question]]:
    weights = [_WEIGHTS.get(question.kind, 1) for question in questions]
    # A page may run a little over: two pages of four are worse than one of eight.
    count = max(1, -(-(sum(weights) - 2) // FULL_PAGE))
    goal = sum(weights) / count
    groups: list[list[Question]] = [[]]
    filled = 0.0
    for question, weight in zip(questions, weights, strict=True):
        if groups[-1] and filled + weight / 2 > goal * len(groups) and len(groups) < count:
            groups.append([])
        groups[-1].append(question)
        filled += weight
    return groups
