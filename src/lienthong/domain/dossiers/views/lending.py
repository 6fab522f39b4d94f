"""What the panel `Liên thông` of a dossier shows: whom it went to, what they said, whom to ask now."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from lienthong.domain.dossiers import policies, queries
from lienthong.domain.dossiers.choices import ReferralKind
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.states import TRANSITIONS
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit.actor import Actor

ROWS = 4
"""How many agencies may be asked in one go on the page."""
USUAL_DAYS = 3


def referral_context(
    actor: Actor, dossier: Dossier, typed: Mapping[str, Any], problems: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Two to five queries, however many agencies were asked."""
    can_refer = dossier.state in TRANSITIONS["refer"].sources and policies.can(actor, "refer", dossier)
    return {
        "referrals": queries.referrals_of(dossier),
        "children": queries.children_of(dossier),
        "can_refer": can_refer,
        "child": {
            "procedure": typed.get("child-procedure", ""),
            "agency": typed.get("child-agency", ""),
            "asked": typed.get("child-asked", ""),
            "holds": typed.get("child-holds", ""),
        },
        "said_of_child": {
            name: (problems or {}).get(f"child-{name}", "") for name in ("procedure", "agency", "asked", "papers")
        },
        "can_open_child": can_refer and dossier.parent_id is None,
        "papers_to_hand_on": [
            {"paper": paper, "chosen": "child-procedure" not in typed or str(paper.pk) in _chosen(typed)}
            for paper in (queries.papers_to_hand_on(dossier) if can_refer else [])
        ],
        "kinds": [
            {"value": kind.value, "label": kind.label, "checked": typed.get("kind", ReferralKind.OPINION) == kind.value}
            for kind in ReferralKind
        ],
        "rows": [
            {
                "number": number,
                "agency": typed.get(f"agency-{number}", ""),
                "days": typed.get(f"days-{number}", USUAL_DAYS),
            }
            for number in range(1, ROWS + 1)
        ],
        "agencies": organizations.visible_agencies(actor).exclude(id=dossier.agency_id) if can_refer else [],
    }


def _chosen(typed: Mapping[str, Any]) -> list[str]:
    return typed.getlist("child-paper") if isinstance(typed, QueryDict) else []
