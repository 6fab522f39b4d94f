"""Who asked a register, about what, for which dossier and why (sổ tra cứu). What was answered stands with its dossier."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lienthong.foundation.registers import queries
from lienthong.foundation.registers.choices import registers
from lienthong.kit.access import ActorRequest, officer


@require_http_methods(["GET"])
@officer("registers.look_up", "dossiers.approve", "audit.read")
def lookups(request: ActorRequest) -> HttpResponse:
    """One's own questions; those of the agency for whoever leads it."""
    asked = request.GET.get("csdl", "")
    register = asked if asked in registers() else ""
    page = queries.lookups_page(request.actor, register=register, cursor=request.GET.get("tu"))
    context = {
        "page": page,
        "rows": [(row, registers().get(row.register)) for row in page.items],
        "tabs": [
            {"label": "Tất cả", "url": "?", "current": not register},
            *(
                {"label": each.short_name, "url": f"?csdl={each.code}", "current": each.code == register}
                for each in registers().values()
            ),
        ],
        "query": f"csdl={register}" if register else "",
    }
    return render(request, "registers/lookups.html", context)
