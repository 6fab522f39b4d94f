"""Prints with a control mark (in có dấu kiểm soát): each is numbered, bears a code, and stands in the register."""

import secrets
import uuid

from django.db import IntegrityError, transaction

from lienthong.foundation.audit import services as audit
from lienthong.foundation.reading import policies, queries
from lienthong.foundation.reading.choices import CODE_LENGTH, CODE_LETTERS, MOST_REASON
from lienthong.foundation.reading.errors import NotPrintable
from lienthong.foundation.reading.models import Print
from lienthong.kit import clock, text_vi
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, Refused

_TRIES = 8


def print_copy(
    *,
    actor: Actor,
    source: str,
    subject: str,
    file_id: uuid.UUID,
    reason: str = "",
    has_marks: bool = False,
    key: str = "",
) -> Print:
    """Enter a print of this file in the register. Sent again with the same `key` it is the same print.

    Two who print at once get numbers one after the other. Raises NotFound, NotAllowed, NotPrintable, Invalid.
    """
    kept_key = f"{actor.account_id}:{key or uuid.uuid4()}"[:64]
    for _ in range(_TRIES):
        try:
            return _print_once(
                actor=actor,
                source=source,
                subject=subject,
                file_id=file_id,
                reason=reason,
                has_marks=has_marks,
                key=kept_key,
            )
        except IntegrityError:  # somebody took this number between our look and our row
            continue
    raise Refused("Nhiều người đang in tệp này cùng lúc. Bấm In lại sau vài giây.")


@transaction.atomic
def _print_once(
    *, actor: Actor, source: str, subject: str, file_id: uuid.UUID, reason: str, has_marks: bool, key: str
) -> Print:
    position_id = policies.require_officer(actor)
    shown = queries.readable(actor, source, subject, file_id)
    again = Print.objects.filter(key=key).first()
    if again is not None:
        return again
    said = text_vi.clean(reason)
    if len(said) > MOST_REASON:
        raise Invalid({"reason": f"Lý do in không quá {MOST_REASON} chữ; đang có {len(said)}."})
    opened = queries.opened(shown)
    if not opened.sheets:
        raise NotPrintable.of(opened.trouble or "tệp này không có trang để in. Tải tệp gốc về.")
    assert actor.position is not None
    assert actor.account_id is not None
    made = Print.objects.create(
        code="".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)),
        source=source,
        subject=subject,
        file_id=file_id,
        number=queries.count_prints(source, subject, file_id) + 1,
        title=shown.title[:200],
        about=shown.about[:300],
        pages=len(opened.sheets),
        has_marks=has_marks,
        reason=said,
        agency_id=actor.position.agency_id,
        position_id=position_id,
        account_id=actor.account_id,
        by_name=actor.name[:160],
        by_title=f"{actor.position.title}, {actor.position.agency_name}"[:200],
        printed_at=clock.now(),
        key=key,
    )
    audit.record(
        actor=actor,
        verb="print_copy",
        subject_type="file",
        subject_id=file_id,
        details={"code": made.code, "number": made.number, "about": made.about, "reason": said},
    )
    return made
