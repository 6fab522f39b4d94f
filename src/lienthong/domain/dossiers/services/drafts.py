"""One's own draft and what the State knows of whoever fills it in (bản khai của mình)."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lienthong.domain.dossiers.errors import AlreadySent
from lienthong.domain.dossiers.models import Filing
from lienthong.foundation.accounts import queries as accounts
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound


def my_filing(actor: Actor, filing_id: uuid.UUID) -> Filing:
    """The actor's own open filing, locked. Raises NotFound, AlreadySent."""
    filing = (
        Filing.objects.select_for_update(of=("self",)).filter(id=filing_id, account_id=actor.account_id or 0).first()
    )
    if filing is None:
        raise NotFound
    if filing.sent_at is not None:
        raise AlreadySent
    return filing


def known_person(actor: Actor) -> dict[str, object] | None:
    """What the State knows of the actor, for prefilling; None while the identity is only self-declared."""
    if actor.person_id is None:
        return None
    person = accounts.get_person(actor.person_id)
    if not person.verified_by:
        return None
    return {
        "full_name": person.full_name,
        "id_number": person.id_number,
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "gender": person.gender,
        "address": person.address,
        "commune_code": person.commune_code,
        "phone": person.phone,
        "email": person.email,
    }


def note_visit(filing: Filing, page: str, post: Mapping[str, Any], fresh: Mapping[str, Any], now: datetime) -> bool:
    """Remember which opening of the page saves now; whether another one, on another device, had saved in between.

    `_visit` names this opening, `_seen` the one whose save it showed. The newer save wins; what it replaces is set aside, unless
    both say the same. `fresh` are the values of this save, by question.
    """
    mine, seen = str(post.get("_visit", ""))[:40], str(post.get("_seen", ""))[:40]
    if not mine:
        return False
    last = filing.visits.get(page)
    filing.visits = {**filing.visits, page: {"visit": mine, "at": now.isoformat()}}
    if last is None or last["visit"] in {mine, seen}:
        return False
    theirs = {name: filing.answers[name] for name in fresh if filing.answers.get(name) not in (None, "")}
    ours = {name: value for name, value in fresh.items() if value not in (None, "")}
    if theirs == ours and page not in filing.raw:
        return False
    filing.set_aside = {
        **filing.set_aside,
        page: {"at": last["at"], "answers": theirs, "names": list(fresh), "raw": filing.raw.get(page, {})},
    }
    return True
