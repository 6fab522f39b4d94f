"""What the browser sent of the screen (đọc nội dung gõ ở quầy). Names that begin with `c.` stand beside the form of the procedure."""

import re
from datetime import date
from typing import Any

from django.http import QueryDict

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers import services
from lienthong.kit.text_vi import clean

APPLICANT = ("full_name", "id_number", "birth_date", "gender", "address", "phone", "email")
PRESENTER = ("full_name", "id_number", "phone", "basis")
CHECK = ("verdict", "shape", "count", "reason", "remedy")
_LONGEST = 500


def typed_of(post: QueryDict) -> services.Typed:
    """The parts that the screen showed (`_phan`); what it did not show stays as it was."""
    shown = set(post.getlist("_phan"))
    return services.Typed(
        applicant=_applicant(post) if "applicant" in shown else None,
        presenter=_presenter(post) if "presenter" in shown else None,
        checks=_checks(post) if "papers" in shown else None,
        case=_text(post, "c.case") if "c.case" in post else None,
        received_here=post["c.where"] != "there" if "c.where" in post else None,
        fee_later=bool(post.get("c.later")) if "fee" in shown else None,
        by_post={"postmark": day_of(_text(post, "c.postmark")), "tracking": _text(post, "c.tracking").upper()[:40]}
        if "c.postmark" in post
        else None,
        note=_text(post, "c.note") if "c.note" in post else None,
    )


def _text(post: QueryDict, name: str) -> str:
    return clean(post.get(name, "")[:_LONGEST])


def _applicant(post: QueryDict) -> dict[str, str]:
    """Only the boxes that were there: after reading a card most of it is shown and not asked."""
    found = {name: _text(post, f"c.{name}") for name in APPLICANT if f"c.{name}" in post}
    if "birth_date" in found:
        found["birth_date"] = day_of(found["birth_date"])
    return found


def _presenter(post: QueryDict) -> dict[str, str]:
    if not post.get("c.other"):
        return {}
    # One space keeps it apart from "the applicant came": nothing of it has been typed yet.
    return {name: _text(post, f"c.presenter_{name}") for name in PRESENTER} | {"here": "1"}


def _checks(post: QueryDict) -> dict[str, dict[str, Any]]:
    return {
        key: {part: _text(post, f"c.{part}.{key}") for part in CHECK if f"c.{part}.{key}" in post}
        for key in post.getlist("_giay")[:200]
    }


def day_of(text: str) -> str:
    """`12/3/1995`, `12-03-1995`, `12031995` as ISO; what is no day comes back as it was typed, to be corrected."""
    parts = re.fullmatch(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", text, re.ASCII) or re.fullmatch(
        r"(\d\d)(\d\d)(\d{4})", text, re.ASCII
    )
    if parts is None:
        return text[:20]
    try:
        return date(int(parts[3]), int(parts[2]), int(parts[1])).isoformat()
    except ValueError:
        return text[:20]


def is_answer(found: dossiers.ReceptionRow) -> bool:
    """Whether the person came back with what a list asked for."""
    return found.filing is not None and found.filing.dossier_id is not None


def whole(text: str) -> int:
    """An id that our own page sent; 0 when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
