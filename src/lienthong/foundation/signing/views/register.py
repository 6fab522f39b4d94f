"""The register of certificates (sổ chứng thư số): who signs by what, until when; entered, taken back, given out as a sheet.

Officers see those of their agency; administrators all, and they alone change it.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.signing import policies, services
from lienthong.foundation.signing.choices import Level
from lienthong.foundation.signing.queries import register as queries
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.clock import VIETNAM
from lienthong.kit.errors import Invalid, NotFound, Refused

COLUMNS = ("Chủ thể", "Chức vụ", "Cơ quan", "Số chứng thư", "Loại", "Nơi cấp", "Hiệu lực từ", "Hiệu lực đến", "Tình trạng", "Còn (ngày)",
           "Nơi giữ khóa", "Lý do thu hồi")  # fmt: skip


@require_safe
@officer()
def register(request: ActorRequest) -> HttpResponse:
    """The list, narrowed; those that end first on top."""
    wanted = _wanted(request)
    page = queries.register_page(request.actor, wanted, request.GET.get("trang"))
    counts = queries.register_counts(request.actor)
    keeps = policies.keeps_register(request.actor)
    agency_id = request.actor.agency_id or 0
    context = {
        "page": page,
        "wanted": wanted,
        "tabs": [
            {
                "label": label,
                "url": f"?{_query(replace(wanted, state=key))}",
                "count": counts[key],
                "current": key == wanted.state,
            }
            for key, label in queries.STATES.items()
        ],
        "query": _query(wanted),
        "keeps": keeps,
        "purposes": [("ca-nhan", "Cá nhân"), ("co-quan", "Cơ quan"), ("chung-thuc", "Cơ quan chứng thực")],
        "waiting": queries.waiting_for_proof(request.actor),
        "level": Level(queries.agency_level(agency_id) or settings.SIGNING_LEVEL) if agency_id else None,
    }
    return render(request, "signing/register.html", context)


@require_http_methods(["GET", "POST"])
@officer()
def certificate(request: ActorRequest, certificate_id: int) -> HttpResponseBase:
    """One certificate; administrators take it back here, with the reason."""
    found = queries.entry(request.actor, certificate_id)
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            services.take_back(
                actor=request.actor, certificate_id=certificate_id, reason=request.POST.get("reason", "")
            )
        except Invalid as refusal:
            problems = refusal.problems
        else:
            messages.success(
                request,
                f"Đã thu hồi chứng thư số của {found.row.common_name}. Từ lúc này không ký được bằng chứng thư đó.",
            )
            return redirect("signing:certificate", certificate_id=certificate_id)
    context = {
        "entry": found,
        "keeps": policies.keeps_register(request.actor),
        "problems": problems,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "signing/certificate.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "POST"])
@officer("organizations.manage")
def enter(request: ActorRequest) -> HttpResponseBase:
    """Enter a certificate of another authority, or a root to be believed."""
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            said = _entered(request)
        except Invalid as refusal:
            problems = refusal.problems
        except Refused as refusal:
            problems = {refusal.field or "file": refusal.message}
        else:
            messages.success(request, said)
            return redirect("signing:register")
    agency_id = _number(request.POST.get("agency") or request.GET.get("co-quan")) or request.actor.agency_id or 0
    try:
        seats = list(organizations.seats_of(agency_id))
        agency = organizations.agency(agency_id)
    except NotFound:
        seats, agency = [], None
    context = {
        "problems": problems,
        "typed": request.POST,
        "agency": agency,
        "seats": seats,
        "agencies": organizations.visible_agencies(request.actor).order_by("name")[:1000],
    }
    return render(request, "signing/enter.html", context, status=422 if problems else 200)


@require_safe
@officer()
def sheet(request: ActorRequest, kind: str) -> HttpResponseBase:
    """The register as CSV or XLSX, as narrowed."""
    rows = queries.register_rows(request.actor, _wanted(request))
    if kind == "csv":
        return StreamingHttpResponse(
            _csv(rows),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="so-chung-thu.csv"'},
        )
    return HttpResponse(
        _xlsx(rows),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": 'attachment; filename="so-chung-thu.xlsx"'},
    )


def _entered(request: ActorRequest) -> str:
    upload = request.FILES.get("file")
    content = upload.read(65_537) if upload is not None else b""
    what = request.POST.get("what", "")
    position_id = _number(request.POST.get("position"))
    if what == "remote":
        kept = services.register_remote(
            actor=request.actor,
            credential_id=request.POST.get("credential", "").strip()[:80],
            position_id=position_id or None,
            agency_id=_number(request.POST.get("agency")),
        )
        return f"Đã ghi chứng thư ký từ xa của {kept.common_name} vào sổ."
    if not content:
        raise Invalid({"file": "Chọn tệp chứng thư số (PEM, CRT, CER)."})
    if what == "root":
        root = services.register_authority(actor=request.actor, content=content)
        return f"Từ lúc này hệ thống tin cậy chứng thư do {root.common_name} cấp."
    place = request.POST.get("place", "")
    kept = services.register_certificate(
        actor=request.actor,
        content=content,
        key_ref=f"pkcs11:{request.POST.get('object', '').strip()[:150]}" if place == "pkcs11" else "token:",
        position_id=position_id or None,
        agency_id=_number(request.POST.get("agency")),
    )
    return f"Đã ghi chứng thư số của {kept.common_name} vào sổ."


def _wanted(request: ActorRequest) -> queries.Wanted:
    state, purpose = request.GET.get("tinh-trang", ""), request.GET.get("loai", "")
    return queries.Wanted(
        state=state if state in queries.STATES else "",
        purpose=purpose if purpose in queries.PURPOSES else "",
        agency_id=_number(request.GET.get("co-quan")),
        text=request.GET.get("tim", "").strip()[:80],
    )


def _query(wanted: queries.Wanted) -> str:
    from urllib.parse import urlencode

    said = {
        "tinh-trang": wanted.state,
        "loai": wanted.purpose,
        "co-quan": wanted.agency_id or "",
        "tim": wanted.text,
    }
    return urlencode({name: value for name, value in said.items() if value})


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _cells(entry: queries.Entry) -> list[Any]:
    row = entry.row
    return [
        row.common_name,
        row.title,
        entry.holder_agency,
        row.serial,
        row.get_purpose_display(),
        row.issuer_name,
        f"{row.not_before.astimezone(VIETNAM):%d/%m/%Y}",
        f"{row.not_after.astimezone(VIETNAM):%d/%m/%Y}",
        entry.state_text,
        entry.days,
        entry.place,
        row.revocation_reason,
    ]


def _csv(rows: Iterator[queries.Entry]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out)
    out.write("\ufeff")
    writer.writerow(COLUMNS)
    for entry in rows:
        # A cell that begins so would be reckoned by a spreadsheet.
        writer.writerow([f"'{cell}" if str(cell)[:1] in {"=", "+", "@"} else cell for cell in _cells(entry)])
        if out.tell() > 32_768:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _xlsx(rows: Iterator[queries.Entry]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    table = book.create_sheet("Chứng thư số")
    for letter, width in zip("ABCDEFGHIJKL", (28, 26, 40, 44, 20, 28, 13, 13, 16, 11, 30, 30), strict=True):
        table.column_dimensions[letter].width = width
    heads = [WriteOnlyCell(table, value=name) for name in COLUMNS]
    for head in heads:
        head.font = Font(bold=True)
    table.append(heads)
    for entry in rows:
        cells = [WriteOnlyCell(table, value=cell) for cell in _cells(entry)]
        for cell in cells:
            if cell.data_type == "f":
                cell.data_type = "s"
        table.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
