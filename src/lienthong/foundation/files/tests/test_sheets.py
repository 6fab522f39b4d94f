"""Pages of a file are drawn when somebody looks, once, and forgotten when they take too much room."""

import io
import os

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lienthong.foundation.files import services
from lienthong.foundation.files.choices import JPEG, PDF
from lienthong.foundation.files.models import StoredFile
from lienthong.foundation.files.services import sheets
from lienthong.kit import pdf
from lienthong.kit.word import DOCX

pytestmark = pytest.mark.django_db
SMALL = 160


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    settings.PAGES_DIR = tmp_path / "pages"
    return settings.PAGES_DIR


def paper(count: int = 1, *, turned: bool = False, locked: bool = False) -> bytes:
    with pikepdf.new() as made:
        for _ in range(count):
            made.add_blank_page(page_size=(595, 842))
        if turned:
            made.pages[0].rotate(90, relative=True)
        out = io.BytesIO()
        made.save(out, encryption=pikepdf.Encryption(owner="o", user="u") if locked else False)
    return out.getvalue()


def stored(content: bytes, media_type: str = PDF, name: str = "a.pdf") -> StoredFile:
    return services.store_bytes(name=name, media_type=media_type, content=content, purpose="paper")


def test_it_works(kept):
    content = paper(7)
    file = stored(content)
    assert services.outline(file).sizes == ((595, 842),) * 7
    first = services.sheet(file, 1, width=SMALL)
    with Image.open(io.BytesIO(first)) as seen:
        assert (seen.format, seen.width) == ("WEBP", SMALL)
    folder = kept / file.sha256[:2] / file.sha256
    assert len(list(folder.glob("160-*.webp"))) == 7  # thumbnails are drawn together
    (folder / "160-1.webp").write_bytes(b"kept")
    assert services.sheet(file, 1, width=SMALL) == b"kept"
    assert services.sheet(stored(content, name="b.pdf"), 1, width=SMALL) == b"kept"  # the same bytes, the same pictures


def test_a_page_there_is_not_and_a_width_there_is_not():
    file = stored(paper(2, turned=True))
    assert services.outline(file).sizes == ((842, 595), (595, 842))
    assert services.sheet(file, 3, width=SMALL) is None
    assert services.sheet(file, 0, width=SMALL) is None
    with Image.open(io.BytesIO(services.sheet(file, 1, width=50_000))) as seen:
        assert seen.width == 2000  # no wider than the widest


@pytest.mark.parametrize(
    ("content", "media_type", "trouble"),
    [
        (paper(locked=True), PDF, "locked"),
        (b"%PDF-1.7 nothing of the kind", PDF, "broken"),
        (b"\xff\xd8\xff no picture", JPEG, "broken"),
        (b"PK no document", DOCX, "broken"),
        (b"<a/>", "application/xml", "unknown"),
    ],
)
def test_what_cannot_be_shown_says_why(content, media_type, trouble):
    file = stored(content, media_type)
    assert services.outline(file).trouble == trouble
    assert services.sheet(file, 1, width=SMALL) is None
    assert services.words(file, 1) == ()


def test_a_huge_picture_is_not_unfolded():
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    file = stored(out.getvalue(), "image/png", "a.png")
    assert services.sheet(file, 1, width=SMALL) is None


def test_words_stand_where_they_are_seen(tmp_path):
    template = tmp_path / "words.typ"
    template.write_text('#set page(paper: "a4")\n#align(bottom + right)[Quyết định số 12/QĐ-UBND]')
    content = pdf.render(template, {})
    (line,) = services.words(stored(content), 1)
    assert line.text.strip() == "Quyết định số 12/QĐ-UBND"
    assert line.box[0] > 0.5
    assert line.box[1] > 0.85
    with pikepdf.open(io.BytesIO(content)) as turned:
        turned.pages[0].rotate(180, relative=True)
        turned.save(out := io.BytesIO())
    (line,) = services.words(stored(out.getvalue()), 1)
    assert line.box[0] < 0.2
    assert line.box[1] < 0.15


def test_what_was_looked_at_longest_ago_is_forgotten_first(kept):
    old, new = stored(paper(1)), stored(paper(2))
    for at, file in ((1000, old), (2000, new)):
        services.sheet(file, 1, width=SMALL)
        os.utime(kept / file.sha256[:2] / file.sha256, (at, at))
    size = sum(each.stat().st_size for each in kept.rglob("*") if each.is_file())
    assert services.sweep(size) == 0
    assert services.sweep(size - 1) == 1
    assert not (kept / old.sha256[:2] / old.sha256).exists()
    assert services.sheet(old, 1, width=SMALL)  # drawn again


@given(count=st.integers(1, 400), data=st.data(), width=st.sampled_from((160, 1100, 2000)))
def test_every_page_is_drawn_in_one_group(count, data, width):
    number = data.draw(st.integers(1, count))
    first, last = sheets.together(number, count, width)
    assert 1 <= first <= number <= last <= count
    assert all(sheets.together(each, count, width) == (first, last) for each in range(first, last + 1))
