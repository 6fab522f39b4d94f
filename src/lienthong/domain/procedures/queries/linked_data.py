"""A procedure for search engines (dữ liệu liên kết): schema.org GovernmentService as JSON-LD, nothing that the page does not show."""

from typing import Any

from lienthong.domain.procedures.choices import FilingChannel
from lienthong.domain.procedures.queries.leaflet import leaflet_of
from lienthong.domain.procedures.queries.versions import VersionSnapshot

CHANNEL_NAMES = {
    FilingChannel.ONLINE: "Trực tuyến",
    FilingChannel.COUNTER: "Trực tiếp tại Trung tâm Phục vụ hành chính công",
    FilingChannel.POST: "Bưu chính công ích",
}


def government_service(version: VersionSnapshot, *, site: str, province: str) -> dict[str, Any]:
    """`site`: public address of the platform without a slash at its end. Source: schema.org/GovernmentService."""
    page = f"{site}/thu-tuc/{version.code}/"
    what = leaflet_of(version)
    channels = [
        {
            "@type": "ServiceChannel",
            "name": CHANNEL_NAMES[FilingChannel(channel)],
            "availableLanguage": "vi",
            **({"serviceUrl": f"{site}/nop-ho-so/{version.code}/"} if channel == FilingChannel.ONLINE else {}),
        }
        for channel in version.channels
        if channel in CHANNEL_NAMES and (channel != FilingChannel.ONLINE or version.accepts_online)
    ]
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "@id": page,
        "url": page,
        "name": version.short_name,
        "alternateName": version.name,
        "description": version.summary,
        "identifier": version.code,
        "serviceType": version.field_name,
        "inLanguage": "vi",
        "areaServed": {"@type": "AdministrativeArea", "name": f"Tỉnh {province}"},
        "audience": {"@type": "Audience", "audienceType": what.subjects},
        "provider": {
            "@type": "GovernmentOrganization",
            "name": "; ".join(version.agencies) or "; ".join(what.carried_out_by) or f"Ủy ban nhân dân tỉnh {province}",
        },
        "serviceOutput": [{"@type": "Thing", "name": name} for name in what.results if name],
        "availableChannel": channels,
        "offers": [
            {
                "@type": "Offer",
                "name": fee.name,
                "price": fee.amount,
                "priceCurrency": "VND",
                "description": f"mỗi {fee.per}",
            }
            for fee in version.fees
            if not fee.is_demo
        ],
    }
    return {key: value for key, value in said.items() if value}
