"""The tables that come with the platform (nạp bảng kiểm tra điều kiện)."""

import json
from pathlib import Path

from django.db import transaction

from lienthong.foundation.decisions import services as decisions
from lienthong.kit.actor import Actor

BUILT_IN = Path(__file__).resolve().parent / "data"


@transaction.atomic
def load_tables(*, actor: Actor) -> int:
    """Publish the built-in tables that say something new; how many did. What officials have published since stays theirs.

    Raises NotAllowed, and NotReady when a file has a fault: nothing of it is loaded then.
    """
    files = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(BUILT_IN.glob("*.json"))]
    return sum(decisions.load_table(actor=actor, data=data) is not None for data in files)
