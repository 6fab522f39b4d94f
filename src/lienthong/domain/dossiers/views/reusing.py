"""The applicant is at the counter and lets the office use a paper of their vault (dùng giấy tờ trong kho, tại quầy).

Who opens it: the one-stop officer, with the person and their citizen card in front. The card is read first; what fits is shown, the files
stay closed until the person has agreed; who agreed, by which card and before whom is recorded and shown to them.
"""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from lienthong.domain.dossiers import queries, services
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.vault import services as vault
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import NotFound, Refused


@require_http_methods(["GET", "POST"])
@officer("dossiers.receive")
def at_counter(request: ActorRequest, code: str) -> HttpResponse:
    """Read the card; then, with the note of it (`co-mat`), the papers that fit and the consent for one of them."""
    if code.startswith("N-"):
        filing = queries.filing_for(request.actor, code)
        version, agency = procedures.version(filing.version_id), filing.agency
        title, back = f"Bản khai {filing.reference}", _back(request)
    else:
        dossier = queries.dossier_for(request.actor, code)
        version, agency = procedures.version(dossier.version_id), dossier.agency
        title, back = dossier.applicant_name, f"/lam-viec/ho-so/{dossier.code}/"
        code = dossier.code
    context = {
        "title": title,
        "code": code,
        "version": version,
        "back": back,
        "consent": vault.consent_text(agency.name if agency else ""),
    }
    if request.method == "GET":
        return render(request, "dossiers/staff/reuse.html", context)
    note = request.POST.get("co-mat", "")
    try:
        if "card" in request.POST:
            note = services.read_present(actor=request.actor, line=request.POST["card"][:1000])
        elif "paper" in request.POST:
            _give(request, code, note)
            if back:
                return redirect(back)
        present, fits = services.fits_at_counter(actor=request.actor, code=code, note=note)
    except Refused as refusal:
        if isinstance(refusal, NotFound):
            raise
        return render(request, "dossiers/staff/reuse.html", context | {"refusal": refusal}, status=refusal.status)
    names = {need.key: need.name for need in version.requirements}
    context |= {
        "present": present,
        "note": note,
        "rows": [{"key": key, "name": names[key], "fits": found} for key, found in fits.items()],
    }
    return render(request, "dossiers/staff/reuse.html", context)


def _give(request: ActorRequest, code: str, note: str) -> None:
    key, _, paper = request.POST["paper"].partition(":")
    try:
        paper_id = uuid.UUID(paper)
    except ValueError:
        raise NotFound from None
    given = services.attach_at_counter(
        actor=request.actor,
        code=code,
        requirement_key=key,
        paper_id=paper_id,
        note=note,
        agreed=bool(request.POST.get(f"agree-{key}")),
    )
    messages.success(request, f"Đã dùng {given.name}, mã {given.code}, từ kho giấy tờ; đồng ý đã được ghi lại.")


def _back(request: ActorRequest) -> str:
    wanted = request.GET.get("tiep", "")
    return (
        wanted[:200] if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""
    )
