"""Codes are found on photographs and scans, and a file that fights back costs its limit of time and nothing else."""

import io

import pytest
import segno
from PIL import Image, ImageFilter

from lienthong.kit.barcodes import read_codes, reading
from lienthong.kit.pdf.tests.test_documents import SAMPLES

SAID = "https://dichvucong.example/to-khai/TK~1.001193~2~N-261119-0382X7~abcdEFGHijklMNOP/"


def sheet_with_code(said: str, side: int = 320) -> Image.Image:
    """A page of 1240 x 1754 with a code of `side` pixels at its top right."""
    out = io.BytesIO()
    segno.make(said, error="m").save(out, kind="png", scale=8, border=4)
    page = Image.new("L", (1240, 1754), 235)
    page.paste(Image.open(out).convert("L").resize((side, side)), (850, 90))
    return page


def as_bytes(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def test_a_photograph_taken_askew_in_poor_light() -> None:
    photo = sheet_with_code(SAID).rotate(7, fillcolor=90).filter(ImageFilter.GaussianBlur(1)).point(lambda v: v * 0.6)
    assert read_codes(content=as_bytes(photo, "JPEG", quality=45), media_type="image/jpeg").codes == (SAID,)


def test_a_scan_in_a_pdf_on_the_last_of_many_pages() -> None:
    empty = Image.new("L", (1240, 1754), 250)
    content = as_bytes(empty, "PDF", save_all=True, append_images=[empty] * 8 + [sheet_with_code(SAID)], resolution=150)
    assert read_codes(content=content, media_type="application/pdf").codes == (SAID,)


def test_a_pdf_of_ours_is_known_by_its_letters() -> None:
    make, data = SAMPLES["declaration"]
    found = read_codes(content=make({**data, "mark": "TK~x"}), media_type="application/pdf", until="TK~x")
    assert found.codes == ()
    assert "TK~x" in found.text


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"", "image/jpeg"),
        (b"\xff\xd8\xff" + b"x" * 400, "image/jpeg"),
        (b"%PDF-1.7 %%EOF", "application/pdf"),
        (b"GIF89a", "image/gif"),
    ],
)
def test_what_cannot_be_read_holds_no_code(content: bytes, media_type: str) -> None:
    assert read_codes(content=content, media_type=media_type) == reading.CodesFound()


def test_a_page_that_takes_for_ever_to_draw_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PDF_SECONDS", 1.0)
    assert read_codes(content=_endless_pdf(), media_type="application/pdf") == reading.CodesFound()


def _endless_pdf() -> bytes:
    """Forms that draw each other ten times, ten deep: ten thousand million strokes from two kilobytes."""
    import pikepdf

    made = pikepdf.new()
    below = made.make_stream(
        b"0 0 m 500 500 l 0 500 l 500 0 l S " * 50,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 600, 600],
    )
    for _ in range(10):
        below = made.make_stream(
            b"/X Do " * 10,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 600, 600],
            Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=below)),
        )
    made.add_blank_page(page_size=(600, 600))
    page = made.pages[0]
    page.obj.Contents = made.make_stream(b"/X Do")
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=below))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
