"""What is seen on a page: separators, blank backs, ordinary papers; a page that fights back costs its limit and nothing else."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from lienthong.kit.barcodes.tests.test_reading import _endless_pdf, as_bytes, sheet_with_code
from lienthong.kit.pages import draw_page, look_at_pages, reading
from lienthong.kit.pages.page_reader import has_ladder, ink_of, seen_on
from lienthong.kit.pdf.tests.test_documents import SAMPLES

PAPER = (827, 1169)


def ladder(turn: int = 0, tilt: float = 0, grey: int = 0) -> Image.Image:
    page = Image.new("L", PAPER, 240)
    draw = ImageDraw.Draw(page)
    for rung in range(10):
        top = 43 + rung * 114
        draw.rectangle((24, top, 75, top + 57), fill=grey)
    return page.rotate(tilt, fillcolor=240).rotate(turn, expand=True, fillcolor=240)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("tilt", [0, 2, -2])
def test_a_separator_without_a_code_is_still_known_by_its_squares(turn: int, tilt: float) -> None:
    assert has_ladder(ladder(turn, tilt, grey=70))


def test_ordinary_papers_have_no_squares_and_are_not_blank() -> None:
    import pypdfium2

    for make, data in SAMPLES.values():
        with pypdfium2.PdfDocument(make(data)) as pdf:
            for page in pdf:
                picture = page.render(scale=100 / 72, grayscale=True).to_pil()
                assert not has_ladder(picture)
                assert ink_of(picture) > 500


def test_the_lid_of_the_scanner_is_no_separator_and_no_content() -> None:
    page = Image.new("L", PAPER, 244)
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, 20, PAPER[1]), fill=0)
    draw.rectangle((800, 0, *PAPER), fill=25)
    assert not has_ladder(page)
    assert ink_of(page) <= reading.BLANK_INK


@pytest.mark.parametrize(
    "mark",
    [
        lambda draw: draw.text((400, 560), "Trang 2", fill=60),  # a few letters
        lambda draw: draw.line((200, 200, 260, 230), fill=165, width=2),  # a stroke of a pencil
        lambda draw: draw.ellipse((500, 800, 640, 940), outline=150, width=3),  # a pale red stamp
    ],
)
def test_a_page_with_anything_on_it_is_not_blank(mark) -> None:
    page = Image.new("L", PAPER, 244)
    mark(ImageDraw.Draw(page))
    assert ink_of(page) > reading.BLANK_INK


def test_what_shines_through_from_the_other_side_is_blank() -> None:
    import pypdfium2

    make, data = SAMPLES["result"]
    with pypdfium2.PdfDocument(make(data)) as pdf:
        front = pdf[0].render(scale=100 / 72, grayscale=True).to_pil()
    back = front.transpose(Image.Transpose.FLIP_LEFT_RIGHT).point(lambda value: int(228 + value * 0.07))
    assert ink_of(back) <= reading.BLANK_INK


def test_pages_of_a_pdf_one_after_another(tmp_path: Path) -> None:
    said = "https://dichvucong.example/"
    empty = Image.new("L", PAPER, 250)
    pages = [sheet_with_code(said), empty, ladder()]
    path = tmp_path / "stack.pdf"
    path.write_bytes(as_bytes(pages[0], "PDF", save_all=True, append_images=pages[1:], resolution=100))
    first, second, third = look_at_pages(path, first=0, last=3)
    assert (first.codes, first.is_blank, first.has_ladder) == ((said,), False, False)
    assert (second.is_blank, second.codes) == (True, ())
    assert third.has_ladder
    assert first.thumbnail.startswith(b"\xff\xd8\xff")
    assert (draw_page(path, number=2, side=600) or b"").startswith(b"\xff\xd8\xff")
    assert draw_page(path, number=9, side=600) is None


def test_a_page_that_takes_for_ever_is_kept_without_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS_A_PAGE", 0.8)
    path = tmp_path / "hostile.pdf"
    path.write_bytes(_endless_pdf())
    (page,) = look_at_pages(path, first=0, last=1)
    assert not page.is_drawn
    assert not page.is_blank


def test_what_is_seen_fits_into_json() -> None:
    import json

    assert json.loads(json.dumps(seen_on(Image.new("L", (40, 60), 255))))["codes"] == []
