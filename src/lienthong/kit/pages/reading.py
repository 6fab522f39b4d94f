"""Look at the pages of a scan (xem từng trang): codes, blank pages, thumbnails, with limits on time and memory."""

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

_READER = Path(__file__).with_name("page_reader.py")
CHUNK = 8
"""Pages looked at by one process: what a hostile page costs is at most the time of so many."""
SECONDS_A_PAGE = 6.0
SECONDS_A_READING = 25.0
BLANK_INK = 10
"""Points of half a millimetre: more is somebody's mark, a few are dust."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSeen:
    """One page, counted from 0. `is_drawn` False when it could not be drawn in time: it is kept, without a picture.

    `codes`: texts of its QR codes. `has_ladder`: it bears the row of black squares of a separator. `is_blank`: surely nothing on it.
    `thumbnail`: JPEG, at most 240 pixels.
    """

    number: int
    codes: tuple[str, ...] = ()
    has_ladder: bool = False
    is_blank: bool = False
    is_drawn: bool = True
    thumbnail: bytes = b""


def look_at_pages(path: Path, *, first: int, last: int) -> list[PageSeen]:
    """Pages `first` to `last` (left out) of the PDF at `path`, all of them, in order.

    A page on which the process stopped is given as not drawn, and the looking goes on behind it. Nothing is raised.
    """
    found = []
    for number, told in _told(path, "look", first, last, seconds=SECONDS_A_PAGE):
        if told is None:
            found.append(PageSeen(number=number, is_drawn=False))
            continue
        page = PageSeen(
            number=number,
            codes=tuple(told["codes"]),
            has_ladder=told["ladder"],
            is_blank=told["ink"] <= BLANK_INK and not told["letters"] and not told["codes"],
            thumbnail=base64.b64decode(told["thumbnail"]),
        )
        found.append(page)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """The words of one page, counted from 0. `is_recognised`: read from the picture, `sure` from 0 to 100. Not `is_read`: not in time."""

    number: int
    text: str = ""
    is_recognised: bool = False
    sure: int = 0
    is_read: bool = True


def read_pages(path: Path, *, first: int, last: int) -> list[PageText]:
    """Words of pages `first` to `last` (left out) of the PDF at `path`: its text layer, where there is none what is recognised.

    A page on which the process stopped is given as not read, and the reading goes on behind it. Nothing is raised.
    """
    trained = str(settings.TRAINED_DATA_DIR)
    return [
        PageText(number=number, is_read=False)
        if told is None
        else PageText(number=number, text=told["text"], is_recognised=told["by"] == "sight", sure=int(told["sure"]))
        for number, told in _told(path, "read", first, last, trained, seconds=SECONDS_A_READING)
    ]


def _told(
    path: Path, verb: str, first: int, last: int, *more: str, seconds: float
) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """What the process told of each page, None of one it could not do; a page on which it stopped is passed over and it starts behind it."""
    start = first
    while start < last:
        end = min(start + CHUNK, last)
        output = _run([str(path), verb, str(start), str(end), *more], seconds * (end - start))
        done = 0
        for line in output.splitlines():
            try:
                told = json.loads(line)
            except json.JSONDecodeError:  # cut in the middle of a line
                break
            if told.get("page") != start + done:
                break
            yield start + done, None if told.get("unreadable") else told
            done += 1
        if not done:
            yield start, None
        start += done or 1


def draw_page(path: Path, *, number: int, side: int) -> bytes | None:
    """One page in colour as JPEG whose longer side has about `side` pixels; None when it cannot be drawn in time."""
    try:
        return base64.b64decode(json.loads(_run([str(path), "draw", str(number), str(side)], SECONDS_A_PAGE))["jpeg"])
    except (json.JSONDecodeError, KeyError):
        return None


def _run(arguments: list[str], seconds: float) -> bytes:
    return run_apart(_READER, arguments, seconds)


def run_apart(program: Path, arguments: list[str], seconds: float) -> bytes:
    """What a program of ours told before it ended or its time was over. A page can be made to draw for hours: such work runs apart, with a
    limit on time and memory."""
    command = [sys.executable, "-I", str(program), *arguments]
    try:
        done = subprocess.run(  # noqa: S603  # our own reader and a file of ours
            command, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as late:
        return late.stdout or b""
    return done.stdout
