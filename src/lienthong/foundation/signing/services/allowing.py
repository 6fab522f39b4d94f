"""The holder of a key allows what it signs (người giữ khóa cho phép ký): a PIN, a code, a device on the desk (ADR 0049).

An act (sign a result, sign a document) runs as it always does. Where it comes to a key that asks its holder it stops, nothing changed, with the
paper in hand. The key signs the paper outside any transaction; the act then runs again and finds the signature over the very same bytes.
"""

import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress

from django.db import transaction

from lienthong.foundation.signing.adapters import ask_of, codes_of, holder_key
from lienthong.foundation.signing.asked import Paper, Typed, finding
from lienthong.foundation.signing.choices import Ask
from lienthong.foundation.signing.errors import AuthorizationNeeded, DeviceAsked, HolderNeeded, TooManyAtOnce
from lienthong.foundation.signing.models import Certificate, PreparedSignature
from lienthong.foundation.signing.services import deferring
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Refused

MOST_AT_ONCE = 50
"""Papers that are made ready while somebody waits: measured 61 ms of processor time each."""


def done_by_holder[T](*, actor: Actor, typed: Typed, act: Callable[[], T]) -> T:
    """What `act` gives, after the holder allowed the signature it needs; a key that asks nobody costs nothing more.

    `act` runs in transactions of its own, at most twice, and once to be undone. Raises what it raises; AuthorizationNeeded, KeyUnavailable, DeviceAsked,
    DeviceAnswerWrong: nothing has changed then.
    """
    if typed.answers:
        deferring.answer(actor=actor, answers=typed.answers)
    try:
        return act()
    except HolderNeeded as needed:
        if needed.paper is None:
            raise
    have_signed(actor=actor, papers=papers_of([act]), typed=typed)
    return act()


def papers_of(acts: Sequence[Callable[[], object]]) -> list[Paper]:
    """What several acts will have signed, each tried and undone. One that is refused for another reason says so when it is carried out."""
    with finding() as papers:
        for act in acts:
            with suppress(Refused), transaction.atomic():
                act()
                transaction.set_rollback(True)
    return papers


def have_signed(*, actor: Actor, papers: Sequence[Paper], typed: Typed) -> None:
    """Have the actor's key sign these papers, by one PIN and one code for all. Raises as `done_by_holder`, and TooManyAtOnce."""
    if len(papers) > MOST_AT_ONCE:
        raise TooManyAtOnce.of(len(papers), MOST_AT_ONCE)
    for certificate in Certificate.objects.filter(pk__in={each.certificate_id for each in papers}).order_by("pk"):
        own = [each for each in papers if each.certificate_id == certificate.pk]
        ask = ask_of(certificate.key_ref)
        if ask != Ask.DEVICE:
            _require_codes(certificate, typed)
        prepared = [deferring.prepare(actor=actor, paper=each) for each in own]
        if ask == Ask.DEVICE:
            raise DeviceAsked(prepared)
        _sign(actor, certificate, [each.id for each in prepared], typed)


def _require_codes(certificate: Certificate, typed: Typed) -> None:
    wants_pin, wants_otp = codes_of(certificate.key_ref)
    if wants_pin and not typed.pin:
        raise (
            AuthorizationNeeded.pin() if ask_of(certificate.key_ref) == Ask.PIN else AuthorizationNeeded(field="pin")
        )
    if wants_otp and not typed.otp:
        raise AuthorizationNeeded("Nhập mã xác nhận (OTP) của nhà cung cấp chữ ký từ xa rồi ký.", field="otp")


def _sign(actor: Actor, certificate: Certificate, ids: Sequence[uuid.UUID], typed: Typed) -> None:
    rows = PreparedSignature.objects.in_bulk(ids)
    try:
        made = holder_key(certificate.key_ref).sign_all(
            [bytes(rows[each].signed_attributes) for each in ids], pin=typed.pin, otp=typed.otp
        )
        deferring.answer(actor=actor, answers=dict(zip(ids, made, strict=True)))
    except Refused:
        deferring.drop_prepared(ids)
        raise
