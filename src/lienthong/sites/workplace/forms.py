"""The list of forms (biểu mẫu): what is in force, what is being prepared, and which procedures ask with it.

Who opens it: an official who keeps forms, to find one, go on with a draft or begin a new one. A search that finds nothing says how to
search again. It is a page of the workplace because forms know nothing of procedures.
"""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lienthong.domain.eforms import queries as eforms
from lienthong.domain.eforms.errors import FormNotFound
from lienthong.domain.eforms.policies import MANAGE
from lienthong.domain.procedures import queries as procedures
from lienthong.kit.access import ActorRequest, officer

PAGE = 50
SHOWN_USES = 2


@require_http_methods(["GET"])
@officer(MANAGE)
def forms(request: ActorRequest) -> HttpResponse:
    """Drafts first, then by title; `q` without accents, `trang-thai=dang-soan` for drafts alone."""
    text, state = request.GET.get("q", "")[:80], request.GET.get("trang-thai", "")
    start = int(request.GET.get("tu", "0")) if request.GET.get("tu", "0").isdecimal() else 0
    rows = eforms.form_rows(request.actor, text, "draft" if state == "dang-soan" else "")
    page = rows[start : start + PAGE]
    uses = procedures.uses_of_forms([row.code for row in page])
    filters = urlencode({key: value for key, value in (("q", text), ("trang-thai", state)) if value})
    context = {
        "rows": [
            {
                "form": row,
                "uses": uses.get(row.code, [])[:SHOWN_USES],
                "more_uses": max(0, len(uses.get(row.code, [])) - SHOWN_USES),
                "behind": sum(use.form_version < row.version for use in uses.get(row.code, [])),
            }
            for row in page
        ],
        "count": len(rows),
        "text": text,
        "state": state,
        "filters": filters,
        "page": {
            "previous": str(max(0, start - PAGE)) if start else "",
            "next": str(start + PAGE) if start + PAGE < len(rows) else "",
        },
    }
    return render(request, "workplace/forms.html", context)


@require_http_methods(["GET"])
@officer(MANAGE)
def uses(request: ActorRequest, code: str) -> HttpResponse:
    """The procedures that ask with a form, and what to do where an older version is in use; with `HX-Request` the list alone."""
    found = procedures.uses_of_forms([code]).get(code, [])
    try:
        newest = eforms.versions_of(code)[0]
    except FormNotFound:
        newest = None
    context = {"code": code, "uses": found, "newest": newest}
    part = request.headers.get("HX-Request") == "true"
    return render(request, "workplace/_form_uses.html" if part else "workplace/form_uses.html", context)
