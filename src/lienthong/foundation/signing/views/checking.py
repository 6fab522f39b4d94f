"""Is this signature good? (kiểm tra chữ ký số). Anybody opens it: a citizen with a result, a clerk with a paper from outside.

The file is looked at and not kept.
"""

import hashlib

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.foundation.files import queries as stored
from lienthong.foundation.files import services as files
from lienthong.foundation.signing import queries, services
from lienthong.kit.access import ActorRequest, public

MAX_BYTES = 20 * 1024 * 1024


@require_http_methods(["GET", "POST"])
@public
def check(request: ActorRequest) -> HttpResponse:
    """Choose a file; see a verdict on each of its signatures."""
    if request.method != "POST":
        return render(request, "signing/check.html", {})
    upload = request.FILES.get("file")
    problem = problem_of(upload)
    if upload is None or problem:
        return render(request, "signing/check.html", {"problem": problem}, status=422)
    content = upload.read()
    sha256 = hashlib.sha256(content).hexdigest()
    raised, original = queries.raised_of(sha256), queries.original_of(sha256=sha256)
    context = {
        "name": upload.name,
        "sha256": sha256,
        "verdict": services.verify_file(content),
        "raised": queries.token_of(raised) if raised is not None else "",
        "raised_level": raised.reached if raised is not None else "",
        "original": queries.token_of(original) if original is not None else "",
        "original_sha256": original.sha256 if original is not None else "",
    }
    return render(request, "signing/check.html", context)


@require_safe
@public
def raised(request: ActorRequest, token: str) -> HttpResponseBase:
    """The same paper with a time stamp and proof, for who holds the paper: the link was given for it a moment ago."""
    found = queries.raising_by(token)
    return files.response_for(stored.get_file(str(found.raised_id)), download=True)


@require_safe
@public
def original(request: ActorRequest, token: str) -> HttpResponseBase:
    """The bytes as they were signed, for who holds the paper with its proof."""
    found = queries.raising_by(token)
    return files.response_for(stored.get_file(str(found.file_id)), download=True)


def problem_of(upload: "UploadedFile[bytes] | None") -> str:
    """What is wrong with an upload, in a sentence; empty when it may be looked at."""
    if upload is None or not upload.size:
        return "Chưa chọn tệp nào. Chọn tệp PDF hoặc XML đã ký rồi bấm Kiểm tra."
    if upload.size > MAX_BYTES:
        return f"Tệp nặng {upload.size // 1024 // 1024} MB; tối đa {MAX_BYTES // 1024 // 1024} MB. Xem lại có chọn nhầm tệp không."
    return ""
