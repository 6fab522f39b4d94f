"""Pages of our own PDF as pictures (trang PDF thành ảnh): telephones show no PDF inside a page, and a picture is what was seen.

PDFium is not made for threads; one page at a time is drawn in a process, which takes some hundredths of a second.
"""

import io

import pypdfium2

from lienthong.kit.pdf.pdfium import one_at_a_time

WIDTH = 1000  # pixels: readable on a desk, sharp on a telephone


def page_count(content: bytes) -> int:
    """How many pages. Raises ValueError for what is no PDF."""
    with one_at_a_time:
        try:
            with pypdfium2.PdfDocument(content) as document:
                return len(document)
        except pypdfium2.PdfiumError as error:
            raise ValueError("not a PDF") from error


def page_picture(content: bytes, number: int, *, width: int = WIDTH) -> bytes:
    """One page, counted from 1, as WebP with its signatures and filled fields. Raises ValueError for a page there is not."""
    with one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise ValueError("not a PDF") from error
        try:
            if not 1 <= number <= len(document):
                raise ValueError(f"no page {number}")
            document.init_forms()
            page = document[number - 1]
            picture = page.render(scale=width / page.get_width(), may_draw_forms=True).to_pil()
            page.close()
        finally:
            document.close()
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=82, method=3)
    return out.getvalue()
