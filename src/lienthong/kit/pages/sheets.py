"""Pages of a file for a screen (trang để xem): their sizes, their pictures, their words with places. Each asks a process of its own."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from lienthong.kit.pages.reading import run_apart

_DRAWER = Path(__file__).with_name("sheet_drawer.py")
SECONDS = 10.0
SECONDS_A_PAGE = 5.0
SECONDS_TO_RECOGNISE = 25.0
SECONDS_TO_FIND = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """`sizes`: (width, height) of each page as it is seen, in points or pixels. `trouble`: "", "locked", or "broken"; then no page."""

    sizes: tuple[tuple[float, float], ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A run of words on a page. `box`: left, top, width, height as fractions of the page as it is seen."""

    text: str
    box: tuple[float, float, float, float]


def outline_of(path: Path, media_type: str) -> Outline:
    """Sizes of all pages, or why there are none. Raises nothing."""
    told = _answer([str(path), media_type, "outline"], SECONDS)
    if not told or told.get("trouble") or not told.get("sizes"):
        return Outline(trouble=str(told.get("trouble") or "broken"))
    return Outline(sizes=tuple((float(width), float(height)) for width, height in told["sizes"]))


def draw_sheets(path: Path, media_type: str, *, first: int, last: int, width: int, folder: Path) -> None:
    """Draw pages `first` to `last`, from 1, both included, `width` pixels wide, as `folder/<width>-<number>.webp`.

    A page that cannot be drawn in time, in memory or at all leaves no file; those before it stand. Raises nothing.
    """
    arguments = [str(path), media_type, "draw", str(first), str(last), str(width), str(folder)]
    run_apart(_DRAWER, arguments, SECONDS_A_PAGE * (last - first + 1))


def words_of(path: Path, media_type: str, *, number: int, recognise: bool) -> tuple[Line, ...]:
    """Words of page `number`, from 1: of the text layer, or recognised in its picture. Empty when there are none or the time was over."""
    arguments = [str(path), media_type, "words", str(number)]
    if recognise:
        arguments.append(str(settings.TRAINED_DATA_DIR))
    told = _answer(arguments, SECONDS_TO_RECOGNISE if recognise else SECONDS)
    return tuple(
        Line(text=str(line["text"]), box=tuple(each / 100_000 for each in line["box"]))
        for line in told.get("lines", ())
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page, from 1, that says what was looked for: how often, and the words around the first."""

    page: int
    times: int
    around: str


def pages_that_say(path: Path, media_type: str, words: str) -> tuple[Found, ...]:
    """Pages of the text layer that say `words`, accents and capitals aside, at most 100. When the time is over, those found so far."""
    found = []
    for line in run_apart(_DRAWER, [str(path), media_type, "find", words], SECONDS_TO_FIND).splitlines():
        try:
            told = json.loads(line)
        except json.JSONDecodeError:  # cut in the middle of a line
            break
        if "page" in told:
            found.append(Found(page=int(told["page"]), times=int(told["times"]), around=str(told["around"])))
    return tuple(found)


def _answer(arguments: list[str], seconds: float) -> dict[str, Any]:
    try:
        told = json.loads(run_apart(_DRAWER, arguments, seconds).splitlines()[0])
    except (json.JSONDecodeError, IndexError):
        return {}
    return told if isinstance(told, dict) else {}
