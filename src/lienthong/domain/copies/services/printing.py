"""The register of certified copies as PDF (sổ bản sao điện tử)."""

from django.conf import settings

from lienthong.domain.copies import queries
from lienthong.domain.copies.choices import CopyState
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock, pdf
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed


def book_pdf(*, actor: Actor, year: int) -> bytes:
    """The register of a year, landscape A4. Raises NotAllowed."""
    if actor.agency_id is None:
        raise NotAllowed
    agency = organizations.agency(actor.agency_id)
    rows = queries.book_of(actor, year)
    return pdf.render(
        "copy_register",
        {
            "agency_parent": f"UBND tỉnh {settings.PROVINCE_NAME}",
            "agency": agency.name,
            "number": "",
            "place": agency.short_name,
            "day": pdf.day(clock.today()),
            "title": "Sổ bản sao điện tử",
            "period": f"Năm {year}, {len(rows)} bản",
            "rows": [
                {
                    "number": each.notation,
                    "day": f"{each.signed_at.astimezone(clock.VIETNAM):%d/%m/%Y %H:%M}" if each.signed_at else "",
                    "name": each.name,
                    "original": ", ".join(
                        part
                        for part in (
                            f"số {each.original_number}" if each.original_number else "",
                            each.original_issuer,
                            f"{each.original_issued_on:%d/%m/%Y}" if each.original_issued_on else "",
                        )
                        if part
                    ),
                    "owner": each.owner.full_name,
                    "pages": str(each.pages),
                    "compared": "; ".join(filter(None, [each.compared_by_name, each.second_by_name])),
                    "signed": each.signed_by_name,
                    "code": each.code,
                    "note": f"Thu hồi: {each.reason}" if each.state == CopyState.REVOKED else "",
                }
                for each in rows
            ],
        },
    )
