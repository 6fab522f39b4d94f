"""What a keeper filters the catalogue by (ô lọc danh mục): odd values count as not given."""

from django.http import QueryDict

from lienthong.domain.procedures.choices import Origin, ProcedureStatus, TierCode
from lienthong.domain.procedures.queries import Asked
from lienthong.kit.text_vi import clean

WORK = ("draft", "later", "flags")


def read_asked(given: QueryDict) -> Asked:
    """Read the address: q, linh-vuc, cap, trang-thai, nguon, viec."""
    tier, status = given.get("cap", ""), given.get("trang-thai", "")
    origin, work = given.get("nguon", ""), given.get("viec", "")
    return Asked(
        q=clean(given.get("q", "")[:240]).replace("\x00", "")[:120],
        field=clean(given.get("linh-vuc", "")[:80]),
        tier=tier if tier in TierCode.values else "",
        status=status if status in ProcedureStatus.values else "",
        origin=origin if origin in Origin.values else "",
        work=work if work in WORK else "",
    )
