"""A register is asked (tra cứu): the question is safe before it goes out, the answer is written down as it came.

The network is not waited for inside a transaction: what was asked is committed first, so a machine that dies in between leaves a question
without an answer, never an answer without a question.
"""

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from lienthong.foundation.accounts import queries as accounts
from lienthong.foundation.audit import services as audit
from lienthong.foundation.registers import policies, queries
from lienthong.foundation.registers.adapters import Purpose, RegisterAnswer, RegisterClient, configured_client
from lienthong.foundation.registers.choices import Outcome, Register, registers
from lienthong.foundation.registers.errors import (
    RegisterRefused,
    RegistersNotConnected,
    RegisterUnreachable,
    TooManyLookups,
)
from lienthong.foundation.registers.models import Lookup, LookupAnswer
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid
from lienthong.kit.text_vi import clean

HOUR = timedelta(hours=1)
LEAST_WORDS = 10
"""Letters of a reason that says something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """What a question is asked for: a dossier (type, id, code in words), the step, and about whom in words."""

    subject_type: str
    subject_id: str
    subject_name: str
    step: str
    about: str


def look_up(
    *,
    actor: Actor,
    register: str,
    asked: Mapping[str, str],
    concern: Concern,
    basis: str,
    reason: str,
    key: uuid.UUID | None = None,
    client: RegisterClient | None = None,
) -> Lookup:
    """Ask once, and keep question and answer. The caller has made sure that the actor works on the dossier.

    The same `key` again returns what was asked with it. A register that cannot be reached is an answer too: it is recorded, then raised.
    Raises NotAllowed, Invalid, TooManyLookups, RegistersNotConnected, RegisterUnreachable, RegisterRefused.
    """
    policies.require_look_up(actor)
    known, values = _checked(register, asked, basis, reason)
    client = client or configured_client()
    key = key or uuid.uuid4()
    try:
        lookup, is_new = _write_down(actor, known, values, concern, basis, reason, key)
    except IntegrityError:  # pressed twice at once: the other press is asking
        lookup, is_new = Lookup.objects.get(key=key), False
    if not is_new:
        return queries.with_answer(lookup.pk)
    purpose = Purpose(
        request_id=str(lookup.key),
        dossier=lookup.subject_name,
        basis=lookup.basis,
        reason=lookup.reason,
        officer=lookup.position_title,
        agency=actor.position.agency_name if actor.position else "",
    )
    began = time.monotonic()
    try:
        answer = client.ask(register, values, purpose)
    except (RegisterUnreachable, RegistersNotConnected, RegisterRefused) as refusal:
        outcome = Outcome.REFUSED if isinstance(refusal, RegisterRefused) else Outcome.UNREACHABLE
        _keep(actor, lookup, outcome, None, said=refusal.message, began=began)
        raise
    _keep(actor, lookup, Outcome.FOUND if answer.found else Outcome.NOT_FOUND, answer, said="", began=began)
    return queries.with_answer(lookup.pk)


def _checked(register: str, asked: Mapping[str, str], basis: str, reason: str) -> tuple[Register, dict[str, str]]:
    known = registers().get(register)
    if known is None:
        raise Invalid({"register": "Chưa chọn cơ sở dữ liệu cần tra cứu."})
    problems = {}
    values = {each.name: clean(str(asked.get(each.name, "")))[:60] for each in known.asks}
    for each in known.asks:
        if not each.fits(values[each.name]):
            found = f"; đang ghi “{values[each.name]}”" if values[each.name] else ""
            hint = f" ({each.hint})" if each.hint else ""
            problems[each.name] = f"{each.label} chưa đúng{hint}{found}."
    if known.basis(basis) is None:
        problems["basis"] = "Chưa chọn căn cứ pháp lý của lượt tra cứu."
    if len(clean(reason)) < LEAST_WORDS:
        problems["reason"] = (
            "Lý do còn trống hoặc quá ngắn. Ghi cần đối chiếu nội dung nào; người được tra cứu đọc được câu này."
        )
    if problems:
        raise Invalid(problems)
    return known, values


@transaction.atomic
def _write_down(
    actor: Actor,
    known: Register,
    values: dict[str, str],
    concern: Concern,
    basis: str,
    reason: str,
    key: uuid.UUID,
) -> tuple[Lookup, bool]:
    """(the question as kept, whether it is new)."""
    before = Lookup.objects.filter(key=key, position_id=_seat(actor)).first()
    if before is not None:
        return before, False
    _refuse_too_many(actor)
    person = accounts.person_by_id_number(SYSTEM, values.get("id_number", "")) if known.subject == "person" else None
    ground = known.basis(basis)
    assert ground is not None
    lookup = Lookup.objects.create(
        key=key,
        register=known.code,
        asked=values,
        about=concern.about[:160],
        subject_type=concern.subject_type,
        subject_id=concern.subject_id,
        subject_name=concern.subject_name,
        step=concern.step[:200],
        basis=ground.text[:300],
        reason=clean(reason)[:300],
        at=clock.now(),
        account_id=actor.account_id,
        actor_name=actor.name,
        position_id=actor.position.id if actor.position else None,
        position_title=f"{actor.position.title}, {actor.position.agency_name}"[:200] if actor.position else "",
        agency_id=actor.agency_id,
        person=person,
    )
    return lookup, True


def _seat(actor: Actor) -> int:
    return actor.position.id if actor.position else 0


def _refuse_too_many(actor: Actor) -> None:
    since = clock.now() - HOUR
    mine = Lookup.objects.filter(position_id=_seat(actor), at__gt=since)
    latest = list(mine.order_by("-at").values_list("at", flat=True)[: settings.LOOKUPS_AN_HOUR])
    if len(latest) >= settings.LOOKUPS_AN_HOUR:
        raise TooManyLookups.of(settings.LOOKUPS_AN_HOUR, latest[-1] + HOUR)


@transaction.atomic
def _keep(
    actor: Actor, lookup: Lookup, outcome: Outcome, answer: RegisterAnswer | None, *, said: str, began: float
) -> None:
    """The answer as it came; who is in our books hears of what was seen of them."""
    known = registers()[lookup.register]
    record = {each.key: answer.record[each.key] for each in known.fields if each.key in answer.record} if answer else {}
    LookupAnswer.objects.create(
        lookup=lookup,
        outcome=outcome,
        record=record,
        fields=list(record),
        reference=answer.reference if answer else "",
        as_of=answer.as_of if answer else None,
        said=said[:400],
        at=clock.now(),
        took_ms=int((time.monotonic() - began) * 1000),
    )
    if record and lookup.person_id is not None:
        audit.record_access(
            actor=actor,
            person_id=lookup.person_id,
            subject_type=lookup.subject_type,
            subject_id=lookup.subject_id,
            reason=f"Tra cứu {known.short_name}, hồ sơ {lookup.subject_name}: {lookup.reason}"[:120],
            seen=", ".join(each.label.lower() for each in known.fields if each.key in record),
        )
