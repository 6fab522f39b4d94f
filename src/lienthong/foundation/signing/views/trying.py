"""Sign a file of one's own choice, or a trial page (ký tệp, thử chữ ký): with whatever holds one's key."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.foundation.signing import queries, services
from lienthong.foundation.signing.asked import ANSWER_FIELD
from lienthong.foundation.signing.errors import DeviceAnswerWrong
from lienthong.foundation.signing.views.checking import MAX_BYTES
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.bridging import asks_bridge
from lienthong.kit.errors import Invalid, NotFound, Refused

REASON = "Ký tại trang ký tệp"


@asks_bridge
@require_http_methods(["GET", "POST"])
@officer()
def sign_file(request: ActorRequest) -> HttpResponseBase:
    """Choose a PDF, or none for a trial page; the signed file comes back as a download."""
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            return _download(_signed(request))
        except NotFound:
            raise
        except Invalid as problem:
            refusal = Refused(next(iter(problem.problems.values())))
        except Refused as problem:
            refusal = problem
    context = {"key": queries.key_of(request.actor.position.id if request.actor.position else None), "refusal": refusal}
    return render(request, "signing/sign_file.html", context, status=422 if refusal else 200)


@require_POST
@officer()
def send_code(request: ActorRequest) -> HttpResponse:
    """Have the provider send its one-time code to the holder."""
    try:
        services.send_code(actor=request.actor, of_seal=request.POST.get("of") == "seal")
        said = "Đã yêu cầu nhà cung cấp gửi mã. Mã có hiệu lực trong thời gian ngắn."
    except Refused as refusal:
        said = refusal.message
    return render(request, "signing/_sent.html", {"said": said})


def _signed(request: ActorRequest) -> bytes:
    typed = services.typed(request.POST.dict())
    for prepared_id, signature in typed.answers.items():  # a device's answer: the file was sent before
        return services.finish_pdf(actor=request.actor, prepared_id=prepared_id, signature=signature)
    if any(
        name.startswith(ANSWER_FIELD) for name in request.POST
    ):  # sent without it: nothing else is signed in its place
        raise DeviceAnswerWrong.empty()
    content = _content(request)
    return services.done_by_holder(
        actor=request.actor,
        typed=typed,
        act=lambda: services.sign_pdf(actor=request.actor, content=content, reason=REASON, location=_location(request)),
    )


def _content(request: ActorRequest) -> bytes:
    upload = request.FILES.get("file")
    if upload is None:
        return services.trial_page(actor=request.actor)
    if upload.size is None or upload.size > MAX_BYTES:
        raise Invalid({"file": f"Tệp lớn hơn {MAX_BYTES // 1024 // 1024} MB. Ông/bà chọn tệp nhỏ hơn."})
    content: bytes = upload.read()
    return content


def _location(request: ActorRequest) -> str:
    return request.actor.position.agency_name if request.actor.position else ""


def _download(content: bytes) -> HttpResponse:
    if not content:
        raise NotFound
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="da-ky.pdf"'},
    )
