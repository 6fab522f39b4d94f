"""The check of eligibility (kiểm tra điều kiện), for everybody.

Who opens it: somebody who does not know which procedure is theirs, or whether they may file at all; on a phone, without an account.
One question a page, then the conclusion with its reason and the way on. An answer that does not fit is asked again, the others stay.
"""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lienthong.domain.eligibility import queries
from lienthong.domain.procedures import queries as procedures
from lienthong.kit.access import public

MOST_CHARACTERS = 200


@public
@require_safe
def check_page(request: HttpRequest, code: str) -> HttpResponse:
    """The next question or the conclusion; every answer stands in the address."""
    params = {key: str(value)[:MOST_CHARACTERS] for key, value in request.GET.items()}
    found = queries.check(code, params)
    known = procedures.current_versions([code]).get(code)
    context = {
        "nav": "thu-tuc",
        "check": found,
        "code": code,
        "version": known,
        "here": reverse("eligibility:check", args=[code]),
    }
    if found.question:
        return render(request, "eligibility/question.html", context)
    conclusion = found.conclusion
    if conclusion and conclusion.can_file_here and conclusion.version:
        carried = f"{found.query}&{urlencode({'tu': code})}"
        context["file_url"] = f"/nop-ho-so/{conclusion.version.code}/?{carried}"
    return render(request, "eligibility/conclusion.html", context)
