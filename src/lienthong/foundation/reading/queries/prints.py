"""The register of prints (sổ bản in), and what a print's code says to whom."""

import uuid

from lienthong.foundation.reading.choices import CODE_LENGTH
from lienthong.foundation.reading.errors import PrintNotFound
from lienthong.foundation.reading.models import Print
from lienthong.foundation.reading.policies import sees_prints_of_agency
from lienthong.foundation.reading.sources import Standing, source
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound
from lienthong.kit.pagination import Page, keyset_page


def print_by_code(code: str) -> Print:
    """The print whose paper bears this code, however it was typed. Raises PrintNotFound. Who is shown what of it: `views/checking.py`."""
    plain = "".join(char for char in code.upper() if char.isalnum())
    found = Print.objects.filter(code=plain).first() if len(plain) == CODE_LENGTH else None
    if found is None:
        raise PrintNotFound
    return found


def own_print(actor: Actor, code: str) -> Print:
    """The print with this code that the actor made of a file they may still open. Raises PrintNotFound, NotFound."""
    made = print_by_code(code)
    if actor.account_id is None or made.account_id != actor.account_id:
        raise PrintNotFound
    source(made.source).open(actor, made.subject, made.file_id)
    return made


def count_prints(key: str, subject: str, file_id: uuid.UUID) -> int:
    """How many prints of a file there are. The last number says it: numbers have no gaps."""
    rows = Print.objects.filter(file_id=file_id, source=key, subject=subject)
    return rows.order_by("-number").values_list("number", flat=True).first() or 0


def prints_of(key: str, subject: str, file_id: uuid.UUID, limit: int = 20) -> list[Print]:
    """Prints of one file, newest first. Ask after the source let the actor in."""
    return list(Print.objects.filter(file_id=file_id, source=key, subject=subject).order_by("-number")[:limit])


def prints_page(actor: Actor, *, cursor: str | None = None, limit: int = 25) -> Page[Print]:
    """The register: of the agency for its clerks and leaders, one's own for everybody else; newest first."""
    rows = Print.objects.all()
    if sees_prints_of_agency(actor) and actor.agency_id is not None:
        rows = rows.filter(agency_id__in=actor.archive_agency_ids)
    else:
        rows = rows.filter(account_id=actor.account_id or 0)
    return keyset_page(rows, order=("-printed_at", "-id"), cursor=cursor, limit=limit)


def standing_of(found: Print) -> Standing | None:
    """How what was printed stands today; None when it is gone, or no longer kept here."""
    try:
        return source(found.source).standing(found.subject)
    except NotFound:
        return None
