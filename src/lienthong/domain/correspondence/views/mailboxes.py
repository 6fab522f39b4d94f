"""Mailboxes from which documents are collected (hộp thư nhận văn bản): kept, tried, collected at once, with what went wrong.

Who opens it: the administrator, when an agency's mailbox is set up or has stopped working.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lienthong.domain.correspondence import policies, queries, services
from lienthong.domain.correspondence.choices import Security
from lienthong.domain.correspondence.models import Mailbox
from lienthong.domain.correspondence.services import MailboxData, Trial
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, NotFound, Refused

administering = officer(policies.ADMINISTER)
LABELS = {
    "agency": "Cơ quan",
    "host": "Máy chủ",
    "port": "Cổng",
    "security": "Mã hóa",
    "username": "Tên đăng nhập",
    "password": "Mật khẩu",
    "folder": "Thư mục",
}


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@administering
def mailboxes(request: ActorRequest) -> HttpResponse:
    """All of them, and the form for another one."""
    return _handled(request, None)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@administering
def mailbox(request: ActorRequest, mailbox_id: int) -> HttpResponse:
    """One of them: changed, tried, collected at once, letters that were not taken."""
    return _handled(request, queries.mailbox_for(request.actor, mailbox_id))


def _handled(request: ActorRequest, row: Mailbox | None) -> HttpResponse:
    if request.method == "GET":
        return _page(request, row)
    do = request.POST.get("do", "")
    if do == "lay" and row is not None:
        services.collect_soon(mailbox_id=row.pk)
        messages.success(request, "Đã xếp việc lấy thư. Tải lại trang sau ít phút để xem kết quả.")
        return redirect("correspondence:mailbox", mailbox_id=row.pk)
    data = _typed(request)
    number = row.pk if row is not None else None
    try:
        if do == "thu":
            return _page(request, row, trial=services.try_mailbox(actor=request.actor, data=data, mailbox_id=number))
        kept = services.keep_mailbox(actor=request.actor, data=data, mailbox_id=number)
    except Invalid as refusal:
        return _page(request, row, problems=refusal.problems)
    except NotFound:
        raise
    except Refused as refusal:
        return _page(request, row, refusal=refusal)
    said = "sẽ lấy thư trong vài phút" if kept.is_active else "tạm dừng lấy thư"
    messages.success(request, f"Đã lưu hộp thư {kept.username}: {said}.")
    return redirect("correspondence:mailbox", mailbox_id=kept.pk)


def _typed(request: ActorRequest) -> MailboxData:
    post = request.POST
    agency = organizations.agency_known_as(post.get("agency", ""))
    port = post.get("port", "").strip()
    return MailboxData(
        agency_id=agency.pk if agency is not None else 0,
        host=post.get("host", "")[:200],
        port=int(port) if port.isascii() and port.isdigit() and len(port) < 6 else 0,
        security=post.get("security", ""),
        username=post.get("username", "")[:200],
        password=post.get("password", "")[:300],
        folder=post.get("folder", "")[:200],
        is_active=bool(post.get("is_active")),
    )


def _page(
    request: ActorRequest,
    row: Mailbox | None,
    *,
    problems: dict[str, str] | None = None,
    refusal: Refused | None = None,
    trial: Trial | None = None,
) -> HttpResponse:
    problems = problems or {}
    post = request.POST if request.method == "POST" else None
    context: dict[str, Any] = {
        "row": row,
        "boxes": queries.mailboxes(request.actor) if row is None else [],
        "letters": queries.letters_not_taken(row) if row is not None else [],
        "fields": _fields(row, post, problems),
        "is_active": bool(post.get("is_active")) if post is not None else row is None or row.is_active,
        "agencies": [each.name for each in organizations.visible_agencies(request.actor)],
        "problems": problems,
        "refusal": refusal,
        "trial": trial,
        "faults": [{"label": LABELS.get(key, ""), "message": said, "id": key} for key, said in problems.items()],
    }
    status = 422 if problems else refusal.status if refusal else 200
    return render(request, "correspondence/mailboxes.html", context, status=status)


def _fields(row: Mailbox | None, post: Any, problems: dict[str, str]) -> dict[str, dict[str, Any]]:
    """The questions for the `field` component, by name. The password is never shown again."""
    rows: dict[str, dict[str, Any]] = {
        "agency": {"attrs": {"list": "agencies", "autocomplete": "off", "maxlength": 200}},
        "username": {"hint": "Thường là cả địa chỉ thư.", "attrs": {"autocomplete": "off", "maxlength": 200}},
        "host": {"hint": "Ví dụ mail.gialai.gov.vn", "attrs": {"autocomplete": "off", "maxlength": 200}},
        "port": {"width": "4", "inputmode": "numeric", "attrs": {"autocomplete": "off", "maxlength": 5}},
        "security": {"kind": "select", "choices": Security.choices},
        "folder": {"attrs": {"autocomplete": "off", "maxlength": 200}},
    }
    known: dict[str, Any] = {"port": "993", "folder": "INBOX", "security": Security.TLS}
    if row is not None:
        known = {name: getattr(row, name) for name in ("username", "host", "port", "security", "folder")}
        known["agency"] = row.agency.name
    for name, each in rows.items():
        each |= {"name": name, "id": name, "label": LABELS[name], "error": problems.get(name, "")}
        each["value"] = post.get(name, "") if post is not None else str(known.get(name, ""))
    return rows
