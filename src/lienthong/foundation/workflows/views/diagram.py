"""The diagram of a process (sơ đồ quy trình), published or in a draft, to be looked at or taken away."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lienthong.foundation.workflows import queries
from lienthong.foundation.workflows.errors import WorkflowNotFound
from lienthong.foundation.workflows.policies import MANAGE
from lienthong.foundation.workflows.rules.bpmn import compile_bpmn
from lienthong.foundation.workflows.rules.drafts import check
from lienthong.kit.access import ActorRequest, officer, public

MAX_COLUMNS = 12
XML = "application/xml; charset=utf-8"


@public
@require_safe
@cache_control(public=True, max_age=86400, immutable=True)
def bpmn(request: HttpRequest, workflow_id: int) -> HttpResponse:
    """BPMN 2.0 XML. `?cot=2` draws it two steps wide, for a narrow screen; anything else but 1 to 12 is ignored."""
    wanted = request.GET.get("cot", "")
    columns = int(wanted) if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:3]) <= MAX_COLUMNS else None
    return HttpResponse(queries.bpmn_of(workflow_id, columns=columns), content_type=XML)


@require_safe
@officer(MANAGE)
def draft_bpmn(request: ActorRequest, code: str, edits: int) -> HttpResponse:
    """The draft as it was saved last, drawn; `edits` only makes the address new. Not found while the table cannot be read."""
    del edits
    draft = queries.draft_of(request.actor, code)
    steps = check(draft.content).steps if draft else ()
    if draft is None or not steps:
        raise WorkflowNotFound
    return HttpResponse(compile_bpmn(steps, name=draft.content["name"]), content_type=XML)


@require_safe
@officer(MANAGE)
def export(request: ActorRequest, code: str) -> HttpResponse:
    """A version as a BPMN 2.0 file: `phien-ban`, else the newest. Compiled anew, so that it says kind and hours of each step."""
    wanted = request.GET.get("phien-ban", "")
    newest = queries.latest_workflow(code)
    if newest is None:
        raise WorkflowNotFound
    version = queries.version_of(request.actor, code, int(wanted)) if wanted.isdecimal() else newest
    answer = HttpResponse(compile_bpmn(queries.steps_of(version.pk), name=version.name), content_type=XML)
    answer["Content-Disposition"] = f'attachment; filename="{code}-v{version.version}.bpmn"'
    return answer
