"""A reception brought to a stage, as the officer at the counter does it, for the tests of the counter."""

from typing import Any

from django.http import QueryDict
from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.models import Filing, Reception
from lienthong.domain.dossiers.tests.stages import ANSWERS, BIRTH
from lienthong.domain.procedures import queries as procedures
from lienthong.kit.actor import Actor

CARD = "064195000512|231012345|Siu H'Ngan|12031995|Nữ|Tổ 5, Phường Pleiku, Gia Lai|01072024"
MOTHER = {"req_name": "Siu H'Ngan", "req_phone": "0905000512"}


def keep(actor: Actor, reception: Reception, **typed: Any) -> dict[str, str]:
    """What stands beside the form, saved."""
    return services.keep_reception(
        actor=actor, reception_id=reception.id, typed=services.Typed(**typed), post=QueryDict()
    )


def begun(actor: Actor, *, card: str = CARD, code: str = BIRTH, ticket: int | None = None) -> Reception:
    """The person is known and the procedure chosen."""
    reception = services.start_reception(actor=actor, ticket=ticket, ticket_label="A012" if ticket else "")
    services.find_applicant(actor=actor, reception_id=reception.id, text=card)
    return services.choose_procedure(actor=actor, reception_id=reception.id, code=code)


def checks_of(reception: Reception, verdict: str = "ok", **others: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every paper judged alike, `others` by key."""
    assert reception.filing is not None
    version = procedures.version(reception.filing.version_id)
    return {need.key: {"verdict": verdict, "shape": "original", "count": 1} for need in version.requirements} | others


def ready(ward: Ward, actor: Actor | None = None, **more: Any) -> Reception:
    """Form filled in, papers judged: only accepting is left."""
    actor = actor or ward.one_stop
    reception = begun(actor)
    fill(reception, **more)
    keep(actor, reception, checks=checks_of(reception))
    return queries.reception_for(actor, reception.id)


def fill(reception: Reception, **more: Any) -> None:
    """The answers that are not known of the person."""
    filing = Filing.objects.get(id=reception.filing_id)
    filing.answers = {**filing.answers, **ANSWERS, **more}
    filing.save(update_fields=["answers"])
