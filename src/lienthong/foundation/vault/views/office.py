"""What officers do with the vault (kho giấy tờ phía cơ quan): the issuer judges its papers, the keeper of the catalogue keeps the kinds.

Who opens it: whoever signs for the agency, when a result was issued by mistake or has a new version; the keeper of the catalogue, to say
where a paper serves and how long it counts.
"""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lienthong.foundation.audit import services as audit
from lienthong.foundation.vault import queries, services
from lienthong.foundation.vault.policies import ISSUE, KEEP_KINDS
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.actor import SYSTEM
from lienthong.kit.errors import Invalid, NotFound, Refused

VERBS = {"thu-hoi": "revoke", "thay-the": "replace", "khoi-phuc": "restore"}


@require_http_methods(["GET", "POST"])
@officer(ISSUE)
def judge(request: ActorRequest, paper_id: uuid.UUID) -> HttpResponse:
    """One paper that the agency issued; POST revokes, replaces or restores it."""
    found = queries.issued_paper(request.actor, paper_id)
    problems: dict[str, str] = {}
    if request.method == "POST":
        verb = VERBS.get(request.POST.get("act", ""))
        if verb is None:
            raise NotFound
        try:
            services.change_standing(
                actor=request.actor,
                paper_id=found.pk,
                verb=verb,
                reason=request.POST.get("reason", ""),
                replaced_by_code=request.POST.get("replaced_by", ""),
            )
        except Invalid as refusal:
            problems = refusal.problems
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("vault:judge", paper_id=paper_id)
        else:
            messages.success(request, f"Đã ghi tình trạng mới của {found.code}. Chủ giấy tờ được báo.")
            return redirect("vault:judge", paper_id=paper_id)
    else:
        audit.record_access(
            actor=request.actor,
            person_id=found.owner_id,
            subject_type="vault_paper",
            subject_id=found.pk,
            reason=f"Xem giấy tờ đã cấp, mã {found.code}",
        )
    context = {
        "paper": found,
        "why_not": found.why_not(clock.today()),
        "typed": request.POST,
        "problems": problems,
        "summary": [{"id": name, "label": "", "message": said} for name, said in problems.items()],
    }
    return render(request, "vault/office/judge.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "POST"])
@officer(KEEP_KINDS)
def kinds(request: ActorRequest) -> HttpResponse:
    """The kinds of paper; POST loads those an installation begins with."""
    if request.method == "POST":
        count = services.load_kinds(actor=SYSTEM)
        messages.success(request, f"Danh mục có {count} loại giấy tờ.")
        return redirect("vault:kinds")
    asked = request.GET.get("tim", "")[:100]
    return render(request, "vault/office/kinds.html", {"kinds": queries.kinds(asked), "asked": asked})


@require_http_methods(["GET", "POST"])
@officer(KEEP_KINDS)
def kind(request: ActorRequest, code: str = "") -> HttpResponse:
    """One kind, or a new one."""
    found = queries.kind_by_code(code) if code else None
    post = request.POST
    problems: dict[str, str] = {}
    if request.method == "POST":
        months = post.get("valid_months", "").strip()
        try:
            saved = services.save_kind(
                actor=request.actor,
                code=found.code if found else post.get("code", ""),
                name=post.get("name", ""),
                valid_months=None if not months else int(months) if months.isdecimal() and len(months) < 6 else 0,
                fits=post.get("fits", "")[:20_000].splitlines(),
                basis=post.get("basis", ""),
                new=found is None,
            )
        except Invalid as refusal:
            problems = refusal.problems
        else:
            messages.success(request, f"Đã lưu loại giấy tờ {saved.code}.")
            return redirect("vault:kinds")
    kept = {
        "code": found.code if found else "",
        "name": found.name if found else "",
        "valid_months": (found.valid_months or "") if found else "",
        "fits": "\n".join(found.fits) if found else "",
        "basis": found.basis if found else "",
    }
    asked = (
        ("code", "Mã giấy tờ", "text", "Mã quốc gia của kết quả, ví dụ KQ.G15.000031; chưa có thì tự đặt, ví dụ GT.HOC-BA."),
        ("name", "Tên giấy tờ", "text", ""),
        ("valid_months", "Giá trị trong (tháng)", "text", "Để trống nếu không có thời hạn."),
        ("fits", "Dùng cho thành phần hồ sơ", "textarea", "Mỗi dòng một mã: mã quốc gia, hoặc mã thủ tục/khóa giấy tờ, ví dụ 1.001776/birth_certificate."),
        ("basis", "Căn cứ", "text", "Văn bản quy định thời hạn giá trị."),
    )  # fmt: skip
    context = {
        "kind": found,
        "fields": [
            {
                "name": name,
                "id": name,
                "label": label,
                "kind": shape,
                "hint": hint,
                "value": post.get(name, kept[name]),
                "error": problems.get(name, ""),
                "required": name in {"code", "name"},
                "attrs": {"readonly": True} if name == "code" and found else {},
            }
            for name, label, shape, hint in asked
        ],
        "summary": [{"id": name, "label": "", "message": said} for name, said in problems.items()],
    }
    return render(request, "vault/office/kind.html", context, status=422 if problems else 200)
