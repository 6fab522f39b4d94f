"""The living page (bảng thành phần): every component in every state, public, so that anyone may judge it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.kit.access import public
from lienthong.kit.ui import samples


@public
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """All components with invented people and figures."""
    return render(request, "ui/gallery.html", samples.everything())


@public
@require_safe
def sample_process(request: HttpRequest) -> HttpResponse:
    """A small process for the picture on the living page."""
    return HttpResponse(samples.BPMN, content_type="application/xml")
