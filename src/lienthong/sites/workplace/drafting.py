"""A document to be sent is begun (bắt đầu soạn văn bản): from nothing, from a template, from a file, or as the answer to a document."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lienthong.domain.correspondence import queries as documents
from lienthong.domain.drafts import queries as drafts
from lienthong.domain.drafts import services
from lienthong.domain.drafts.queries import RecipientLine
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, NotFound, Refused
from lienthong.kit.ids import new_id
from lienthong.kit.recordkeeping import Kind, Urgency
from lienthong.kit.word import MAX_BYTES, DocumentRefused

DAILY = (Kind.LETTER, Kind.DECISION, Kind.SUBMISSION, Kind.REPORT, Kind.NOTICE, Kind.PLAN, Kind.INVITATION)
WEB, FILE = "web", "tep"
MOST_PDF = 20 * 1024 * 1024
MOST_BASES = 10


@require_http_methods(["GET", "POST"])
@officer()
def start(request: ActorRequest) -> HttpResponseBase:
    """`?tra-loi=`: the document that is answered; `?can-cu=`: documents it is based on. Others' documents are not found."""
    asked = request.POST if request.method == "POST" else request.GET
    answered = _documents(request, asked.getlist("tra-loi")[:1])
    bases = _documents(request, asked.getlist("can-cu")[:MOST_BASES])
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            made = _begin(request, answered, bases)
        except NotFound:
            raise
        except Refused as told:
            refusal = told
        else:
            return redirect(reverse("drafts:draft", args=[made]))
    return _page(request, answered, bases, refusal)


def _documents(request: ActorRequest, ids: list[str]) -> list[tuple[uuid.UUID, str, RecipientLine, str]]:
    """(id, how it is called, who issued it as a recipient, its abstract) of documents the actor may read. Raises NotFound."""
    made = []
    for each in ids:
        try:
            found = documents.document_for(request.actor, uuid.UUID(each))
        except ValueError:
            raise NotFound from None
        day = f" ngày {found.issued_on:%d/%m/%Y}" if found.issued_on else ""
        label = (
            f"{found.get_kind_display() or 'Văn bản'} số {found.notation or found.number}{day} của {found.issuer_name}"
        )
        made.append(
            (
                found.pk,
                label,
                RecipientLine(name=found.issuer_name, role="to", agency_id=found.issuer_id),
                found.abstract,
            )
        )
    return made


def _begin(request: ActorRequest, answered: list[Any], bases: list[Any]) -> uuid.UUID:
    post = request.POST
    way = post.get("way", WEB)
    kind = post.get("kind", "")
    given: dict[str, Any] = {}
    if way == FILE:
        given["upload"] = _upload(request)
    elif way.isdecimal():
        given["template_id"] = int(way)
        kind = drafts.template_for(request.actor, int(way)).kind
    if answered:
        given |= {"answers_id": answered[0][0], "answers_label": answered[0][1], "recipients": [answered[0][2]]}
    if not post.get("abstract", "").strip():
        raise Invalid({"abstract": "Trích yếu còn trống. Ghi nội dung khái quát của văn bản trong một câu."})
    draft = services.start_draft(
        actor=request.actor,
        key=post.get("key", "")[:64] or str(new_id()),
        kind=kind,
        abstract=post.get("abstract", ""),
        urgency=post.get("urgency", Urgency.NORMAL),
        based_on=[(pk, label) for pk, label, _, _ in bases],
        **given,
    )
    return draft.pk


def _upload(request: ActorRequest) -> services.Upload:
    file = request.FILES.get("document")
    if file is None or file.size is None:
        raise DocumentRefused.of(["Chưa chọn tệp. Chọn tệp .docx hoặc .pdf, hoặc chọn cách soạn khác."])
    most = MOST_PDF if (file.name or "").lower().endswith(".pdf") else MAX_BYTES
    if file.size > most:
        raise DocumentRefused.of(
            [
                f"Tệp có {file.size / 1048576:.1f} MB, nhiều nhất {most // 1048576} MB. Bỏ bớt ảnh, tách phụ lục ra tệp riêng."
            ]
        )
    return services.Upload(file.name or "du-thao.docx", file.read())


def _page(request: ActorRequest, answered: list[Any], bases: list[Any], refusal: Refused | None) -> HttpResponse:
    problems = refusal.problems if isinstance(refusal, Invalid) else {}
    post = request.POST
    suggested = f"trả lời {answered[0][1]}" if answered else ""
    templates = drafts.templates_for(request.actor)
    ways = [
        (WEB, "Soạn trên web", "Gõ nội dung, hệ thống trình bày theo thể thức và dựng tệp Word, PDF."),
        *(
            (
                str(each.pk),
                f"Mẫu Word: {each.name}",
                f"{each.get_kind_display()}; điền sẵn thông tin, tải về sửa trong Word.",
            )
            for each in templates
        ),
        (FILE, "Tải tệp lên", "Tệp .docx hoặc .pdf đã soạn; hệ thống soát thể thức."),
    ]
    rest = [kind for kind in Kind if kind and kind not in DAILY]
    context = {
        "fields": [
            {
                "name": "kind",
                "label": "Loại văn bản",
                "kind": "select",
                "choices": [(kind.value, kind.label) for kind in (*DAILY, *rest)],
                "value": post.get("kind", request.GET.get("loai", Kind.LETTER)),
                "error": problems.get("kind", ""),
            },
            {
                "name": "abstract",
                "label": "Trích yếu",
                "kind": "textarea",
                "rows": 2,
                "maxlength": 600,
                "value": post.get("abstract", suggested),
                "error": problems.get("abstract", ""),
            },
            {
                "name": "urgency",
                "label": "Độ khẩn",
                "kind": "select",
                "choices": Urgency.choices,
                "value": post.get("urgency", Urgency.NORMAL),
            },
            {
                "name": "way",
                "label": "Cách soạn",
                "kind": "radio",
                "choices": [{"value": value, "label": label, "hint": hint} for value, label, hint in ways],
                "value": post.get("way", WEB),
            },
        ],
        "answered": answered[0] if answered else None,
        "bases": bases,
        "key": post.get("key") or new_id(),
        "problems": problems,
        "faults": refusal.problems if isinstance(refusal, DocumentRefused) else [],
        "refusal": refusal,
        "crumbs": [{"label": "Dự thảo", "url": reverse("drafts:drafts")}, {"label": "Soạn văn bản"}],
    }
    return render(request, "workplace/start_draft.html", context, status=refusal.status if refusal else 200)
