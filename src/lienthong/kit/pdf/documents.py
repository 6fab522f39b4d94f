"""The papers of a dossier (các mẫu giấy của hồ sơ), forms of TT 03/2025/TT-VPCP. Each function documents its data.

All data are flat. Optional keys (`?`) may be absent, empty or None; then their line is not printed. Datetimes are aware, days
may be `date` or `datetime`. Common to all papers:

    Head     = agency: str, agency_parent?: str, number?: str, place: str, date: day
    Trace    = code: str (dossier code), url?: str (made into the QR code)
    Who      = applicant: str, id_number?: str, id_label?: str, address?: str, phone?: str, email?: str
    Officer  = officer?: str (name), officer_title?: str
    form_mark? = str ("Mẫu số 04, Thông tư 03/2025/TT-VPCP"), printed at the head of the first page
    online?  = bool, true where nobody signs by hand (default true)
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from lienthong.kit.clock import VIETNAM
from lienthong.kit.money import format_number
from lienthong.kit.pdf.rendering import qr_svg, render

type Data = Mapping[str, Any]

_NBSP = "\u00a0"


def receipt(data: Data) -> bytes:
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả (form 01).

    Head, Trace, Who, Officer, online?, office?: str, procedure: str, procedure_code?: str, papers: [{name, kind?, count?}],
    sets?: int, limit?: str, received_at: datetime, due_at?: datetime, fee?: int (đồng), fee_paid?: bool,
    fee_notes?: [str] (exemptions, with their grounds),
    receive_result?: str, channel?: str, competent?: str (who decides, where another agency received), helped?: str (where the applicant was
    helped, where it was elsewhere).
    """
    due = data.get("due_at")
    return render(
        "receipt",
        {
            **_head(data),
            "office": str(data.get("office") or "Bộ phận Tiếp nhận và Trả kết quả"),
            **_strings(
                data, "procedure", "procedure_code", "limit", "receive_result", "channel", "competent", "helped"
            ),
            "papers": [
                {
                    "name": str(each["name"]),
                    "kind": str(each.get("kind") or "Bản điện tử"),
                    "count": str(each.get("count") or 1),
                }
                for each in data["papers"]
            ],
            "sets": f"{int(data.get('sets') or 1):02d}",
            "fee": _fee(data),
            "fee_notes": _lines(data, "fee_notes"),
            "received": moment(data["received_at"]),
            "due": moment(due) if due else "",
            **_signing_note(data, officer_title="Người tiếp nhận hồ sơ"),
        },
    )


def supplement(data: Data) -> bytes:
    """Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (form 02).

    Head, Trace, Who, Officer, online?, procedure: str, defects: [{name, verdict?, reason?, rule?, remedy?}] (all, at once),
    valid?: [str] (papers found right), note?: str, answer_before?: day, hotline?: str.
    """
    before = data.get("answer_before")
    return render(
        "supplement",
        {
            **_head(data),
            **_strings(data, "procedure"),
            "remark": str(data.get("note") or ""),
            "defects": [_strings(each, "name", "verdict", "reason", "rule", "remedy") for each in data["defects"]],
            "valid": _lines(data, "valid"),
            "answer_before": day(before) if before else "",
            "hotline": _unbroken(data.get("hotline")),
            **_signing_note(data, officer_title="Người tiếp nhận hồ sơ"),
        },
    )


def rejection(data: Data) -> bytes:
    """Phiếu từ chối tiếp nhận giải quyết hồ sơ (form 03).

    Head, Trace, Who, Officer, online?, procedure: str, reasons: [{reason, rule?}], advice?: str, hotline?: str.
    """
    return render(
        "rejection",
        {
            **_head(data),
            **_strings(data, "procedure", "advice"),
            "reasons": [_strings(each, "reason", "rule") for each in data["reasons"]],
            "hotline": _unbroken(data.get("hotline")),
            **_signing_note(data, officer_title="Người tiếp nhận hồ sơ"),
        },
    )


def apology(data: Data) -> bytes:
    """Văn bản xin lỗi và đề nghị gia hạn (form 04; of the 2018 set: Phiếu xin lỗi và hẹn lại ngày trả kết quả).

    Head, Trace, Who, Officer, online?, title: str, procedure: str, accepted: datetime, old_due: datetime, new_due: datetime,
    days: int (working days), reason: str, hotline?: str. With an empty signature field `ChuKy`.
    """
    return render(
        "apology",
        {
            **_head(data),
            **_strings(data, "title", "procedure", "reason", "days"),
            "accepted": moment(data["accepted"]),
            "old_due": moment(data["old_due"]),
            "new_due": moment(data["new_due"]),
            "hotline": _unbroken(data.get("hotline")),
            **_signing_note(data, officer_title="Thủ trưởng cơ quan"),
        },
        signature_fields=True,
    )


