"""Pictures of hands and seals (hình ảnh chữ ký, con dấu): made transparent, blue or red, as NĐ 30/2020/NĐ-CP, Phụ lục I, asks.

Who photographs a signature on white paper gets what the decree wants: the paper becomes transparent, the ink one colour.
"""

import hashlib
import io

from django.db import connection, transaction

from lienthong.foundation.audit import services as audit
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.signing import policies
from lienthong.foundation.signing.choices import PictureKind, Purpose
from lienthong.foundation.signing.errors import BadPicture
from lienthong.foundation.signing.models import Certificate, Picture
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

LARGEST_BYTES = 5 * 1024 * 1024
LARGEST_SIDE = 900
"""Pixels: 300 dpi over the 75 mm that a signature is wide at most."""
_BLUE, _RED = (27, 63, 160), (200, 16, 46)
_PAPER, _INK = 215, 120
"""Greys: lighter is paper, darker is ink, what lies between is the edge of a stroke."""
_LOCK = 725_164_002
_LEAST_INK, _MOST_INK = 0.002, 0.6


@transaction.atomic
def upload_hand(*, actor: Actor, content: bytes) -> Picture:
    """The picture of one's own handwritten signature from now on. Raises NotAllowed, BadPicture."""
    if actor.account_id is None or not actor.is_officer:
        raise NotAllowed
    cleaned = clean(content, PictureKind.HAND)
    return _keep(actor=actor, kind=PictureKind.HAND, cleaned=cleaned, account_id=actor.account_id)


@transaction.atomic
def upload_seal(*, actor: Actor, agency_id: int, content: bytes) -> Picture:
    """The picture of an agency's seal from now on; by its clerk or an administrator. Raises NotAllowed, NotFound, BadPicture."""
    organizations.agency(agency_id)
    if not policies.keeps_seal(actor, agency_id):
        raise NotAllowed
    return _keep(actor=actor, kind=PictureKind.SEAL, cleaned=clean(content, PictureKind.SEAL), agency_id=agency_id)


@transaction.atomic
def remove_hand(*, actor: Actor) -> None:
    """Back to the drawn line."""
    own = Picture.objects.filter(kind=PictureKind.HAND, is_current=True).filter(account_id=actor.account_id or 0)
    if own.update(is_current=False):
        audit.record(actor=actor, verb="remove_signature_picture", subject_type="account", subject_id=actor.account_id)


def picture_for(certificate: Certificate) -> bytes | None:
    """PNG that stands where this certificate signs; None: a line is drawn from the name, a seal from the agency's."""
    found = Picture.objects.filter(is_current=True)
    if certificate.purpose == Purpose.AGENCY:
        found = found.filter(kind=PictureKind.SEAL, agency_id=certificate.agency_id or 0)
    elif certificate.position is not None and certificate.position.account_id is not None:
        found = found.filter(kind=PictureKind.HAND, account_id=certificate.position.account_id)
    else:
        return None
    png = found.values_list("png", flat=True).first()
    return bytes(png) if png is not None else None


def clean(content: bytes, kind: PictureKind) -> tuple[bytes, int, int]:
    """(PNG, width, height): paper transparent, ink blue for a hand or red for a seal, cut to the ink. Raises BadPicture."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(content) > LARGEST_BYTES:
        raise BadPicture(
            f"Hình ảnh nặng {len(content) // 1024} KB; tối đa {LARGEST_BYTES // 1024} KB. Ông/bà giảm kích thước rồi tải lại."
        )
    try:
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as opened:
            if opened.width * opened.height > 40_000_000:
                raise BadPicture
            turned = ImageOps.exif_transpose(opened).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadPicture from error
    turned.thumbnail((LARGEST_SIDE * 2, LARGEST_SIDE * 2))
    alpha = turned.getchannel("A")
    if not any(alpha.histogram()[:251]):  # a photograph: the paper has to go
        ink = (
            turned.convert("L") if kind == PictureKind.HAND else turned.getchannel("G")
        )  # red ink is dark in green light
        ink = ImageOps.autocontrast(ink, cutoff=(0, 5))
        alpha = ink.point(
            lambda grey: 255 if grey <= _INK else 0 if grey >= _PAPER else (_PAPER - grey) * 255 // (_PAPER - _INK)
        )
    box = alpha.point(lambda value: 255 if value > 40 else 0).getbbox()
    if box is None:
        raise BadPicture
    alpha = alpha.crop(box)
    share = sum(alpha.histogram()[128:]) / (alpha.width * alpha.height)
    if alpha.width < 40 or alpha.height < 20 or not _LEAST_INK < share < _MOST_INK:
        raise BadPicture
    alpha.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    picture = Image.new("RGBA", alpha.size, (*(_BLUE if kind == PictureKind.HAND else _RED), 0))
    picture.putalpha(alpha)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue(), picture.width, picture.height


def _keep(
    *,
    actor: Actor,
    kind: PictureKind,
    cleaned: tuple[bytes, int, int],
    account_id: int | None = None,
    agency_id: int | None = None,
) -> Picture:
    png, width, height = cleaned
    with connection.cursor() as cursor:  # of two at once the later one counts
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, account_id or -(agency_id or 0)])
    earlier = Picture.objects.filter(kind=kind, is_current=True)
    (earlier.filter(account_id=account_id) if account_id else earlier.filter(agency_id=agency_id or 0)).update(
        is_current=False
    )
    kept = Picture.objects.create(
        kind=kind,
        account_id=account_id,
        agency_id=agency_id,
        png=png,
        sha256=hashlib.sha256(png).hexdigest(),
        width=width,
        height=height,
        uploaded_at=clock.now(),
        uploaded_by_name=actor.name,
    )
    audit.record(
        actor=actor,
        verb="upload_signature_picture" if kind == PictureKind.HAND else "upload_seal_picture",
        subject_type="agency" if agency_id else "account",
        subject_id=agency_id or account_id,
        details={"sha256": kept.sha256},
    )
    return kept
