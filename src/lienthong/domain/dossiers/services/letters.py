"""The letters that go out while a dossier is handled (văn bản gửi người nộp): forms 03, 04, 05 by the dossier's set of forms."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from lienthong.domain.dossiers.models import Dossier, Letter
from lienthong.domain.dossiers.services.documents import progress_url
from lienthong.domain.dossiers.services.paper_forms import form_set_of
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.files import services as files
from lienthong.foundation.numbering import services as numbering
from lienthong.foundation.signing import services as signing
from lienthong.foundation.signing.errors import HolderNeeded, NoCertificate
from lienthong.kit import clock, pdf
from lienthong.kit.actor import SYSTEM, Actor

_PRINT: dict[str, Callable[[Mapping[str, Any]], bytes]] = {
    "rejection": pdf.rejection,
    "apology": pdf.apology,
    "stopping": pdf.stopping,
}
_SIGNED = {"apology", "stopping"}
"""What the head of the agency signs, with the certificate of the position where there is one."""


def issue_letter(*, actor: Actor, dossier: Dossier, purpose: str, data: Mapping[str, Any]) -> Letter:
    """Number, print, sign and keep one letter; `data` as `kit.pdf` documents it for this paper. Inside the caller's transaction."""
    forms = form_set_of(dossier)
    number_of_form, title = forms.forms[purpose]
    now = clock.now()
    year = now.astimezone(clock.VIETNAM).year
    number = f"{numbering.next_number(scope='letter', key=f'{dossier.agency.identifier}-{year}'):02d}/TB-MC"
    prefix, signer_title, signer_name = actor.signature
    content = _PRINT[purpose](
        {
            **letter_head(dossier, purpose),
            "number": number,
            "date": now,
            "title": title,
            "officer": signer_name if not actor.is_system else "",
            "officer_title": f"{prefix}\n{signer_title}".strip(),
            **data,
        }
    )
    signed = False
    if purpose in _SIGNED and actor.position is not None:
        try:
            content = signing.sign_pdf(
                actor=actor,
                content=content,
                reason=f"{title}, hồ sơ {dossier.code}",
                location=dossier.agency.short_name,
            )
            signed = True
        except (NoCertificate, HolderNeeded):
            signed = False  # confirmed in the system by name; the paper copy is signed by hand
    return Letter.objects.create(
        dossier=dossier,
        form=number_of_form,
        regime=forms.regime,
        title=title,
        number=number,
        issued_at=now,
        issued_by_name=actor.name,
        is_signed=signed,
        file=files.store_bytes(
            name=f"{purpose}-{dossier.code}.pdf", media_type="application/pdf", content=content, purpose="letter"
        ),
    )


def keep_earlier_result(dossier: Dossier) -> None:
    """A result that was given before a reopening stays readable beside the letters; the dossier waits for a new one.

    The caller saves the dossier.
    """
    assert dossier.result_file is not None
    Letter.objects.create(
        dossier=dossier,
        form="",
        regime=form_set_of(dossier).regime,
        title="Kết quả đã trả trước khi mở lại",
        number=dossier.result_number,
        issued_at=dossier.returned_at or dossier.completed_at or clock.now(),
        issued_by_name=dossier.agency.name,
        is_signed=True,
        file=dossier.result_file,
    )
    dossier.result_file = None
    dossier.result_number = ""


def letter_head(dossier: Dossier, purpose: str) -> dict[str, Any]:
    """Head, trace and who of every paper about this dossier."""
    version = procedures.version(dossier.version_id)
    return {
        "agency_parent": f"UBND TỈNH {settings.PROVINCE_NAME.upper()}",
        "agency": dossier.agency.name,
        "place": dossier.agency.short_name,
        "form_mark": form_set_of(dossier).mark(purpose),
        "code": dossier.code,
        "applicant": dossier.applicant_name,
        "address": dossier.applicant.address if dossier.applicant else "",
        "phone": dossier.phone,
        "email": dossier.email,
        "procedure": version.name,
        "accepted": dossier.accepted_at or dossier.submitted_at,
        "hotline": dossier.agency.phone or "1022",
        "url": progress_url(dossier),
    }


@transaction.atomic
def make_rejection_letter(*, dossier_id: uuid.UUID) -> Letter:
    """Print form 03 once, with the ground that the officer gave. A repeat returns the one there is."""
    dossier = Dossier.objects.select_for_update(of=("self",)).select_related("agency", "applicant").get(id=dossier_id)
    _, title = form_set_of(dossier).forms["rejection"]
    found = dossier.letters.filter(title=title).first()
    if found is not None:
        return found
    return issue_letter(
        actor=SYSTEM, dossier=dossier, purpose="rejection", data={"reasons": [{"reason": dossier.reason}]}
    )
