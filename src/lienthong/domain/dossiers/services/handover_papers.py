"""The list as a paper (danh sách bàn giao bản in): columns of form 06, two places to sign, a digital signature where there can be one."""

from django.conf import settings

from lienthong.domain.dossiers.choices import HandoverState, LineState, PaperKind
from lienthong.domain.dossiers.models import Handover
from lienthong.domain.dossiers.services.paper_forms import form_set_on
from lienthong.foundation.files import services as files
from lienthong.foundation.signing import queries as certificates
from lienthong.foundation.signing import services as signing
from lienthong.kit import clock, pdf
from lienthong.kit.actor import Actor

TITLES = {
    PaperKind.SUBMITTED: "Danh sách bàn giao hồ sơ",
    PaperKind.RESULT: "Danh sách bàn giao kết quả giải quyết thủ tục hành chính",
}
_FOUND = {LineState.RECEIVED: "Đã nhận", LineState.REFUSED: "Không nhận"}


def keep_list(*, actor: Actor, handover: Handover) -> None:
    """Print the list as it stands and keep it as the giver's or, once received, as the receiver's. Inside the caller's transaction."""
    received = handover.state == HandoverState.RECEIVED
    signed = certificates.can_sign(actor)
    content = list_pdf(handover, signing_side=("to" if received else "from") if signed else "")
    if signed:
        verb = "Nhận" if received else "Giao"
        content = signing.sign_pdf(
            actor=actor,
            content=content,
            reason=f"{verb} theo danh sách {handover.label}",
            location=handover.to_agency.short_name if received else handover.from_agency.short_name,
        )
    stored = files.store_bytes(
        name=f"danh-sach-ban-giao-{handover.number:04d}-{handover.year}{'-da-nhan' if received else ''}.pdf",
        media_type="application/pdf",
        content=content,
        purpose="handover",
        actor=actor,
    )
    if received:
        handover.received_file, handover.received_signed = stored, signed
        handover.save(update_fields=["received_file", "received_signed"])
    else:
        handover.given_file, handover.given_signed = stored, signed
        handover.save(update_fields=["given_file", "given_signed"])


def list_pdf(handover: Handover, *, signing_side: str = "") -> bytes:
    """The list as PDF. `signing_side` leaves an empty signature field with the giver (`from`) or the receiver (`to`)."""
    day = handover.given_at.astimezone(clock.VIETNAM).date()
    form = form_set_on(day).mark("control")
    lines = handover.lines.select_related("part__dossier__procedure").order_by("position")
    given = handover.given_file
    return pdf.handover(
        {
            "agency_parent": f"UBND TỈNH {settings.PROVINCE_NAME.upper()}",
            "agency": handover.from_agency.name,
            "place": handover.from_agency.short_name,
            "number": handover.label,
            "date": handover.given_at,
            "form_mark": f"Các cột theo {form[:1].lower()}{form[1:]}" if form else "",
            "code": handover.label,
            "url": f"{settings.PUBLIC_URL}/lam-viec/ban-giao/{handover.pk}/",
            "title": TITLES[PaperKind(handover.kind)],
            "giver": handover.from_unit,
            "taker": handover.to_unit,
            "giver_name": handover.given_by_name,
            "taker_name": handover.received_by_name,
            "giver_signed": handover.given_signed,
            "given_at": handover.given_at,
            "received_at": handover.received_at,
            "signing_side": signing_side,
            "given_digest": given.sha256 if given is not None and handover.state == HandoverState.RECEIVED else "",
            "note": handover.note,
            "count": handover.count,
            "missing": handover.missing,
            "rows": [
                {
                    "code": line.part.dossier.code,
                    "applicant": line.part.dossier.applicant_name,
                    "procedure": line.part.dossier.procedure.short_name,
                    "papers": line.papers,
                    "due": line.part.dossier.due_at,
                    "outcome": line.outcome,
                    "found": _FOUND.get(LineState(line.state), ""),
                    "note": line.reason,
                }
                for line in lines
            ],
        }
    )