def stopping(data: Data) -> bytes:
    """Thông báo dừng giải quyết hồ sơ (form 05 of 2025).

    Head, Trace, Who, Officer, online?, title: str, procedure: str, accepted: datetime, stage: str (where it stood), reason: str,
    fee?: int (đồng that had been paid), hotline?: str. With an empty signature field `ChuKy`.
    """
    fee = int(data.get("fee") or 0)
    return render(
        "stopping",
        {
            **_head(data),
            **_strings(data, "title", "procedure", "reason", "stage"),
            "accepted": moment(data["accepted"]),
            "fee": f"{format_number(fee)}{_NBSP}đồng" if fee else "",
            "hotline": _unbroken(data.get("hotline")),
            **_signing_note(data, officer_title="Thủ trưởng cơ quan"),
        },
        signature_fields=True,
    )


def control_sheet(data: Data) -> bytes:
    """Phiếu kiểm soát quá trình giải quyết hồ sơ (form 06; of the 2018 set form 05).

    Head, Trace, Who, title: str, procedure: str, received_at: datetime, due_at?: datetime, passages: [{giver, taker, at: datetime,
    giver_name?, taker_name?, outcome: str ("Trước hạn" …, empty while it is there), note?}] in order, each "1. Giao" and "2. Nhận".
    """
    due = data.get("due_at")
    return render(
        "control_sheet",
        {
            **_head(data),
            **_strings(data, "title", "procedure"),
            "received": moment(data["received_at"]),
            "due": moment(due) if due else "",
            "passages": [
                {
                    **_strings(each, "giver", "taker", "giver_name", "taker_name", "outcome", "note"),
                    "at": moment(each["at"]),
                }
                for each in data["passages"]
            ],
        },
    )


def register(data: Data) -> bytes:
    """Sổ theo dõi hồ sơ (form 07; of the 2018 set form 06), landscape.

    Head, title: str, period: str, rows: [{code, procedure, sets, who: str (name, address, telephone), agency, received, promised,
    returned: str (days, empty where not yet), way: str, receiver: str (who signed for the result), note: str}].
    """
    names = (
        "code",
        "procedure",
        "sets",
        "who",
        "agency",
        "received",
        "promised",
        "returned",
        "way",
        "receiver",
        "note",
    )
    return render(
        "register",
        {
            **_head(data),
            **_strings(data, "title", "period"),
            "rows": [_strings(each, *names) for each in data["rows"]],
        },
    )


def result(data: Data) -> bytes:
    """The outcome of any procedure, PDF/A-2b, with an empty signature field `ChuKy`.

    Head, Trace, title: str ("Giấy xác nhận …"), about?: str ("Về việc …"), grounds?: [str], paragraphs?: [str],
    rows?: [{label, value}], closing?: [str], recipients?: [str], procedure?: str, signer_prefix?: str ("KT. Chủ tịch"),
    signer_title: str, signer_name: str, draft?: bool (marked DỰ THẢO, without fields).
    signer_lines?: [str] (instead of prefix and title, one below the other).
    numbered_later?: bool: number and date are empty text fields `So` and `Ngay`, filled after the signature.
    """
    draft = bool(data.get("draft"))
    lines = _lines(data, "signer_lines") or [str(data.get("signer_prefix") or ""), str(data.get("signer_title") or "")]
    return render(
        "result",
        {
            **_head(data),
            **_strings(data, "title", "about", "procedure", "signer_name"),
            "signer_lines": [line for line in lines if line],
            "grounds": _lines(data, "grounds"),
            "paragraphs": _lines(data, "paragraphs"),
            "rows": _rows(data.get("rows") or ()),
            "closing": _lines(data, "closing"),
            "recipients": _lines(data, "recipients"),
            "draft": draft,
            "numbered_later": bool(data.get("numbered_later")),
        },
        archival=not draft,
        signature_fields=not draft,
    )


