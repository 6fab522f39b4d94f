"""What lies on top of papers in a parcel (phiếu gửi giấy tờ qua bưu chính): printed when asked, nothing of it is kept."""

from pathlib import Path

from django.conf import settings

from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.services.documents import progress_url
from lienthong.domain.dossiers.services.posting import choice_for, office_party, party_of
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.postal import queries as parcels
from lienthong.foundation.postal.choices import Kind
from lienthong.kit import clock, pdf
from lienthong.kit.barcodes import code128_svg
from lienthong.kit.errors import NotFound

_TEMPLATE = Path(__file__).parents[1] / "templates" / "dossiers" / "cover_sheet.typ"


def cover_sheet_pdf(dossier: Dossier) -> bytes:
    """The list that applicant and postman both sign (QĐ 45/2016/QĐ-TTg, Điều 7), with the code the office scans. Raises NotFound."""
    choice = choice_for(dossier)
    if choice is None or not choice.sends_papers:
        raise NotFound("Hồ sơ này không gửi giấy tờ qua bưu chính.")
    names = {need.key: need.name for need in procedures.version(dossier.version_id).requirements}
    order = next((each for each in parcels.orders_of("dossier", dossier.id) if each.kind == Kind.COLLECT), None)
    citizen, office = party_of(choice), office_party(dossier.reception_agency_id)
    return pdf.render(
        _TEMPLATE,
        {
            "title": f"Phiếu gửi giấy tờ {dossier.code}",
            "code": dossier.code,
            "agency_parent": f"UBND TỈNH {settings.PROVINCE_NAME.upper()}",
            "agency": dossier.reception_agency.name,
            "number": "",
            "place": dossier.reception_agency.short_name,
            "day": pdf.day(clock.today()),
            "qr": pdf.qr_svg(progress_url(dossier), f"Mã hồ sơ {dossier.code}"),
            "barcode": code128_svg(dossier.code),
            "tracking": order.tracking if order is not None else "",
            "procedure": dossier.procedure.short_name,
            "sender": {"name": citizen.name, "text": citizen.text, "phone": citizen.phone},
            "receiver": {"name": office.name, "text": office.text, "phone": office.phone},
            "papers": [names.get(key, key) for key in choice.paper_keys],
        },
    )
