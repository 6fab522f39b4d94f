"""What administrators and cashiers keep of the post (đối soát tiền thu hộ, mã trạng thái của bưu điện)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.foundation.postal import policies, queries, services
from lienthong.foundation.postal.choices import Verb
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid


@require_safe
@officer(policies.MANAGE)
def statements(request: ActorRequest) -> HttpResponse:
    """Statements, money that is late, messages that fit nothing."""
    context = {
        "statements": queries.statements(),
        "outstanding": queries.cod_outstanding(),
        "strays": queries.stray_notices(),
        "late_days": queries.COD_LATE.days,
    }
    return render(request, "postal/staff/statements.html", context)


@require_safe
@officer(policies.MANAGE)
def statement(request: ActorRequest, number: str) -> HttpResponse:
    """One statement, line by line."""
    found = queries.statement(number)
    lines = list(found.lines.all())
    context = {"statement": found, "lines": lines, "sum": sum(line.amount for line in lines)}
    return render(request, "postal/staff/statement.html", context)


@require_http_methods(["GET", "POST"])
@officer(policies.MANAGE)
def codes(request: ActorRequest) -> HttpResponse:
    """What the carrier's codes mean; the unknown ones stand first."""
    problems: dict[str, str] = {}
    if request.method == "POST":
        code = request.POST.get("code", "")
        try:
            many = services.map_code(
                actor=request.actor, code=code, verb=request.POST.get("verb", ""), text=request.POST.get("text", "")
            )
        except Invalid as refusal:
            problems = refusal.problems
        else:
            messages.success(request, f"Đã đặt ý nghĩa mã {code}; tính lại hành trình {many} bưu gửi.")
            return redirect("postal:codes")
    context = {
        "rows": queries.code_rows(),
        "verbs": Verb.choices,
        "problems": problems,
        "typed": request.POST,
    }
    return render(request, "postal/staff/codes.html", context, status=422 if problems else 200)