def word(data: Data, *, images: Mapping[str, bytes] | None = None) -> bytes:
    """A paper written in Word, PDF/A-2b, with its empty fields `ChuKy`, `So`, `Ngay` where the document marks them.

    paper: what `kit.word.read_document` gives, title: str, agency: str, code?: str (in the foot of several pages), draft?: bool (marked
    DỰ THẢO, without fields). `images`: the pictures the paper names.
    """
    draft = bool(data.get("draft"))
    return render(
        "word",
        {"paper": data["paper"], "draft": draft, **_strings(data, "title", "agency", "code")},
        files=images,
        archival=not draft,
        signature_fields=not draft,
    )


def declaration(data: Data) -> bytes:
    """The filled-in form of a procedure (tờ khai) as its official paper, PDF/A-2b; unsent ones say so across the page.

    Trace (`url` may be what the QR code holds), title: str, form?: str ("Mẫu 1.001193, phiên bản 2"), to: str, mark?: str (printed
    at the foot of each page and kept in the keywords of the file), sections: [{title?, items: [item]}], papers?: [str],
    notes?: [str], applicant: str, place: str, date: day, verified?: str ("đã xác thực bằng VNeID"), sent?: str (under the code),
    state?: "sent" | "unsent" | "blank", online?.

    item = {shape: "line" | "text", label, value} | {shape: "choices" | "statement", label, choices: [(text, ticked)]}
         | {shape: "table", label, columns: [str], cells: [[str]]} | {shape: "heading", label}. An empty value is a dotted line on a blank form.
    """
    state = str(data.get("state") or "sent")
    sections = [
        {"title": str(each.get("title") or ""), "lines": _paired([_printed(item) for item in each["items"]])}
        for each in data["sections"]
    ]
    return render(
        "declaration",
        {
            **_head({"agency": "", **data}),
            **_strings(data, "title", "form", "to", "mark", "verified", "sent"),
            "blank": state == "blank",
            "stamp": {"unsent": "CHƯA NỘP", "blank": ""}.get(state, ""),
            "sections": sections,
            "papers": _lines(data, "papers"),
            "notes": _lines(data, "notes"),
            "note": "" if data.get("online", True) else "(Ký, ghi rõ họ tên)",
        },
        archival=True,
    )


_HALF = 38  # letters that stand on half a line of 13 points


def _printed(item: Data) -> dict[str, Any]:
    return {
        **_strings(item, "shape", "label", "value"),
        "choices": [{"text": str(text), "ticked": bool(ticked)} for text, ticked in item.get("choices") or ()],
        "columns": _lines(item, "columns"),
        "cells": [[str(cell) for cell in row] for row in item.get("cells") or ()],
    }


def _paired(items: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Two short answers share a line, as on the paper forms; each line is a list of one or two items."""
    lines: list[list[dict[str, Any]]] = []
    for item in items:
        short = item["shape"] == "line" and len(item["label"]) + len(item["value"]) <= _HALF
        before = lines[-1] if lines else []
        if short and len(before) == 1 and before[0].get("short"):
            before.append(item)
        else:
            lines.append([{**item, "short": short}])
    return lines


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
    values = _strings(
        data,
        "agency_parent",
        "agency",
        "number",
        "place",
        "code",
        "applicant",
        "id_number",
        "id_label",
        "address",
        "email",
    )
    return {
        **values,
        "id_label": values["id_label"] or "Số định danh cá nhân",
        "phone": _unbroken(data.get("phone")),
        "url": url,
        "qr": qr_svg(url) if url else "",
        "day": day(data["date"]),
        "form_mark": str(data.get("form_mark") or ""),
    }


def _signing_note(data: Data, *, officer_title: str) -> dict[str, str]:
    return {
        "officer": str(data.get("officer") or ""),
        "officer_title": str(data.get("officer_title") or officer_title),
        "note": "(Xác nhận trên hệ thống)" if data.get("online", True) else "(Ký, ghi rõ họ tên)",
    }


def _fee(data: Data) -> str:
    fee = data.get("fee")
    if fee is None:
        return ""
    if not fee:
        return "Không thu"
    return f"{format_number(int(fee))}{_NBSP}đồng ({'đã nộp' if data.get('fee_paid') else 'chưa nộp'})"


def _strings(data: Data, *names: str) -> dict[str, str]:
    return {name: str(data.get(name) or "") for name in names}


def _unbroken(value: object) -> str:
    return str(value or "").replace(" ", _NBSP)


def _lines(data: Data, name: str) -> list[str]:
    return [str(each) for each in data.get(name) or ()]


def _rows(rows: Iterable[Data]) -> list[dict[str, str]]:
    return [
        {"label": str(row["label"]), "value": str(row.get("value") if row.get("value") is not None else "")}
        for row in rows
    ]
