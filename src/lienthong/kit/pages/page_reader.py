"""The process that looks at pages of one PDF (tiến trình xem trang): the path of the file and what is wanted as arguments, one line of
JSON per page on standard output, written as soon as the page is done, so that what was seen stays seen when the process is stopped.

It imports nothing of ours, so it starts in a fifth of a second, and limits itself before it looks at a page.

    page_reader.py FILE look FIRST LAST      pages FIRST to LAST, from 0, LAST left out
    page_reader.py FILE draw NUMBER SIDE     one page as JPEG, base64
    page_reader.py FILE read FIRST LAST TRAINED   their words: of the text layer, or recognised with the data in folder TRAINED
"""

import base64
import contextlib
import io
import json
import os
import sys
from typing import Any

CPU_SECONDS_A_PAGE = {"look": 4, "draw": 4, "read": 20}
MEMORY = 2048 * 1024 * 1024
SIDE = 1800
"""Pixels of the longer side: a code of 55 mm on A4 still has seven of them for each module."""
THUMBNAIL = 240
EDGE = 0.035
"""What a scanner's lid, a staple or a shadow does to the rim of a page is no content."""
INK = 40
"""How much darker than the paper a point is when somebody wrote it; what shines through from the other side is about 15."""
BAND = 0.13
"""The part of the width in which the ladder of a separator stands."""
RUNGS = 10


