"""Files of a dossier (giấy tờ, giấy tiếp nhận, kết quả), each behind the question who may see the dossier."""

import uuid

from django.http import HttpResponseBase
from django.views.decorators.http import require_http_methods

from lienthong.domain.dossiers import queries, services
from lienthong.foundation.audit import services as audit
from lienthong.foundation.files import queries as files
from lienthong.foundation.files import services as file_services
from lienthong.kit.access import ActorRequest, signed_in
from lienthong.kit.errors import NotFound


@require_http_methods(["GET"])
@signed_in
def receipt(request: ActorRequest, code: str) -> HttpResponseBase:
    """The receipt as PDF; printed now when the background job has not got to it yet."""
    dossier = queries.dossier_for(request.actor, code)
    if dossier.receipt_file_id is None:
        dossier = services.make_receipt(dossier_id=dossier.id)
    assert dossier.receipt_file is not None
    return file_services.response_for(dossier.receipt_file, download="tai" in request.GET)


@require_http_methods(["GET"])
@signed_in
def file(request: ActorRequest, file_id: uuid.UUID) -> HttpResponseBase:
    """One paper, receipt, letter or result. Others' answer 404; an officer's look at a person's paper is recorded."""
    _require_seen(request, file_id)
    stored = files.get_file(file_id)
    return file_services.response_for(
        stored, download="tai" in request.GET, if_none_match=request.headers.get("If-None-Match", "")
    )


def _require_seen(request: ActorRequest, file_id: uuid.UUID) -> None:
    """Raise NotFound for a file of others; write down an officer's look at a person's paper."""
    if queries.own_filing_paper(request.actor, file_id) is not None:
        return
    dossier = queries.dossier_of_file(request.actor, file_id)
    if dossier is None:
        raise NotFound
    services.require_consent(request.actor, dossier, file_id)
    if request.actor.is_officer and dossier.applicant_id is not None:
        audit.record_access(
            actor=request.actor,
            person_id=dossier.applicant_id,
            subject_type="file",
            subject_id=file_id,
            reason=f"Hồ sơ {dossier.code}",
        )
