"""The process that draws pages for a screen (tiến trình vẽ trang): it starts, does a few pages, and its memory goes with it.

It imports nothing of ours, so it starts in a fifth of a second, and limits itself before it opens a file. Its answer is lines of JSON on
standard output, each written as soon as it stands.

    sheet_drawer.py FILE TYPE outline                       sizes of all pages in points, as they are seen
    sheet_drawer.py FILE TYPE draw FIRST LAST WIDTH FOLDER  pages FIRST to LAST, from 1, both drawn, as FOLDER/WIDTH-NUMBER.webp
    sheet_drawer.py FILE TYPE words NUMBER [TRAINED]        words of one page with their places; recognised when TRAINED names the data
    sheet_drawer.py FILE TYPE find WORDS                    where the text layer says WORDS, accents and capitals aside

TYPE is the media type: PDF, or a picture whose frames are its pages.
"""

import contextlib
import json
import os
import sys
import unicodedata
from collections.abc import Iterator
from typing import Any

PDF = "application/pdf"
CPU_SECONDS_A_PAGE = {"outline": 6, "draw": 4, "words": 20, "find": 20}
MEMORY = 1024 * 1024 * 1024
TALLEST = 3
"""A page higher than so many widths is drawn narrower: a receipt roll is no reason for a huge picture."""
MAX_PIXELS = 80_000_000
MAX_LINES = 3000
MAX_FOUND = 100
WHOLE = 100_000
"""Places are told in 1/100,000 of the page."""
PRINT_SIDE = 3508
"""A4 at 300 dots an inch, for which the recognition was trained."""


def limit_itself(verb: str, pages: int) -> None:
    """No more time or memory than so many pages need; where the system has no such limits the caller's clock remains."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        seconds = CPU_SECONDS_A_PAGE[verb] * (pages + 1)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def tell(**facts: Any) -> None:
    """One line of the answer."""
    print(json.dumps(facts, ensure_ascii=False), flush=True)  # noqa: T201  # its answer


class PdfSheets:
    """Pages of a PDF, signatures and filled fields drawn with them."""

    def __init__(self, path: str) -> None:
        import pypdfium2

        self._pdf = pypdfium2.PdfDocument(path)
        self._pdf.init_forms()

    def sizes(self) -> list[tuple[float, float]]:
        return [self._pdf.get_page_size(number) for number in range(len(self._pdf))]

    def picture(self, number: int, width: int) -> Any:
        page = self._pdf[number - 1]
        across, down = max(page.get_width(), 1.0), max(page.get_height(), 1.0)
        drawn = page.render(scale=min(width / across, width * TALLEST / down), may_draw_forms=True).to_pil()
        page.close()
        return drawn.convert("RGB")

    def texts(self) -> Iterator[tuple[int, str]]:
        """Number and text of each page."""
        for number in range(len(self._pdf)):
            page = self._pdf[number]
            yield number + 1, page.get_textpage().get_text_range()
            page.close()

    def lines(self, number: int) -> Iterator[dict[str, Any]]:
        """Runs of text of the text layer with their boxes, in reading order."""
        from ctypes import byref, c_int

        import pypdfium2.raw as pdfium

        page = self._pdf[number - 1]
        text = page.get_textpage()

        def place(x: float, y: float) -> tuple[int, int]:
            across, down = c_int(), c_int()
            pdfium.FPDF_PageToDevice(page, 0, 0, WHOLE, WHOLE, 0, x, y, byref(across), byref(down))
            return across.value, down.value

        for index in range(min(text.count_rects(), MAX_LINES)):
            left, bottom, right, top = text.get_rect(index)
            said = text.get_text_bounded(left, bottom, right, top).strip("\r\n")
            corners = [place(left, top), place(right, bottom)]
            if said.strip():
                yield {"text": said, "box": _box(corners)}


def folded(text: str) -> str:
    """Without accents and capitals, runs of blanks as one."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D")).encode("ascii", "ignore").decode()
    return " ".join(plain.lower().split())


def find(sheets: Any, words: str) -> None:
    """Each page that says the words, with how often and the words around the first, written as soon as it is found."""
    wanted, told = folded(words), 0
    for number, text in sheets.texts():
        plain = folded(text)
        at = plain.find(wanted) if wanted else -1
        if at < 0:
            continue
        kept = " ".join(text.split())
        around = (
            kept[max(0, at - 40) : at + len(wanted) + 60]
            if len(kept) == len(plain)
            else plain[max(0, at - 40) : at + 60]
        )
        tell(page=number, times=plain.count(wanted), around=around)
        told += 1
        if told >= MAX_FOUND:
            return


