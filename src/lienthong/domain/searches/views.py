"""What people looked for and did not find (tìm mà không thấy).

The searching page tells us, after it has shown its answer and the person has stopped typing, so the search itself waits for nothing.
Who keeps the catalogue opens the list once a week: most wanted words first, beside each the procedures it may have meant and one act.
Words that few looked for are not shown; a list with nothing in it says so.
"""

from urllib.parse import urlencode
from zlib import crc32

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.domain.procedures.policies import MANAGE
from lienthong.domain.searches import queries, services
from lienthong.domain.searches.choices import Verdict
from lienthong.domain.searches.tidying import tidy
from lienthong.kit.access import ActorRequest, officer, public
from lienthong.kit.errors import Invalid
from lienthong.kit.text_vi import clean

PAGE_SIZE = 30
FARTHEST = 3_000
ONCE_SECONDS = 24 * 3600
MOST_FROM_ONE_ADDRESS = 60
BURST_SECONDS = 600


@csrf_exempt  # changes nothing of the person who asks, and asks for no cookie of theirs
@public
@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """One search in vain. The same words from one address count once a day; the address is forgotten with the cache."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return HttpResponse(status=204)
    text = request.POST.get("q", "")[:240]
    key, _ = tidy(text)
    address = request.META.get("REMOTE_ADDR", "")
    burst = f"unfound:{address}"
    cache.add(burst, 0, BURST_SECONDS)
    if (
        key
        and cache.incr(burst) <= MOST_FROM_ONE_ADDRESS
        and cache.add(f"unfound:{address}:{crc32(key.encode())}", 1, ONCE_SECONDS)
    ):
        services.count_unfound(text=text)
    return HttpResponse(status=204)


@require_safe
@officer(MANAGE)
def waiting_page(request: ActorRequest) -> HttpResponse:
    """Words that wait."""
    start = request.GET.get("tu", "")
    offset = min(int(start), FARTHEST) if start.isascii() and start.isdigit() and len(start) < 6 else 0
    found = queries.waiting_words(request.actor, limit=PAGE_SIZE, offset=offset)
    here = reverse("searches:waiting")
    page = {
        "prev_url": f"{here}?{urlencode({'tu': max(0, offset - PAGE_SIZE)})}" if offset else "",
        "next_url": f"{here}?{urlencode({'tu': offset + PAGE_SIZE})}" if found.has_more else "",
    }
    context = {"tab": "waiting", "rows": found.rows, "page": page, "days": queries.DAYS_SHOWN}
    return render(request, "searches/waiting.html", context | {"fewest": queries.FEWEST_SHOWN})


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def settled_page(request: ActorRequest) -> HttpResponse:
    """Words that were decided about; a decision may be taken back."""
    if request.method == "POST":
        services.take_back(actor=request.actor, key=request.POST.get("key", "")[:80])
        messages.success(request, "Cụm từ đã về danh sách chờ xử lý.")
        return redirect("searches:settled")
    context = {"tab": "settled", "rows": queries.settled_words(request.actor)}
    return render(request, "searches/settled.html", context)


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def words_page(request: ActorRequest) -> HttpResponse:
    """One of them: what it may have meant, and one act."""
    words = queries.waiting(request.actor, (request.POST.get("key") or request.GET.get("tu", ""))[:80] or "-")
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            said = _decide(request, words)
        except Invalid as refusal:
            problems = refusal.problems
        else:
            messages.success(request, said)
            return redirect("searches:waiting")
    context = {
        "words": words,
        "near": queries.near(words.words),
        "problems": problems,
        "faults": [{"label": "", "message": said, "id": key} for key, said in problems.items()],
        "typed_code": request.POST.get("code", ""),
        "verdicts": [(value.value, value.label) for value in (Verdict.NOT_HERE, Verdict.NO_NAME)],
    }
    return render(request, "searches/words.html", context, status=422 if problems else 200)


def _decide(request: ActorRequest, words: queries.WaitingWords) -> str:
    """Do what was pressed; the sentence that says so. Raises Invalid."""
    if verdict := request.POST.get("verdict"):
        services.set_aside(actor=request.actor, key=words.key, verdict=verdict)
        return f"Đã ghi “{words.words}”: {Verdict(verdict).label.lower()}."
    code = clean(request.POST.get("code", "")[:160]).partition(" ")[0] or request.POST.get("procedure", "")[:40]
    if not code:
        raise Invalid({"procedure": "Chọn một thủ tục, hoặc nhập mã thủ tục."})
    services.add_as_keyword(actor=request.actor, key=words.key, procedure_code=code)
    return f"Từ nay gõ “{words.words}” sẽ thấy thủ tục {code}."
