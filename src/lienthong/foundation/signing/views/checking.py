"""Is this signature good? (kiểm tra chữ ký số). Anybody opens it: a citizen with a result, a clerk with a paper from outside.

The file is looked at and not kept.
"""

import hashlib

from django.core import signing as tokens
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.foundation.files import queries as stored
from lienthong.foundation.files import services as files
from lienthong.foundation.signing import queries, services
from lienthong.kit.access import ActorRequest, public
from lienthong.kit.errors import NotFound

MAX_BYTES = 20 * 1024 * 1024
_SALT = "signing.raised"
_GOOD_SECONDS = 15 * 60


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
    raised = queries.raised_of(sha256)
    context = {
        "name": upload.name,
        "sha256": sha256,
        "verdict": services.verify_file(content),
        "raised": tokens.dumps(raised.pk, salt=_SALT) if raised is not None else "",
        "raised_level": raised.reached if raised is not None else "",
    }
    return render(request, "signing/check.html", context)


@require_safe
@public
def raised(request: ActorRequest, token: str) -> HttpResponseBase:
    """The same paper with a time stamp and proof, for who holds the paper: the link was given for it a moment ago."""
    try:
        found = queries.raised_file_id(int(tokens.loads(token, salt=_SALT, max_age=_GOOD_SECONDS)))
    except (tokens.BadSignature, ValueError) as error:
        raise NotFound from error
    return files.response_for(stored.get_file(found), download=True)


def problem_of(upload: "UploadedFile[bytes] | None") -> str:
    """What is wrong with an upload, in a sentence; empty when it may be looked at."""
    if upload is None or not upload.size:
        return "Chưa chọn tệp nào. Chọn tệp PDF hoặc XML đã ký rồi bấm Kiểm tra."
    if upload.size > MAX_BYTES:
        return f"Tệp nặng {upload.size // 1024 // 1024} MB; tối đa {MAX_BYTES // 1024 // 1024} MB. Xem lại có chọn nhầm tệp không."
    return ""