class PictureSheets:
    """Frames of a picture file, upright, on white."""

    def __init__(self, path: str) -> None:
        from PIL import Image

        if not path.lower().endswith((".jpg", ".png")):
            with contextlib.suppress(ImportError):
                import pillow_heif

                pillow_heif.register_heif_opener()
        Image.MAX_IMAGE_PIXELS = MAX_PIXELS
        self._picture = Image.open(path)

    def sizes(self) -> list[tuple[float, float]]:
        found = []
        for number in range(int(getattr(self._picture, "n_frames", 1))):
            self._picture.seek(number)
            width, height = self._picture.size
            turned = self._picture.getexif().get(0x0112, 1) in {5, 6, 7, 8}
            found.append((float(height), float(width)) if turned else (float(width), float(height)))
        return found

    def picture(self, number: int, width: int) -> Any:
        from PIL import Image, ImageOps

        self._picture.seek(number - 1)
        if self._picture.size[0] * self._picture.size[1] > MAX_PIXELS:
            raise ValueError("too many pixels")
        self._picture.draft("RGB", (width * 2, width * 2 * TALLEST))
        frame = ImageOps.exif_transpose(self._picture)
        if "A" in frame.getbands() or "transparency" in frame.info:
            layer = frame.convert("RGBA")
            frame = Image.new("RGB", layer.size, "white")
            frame.paste(layer, mask=layer.getchannel("A"))
        frame = frame.convert("RGB")
        frame.thumbnail((width, width * TALLEST))
        return frame

    def texts(self) -> Iterator[tuple[int, str]]:
        """A picture has no text layer."""
        return iter(())

    def lines(self, number: int) -> Iterator[dict[str, Any]]:
        """A picture has no text layer."""
        return iter(())


def _box(corners: list[tuple[int, int]]) -> list[int]:
    across, down = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    return [across[0], down[0], across[1] - across[0], down[1] - down[0]]


def recognised(picture: Any, trained: str) -> Iterator[dict[str, Any]]:
    """Lines read from a picture of a page, with their boxes."""
    import tesserocr

    with tesserocr.PyTessBaseAPI(path=trained, lang="vie", psm=tesserocr.PSM.AUTO) as api:
        api.SetImage(picture)
        api.SetSourceResolution(300)
        api.Recognize()
        level = tesserocr.RIL.TEXTLINE
        for line in tesserocr.iterate_level(api.GetIterator(), level):
            box = line.BoundingBox(level)
            said = (line.GetUTF8Text(level) or "").strip() if box else ""
            if said:
                scale = WHOLE / picture.width, WHOLE / picture.height
                corners = [(round(box[at] * scale[0]), round(box[at + 1] * scale[1])) for at in (0, 2)]
                yield {"text": said, "box": _box(corners)}


def draw(sheets: Any, first: int, last: int, width: int, folder: str) -> None:
    """Each picture appears under its name only when it is whole."""
    for number in range(first, last + 1):
        name = os.path.join(folder, f"{width}-{number}.webp")  # noqa: PTH118  # starts faster without pathlib
        with contextlib.suppress(Exception):  # a page that cannot be drawn is told by its absence
            sheets.picture(number, width).save(f"{name}.{os.getpid()}", "WEBP", quality=78, method=2)
            os.replace(f"{name}.{os.getpid()}", name)  # noqa: PTH105
            tell(page=number)


def main(path: str, media_type: str, verb: str, *given: str) -> None:
    """Answer; what cannot be opened says why in one word."""
    try:
        sheets: Any = PdfSheets(path) if media_type == PDF else PictureSheets(path)
        if verb == "outline":
            tell(sizes=[[round(each, 2) for each in size] for size in sheets.sizes()])
    except Exception as error:  # noqa: BLE001  # whatever a library says of bad bytes
        tell(trouble="locked" if "assword" in str(error) or "ecurity" in str(error) else "broken")
        return
    if verb == "draw":
        draw(sheets, int(given[0]), int(given[1]), int(given[2]), given[3])
    elif verb == "find":
        find(sheets, given[0])
    elif verb == "words":
        number = int(given[0])
        if len(given) > 1:
            side = sheets.picture(number, round(PRINT_SIDE / 1.414)).convert("L")
            tell(lines=list(recognised(side, given[1])))
        else:
            tell(lines=list(sheets.lines(number)))


if __name__ == "__main__":
    limit_itself(sys.argv[3], int(sys.argv[5]) - int(sys.argv[4]) + 1 if sys.argv[3] == "draw" else 1)
    main(*sys.argv[1:])
