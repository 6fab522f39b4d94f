"""The living page of the kinds of questions (bảng các loại câu hỏi): each one empty, filled, wrong and known, public as `/giao-dien/` is.

Opened by whoever builds a form or a page and wants to see how a kind asks. Nothing is sent anywhere; rows can be added and taken away.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.domain.eforms import samples
from lienthong.kit.access import public


@public
@require_safe
def kinds(request: HttpRequest) -> HttpResponse:
    """Every kind in its states."""
    return render(request, "eforms/kinds.html", {"samples": samples.shown(), "can_add_rows": True})
