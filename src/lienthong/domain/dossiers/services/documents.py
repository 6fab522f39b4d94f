"""The papers the office gives out (giấy tiếp nhận, phiếu yêu cầu bổ sung, kết quả): data for the typst forms."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import transaction

from lienthong.domain.dossiers.choices import Verdict
from lienthong.domain.dossiers.models import Dossier, SupplementRequest
from lienthong.domain.dossiers.services.paper_forms import form_set_of
from lienthong.domain.dossiers.services.posting import choice_for
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.files import services as files
from lienthong.kit import pdf


def progress_url(dossier: Dossier) -> str:
    """Where the QR code on every paper leads."""
    return f"{settings.PUBLIC_URL}/tra-cuu/?ma={dossier.code}"


def receipt_data(dossier: Dossier) -> dict[str, object]:
    """What `pdf.receipt` prints for this dossier (mẫu 01 Thông tư 03/2025/TT-VPCP)."""
    version = procedures.version(dossier.version_id)
    given = {paper.requirement_key for paper in dossier.papers.filter(replaced_at__isnull=True)}
    seen = {check.requirement_key: check for check in dossier.paper_checks.filter(verdict=Verdict.OK)}
    given |= seen.keys()
    papers = [
        {
            "name": need.name,
            "kind": str(seen[need.key].get_shape_display())
            if need.key in seen and seen[need.key].shape
            else "Dữ liệu điện tử"
            if need.from_form or need.from_register
            else "Bản điện tử",
            "count": seen[need.key].count if need.key in seen else 1,
        }
        for need in version.requirements
        if need.key in given or (need.required and (need.from_form or need.from_register))
    ]
    return {
        "agency_parent": f"UBND TỈNH {settings.PROVINCE_NAME.upper()}",
        "agency": dossier.reception_agency.name,
        "place": dossier.reception_agency.short_name,
        "form_mark": form_set_of(dossier).mark("receipt"),
        "number": dossier.code.rsplit("-", 1)[-1],
        "code": dossier.code,
        "date": dossier.accepted_at or dossier.submitted_at,
        "applicant": dossier.applicant_name,
        "address": dossier.applicant.address if dossier.applicant else "",
        "phone": dossier.phone,
        "email": dossier.email,
        "procedure": version.name,
        "procedure_code": version.code,
        "papers": papers,
        "sets": 1,
        "limit": version.time_limit_text,
        "received_at": dossier.accepted_at or dossier.submitted_at,
        "due_at": dossier.due_at,
        "fee": dossier.fee_amount,
        "fee_paid": dossier.fee_paid_at is not None,
        "fee_notes": fee_notes(dossier, version),
        "competent": dossier.agency.name if dossier.agency_id != dossier.reception_agency_id else "",
        "helped": dossier.helped_agency.name
        if dossier.helped_agency is not None and dossier.helped_agency_id != dossier.reception_agency_id
        else "",
        "channel": str(dossier.get_channel_display()),
        "receive_result": f"Bản điện tử trên Cổng dịch vụ công, bản giấy {_way_of_paper(dossier)}",
        "url": progress_url(dossier),
        "officer": "",
    }


def _way_of_paper(dossier: Dossier) -> str:
    choice = choice_for(dossier)
    return "qua bưu chính" if choice is not None and choice.receives_result else "tại Bộ phận Một cửa"


def fee_notes(dossier: Dossier, version: procedures.VersionSnapshot) -> list[str]:
    """Why less was charged than the tariff says, one sentence each, as decided when the filing was begun."""
    filing = dossier.filings.order_by("created_at").first()
    lines = procedures.fees_for(
        version,
        dossier.answers,
        channel=dossier.channel,
        at=filing.created_at if filing else dossier.submitted_at,
    )
    return list(dict.fromkeys(line.explained for line in lines if line.explained))


@transaction.atomic
def make_receipt(*, dossier_id: uuid.UUID, since: datetime | None = None) -> Dossier:
    """Print the receipt once: before acceptance it confirms the filing, after it promises the date; anew when it is older than `since`."""
    dossier = (
        Dossier.objects.select_for_update(of=("self",))
        .select_related("agency", "reception_agency", "helped_agency", "applicant", "receipt_file")
        .get(id=dossier_id)
    )
    if (
        dossier.receipt_file is not None
        and dossier.accepted_at is not None
        and dossier.receipt_file.created_at >= max(dossier.accepted_at, since or dossier.accepted_at)
    ):
        return dossier  # printed already with the date promised: at the counter, or by an earlier try of the job
    content = pdf.receipt(receipt_data(dossier))
    dossier.receipt_file = files.store_bytes(
        name=f"giay-tiep-nhan-{dossier.code}.pdf", media_type="application/pdf", content=content, purpose="receipt"
    )
    dossier.save(update_fields=["receipt_file"])
    return dossier


@transaction.atomic
def make_supplement_letter(*, request_id: int) -> SupplementRequest:
    """Print form 02 with the one complete list."""
    request = SupplementRequest.objects.select_for_update(of=("self",)).get(id=request_id)
    if request.file_id is not None:
        return request
    dossier = Dossier.objects.select_related("agency", "reception_agency", "applicant").get(id=request.dossier_id)
    version = procedures.version(dossier.version_id)
    content = pdf.supplement(
        {
            "agency_parent": f"UBND TỈNH {settings.PROVINCE_NAME.upper()}",
            "agency": dossier.agency.name,
            "place": dossier.agency.short_name,
            "form_mark": form_set_of(dossier).mark("supplement"),
            "number": f"{dossier.code.rsplit('-', 1)[-1]}/{request.number}",
            "code": dossier.code,
            "date": request.requested_at,
            "applicant": dossier.applicant_name,
            "address": dossier.applicant.address if dossier.applicant else "",
            "phone": dossier.phone,
            "email": dossier.email,
            "procedure": version.name,
            "defects": [
                {
                    "name": line.requirement_name,
                    "verdict": line.get_verdict_display(),
                    "reason": line.reason,
                    "remedy": line.remedy,
                }
                for line in request.lines.all()
                if line.verdict != Verdict.OK
            ],
            "valid": [line.requirement_name for line in request.lines.all() if line.verdict == Verdict.OK],
            "note": request.note,
            "answer_before": request.answer_before,
            "url": progress_url(dossier),
            "officer": request.requested_by_name,
            "hotline": dossier.agency.phone or "1022",
        }
    )
    request.file = files.store_bytes(
        name=f"phieu-yeu-cau-bo-sung-{dossier.code}-{request.number}.pdf",
        media_type="application/pdf",
        content=content,
        purpose="letter",
    )
    request.save(update_fields=["file"])
    return request
