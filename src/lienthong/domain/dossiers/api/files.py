"""Files over the API (API tệp): sent before the dossier that names them, read by whoever may see the dossier."""

import uuid
from typing import Annotated, Literal

from django.http.response import HttpResponseBase
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from lienthong.domain.dossiers import queries
from lienthong.domain.dossiers.api.schemas import FileOut, binary
from lienthong.foundation.audit import services as audit
from lienthong.foundation.files import queries as file_queries
from lienthong.foundation.files import services as files
from lienthong.kit.access import ActorRequest, signed_in
from lienthong.kit.errors import NotFound

file_router = Router(tags=["files"])


@file_router.post("/files", response={201: FileOut}, summary="Upload a paper")
@signed_in.operation
def upload_file(
    request: ActorRequest, file: Annotated[UploadedFile, File()], purpose: Annotated[Literal["paper"], Form()] = "paper"
) -> Status[FileOut]:
    """PDF, JPEG, PNG or HEIC, up to 20 MB, looked into before it is kept. Compare `sha256` with your own."""
    stored = files.store_upload(actor=request.actor, upload=file, purpose=purpose)
    return Status(
        201,
        FileOut(
            id=stored.id,
            name=stored.name,
            media_type=stored.media_type,
            size=stored.size,
            sha256=stored.sha256,
            pages=stored.pages,
        ),
    )


@file_router.get(
    "/files/{file_id}",
    summary="Download a file",
    openapi_extra=binary("application/pdf", "image/jpeg", "image/png", "image/heic"),
)
@signed_in.operation
def download_file(request: ActorRequest, file_id: uuid.UUID) -> HttpResponseBase:
    """One's own upload, or a file of a visible dossier; others' answer 404. An officer's look is recorded."""
    actor = request.actor
    if not file_queries.all_uploaded_by(account_id=actor.account_id, file_ids={file_id}):
        dossier = queries.dossier_of_file(actor, file_id)
        if dossier is None:
            raise NotFound
        if actor.is_officer and dossier.applicant_id is not None:
            audit.record_access(
                actor=actor,
                person_id=dossier.applicant_id,
                subject_type="file",
                subject_id=file_id,
                reason=f"API: hồ sơ {dossier.code}",
            )
    return files.response_for(file_queries.get_file(file_id), download=True)
