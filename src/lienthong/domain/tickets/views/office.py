"""The office an address names (cơ quan có Bộ phận Một cửa)."""

from lienthong.domain.tickets import queries
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit.errors import NotFound


def office_of(identifier: str) -> organizations.AgencyRow:
    """An agency that has opened its queue. Raises NotFound."""
    agency = organizations.agency_by_identifier(identifier)
    if not queries.lines(agency.pk, all_of_them=True).exists():
        raise NotFound("Cơ quan này chưa mở lấy số tự động. Đến trực tiếp Bộ phận Một cửa trong giờ làm việc.")
    return agency
