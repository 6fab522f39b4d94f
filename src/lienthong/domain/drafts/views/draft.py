"""One draft: the document beside the panel in which it is written, commented on, passed on (trang dự thảo); its files; two versions compared."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lienthong.domain.drafts import forms, policies, queries
from lienthong.domain.drafts.choices import Handling, Manner, OpinionState, Verdict
from lienthong.domain.drafts.errors import DraftNotFound
from lienthong.domain.drafts.models import Draft, DraftComment, DraftVersion
from lienthong.foundation.audit import queries as audit
from lienthong.foundation.files import services as files
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, Refused
from lienthong.kit.ids import new_id
from lienthong.kit.legacy_text import encoding_of
from lienthong.kit.recordkeeping import Urgency
from lienthong.kit.word import DocumentRefused

PARTS = ("noi-dung", "thong-tin", "the-thuc", "gop-y", "y-kien", "ban")
STATE_TONES = {
    "writing": ("line", "edit"),
    "awaiting": ("soon", "clock"),
    "approved": ("now", "check"),
    "returned": ("late", "return"),
    "submitted": ("now", "sign"),
    "finished": ("done", "done"),
    "abandoned": ("", "x"),
}
HISTORY = 60
VERBS = {
    "start_draft": "Bắt đầu soạn",
    "save_draft": "Lưu bản mới",
    "change_draft_facts": "Sửa thông tin chung",
    "ask_draft_approval": "Trình duyệt nội dung",
    "take_back_draft": "Lấy lại để soạn tiếp",
    "approve_draft": "Duyệt nội dung",
    "return_draft": "Trả lại để sửa",
    "submit_draft": "Trình ký",
    "reopen_draft": "Người ký trả lại",
    "finish_draft": "Ban hành",
    "abandon_draft": "Thôi soạn",
    "ask_draft_opinions": "Lấy ý kiến",
    "give_draft_opinion": "Cho ý kiến",
    "withdraw_draft_opinion": "Thôi hỏi ý kiến",
    "handle_draft_opinion": "Tiếp thu, giải trình",
    "comment_on_draft": "Góp ý",
    "resolve_draft_comment": "Góp ý đã xong",
    "add_draft_appendix": "Thêm tệp kèm theo",
    "remove_draft_appendix": "Bỏ tệp kèm theo",
    "follow_agency": "Chuyển theo sắp xếp cơ quan",
}

any_officer = officer()


@require_safe
@any_officer
def draft(request: ActorRequest, draft_id: uuid.UUID) -> HttpResponse:
    """The page."""
    return page(request, queries.draft_for(request.actor, draft_id))


def page(
    request: ActorRequest, found: Draft, *, refusal: Refused | None = None, part: str = "", saved: str = ""
) -> HttpResponse:
    """The page; after a refusal with everything that was typed."""
    del saved
    here = part or request.GET.get("the", "")
    version = _version(request, found)
    here = here if here in PARTS else "noi-dung"
    problems = refusal.problems if isinstance(refusal, Invalid) else {}
    context: dict[str, Any] = {
        "draft": found,
        "version": version,
        "is_latest": version is not None and version.number == found.latest,
        "part": here,
        "tone": STATE_TONES[found.state][0],
        "state_icon": STATE_TONES[found.state][1],
        "refusal": refusal,
        "problems": problems,
        "faults": refusal.problems if isinstance(refusal, DocumentRefused) else [],
        "newer": refusal is not None and refusal.code == "newer-version",
        "needs_reason": refusal is not None and refusal.code == "layout-reason-needed",
        "post": request.POST if refusal is not None else {},
        "may_write": policies.may_write(request.actor, found),
        "may_ask_approval": policies.may(request.actor, "ask_approval", found)
        and not policies.approves(request.actor, found),
        "may_approve": policies.acting(request.actor, "approve", found) is not None,
        "may_return": policies.acting(request.actor, "return", found) is not None
        and not policies.is_writer(request.actor, found),
        "on_behalf_of": _for_whom(request.actor, found, here),
        "may_take_back": policies.may(request.actor, "take_back", found),
        "may_submit": policies.may_submit(request.actor, found)
        or policies.acting(request.actor, "submit", found) is not None,
        "may_abandon": policies.may(request.actor, "abandon", found),
        "may_comment": policies.may_comment(found),
        "handles": found.is_open
        and (policies.is_writer(request.actor, found) or policies.approves(request.actor, found)),
        "tabs": _tabs(found, version, here),
        "crumbs": [{"label": "Dự thảo", "url": reverse("drafts:drafts")}, {"label": found.abstract[:80] or "Dự thảo"}],
        **_FILL[here](request, found, version),
    }
    return render(request, "drafts/draft.html", context, status=refusal.status if refusal is not None else 200)


def _for_whom(actor: Actor, found: Draft, part: str) -> str:
    """Whom what is done on this part of the page would be done for; empty where it is done as oneself."""
    if not actor.stand_ins:
        return ""
    if part == "y-kien":
        answering = (policies.answering(actor, each) for each in queries.opinions_of(found))
        who = next((each for each in answering if each is not None), None)
    else:
        who = next(
            (each for verb in policies.FOR_ANOTHER if (each := policies.acting(actor, verb, found)) is not None), None
        )
    if who is None and not queries.sees_as_themself(actor, found):
        who = actor.first_that(lambda each: queries.sees_as_themself(each, found), *policies.DELEGATED)
    return who.on_behalf_of if who is not None else ""


def _version(request: HttpRequest, found: Draft) -> DraftVersion | None:
    wanted = forms.number(request.GET.get("ban"), 0)
    return queries.version_of(found, wanted or None)


def _tabs(found: Draft, version: DraftVersion | None, here: str) -> list[dict[str, Any]]:
    errors = version.error_count if version is not None else 0
    counts = {
        "the-thuc": len(version.findings) if version is not None else 0,
        "gop-y": found.comments.filter(resolved_at=None).count(),
        "y-kien": found.opinions.filter(state=OpinionState.OPEN).count(),
        "ban": found.latest,
    }
    labels = ("Nội dung", "Thông tin, nơi nhận", "Thể thức", "Góp ý", "Lấy ý kiến", "Các bản")
    url = reverse("drafts:draft", args=[found.pk])
    return [
        {
            "label": label,
            "url": f"{url}?the={name}",
            "current": name == here,
            "count": counts.get(name) or None,
            "late": name == "the-thuc" and errors > 0,
        }
        for name, label in zip(PARTS, labels, strict=True)
    ]


def _content(request: ActorRequest, found: Draft, version: DraftVersion | None) -> dict[str, Any]:
    kept = version.content if version is not None else {}
    typed = request.POST if "body" in request.POST else {}
    body, grounds = typed.get("body", kept.get("body", "")), typed.get("grounds", kept.get("grounds", ""))
    changed = bool(typed) and version is not None and f"{grounds}\n{body}".split() != _said(kept).split()
    return {
        "is_web": version is not None and version.manner == Manner.WEB,
        "body": body,
        "grounds": grounds,
        "theirs": queries.compare_texts(_said(kept), f"{grounds}\n{body}".strip()) if changed else [],
        "lines": version.text.splitlines() if version is not None else [],
        "appendices": queries.appendices_of(found),
    }


def _said(content: dict[str, str]) -> str:
    return f"{content.get('grounds', '')}\n{content.get('body', '')}".strip()


def _facts(request: ActorRequest, found: Draft, version: DraftVersion | None) -> dict[str, Any]:
    del version
    post = request.POST if "kind" in request.POST else None
    lines = forms.read_recipients(request.actor, post) if post is not None else queries.recipients_of(found)
    problems_of = post if post is not None else {}

    def said(name: str, standing: Any) -> Any:
        return problems_of.get(name, standing)

    return {
        "fields": {
            "kind": {
                "name": "kind",
                "label": "Loại văn bản",
                "kind": "select",
                "choices": forms.kind_choices(),
                "value": said("kind", found.kind),
            },
            "urgency": {
                "name": "urgency",
                "label": "Độ khẩn",
                "kind": "select",
                "choices": Urgency.choices,
                "value": said("urgency", found.urgency),
            },
            "abstract": {
                "name": "abstract",
                "label": "Trích yếu",
                "kind": "textarea",
                "rows": 2,
                "value": said("abstract", found.abstract),
                "maxlength": 600,
            },
            "symbol": {
                "name": "symbol",
                "label": "Ký hiệu",
                "hint": "Không ghi số; số cấp khi ký",
                "value": said("symbol", found.symbol),
                "maxlength": 40,
                "width": "12",
            },
            "enacting": {
                "name": "enacting",
                "label": "Thẩm quyền ban hành",
                "hint": "Chỉ quyết định, nghị quyết, chỉ thị: chức danh, tập thể ban hành",
                "value": said("enacting", found.enacting),
                "maxlength": 200,
                "required": False,
            },
            "signer": {
                "name": "signer",
                "label": "Người ký, thẩm quyền ký",
                "kind": "select",
                "choices": forms.signer_choices(request.actor),
                "value": said("signer", signer_key(found)),
            },
        },
        "rows": forms.recipient_rows(lines),
        "agency_names": forms.agency_names(request.actor),
        "bases": list(found.bases.all()),
    }


def _layout(request: ActorRequest, found: Draft, version: DraftVersion | None) -> dict[str, Any]:
    del request, found
    return {
        "is_legacy": version is not None and version.manner == Manner.WORD and encoding_of(version.text) != "unicode"
    }


def _comments(request: ActorRequest, found: Draft, version: DraftVersion | None) -> dict[str, Any]:
    comments = queries.comments_of(found)
    at: dict[int, list[DraftComment]] = {}
    for each in comments:
        if each.paragraph is not None and version is not None and each.version_id == version.pk:
            at.setdefault(each.paragraph, []).append(each)
    lines = version.text.splitlines() if version is not None else []
    chosen = forms.number(request.POST.get("paragraph") or request.GET.get("doan"))
    return {
        "paragraphs": [
            {"number": place, "text": line, "comments": at.get(place, [])} for place, line in enumerate(lines) if line
        ],
        "others": [
            each for each in comments if each.paragraph is None or version is None or each.version_id != version.pk
        ],
        "chosen": chosen if 0 <= chosen < len(lines) else None,
        "quote": lines[chosen] if 0 <= chosen < len(lines) else "",
        "key": request.POST.get("key") or new_id(),
    }


def _opinions(request: ActorRequest, found: Draft, version: DraftVersion | None) -> dict[str, Any]:
    del version
    rows = queries.opinions_of(found)
    return {
        "opinions": [{"row": each, "who": policies.answering(request.actor, each)} for each in rows],
        "asked_field": {
            "name": "asked",
            "label": "Hỏi ai",
            "kind": "checkboxes",
            "choices": forms.asked_choices(request.actor, without=found.writer_id),
            "value": request.POST.getlist("asked"),
        },
        "verdicts": Verdict.choices,
        "handlings": Handling.choices,
    }


def _versions(request: ActorRequest, found: Draft, version: DraftVersion | None) -> dict[str, Any]:
    del request, version
    acts = audit.entries_of("draft", found.pk)[:HISTORY]
    return {
        "versions": queries.versions_of(found),
        "acts": [
            {
                "title": VERBS.get(each.verb, each.verb),
                "who": each.actor_name,
                "when": each.at,
                "state": "done",
                "text": str(each.details.get("reason") or each.details.get("note") or ""),
            }
            for each in acts
        ],
    }


_FILL = {
    "noi-dung": _content,
    "thong-tin": _facts,
    "the-thuc": _layout,
    "gop-y": _comments,
    "y-kien": _opinions,
    "ban": _versions,
}


@require_safe
@any_officer
def compare(request: ActorRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Two versions word by word; without numbers the newest and the one before."""
    found = queries.draft_for(request.actor, draft_id)
    numbers = [each.number for each in queries.versions_of(found)]
    after = forms.number(request.GET.get("den"), found.latest)
    before = forms.number(request.GET.get("tu"), max(after - 1, 1))
    one, two = queries.version_of(found, before), queries.version_of(found, after)
    assert one is not None
    assert two is not None
    context = {
        "draft": found,
        "before": one,
        "after": two,
        "numbers": numbers,
        "lines": queries.compare_versions(one, two),
        "crumbs": [
            {"label": "Dự thảo", "url": reverse("drafts:drafts")},
            {"label": found.abstract[:60], "url": reverse("drafts:draft", args=[found.pk])},
            {"label": "So sánh"},
        ],
    }
    return render(request, "drafts/compare.html", context)


@require_safe
@any_officer
def printed(request: ActorRequest, draft_id: uuid.UUID, number: int) -> HttpResponseBase:
    """A version as PDF."""
    found = queries.version_of(queries.draft_for(request.actor, draft_id), number)
    assert found is not None
    return files.response_for(found.pdf, download="tai" in request.GET)


@require_safe
@any_officer
def original(request: ActorRequest, draft_id: uuid.UUID, number: int) -> HttpResponseBase:
    """A version as it was brought, or set in Word."""
    found = queries.version_of(queries.draft_for(request.actor, draft_id), number)
    assert found is not None
    return files.response_for(found.file, download=True)


@require_safe
@any_officer
def appendix(request: ActorRequest, draft_id: uuid.UUID, appendix_id: int) -> HttpResponseBase:
    """A file that goes with it."""
    found = queries.draft_for(request.actor, draft_id)
    row = next((each for each in queries.appendices_of(found) if each.pk == appendix_id), None)
    if row is None:
        raise DraftNotFound
    return files.response_for(row.file, download="tai" in request.GET)


def signer_key(found: Draft) -> str:
    """The signer as the list of choices names them."""
    return f"{found.signer_id}-{found.signer_for_id}" if found.signer_for_id else str(found.signer_id or "")
