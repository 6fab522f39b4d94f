"""Papers of the counter that are no letter to an applicant (giấy tờ nội bộ của quầy): lists of hand-over, slips for results, reports of shifts.

Data are flat as in `kit.pdf.documents`; Head = agency: str, agency_parent?: str, number?: str, place: str, date: day; `url` becomes the QR.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lienthong.kit.clock import VIETNAM
from lienthong.kit.pdf.documents import day, moment
from lienthong.kit.pdf.rendering import qr_svg, render

type Data = Mapping[str, Any]

CONFIRMED, BY_HAND = "(Xác nhận trên hệ thống)", "(Ký, ghi rõ họ tên)"


def handover(data: Data) -> bytes:
    """Danh sách bàn giao with the columns of form 06, landscape; PDF/A-2b when it will be signed.

    Head, code: str, url?: str, form_mark?: str, title: str, giver, taker: str (units), giver_name, taker_name: str (taker_name empty until
    received), giver_signed?: bool, given_at: datetime, received_at?: datetime, signing_side: "from" | "to" | "" (where an empty signature field `ChuKy`
    stands), given_digest?: str, note?: str, count: int, missing: int,
    rows: [{code, applicant, procedure, papers, due?: datetime, outcome, found, note}].
    """
    names = ("code", "applicant", "procedure", "papers", "outcome", "found", "note")
    missing = int(data.get("missing") or 0)
    received = data.get("received_at")
    signs = bool(data.get("signing_side"))
    return render(
        "handover",
        {
            **_heading(data),
            **_texts(data, "title", "giver", "taker", "giver_name", "taker_name", "signing_side", "given_digest"),
            "given": moment(data["given_at"]),
            "received": moment(received) if received else "",
            "remark": str(data.get("note") or ""),
            "total": f"{int(data['count']):02d}" + (f", không nhận {missing:02d}" if missing else ""),
            "giver_note": "(Đã ký số danh sách khi giao)" if data.get("giver_signed") else CONFIRMED,
            "taker_note": CONFIRMED if data.get("taker_name") else BY_HAND,
            "rows": [{**_texts(each, *names), "due": _short(each.get("due"))} for each in data["rows"]],
        },
        archival=signs,
        signature_fields=signs,
    )


def return_slip(data: Data) -> bytes:
    """Phiếu ký nhận kết quả for one person and one or several dossiers.

    Head, url?: str, title: str, receiver: str, shown: str, capacity: str, authority?: str, at: datetime, by_hand: bool, officer: str,
    note?: str, rows: [{code, result, form, due?: datetime}].
    """
    return render(
        "return_slip",
        {
            **_heading(data),
            **_texts(data, "title", "receiver", "shown", "capacity", "authority", "officer"),
            "moment": moment(data["at"]),
            "remark": str(data.get("note") or ""),
            "receiver_note": BY_HAND if data.get("by_hand") else "(Đã xác nhận trên màn hình)",
            "note": CONFIRMED,
            "rows": [
                {**_texts(each, "code", "result", "form"), "due": _short(each.get("due"))} for each in data["rows"]
            ],
        },
    )


def shift_report(data: Data) -> bytes:
    """Báo cáo ca thu of a cashier.

    Head, title, about: str, facts: [{label, value}], cash, transfers: [{label, number: str, amount: str, strong?: bool}],
    counts: [{note, number, amount: str}], counted_words, paid_words: str, difference?: str, watch: [{code, said, amount}],
    cashier: str, keeper?: str (the keeper of the cash, once the money is taken over).
    """
    lines = ("label", "number", "amount")
    return render(
        "shift",
        {
            **_heading(data),
            **_texts(data, "title", "about", "counted_words", "paid_words", "difference", "cashier", "keeper"),
            "facts": [_texts(each, "label", "value") for each in data["facts"]],
            "cash": [{**_texts(each, *lines), "strong": bool(each.get("strong"))} for each in data["cash"]],
            "transfers": [{**_texts(each, *lines), "strong": bool(each.get("strong"))} for each in data["transfers"]],
            "counts": [_texts(each, "note", "number", "amount") for each in data["counts"]],
            "watch": [_texts(each, "code", "said", "amount") for each in data["watch"]],
            "cashier_note": CONFIRMED,
            "keeper_note": CONFIRMED if data.get("keeper") else BY_HAND,
        },
    )


def fee_receipt(data: Data) -> bytes:
    """Biên lai thu phí, lệ phí, A5, one page a copy.

    Head, form_mark, symbol, basis, title: str, copies: [str], again, void: str (printed across the head, empty for an original),
    payer, about, amount, words, way, officer: str.
    """
    names = ("title", "symbol", "basis", "again", "void", "payer", "about", "amount", "words", "way", "officer")
    return render(
        "fee_receipt", {**_heading(data), **_texts(data, *names), "copies": [str(each) for each in data["copies"]]}
    )


def fee_refund(data: Data) -> bytes:
    """Phiếu hoàn trả phí, lệ phí, A5.

    Head, title, void, dossier, receiver, shown, about, paid_by (number of the receipt or of the transfer), reason, decided, amount, words, way, ref,
    standing (empty once paid), officer: str, by_hand: bool (somebody signs on paper).
    """
    names = (
        "title",
        "void",
        "dossier",
        "receiver",
        "shown",
        "about",
        "paid_by",
        "reason",
        "decided",
        "amount",
        "words",
    )
    return render(
        "fee_refund",
        {
            **_heading(data),
            **_texts(data, *names, "way", "ref", "standing", "officer"),
            "receiver_note": BY_HAND if data.get("by_hand") else "",
            "officer_note": CONFIRMED if data.get("officer") else BY_HAND,
        },
    )


def _heading(data: Data) -> dict[str, str]:
    url = str(data.get("url") or "")
    return {
        **_texts(data, "agency_parent", "agency", "number", "place", "code", "form_mark"),
        "day": day(data["date"]),
        "url": url,
        "qr": qr_svg(url) if url else "",
    }


def _texts(data: Data, *names: str) -> dict[str, str]:
    return {name: str(data.get(name) or "") for name in names}


def _short(value: datetime | None) -> str:
    return f"{value.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if value else ""
