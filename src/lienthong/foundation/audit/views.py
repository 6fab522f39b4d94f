"""Who saw my data (ai đã xem dữ liệu của tôi)."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.foundation.audit.queries import who_saw_my_data
from lienthong.kit.access import ActorRequest, signed_in

PER_PAGE = 30


@signed_in
@require_safe
def who_saw(request: ActorRequest) -> HttpResponse:
    """Officers who opened my personal data: when, which seat and agency, for what."""
    looks = who_saw_my_data(request.actor).select_related("agency")
    page = Paginator(looks, PER_PAGE).get_page(request.GET.get("trang"))
    return render(request, "audit/who_saw.html", {"page": page})
