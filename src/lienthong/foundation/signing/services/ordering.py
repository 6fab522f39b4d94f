"""Signing in order (thứ tự ký): whoever signs after another finds that signature on the paper."""

import io
from collections.abc import Sequence

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.signing.errors import NotSignable, NotYourTurn
from lienthong.foundation.signing.models import Certificate


def keep_order(content: bytes, order: Sequence[int], position_id: int) -> None:
    """Raises NotYourTurn when a position that comes before has not signed, or the actor's has no place in the order."""
    if position_id not in order:
        raise NotYourTurn.stranger()
    before = list(order[: list(order).index(position_id)])
    try:
        signatures = PdfFileReader(io.BytesIO(content), strict=False).embedded_regular_signatures
        serials = [f"{each.signer_cert.serial_number:x}" for each in signatures]
    except (PdfError, ValueError, KeyError, TypeError) as error:
        raise NotSignable from error
    signed = set(Certificate.objects.filter(serial__in=serials).values_list("position_id", flat=True))
    missing = [each for each in before if each not in signed]
    if missing:
        seat = organizations.get_position(missing[0])
        raise NotYourTurn.after(f"{seat.account.full_name}, {seat.title}" if seat.account else seat.title)
