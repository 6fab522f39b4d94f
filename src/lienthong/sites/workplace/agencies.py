"""Agencies and their seats, to look up (cơ quan, chức vụ): identifiers in both forms, departments, who holds what since when.

Who opens it: any officer who asks which agency carries an identifier, or who sits where. The tree is public; nothing is changed here.
"""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lienthong.domain.dossiers import queries as dossiers
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.pagination import keyset_page


@require_http_methods(["GET"])
@officer()
def agencies(request: ActorRequest) -> HttpResponse:
    """The list, by identifier; `q` looks in name and identifier."""
    text, tier = request.GET.get("q", "")[:80], request.GET.get("cap", "")
    tiers = list(organizations.tiers())
    tier = tier if tier in {each.code for each in tiers} else ""
    rows = organizations.agencies_named(request.actor, text, tier)
    context = {
        "page": keyset_page(rows, order=("identifier", "id"), cursor=request.GET.get("tu"), limit=40),
        "text": text,
        "tier": tier,
        "tiers": tiers,
        "query": urlencode({key: value for key, value in (("q", text), ("cap", tier)) if value}),
        "rail": dossiers.rail(request.actor, "agencies"),
    }
    return render(request, "workplace/agencies.html", context)


@require_http_methods(["GET"])
@officer()
def agency(request: ActorRequest, identifier: str) -> HttpResponse:
    """One agency: departments and seats, with what each seat may do. Raises NotFound."""
    found = organizations.agency_by_identifier(identifier)
    today = clock.today()
    seats = [
        {
            "name": seat.account.full_name,
            "title": seat.title,
            "department": seat.department.name if seat.department else "",
            "roles": ", ".join(str(Role(role).label) for role in seat.roles if role in Role.values),
            "since": seat.valid_from,
            "until": seat.valid_to,
            "held": seat.valid_from <= today and (seat.valid_to is None or seat.valid_to >= today),
        }
        for seat in organizations.seats_of(found.id)
    ]
    context = {
        "agency": found,
        "departments": list(organizations.departments_of(found.id)),
        "seats": seats,
        "before": organizations.history_of(found.id),
        "after": organizations.successors_of(found.id),
        "rail": dossiers.rail(request.actor, "agencies"),
    }
    return render(request, "workplace/agency.html", context)
