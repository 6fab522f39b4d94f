"""The papers of a dossier (các mẫu giấy của hồ sơ), forms of TT 03/2025/TT-VPCP. Each function documents its data.

Shapes used below. `datetime` values are aware. Optional keys may be absent or empty; then their line is not printed.

    Head     = agency_parent?: str, agency: str, office?: str, number?: str ("12/TNHS"), place: str ("Gia Lai"), date: date
    Person   = name: str, id_number?: str, id_label?: str ("Số định danh cá nhân"), address?: str, phone?: str, email?: str
    Officer  = title: str, name: str, prefix?: str ("KT. CHỦ TỊCH")
    Trace    = code: str (dossier code), url?: str (printed and made into the QR)
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from lienthong.kit.clock import VIETNAM
from lienthong.kit.pdf.rendering import qr_svg, render

type Data = Mapping[str, Any]

SIGNED_ON_LINE = "(Xác nhận trên hệ thống)"
SIGNED_BY_HAND = "(Ký, ghi rõ họ tên)"


def receipt(data: Data) -> bytes:
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả (form 01).

    Head, Trace, applicant: Person, procedure: {name, code?}, papers: [{name, form? ("Bản điện tử"), count?}],
    copies?: int (1), time_limit?: str ("03 ngày làm việc"), received_at: datetime, due_at: datetime | None, fee?: str,
    return_place?: str, channel?: str ("Trực tuyến"), receiver: Officer, online?: bool (no signatures by hand).
    """
    note = SIGNED_ON_LINE if data.get("online") else SIGNED_BY_HAND
    due = data.get("due_at")
    return render(
        "receipt",
        {
            **_head(data),
            "applicant": _person(data["applicant"]),
            "procedure": _strings(data["procedure"], "name", "code"),
            "papers": [
                {"name": each["name"], "form": each.get("form") or "Bản điện tử", "count": str(each.get("count") or 1)} for each in data["papers"]
            ],
            "copies": f"{int(data.get('copies') or 1):02d}",
            **_strings(data, "time_limit", "fee", "return_place", "channel"),
            "received": moment(data["received_at"]),
            "due": moment(due) if due else "Theo thông báo của cơ quan giải quyết",
            "receiver": _officer(data["receiver"]),
            "submitter_note": note,
            "receiver_note": note,
        },
    )


def supplement(data: Data) -> bytes:
    """Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (form 02).

    Head, Trace, applicant: Person, procedure: {name}, defects: [{requirement, problem?, rule?, fix?}] (all of them, at once),
    deadline?: date, hotline?: str, officer: Officer, online?: bool.
    """
    deadline = data.get("deadline")
    return render(
        "supplement",
        {
            **_head(data),
            "applicant": _person(data["applicant"]),
            "procedure": _strings(data["procedure"], "name"),
            "defects": [_strings(each, "requirement", "problem", "rule", "fix") for each in data["defects"]],
            "deadline": day(deadline) if deadline else "",
            **_strings(data, "hotline"),
            "officer": _officer(data["officer"]),
            "officer_note": SIGNED_ON_LINE if data.get("online") else SIGNED_BY_HAND,
        },
    )


def rejection(data: Data) -> bytes:
    """Phiếu từ chối tiếp nhận giải quyết hồ sơ (form 03).

    Head, Trace, applicant: Person, procedure: {name}, reasons: [{reason, rule?}], advice?: str, hotline?: str,
    officer: Officer, online?: bool.
    """
    return render(
        "rejection",
        {
            **_head(data),
            "applicant": _person(data["applicant"]),
            "procedure": _strings(data["procedure"], "name"),
            "reasons": [_strings(each, "reason", "rule") for each in data["reasons"]],
            **_strings(data, "advice", "hotline"),
            "officer": _officer(data["officer"]),
            "officer_note": SIGNED_ON_LINE if data.get("online") else SIGNED_BY_HAND,
        },
    )


def result(data: Data) -> bytes:
    """The signed outcome of any procedure, PDF/A-2b with two empty signature fields: `ChuKy` (person), `ConDau` (agency).

    Head, Trace, kind: str ("Giấy xác nhận"), about?: str ("Về việc …"), grounds?: [str], paragraphs?: [str],
    rows?: [{label, value}], closing?: [str], recipients?: [str], signer: Officer.
    """
    return render(
        "result",
        {
            **_head(data),
            **_strings(data, "kind", "about"),
            "grounds": _lines(data, "grounds"),
            "paragraphs": _lines(data, "paragraphs"),
            "rows": _rows(data.get("rows") or ()),
            "closing": _lines(data, "closing"),
            "recipients": _lines(data, "recipients"),
            "signer": _officer(data["signer"]),
        },
        archival=True,
        signature_fields=True,
    )


def declaration(data: Data) -> bytes:
    """The filled-in form of a procedure (tờ khai).

    Trace (code may be empty for a draft), title: str, to: str, sections: [{title?, rows: [{label, value}]}], papers?: [str],
    declarant: str, place: str, date: date, online?: bool (default true).
    """
    return render(
        "declaration",
        {
            **_head({"agency": "", **data}),
            **_strings(data, "title", "to", "declarant"),
            "sections": [{"title": str(each.get("title") or ""), "rows": _rows(each["rows"])} for each in data["sections"]],
            "papers": _lines(data, "papers"),
            "declarant_note": "(Khai và xác nhận trên hệ thống)" if data.get("online", True) else SIGNED_BY_HAND,
        },
    )


def picture(*, title: str, jpeg: bytes, wide: bool) -> bytes:
    """One photograph on one A4 page, PDF/A-2b. `wide` lays the page across."""
    return render("picture", {"title": title, "wide": wide}, files={"path": jpeg}, archival=True)


def day(value: date) -> str:
    """`ngày 05 tháng 02 năm 2026`: days below 10 and months 1 and 2 carry a zero (NĐ 30/2020, Phụ lục I)."""
    if isinstance(value, datetime):
        value = value.astimezone(VIETNAM).date()
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02d} tháng {month} năm {value.year}"


def moment(value: datetime) -> str:
    """`08 giờ 05 phút, ngày 05 tháng 02 năm 2026`, in Vietnam."""
    local = value.astimezone(VIETNAM)
    return f"{local.hour:02d} giờ {local.minute:02d} phút, {day(local.date())}"


def _head(data: Data) -> dict[str, Any]:
    url = str(data.get("url") or "")
    return {
        **_strings(data, "agency_parent", "agency", "office", "number", "place", "code"),
        "url": url,
        "qr": qr_svg(url) if url else "",
        "day": day(data["date"]),
    }


def _person(person: Data) -> dict[str, str]:
    values = _strings(person, "name", "id_number", "id_label", "address", "phone", "email")
    values["id_label"] = values["id_label"] or "Số định danh cá nhân"
    return values


def _officer(officer: Data) -> dict[str, str]:
    return _strings(officer, "title", "name", "prefix")


def _strings(data: Data, *names: str) -> dict[str, str]:
    return {name: str(data.get(name) or "") for name in names}


def _lines(data: Data, name: str) -> list[str]:
    return [str(each) for each in data.get(name) or ()]


def _rows(rows: Iterable[Data]) -> list[dict[str, str]]:
    return [{"label": str(row["label"]), "value": str(row.get("value") if row.get("value") is not None else "")} for row in rows]
