"""Stacks as a scanner gives them (tập quét giả): pages drawn, a little turned and grey, in one PDF or TIFF."""

import io
import random
from collections.abc import Sequence

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

from lienthong.domain.scans.marks import Mark
from lienthong.domain.scans.printing import Sheet, print_separators

DPI = 100
SIZE = (827, 1169)


def separator(mark: Mark, name: str = "Giấy chứng sinh") -> Image.Image:
    """A separator, printed and scanned again: askew, greyer, softer."""
    with pypdfium2.PdfDocument(print_separators([Sheet(mark=mark, name=name)], title="Tờ ngăn")) as pdf:
        page = pdf[0].render(scale=DPI / 72, grayscale=True).to_pil()
    return page.rotate(1.2, fillcolor=245).filter(ImageFilter.GaussianBlur(0.6)).point(lambda value: int(value * 0.92))


def torn(mark: Mark) -> Image.Image:
    """A separator whose two codes are smeared over."""
    page = separator(mark)
    draw = ImageDraw.Draw(page)
    for top in (120, 850):
        draw.rectangle((340, top, 500, top + 110), fill=235)
    return page


def paper(text: str = "Giấy tờ") -> Image.Image:
    """A page with lines of writing."""
    page = Image.new("L", SIZE, 246)
    draw = ImageDraw.Draw(page)
    for line in range(12):
        draw.text((120, 140 + line * 70), f"{text}, dong {line + 1}: " + "noi dung minh hoa " * 3, fill=50)
    return page


def blank(seed: int = 1) -> Image.Image:
    """The back of a page: paper, dust, the dark rim of the lid."""
    page = Image.new("L", SIZE, 243)
    dice = random.Random(seed)  # noqa: S311  # dust, not a secret
    draw = ImageDraw.Draw(page)
    for _ in range(8):
        x, y = dice.randrange(40, 780), dice.randrange(40, 1120)
        draw.point((x, y), fill=120)
    draw.rectangle((0, 0, 12, SIZE[1]), fill=30)
    return page


def as_pdf(pages: Sequence[Image.Image]) -> bytes:
    """One PDF."""
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=list(pages[1:]), resolution=DPI)
    return out.getvalue()


def as_tiff(pages: Sequence[Image.Image]) -> bytes:
    """One TIFF of many pages, black and white as offices scan."""
    frames = [page.convert("1", dither=Image.Dither.NONE) for page in pages]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], compression="group4", dpi=(DPI, DPI))
    return out.getvalue()
