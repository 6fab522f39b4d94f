"""PDF papers (giấy tờ PDF): typst templates, official style, QR codes."""

from lienthong.kit.pdf.answering import pdf_response
from lienthong.kit.pdf.documents import (
    apology,
    control_sheet,
    day,
    declaration,
    picture,
    receipt,
    register,
    rejection,
    result,
    stopping,
    supplement,
    word,
)
from lienthong.kit.pdf.handing import fee_receipt, fee_refund, handover, return_slip, shift_report
from lienthong.kit.pdf.rendering import qr_svg, render

__all__ = [
    "apology",
    "control_sheet",
    "day",
    "declaration",
    "fee_receipt",
    "fee_refund",
    "handover",
    "pdf_response",
    "picture",
    "qr_svg",
    "receipt",
    "register",
    "rejection",
    "render",
    "result",
    "return_slip",
    "shift_report",
    "stopping",
    "supplement",
    "word",
]
