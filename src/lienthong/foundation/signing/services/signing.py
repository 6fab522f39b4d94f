"""Signing PDFs (ký số văn bản): PAdES, each signature an increment, nothing signed before is touched.

B-B at once and always; a time stamp and proof of revocation as the installation or the agency wants it (`proving.py`).
"""

from collections.abc import Sequence
from functools import partial

from lienthong.foundation.signing import queries
from lienthong.foundation.signing.adapters import ask_of
from lienthong.foundation.signing.asked import Paper, found
from lienthong.foundation.signing.choices import Ask, Level
from lienthong.foundation.signing.errors import AuthorizationNeeded, OwnDeviceNeeded
from lienthong.foundation.signing.models import Certificate
from lienthong.foundation.signing.services import deferring, proving
from lienthong.foundation.signing.services.composing import Look, compose
from lienthong.foundation.signing.services.concluding import conclude
from lienthong.foundation.signing.services.containers import signer_of
from lienthong.foundation.signing.services.copying import upright_first_page
from lienthong.foundation.signing.services.ordering import keep_order
from lienthong.foundation.signing.services.placing import Place
from lienthong.foundation.signing.services.stamping import appendix_stamp as draw_appendix_stamp
from lienthong.foundation.signing.services.stamping import copy_stamp as draw_copy_stamp
from lienthong.kit import clock
from lienthong.kit.actor import Actor

COPY_FIELD = "BanSao"
_COPY_BOX = (212, 44)  # points, 75 by 15.5 mm: above the heading of an official paper
_COPY_EDGE = 8
APPENDIX_FIELD = "PhuLuc"
_APPENDIX_BOX = (200, 26)  # points


def sign_pdf(
    *,
    actor: Actor,
    content: bytes,
    reason: str,
    location: str,
    stamp: bool = True,
    order: Sequence[int] = (),
    prove_later: bool = False,
) -> bytes:
    """Sign as a person, by the valid certificate of the actor's position.

    `order`: positions in the order in which they sign this paper; those before the actor must have signed it.
    `prove_later`: do not ask the authority of time now, in a transaction that others wait for; a job adds the proof.

    The visible signature stands in the paper's empty field `ChuKy` when there is one (results made by `kit.pdf` have it),
    else at the lower right of the last page. `stamp=False` signs invisibly. Returns the bytes with the signature appended.
    Raises NoCertificate, KeyUnavailable, AuthorizationNeeded, NotSignable, NotYourTurn.
    """
    certificate = queries.certificate_of_position(actor.position.id if actor.position else None)
    if order:
        keep_order(content, order, actor.position.id if actor.position else 0)
    return _sign(
        actor=actor,
        certificate=certificate,
        content=content,
        reason=reason,
        location=location,
        visible=stamp,
        prove_later=prove_later,
    )


def seal_pdf(
    *,
    actor: Actor,
    content: bytes,
    reason: str,
    location: str,
    stamp: bool = True,
    agency_id: int | None = None,
    prove_later: bool = False,
) -> bytes:
    """Seal for the agency (chữ ký số của cơ quan): the actor's own, unless `agency_id` is given.

    The red seal covers about a third of the last personal signature, from its left. Raises as `sign_pdf`.
    """
    certificate = queries.certificate_of_agency(agency_id or actor.agency_id)
    return _sign(
        actor=actor,
        certificate=certificate,
        content=content,
        reason=reason,
        location=location,
        visible=stamp,
        prove_later=prove_later,
    )


