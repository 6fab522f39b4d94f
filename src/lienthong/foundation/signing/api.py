"""Signatures over the API (API chữ ký số): any signed file judged, the register read."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile

from lienthong.foundation.signing import services
from lienthong.foundation.signing.queries import register as queries
from lienthong.foundation.signing.views.checking import problem_of
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid

router = Router(tags=["signatures"])


class SignatureOut(Schema):
    """One signature. `state`: valid, changed, expired, revoked, unknown, unreadable; `problem` in Vietnamese, empty when valid."""

    name: str
    title: str
    agency: str
    serial: str
    issuer: str
    state: str
    problem: str
    notes: list[str]
    signed_at: datetime | None
    is_time_proven: bool
    level: str
    valid_from: datetime | None
    valid_until: datetime | None


class VerdictOut(Schema):
    """`valid` when there is a signature and every one holds. `ask_again`: an authority did not answer; later may say more."""

    valid: bool
    problems: list[str]
    notes: list[str]
    ask_again: bool
    signatures: list[SignatureOut]


class CertificateOut(Schema):
    """One certificate of the register. `state`: hieu-luc, sap-het, het-han, thu-hoi."""

    id: int
    holder: str
    title: str
    agency: str
    purpose: str
    serial: str
    issuer: str
    not_before: datetime
    not_after: datetime
    state: str
    days: int
    key_place: str


class CertificatesOut(Schema):
    """One page, those that end first on top; `next` is the cursor of the next one."""

    items: list[CertificateOut]
    next: str | None


@router.post("/signatures/check", response=VerdictOut, operation_id="check_signatures", summary="Check a signed file")
@officer().operation
def check_signatures(request: ActorRequest, file: Annotated[UploadedFile, File()]) -> VerdictOut:
    """A PDF or XML of at most 20 MB. It is looked at and not kept."""
    problem = problem_of(file)
    if problem:
        raise Invalid({"file": problem})
    verdict = services.verify_file(file.read())
    return VerdictOut(
        valid=verdict.valid,
        problems=list(verdict.problems),
        notes=list(verdict.notes),
        ask_again=verdict.is_asked_again,
        signatures=[
            SignatureOut(
                name=each.name,
                title=each.title,
                agency=each.agency,
                serial=each.serial,
                issuer=each.issuer,
                state=each.state.value,
                problem=each.problem,
                notes=list(each.notes),
                signed_at=each.signed_at,
                is_time_proven=each.is_time_proven,
                level=each.level.value,
                valid_from=each.valid_from,
                valid_until=each.valid_until,
            )
            for each in verdict.signers
        ],
    )


@router.post(
    "/signatures/code", response={204: None}, operation_id="send_signing_code", summary="Have a one-time code sent"
)
@officer().operation
def send_signing_code(request: ActorRequest, of: Literal["seat", "seal"] = "seat") -> Status[None]:
    """The provider of the key of one's seat, or of the seal of one's agency, sends its code to the holder's telephone. 409 for a key that wants none."""
    services.send_code(actor=request.actor, of_seal=of == "seal")
    return Status(204, None)


@router.get("/certificates", response=CertificatesOut, operation_id="list_certificates", summary="List certificates")
@officer().operation
def list_certificates(
    request: ActorRequest, state: str = "", agency: int = 0, text: str = "", cursor: str = ""
) -> CertificatesOut:
    """Those of one's agency; of all for administrators. 50 a page."""
    wanted = queries.Wanted(state=state if state in queries.STATES else "", agency_id=agency, text=text.strip()[:80])
    page = queries.register_page(request.actor, wanted, cursor)
    return CertificatesOut(
        items=[
            CertificateOut(
                id=each.row.pk,
                holder=each.row.common_name,
                title=each.row.title,
                agency=each.row.agency_name,
                purpose=each.row.purpose,
                serial=each.row.serial,
                issuer=each.row.issuer_name,
                not_before=each.row.not_before,
                not_after=each.row.not_after,
                state=each.state,
                days=each.days,
                key_place=each.place,
            )
            for each in page.items
        ],
        next=page.next,
    )
