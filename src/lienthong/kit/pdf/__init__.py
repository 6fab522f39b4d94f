"""PDF papers (giấy tờ PDF): typst templates, official style, QR codes."""

from lienthong.kit.pdf.documents import day, declaration, picture, receipt, rejection, result, supplement
from lienthong.kit.pdf.rendering import qr_svg, render

__all__ = ["day", "declaration", "picture", "qr_svg", "receipt", "rejection", "render", "result", "supplement"]