def sign_copy(
    *,
    actor: Actor,
    content: bytes,
    lines: Sequence[str],
    qr: str,
    reason: str,
    location: str,
    by_agency: bool,
    prove_later: bool = False,
) -> bytes:
    """Certify an electronic copy (bản sao điện tử): the signature stands at the top right of the first page, upright whatever way it was
    scanned, with `lines` (the first one in bold), the name of the agency, the time with its zone, and `qr` as a code.

    By the seal of the actor's agency, or by the certificate of the actor's position. Raises as `sign_pdf`.
    Source: NĐ 30/2020/NĐ-CP, Phụ lục I (copies signed digitally); NĐ 45/2020/NĐ-CP.
    """
    if by_agency:
        certificate = queries.certificate_of_agency(actor.agency_id)
    else:
        certificate = queries.certificate_of_position(actor.position.id if actor.position else None)
    upright, (width, height) = upright_first_page(content)
    right, top = int(width) - _COPY_EDGE, int(height) - _COPY_EDGE
    look = Look(
        place=Place(COPY_FIELD, True, 0, (right - _COPY_BOX[0], top - _COPY_BOX[1], right, top)),
        draw=partial(draw_copy_stamp, lines=tuple(lines), qr=qr),
    )
    return _sign(
        actor=actor,
        certificate=certificate,
        content=upright,
        reason=reason,
        location=location,
        visible=True,
        look=look,
        prove_later=prove_later,
    )


def seal_appendix(
    *,
    actor: Actor,
    content: bytes,
    notation: str,
    reason: str,
    location: str,
    agency_id: int | None = None,
    prove_later: bool = False,
) -> bytes:
    """Sign an appendix kept in a file of its own (phụ lục) for the agency: no picture, at the top right of its first page the number and
    notation of the document it belongs to, and the time. Raises as `sign_pdf`. Source: NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.
    """
    certificate = queries.certificate_of_agency(agency_id or actor.agency_id)
    upright, (width, height) = upright_first_page(content)
    right, top = int(width) - _COPY_EDGE, int(height) - _COPY_EDGE
    return _sign(
        actor=actor,
        certificate=certificate,
        content=upright,
        reason=reason,
        location=location,
        visible=True,
        prove_later=prove_later,
        look=Look(
            place=Place(APPENDIX_FIELD, True, 0, (right - _APPENDIX_BOX[0], top - _APPENDIX_BOX[1], right, top)),
            draw=partial(draw_appendix_stamp, notation=notation),
        ),
    )


def _sign(
    *,
    actor: Actor,
    certificate: Certificate,
    content: bytes,
    reason: str,
    location: str,
    visible: bool,
    prove_later: bool,
    look: Look | None = None,
) -> bytes:
    if ask_of(certificate.key_ref) != Ask.NOTHING:
        return _by_holder(actor, certificate, content, reason, location, visible, look)
    moment = clock.now()
    wanted = proving.wanted_level(_agency_of(actor, certificate), moment)
    stamper = proving.stamper() if wanted != Level.B and not prove_later else None
    composed = compose(
        certificate=certificate,
        content=content,
        reason=reason,
        location=location,
        visible=visible,
        look=look,
        moment=moment,
        signer=signer_of(certificate),
        stamper=stamper,
    )
    return conclude(
        actor=actor,
        certificate=certificate,
        reason=reason,
        before=content,
        signed=composed.sign(),
        wanted=wanted,
        has_time=stamper is not None and stamper.answered,
        moment=moment,
        why="Bổ sung sau khi ký." if prove_later else "Cơ quan chứng thực chưa trả lời khi ký.",
    )


def _agency_of(actor: Actor, certificate: Certificate) -> int | None:
    """The agency whose level of proof the signature has: that of a seal, else the one acted for."""
    return certificate.agency_id or actor.agency_id


def _by_holder(
    actor: Actor,
    certificate: Certificate,
    content: bytes,
    reason: str,
    location: str,
    visible: bool,  # noqa: FBT001
    look: Look | None,
) -> bytes:
    """By a key whose holder was asked before the act (`allowing.done_by_holder`): their signature over these very bytes, else a refusal that
    carries the paper, to be signed apart. A number that the act has just taken is given back by the refusal; the next try takes it again.
    """
    paper = Paper(
        certificate_id=certificate.id,
        agency_id=_agency_of(actor, certificate),
        content=content,
        reason=reason,
        location=location,
        stamp=visible,
        look=look,
    )
    if (signed := deferring.take_answered(actor, certificate, paper)) is not None:
        return signed
    if found(paper):
        return content
    match ask_of(certificate.key_ref):
        case Ask.DEVICE:
            raise OwnDeviceNeeded(paper=paper)
        case Ask.PIN:
            raise AuthorizationNeeded.pin(paper)
        case _:
            raise AuthorizationNeeded(paper=paper, field="pin")
