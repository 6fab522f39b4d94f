"""From the scanner to the fields of the register: pages without a text layer are recognised, and their heading is read."""

import io
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from lienthong.domain.correspondence.heading import read_heading
from lienthong.domain.correspondence.tests.test_heading import LETTER
from lienthong.kit.pages import read_pages
from lienthong.kit.text_vi import fold


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """Two pages at 200 dots an inch, a little grey and askew, with the noise of a JPEG."""
    font = ImageFont.truetype(str(Path(settings.PDF_FONTS_DIR) / "Tinos_400Regular.ttf"), 34)
    pages = []
    for text in (LETTER, "Nơi nhận:\n- Như trên;\n- Lưu: VT, KGVX."):
        page = Image.new("L", (1654, 2339), 245)
        ImageDraw.Draw(page).multiline_text((140, 160), text, font=font, fill=40, spacing=22)
        noisy = io.BytesIO()
        page.rotate(0.6, fillcolor=245).save(noisy, "JPEG", quality=60)
        pages.append(Image.open(noisy))
    path = tmp_path / "cong-van.pdf"
    pages[0].save(path, "PDF", save_all=True, append_images=pages[1:], resolution=200)
    return path


def test_a_scanned_letter_fills_the_form(scan: Path):
    first, second = read_pages(scan, first=0, last=2)
    assert first.is_recognised
    assert first.sure > 70
    assert "Lưu: VT" in second.text
    heading = read_heading(first.text)
    assert heading.issued_on == date(2026, 11, 24)
    assert heading.notation.startswith("1520/")
    assert fold(heading.issuer) == "uy ban nhan dan tinh gia lai"
    assert "chuyen doi so" in fold(heading.abstract)


def test_a_page_that_is_not_there_is_said_not_to_be_read(scan: Path):
    assert [page.is_read for page in read_pages(scan, first=1, last=3)] == [True, False]
