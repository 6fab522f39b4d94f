"""The archive is searched, and its files are asked for (tra cứu, khai thác)."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lienthong.domain.archive import forms, policies, queries, services
from lienthong.domain.archive.views import rooms
from lienthong.domain.archive.views.acting import acted, ids_of, kept_query, summary
from lienthong.domain.archive.views.files import WORKS
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest
from lienthong.kit.errors import NotFound


@require_http_methods(["GET", "POST"])
@WORKS
def search(request: ActorRequest) -> HttpResponse:
    """Titles of the archive by words; POST asks to read one."""
    problems: dict[str, str] = {}
    if request.method == "POST":
        (file_id, *_) = [*ids_of([request.POST.get("file", "")]), None]
        if file_id is None:
            raise NotFound

        def ask() -> str:
            loan = services.ask_to_read(actor=request.actor, file_id=file_id, purpose=request.POST.get("purpose", ""))
            return f"Đã gửi yêu cầu đọc hồ sơ {loan.file.code}. Lưu trữ trả lời ở mục Khai thác."

        problems = acted(request, ask)
        if not problems:
            return redirect("archive:loans")
    text = request.GET.get("q", "")[:120]
    page = queries.archived_page(request.actor, text=text, cursor=request.GET.get("trang"))
    readable = set(
        queries.visible_files(request.actor)
        .filter(pk__in=[each.pk for each in page.items])
        .values_list("pk", flat=True)
    )
    context = {
        "page": page,
        "rows": [(each, each.pk in readable) for each in page.items],
        "text": text,
        "kept": kept_query(q=text),
        "asked": request.POST.get("file", ""),
        "typed": request.POST,
        "tabs": rooms.tabs(request.actor, "search"),
        "problems": problems,
        "summary": summary(problems),
    }
    return render(request, "archive/search.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "POST"])
@WORKS
def loans(request: ActorRequest) -> HttpResponse:
    """One's own requests; for the keeper of the archive also those that wait. POST answers one."""
    problems: dict[str, str] = {}
    if request.method == "POST":
        post = request.POST
        loan_id = int(post["loan"]) if post.get("loan", "").isascii() and post.get("loan", "").isdigit() else 0

        def answer() -> str:
            if post.get("act") == "khong":
                services.refuse_loan(actor=request.actor, loan_id=loan_id, answer=post.get("answer", ""))
                return "Đã trả lời không cho đọc."
            done = services.grant_loan(
                actor=request.actor,
                loan_id=loan_id,
                until=forms.read_day(post, "until", "Hạn đọc"),
                answer=post.get("answer", ""),
            )
            return f"Đã cho đọc đến hết {done.until:%d/%m/%Y}."

        problems = acted(request, answer)
        if not problems:
            return redirect("archive:loans")
    context = {
        "waiting": queries.loans_waiting(request.actor),
        "mine": queries.loans_of_seat(request.actor),
        "may_answer": request.actor.may(policies.KEEP),
        "today": clock.today(),
        "tabs": rooms.tabs(request.actor, "loans"),
        "typed": request.POST,
        "problems": problems,
        "summary": summary(problems),
    }
    return render(request, "archive/loans.html", context, status=422 if problems else 200)
