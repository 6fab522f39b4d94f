"""What is done with a draft on its page (các việc trên trang dự thảo): a refusal shows the page again with everything that was typed."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from lienthong.domain.drafts import forms, queries, services
from lienthong.domain.drafts.errors import DraftNotFound
from lienthong.domain.drafts.views.draft import any_officer, page
from lienthong.kit.access import ActorRequest
from lienthong.kit.errors import NotFound, Refused


def _done(request: ActorRequest, draft_id: uuid.UUID, act: Callable[[], str], part: str) -> HttpResponseBase:
    found = queries.draft_for(request.actor, draft_id)
    try:
        said = act()
    except NotFound:
        raise
    except Refused as refusal:
        found.refresh_from_db()
        return page(request, found, refusal=refusal, part=part)
    messages.success(request, said)
    if not queries.visible_drafts(request.actor).filter(pk=draft_id).exists():  # it was another's to decide
        return redirect("drafts:drafts")
    return redirect(f"{reverse('drafts:draft', args=[draft_id])}?the={part}")


def _seen(request: ActorRequest) -> int:
    return forms.number(request.POST.get("seen"))


@require_POST
@any_officer
def save(request: ActorRequest, draft_id: uuid.UUID) -> HttpResponseBase:
    """The text typed on the web."""

    def act() -> str:
        version = services.save_text(
            actor=request.actor,
            draft_id=draft_id,
            seen=_seen(request),
            grounds=request.POST.get("grounds", ""),
            body=request.POST.get("body", ""),
            remark=request.POST.get("remark", ""),
        )
        return _told(version.number, version.error_count)

    return _done(request, draft_id, act, "noi-dung")


def _told(number: int, errors: int) -> str:
    return f"Đã lưu bản {number}." + (f" Còn {errors} lỗi thể thức, xem thẻ Thể thức." if errors else "")


@require_POST
@any_officer
def facts(request: ActorRequest, draft_id: uuid.UUID) -> HttpResponseBase:
    """Type, abstract, signer, recipients."""

    def act() -> str:
        services.change_facts(
            actor=request.actor,
            draft_id=draft_id,
            seen=_seen(request),
            facts=forms.read_facts(request.actor, request.POST),
        )
        return "Đã lưu thông tin chung, nơi nhận."

    return _done(request, draft_id, act, "thong-tin")


@require_POST
@any_officer
def upload(request: ActorRequest, draft_id: uuid.UUID) -> HttpResponseBase:
    """A file that comes back from Word, or a PDF."""

    def act() -> str:
        version = services.upload_version(
            actor=request.actor,
            draft_id=draft_id,
            seen=_seen(request),
            upload=forms.read_upload(request),
            remark=request.POST.get("remark", ""),
        )
        return _told(version.number, version.error_count)

    return _done(request, draft_id, act, "noi-dung")


@require_POST
@any_officer
def convert(request: ActorRequest, draft_id: uuid.UUID) -> HttpResponseBase:
    """Old fonts to Unicode."""

    def act() -> str:
        version = services.convert_version(actor=request.actor, draft_id=draft_id, seen=_seen(request))
        return f"Đã chuyển sang Unicode, lưu thành bản {version.number}. Bản cũ vẫn giữ."

    return _done(request, draft_id, act, "the-thuc")


@require_POST
@any_officer
def attach(request: ActorRequest, draft_id: uuid.UUID) -> HttpResponseBase:
    """A file that goes with it."""

    def act() -> str:
        file = request.FILES.get("appendix")
        if file is None:
            raise Refused("Chưa chọn tệp kèm theo. Chọn tệp PDF hoặc ảnh rồi bấm lại.")
        made = services.add_appendix(actor=request.actor, draft_id=draft_id, upload=file)
        return f"Đã thêm tệp kèm theo “{made.file.name}”."

    return _done(request, draft_id, act, "noi-dung")


@require_POST
@any_officer
def detach(request: ActorRequest, draft_id: uuid.UUID, appendix_id: int) -> HttpResponseBase:
    """Take it out."""

    def act() -> str:
        services.remove_appendix(actor=request.actor, draft_id=draft_id, appendix_id=appendix_id)
        return "Đã bỏ tệp kèm theo."

    return _done(request, draft_id, act, "noi-dung")


@require_POST
@any_officer
def pass_on(request: ActorRequest, draft_id: uuid.UUID) -> HttpResponseBase:
    """Ask for approval, approve, return, submit, take back, give up: `what` says which."""
    what = request.POST.get("what", "")
    reason = request.POST.get("reason", "")

    def act() -> str:
        given: dict[str, Any] = {"actor": request.actor, "draft_id": draft_id}
        match what:
            case "ask":
                services.ask_approval(**given)
                return "Đã trình duyệt nội dung."
            case "approve" | "approve-submit":
                services.approve_draft(**given, version=_seen(request))
                if what == "approve":
                    return "Đã duyệt nội dung. Người soạn hoặc ông/bà trình ký."
                draft = services.submit_draft(**given, layout_reason=reason)
                return f"Đã duyệt và trình {draft.signer_name} ký."
            case "return":
                services.return_draft(**given, reason=reason)
                return "Đã trả lại người soạn."
            case "submit":
                draft = services.submit_draft(**given, layout_reason=reason)
                return f"Đã trình {draft.signer_name} ký."
            case "take-back":
                services.take_back_draft(**given)
                return "Đã lấy lại để soạn tiếp."
            case "abandon":
                services.abandon_draft(**given, reason=reason)
                return "Đã thôi soạn; các bản và ý kiến vẫn giữ."
            case _:
                raise DraftNotFound

    return _done(request, draft_id, act, "noi-dung")


@require_POST
@any_officer
def comment(request: ActorRequest, draft_id: uuid.UUID) -> HttpResponseBase:
    """Say something of a version."""

    def act() -> str:
        paragraph = forms.number(request.POST.get("paragraph"))
        services.comment_on(
            actor=request.actor,
            draft_id=draft_id,
            version=forms.number(request.POST.get("version")),
            paragraph=paragraph if paragraph >= 0 else None,
            text=request.POST.get("text", ""),
            key=request.POST.get("key", "")[:64],
        )
        return "Đã ghi góp ý."

    return _done(request, draft_id, act, "gop-y")


@require_POST
@any_officer
def resolve(request: ActorRequest, draft_id: uuid.UUID, comment_id: int) -> HttpResponseBase:
    """A comment is settled."""

    def act() -> str:
        services.resolve_comment(actor=request.actor, comment_id=comment_id, answer=request.POST.get("answer", ""))
        return "Góp ý đã xong."

    return _done(request, draft_id, act, "gop-y")


@require_POST
@any_officer
def ask(request: ActorRequest, draft_id: uuid.UUID) -> HttpResponseBase:
    """Ask for opinions."""

    def act() -> str:
        made = services.ask_opinions(
            actor=request.actor,
            draft_id=draft_id,
            asked=forms.read_asked(request.POST),
            question=request.POST.get("question", ""),
            days=forms.number(request.POST.get("days"), 0),
            in_order=request.POST.get("order") == "lan-luot",
        )
        return f"Đã gửi lấy ý kiến {len(made)} nơi." if made else "Những nơi đã chọn đang được hỏi."

    return _done(request, draft_id, act, "y-kien")


@require_POST
@any_officer
def opinion(request: ActorRequest, draft_id: uuid.UUID, opinion_id: int) -> HttpResponseBase:
    """Give one's opinion, take one back, or say what became of it: `what` says which."""

    def act() -> str:
        given: dict[str, Any] = {"actor": request.actor, "opinion_id": opinion_id}
        text = request.POST.get("text", "")
        match request.POST.get("what"):
            case "give":
                services.give_opinion(**given, verdict=request.POST.get("verdict", ""), text=text)
                return "Đã gửi ý kiến."
            case "withdraw":
                services.withdraw_opinion(**given)
                return "Đã thôi hỏi."
            case "handle":
                services.handle_opinion(**given, handling=request.POST.get("handling", ""), text=text)
                return "Đã ghi tiếp thu, giải trình."
            case _:
                raise DraftNotFound

    return _done(request, draft_id, act, "y-kien")
