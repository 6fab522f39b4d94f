"""The tables of exemptions that come with the platform (nạp bảng miễn, giảm phí, lệ phí)."""

import json
from pathlib import Path

from django.db import transaction

from lienthong.foundation.decisions import services as decisions
from lienthong.kit.actor import Actor

BUILT_IN = Path(__file__).resolve().parents[1] / "data" / "fees"


@transaction.atomic
def load_exemptions(*, actor: Actor) -> int:
    """Publish the built-in tables that say something new; how many did. What officials have published since stays theirs. Raises NotAllowed, NotReady."""
    files = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(BUILT_IN.glob("*.json"))]
    return sum(decisions.load_table(actor=actor, data=data) is not None for data in files)