def limit_itself(verb: str, pages: int) -> None:
    """No more time or memory than so many scanned pages need; where the system has no such limits the caller's clock remains."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        seconds = CPU_SECONDS_A_PAGE[verb] * (pages + 1)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def seen_on(picture: Any) -> dict[str, Any]:
    """What a grey picture of a page shows: codes that were read, whether it bears the ladder of a separator, how much ink there is
    (points in half-millimetre squares), a thumbnail as JPEG in base64."""
    import zxingcpp

    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    codes = [each.text for each in zxingcpp.read_barcodes(picture, formats=wanted, try_invert=False)]
    small = picture.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=70, optimize=True)
    return {
        "codes": codes,
        "ladder": has_ladder(picture),
        "ink": ink_of(picture),
        "thumbnail": base64.b64encode(out.getvalue()).decode(),
    }


def ink_of(picture: Any) -> int:
    """How many points of about half a millimetre somebody wrote, printed or stamped on; the rim does not count.

    Averaging over a square makes a speck of dust vanish and keeps a pencil stroke.
    """
    width, height = picture.size
    margins = (int(width * EDGE), int(height * EDGE), int(width * (1 - EDGE)), int(height * (1 - EDGE)))
    squares = picture.crop(margins).reduce(max(1, round(max(picture.size) / 600)))
    counts = squares.histogram()
    paper = max(range(128, 256), key=counts.__getitem__)
    return sum(counts[: max(0, paper - INK)])


def has_ladder(picture: Any) -> bool:
    """Whether black squares of one size stand in a row along an edge, as on a separator whose code cannot be read any more."""
    return any(_is_ladder(_profile(picture, edge)) for edge in ("left", "right", "top", "bottom"))


def _profile(picture: Any, edge: str) -> list[float]:
    """How dark the band along an edge is, from one end to the other, in 300 steps of 0.0 to 1.0."""
    width, height = picture.size
    if edge in ("top", "bottom"):
        picture = picture.transpose(2 if edge == "top" else 4)  # ROTATE_90, ROTATE_270
        width, height = height, width
        edge = "left"
    deep = int(width * BAND)
    band = picture.crop((0, 0, deep, height) if edge == "left" else (width - deep, 0, width, height))
    dark = band.point([255 if value < 110 else 0 for value in range(256)])
    return [value / 255 for value in dark.resize((1, 300), 4).tobytes()]  # BOX


def _is_ladder(profile: list[float]) -> bool:
    """Ten dark stretches of nearly one length with light ones of nearly one length between them."""
    runs: list[list[int]] = []
    for value in profile:
        dark = int(value > 0.28)
        if runs and runs[-1][0] == dark:
            runs[-1][1] += 1
        else:
            runs.append([dark, 1])
    if runs and not runs[0][0]:
        runs = runs[1:]
    if runs and not runs[-1][0]:
        runs = runs[:-1]
    rungs = [length for dark, length in runs if dark]
    gaps = [length for dark, length in runs if not dark]
    return RUNGS - 2 <= len(rungs) <= RUNGS + 1 and _alike(rungs) and _alike(gaps)


def _alike(lengths: list[int]) -> bool:
    middle = sorted(lengths)[len(lengths) // 2]
    return middle >= 6 and sum(abs(each - middle) <= max(3, middle * 0.35) for each in lengths) >= len(lengths) - 1


def draw(page: Any, side: int) -> Any:
    """A page as a grey picture whose longer side has about `side` pixels."""
    scale = min(side / max(page.get_width(), page.get_height(), 1.0), 6.0)
    return page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil()


LAYER_LETTERS = 25
"""A page whose text layer holds fewer letters is a picture with a stamp or a page number on it."""
PRINT_SIDE = 3508
"""A4 at 300 dots an inch, for which the recognition was trained."""


class Recognizer:
    """Tesseract, started when the first page without a text layer comes."""

    def __init__(self, trained: str) -> None:
        self._trained = trained
        self._api: Any = None

    def words_on(self, picture: Any) -> tuple[str, int]:
        """Lines of a grey picture and how sure the recognition is, 0 to 100."""
        import tesserocr

        if self._api is None:
            self._api = tesserocr.PyTessBaseAPI(path=self._trained, lang="vie", psm=tesserocr.PSM.AUTO)
        self._api.SetImage(picture)
        self._api.SetSourceResolution(300)
        return self._api.GetUTF8Text(), self._api.MeanTextConf()


def read(pdf: Any, first: int, last: int, trained: str) -> None:
    """The words of each page, one line of JSON each."""
    import pypdfium2

    recognizer = Recognizer(trained)
    for number in range(first, min(last, len(pdf))):
        try:
            layer = pdf[number].get_textpage().get_text_range()
            if sum(map(str.isalpha, layer)) >= LAYER_LETTERS:
                told = {"text": layer, "by": "layer", "sure": 100}
            else:
                text, sure = recognizer.words_on(draw(pdf[number], PRINT_SIDE))
                told = {"text": text, "by": "sight", "sure": sure}
        except (pypdfium2.PdfiumError, ValueError, OSError, RuntimeError):
            told = {"unreadable": True}
        print(json.dumps({"page": number, **told}), flush=True)  # noqa: T201  # its answer


def main(path: str, verb: str, first: int, last: int, trained: str = "") -> None:
    """Answer on standard output; a page that cannot be drawn says so and the next one is looked at."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        if verb == "read":
            read(pdf, first, last, trained)
            return
        if verb == "draw":
            scale = min(last / max(pdf[first].get_width(), pdf[first].get_height(), 1.0), 6.0)
            out = io.BytesIO()
            pdf[first].render(scale=scale).to_pil().convert("RGB").save(out, "JPEG", quality=80)
            print(json.dumps({"jpeg": base64.b64encode(out.getvalue()).decode()}))  # noqa: T201  # its answer
            return
        for number in range(first, min(last, len(pdf))):
            try:
                told = seen_on(draw(pdf[number], SIDE))
                letters = pdf[number].get_textpage().get_text_range().strip()
                told["letters"] = len(letters)
            except (pypdfium2.PdfiumError, ValueError, OSError):
                told = {"unreadable": True}
            print(json.dumps({"page": number, **told}), flush=True)  # noqa: T201  # its answer


if __name__ == "__main__":
    if (
        sys.argv[2] == "read"
    ):  # minutes of work that nobody waits for, beside pages that somebody does: one core, and after the others
        os.nice(15)
        os.environ["OMP_THREAD_LIMIT"] = "1"
    limit_itself(sys.argv[2], 1 if sys.argv[2] == "draw" else int(sys.argv[4]) - int(sys.argv[3]))
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), *sys.argv[5:])
