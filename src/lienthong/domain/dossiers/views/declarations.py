"""The declaration on paper (tờ khai): before it is sent, as kept with a dossier, without answers, and where its QR code leads.

Who opens it: the applicant, to see what will be sent; the officer, beside the other papers; anybody who scans the code.
When a code is not ours or belongs to somebody else, the page says so and shows nothing of it.
"""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lienthong.domain.declarations import services as declarations
from lienthong.domain.dossiers import queries, services
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.audit import services as audit
from lienthong.foundation.files import services as file_services
from lienthong.kit.access import ActorRequest, citizen, officer, public, signed_in
from lienthong.kit.errors import NotFound
from lienthong.kit.word import DOCX

_PDF_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'"
)


def _pdf(content: bytes, name: str) -> HttpResponse:
    """Made for this answer and not kept."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Content-Security-Policy"] = _PDF_POLICY
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET"])
@public
def blank(request: ActorRequest, code: str) -> HttpResponse:
    """The form without answers, to read beforehand what will be asked."""
    version = procedures.current_version(code)
    if version.form is None:
        raise NotFound("Thủ tục này không có tờ khai điện tử.")
    return _pdf(declarations.blank_form(form=version.form), f"mau-to-khai-{code}.pdf")


@require_http_methods(["GET"])
@citizen
def draft(request: ActorRequest, reference: str) -> HttpResponse:
    """As it would be sent now."""
    filing = queries.filing_for(request.actor, reference)
    return _pdf(services.draft_declaration(actor=request.actor, filing=filing), f"to-khai-{reference}.pdf")


@require_http_methods(["GET"])
@signed_in
def kept(request: ActorRequest, code: str) -> HttpResponseBase:
    """As kept with the dossier; printed now when the background job has not got to it yet. An officer's look is recorded."""
    dossier = queries.dossier_for(request.actor, code)
    paper = services.keep_declaration(dossier_id=dossier.id)
    if paper is None or paper.file is None:
        raise NotFound("Hồ sơ này không có tờ khai điện tử.")
    if request.actor.is_officer and dossier.applicant_id is not None:
        audit.record_access(
            actor=request.actor,
            person_id=dossier.applicant_id,
            subject_type="file",
            subject_id=paper.file.id,
            reason=f"Hồ sơ {dossier.code}",
        )
    return file_services.response_for(
        paper.file, download="tai" in request.GET, if_none_match=request.headers.get("If-None-Match", "")
    )


@require_http_methods(["GET"])
@officer("dossiers.view_agency", "dossiers.view_all")
def word(request: ActorRequest, code: str) -> HttpResponse:
    """The declaration in Word, for the office that works on it; the look is recorded."""
    dossier = queries.dossier_for(request.actor, code)
    content = services.word_declaration(dossier=dossier)
    if dossier.applicant_id is not None:
        audit.record_access(
            actor=request.actor,
            person_id=dossier.applicant_id,
            subject_type="dossier",
            subject_id=dossier.id,
            reason=f"Tải tờ khai hồ sơ {dossier.code}",
        )
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="to-khai-{dossier.code}.docx"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET"])
@public
def scanned(request: ActorRequest, mark: str) -> HttpResponse:
    """Where the QR code of a declaration leads: the draft or dossier of those who may see it, a plain word for everybody else."""
    found = declarations.read_mark(mark)
    if found is not None and found.reference:
        try:
            if found.reference.startswith("N-"):
                return redirect(
                    "dossiers:filing", reference=queries.filing_for(request.actor, found.reference).reference
                )
            dossier = queries.dossier_for(request.actor, found.reference)
        except NotFound:
            pass
        else:
            return redirect("dossiers:work" if request.actor.is_officer else "dossiers:detail", code=dossier.code)
    context = {"mark": found, "nav": "ho-so", "here": request.path}
    return render(request, "dossiers/scanned.html", context, status=200 if found else 404)
