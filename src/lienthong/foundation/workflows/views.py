"""The diagram of a process (sơ đồ quy trình)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lienthong.foundation.workflows import queries
from lienthong.kit.access import public

MAX_COLUMNS = 12


@public
@require_safe
@cache_control(public=True, max_age=86400, immutable=True)
def bpmn(request: HttpRequest, workflow_id: int) -> HttpResponse:
    """BPMN 2.0 XML. `?cot=2` draws it two steps wide, for a narrow screen; anything else but 1 to 12 is ignored."""
    wanted = request.GET.get("cot", "")
    columns = int(wanted) if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:3]) <= MAX_COLUMNS else None
    return HttpResponse(queries.bpmn_of(workflow_id, columns=columns), content_type="application/xml; charset=utf-8")
