"""Names to suggest while an address is typed (gợi ý địa danh). A page asks in the background; without it people type the whole name."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lienthong.domain.eforms import catalogues, old_units
from lienthong.domain.eforms.kinds.address import OLD
from lienthong.kit.access import public

DAY = 86_400


@public
@require_safe
@cache_control(public=True, max_age=DAY)
def units(request: HttpRequest) -> JsonResponse:
    """`?tinh=52`, or `?tinh=cu-64&huyen=Thành phố Pleiku` for the units before 01/7/2025: {"districts": [name], "communes": [name]}."""
    province, district = request.GET.get("tinh", "")[:10], request.GET.get("huyen", "")[:120]
    if not province.startswith(OLD):
        return JsonResponse({"districts": [], "communes": [*catalogues.communes(province).values()]})
    former = province.removeprefix(OLD)
    districts = old_units.districts(former)
    found = old_units.find(districts, district)
    communes = old_units.communes(former, found[0]) if len(found) == 1 else {}
    return JsonResponse({"districts": [*districts.values()], "communes": [*communes.values()]})
