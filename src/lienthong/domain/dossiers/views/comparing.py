"""What the panel of comparing shows (đối chiếu): questions that can be asked, what was asked, every answer and paper with its tick."""

import uuid
from typing import Any

from lienthong.domain.dossiers import queries
from lienthong.domain.dossiers.choices import MatchedKind, Verdict
from lienthong.domain.dossiers.models import Dossier, DossierStep
from lienthong.domain.dossiers.queries import matching as matching_queries
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.registers.choices import registers


def matching_context(
    dossier: Dossier, version: procedures.VersionSnapshot, *, step: DossierStep | None, typed: Any = None
) -> dict[str, Any]:
    """What the panel shows: questions that can be asked, what was asked, every answer and paper with its tick."""
    matched = matching_queries.matchings_of(dossier)
    looked = matching_queries.looked_up(dossier, version)
    asked_before = {(each.lookup.register, tuple(sorted(each.lookup.asked.items()))) for each in looked if each.rows}
    offers = matching_queries.suggestions(dossier, version)
    papers = queries.papers_of(dossier)
    return {
        "looked": looked,
        "offers": offers,
        "offers_left": [each for each in offers if (each.register, tuple(sorted(each.asked.items()))) not in asked_before],
        "all_registers": list(registers().values()),
        "match_sections": matching_queries.match_rows(eforms.summary(version.form, dossier.answers, blanks=False), looked, matched),
        "paper_rows": [
            {
                "key": need.key,
                "label": need.name,
                "papers": [paper for paper in papers if paper.requirement_key == need.key and paper.file_id],
                "matching": matched.get((MatchedKind.PAPER, need.key)),
            }
            for need in version.requirements
            if not need.from_form
        ],
        "lookup_key": uuid.uuid4(),
        "may_match": step is not None,
        "asked_typed": typed or {},
        "counts": _counts(matched),
    }  # fmt: skip


def _counts(matched: dict[tuple[str, str], matching_queries.MatchingRow]) -> dict[str, int]:
    wrong = sum(1 for each in matched.values() if each.verdict != Verdict.OK)
    return {"ok": len(matched) - wrong, "wrong": wrong}


def found_wrong(
    version: procedures.VersionSnapshot, matched: dict[tuple[str, str], matching_queries.MatchingRow]
) -> dict[str, tuple[str, str]]:
    """Requirement -> (verdict, reason) of what was ticked as wrong or missing: where the list of a supplement begins. Wrong answers stand with
    the declaration."""
    wrong = {
        key: (each.verdict, each.note)
        for (kind, key), each in matched.items()
        if kind == MatchedKind.PAPER and each.verdict != Verdict.OK
    }
    answers = [
        f"{each.name}: {each.note}"
        for (kind, _), each in matched.items()
        if kind == MatchedKind.ANSWER and each.verdict != Verdict.OK
    ]
    declaration = next((need.key for need in version.requirements if need.from_form), None)
    if answers and declaration is not None:
        wrong[declaration] = (Verdict.INVALID, "; ".join(answers)[:500])
    return wrong
