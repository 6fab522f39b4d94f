"""Pages of a stored file for a screen (trang để xem), kept on disk by the hash of the bytes: drawn once, when somebody looks.

What is kept may be lost at any time and is drawn again. It lies in PAGES_DIR as `ab/<sha256>/`: `outline.json`, `<width>-<page>.webp`,
`words-<page>.json`. Who may see a page is decided by the app that owns the file, before it asks here.
"""

import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from django.conf import settings

from lienthong.foundation.files import errors
from lienthong.foundation.files.adapters import content_store
from lienthong.foundation.files.choices import IMAGES, PDF, SHEET_WIDTHS, THUMBNAIL_WIDTH, TIFF
from lienthong.foundation.files.models import StoredFile
from lienthong.foundation.files.services.converting import pdf_rendition
from lienthong.kit import pages
from lienthong.kit.pages import Found, Line, Outline
from lienthong.kit.word import DOCX

TOGETHER = 4
"""Pages drawn by one process: starting it takes as long as drawing two. The first page is drawn alone, so that it comes at once."""
THUMBNAILS_TOGETHER = 24
_drawing = threading.BoundedSemaphore(2)
"""Processes that draw at the same time: each may need a hundred megabytes."""
_recognising = threading.BoundedSemaphore(1)
"""Recognition takes seconds: pages that only want to be drawn do not wait behind it."""
_one_per_file: dict[str, threading.Lock] = {}
_guard = threading.Lock()
_since_swept = 0
SWEPT_EVERY = 400


def is_drawable(file: StoredFile) -> bool:
    """Whether a file of this type has pages to draw."""
    return file.media_type in IMAGES or file.media_type in {PDF, TIFF, DOCX}


def outline(file: StoredFile) -> Outline:
    """Sizes of its pages; `trouble` is "locked", "broken" or "unknown" when there are none. Raises FileDamaged."""
    if not is_drawable(file):
        return Outline(trouble="unknown")
    try:
        shown = _drawn_from(file)
    except errors.FileRefused:
        return Outline(trouble="broken")
    folder = _folder(shown)
    place = folder / "outline.json"
    with suppress(FileNotFoundError, json.JSONDecodeError):
        told = json.loads(place.read_text())
        os.utime(folder)  # what was looked at lately is kept longest
        return Outline(sizes=tuple((w, h) for w, h in told["sizes"]), trouble=told["trouble"])
    with _alone(folder), _held(shown) as path:
        found = pages.outline_of(path, shown.media_type)
    _keep(place, json.dumps(asdict(found)))
    return found


def sheet(file: StoredFile, number: int, *, width: int) -> bytes | None:
    """WebP of page `number`, from 1, at least `width` pixels wide as far as SHEET_WIDTHS go; None for a page there is not or that cannot be
    drawn. Raises FileDamaged."""
    count = len(outline(file).sizes)
    if not 1 <= number <= count:
        return None
    width = next((each for each in SHEET_WIDTHS if each >= width), SHEET_WIDTHS[-1])
    shown = _drawn_from(file)
    folder = _folder(shown)
    place = folder / f"{width}-{number}.webp"
    with suppress(FileNotFoundError):
        return place.read_bytes()
    first, last = together(number, count, width)
    with _alone(folder):
        with suppress(FileNotFoundError):  # drawn while we waited
            return place.read_bytes()
        folder.mkdir(parents=True, exist_ok=True)
        with _held(shown) as path:
            pages.draw_sheets(path, shown.media_type, first=first, last=last, width=width, folder=folder)
            if number > first and not place.exists():  # one before it took all the time
                pages.draw_sheets(path, shown.media_type, first=number, last=number, width=width, folder=folder)
    _sweep_now_and_then()
    with suppress(FileNotFoundError):
        return place.read_bytes()
    return None


def together(number: int, count: int, width: int) -> tuple[int, int]:
    """First and last page drawn with page `number` of `count`. The first page of a file stands alone, others go in fixed groups."""
    size = THUMBNAILS_TOGETHER if width == THUMBNAIL_WIDTH else TOGETHER
    if width != THUMBNAIL_WIDTH and number == 1:
        return 1, 1
    shift = 1 if width == THUMBNAIL_WIDTH else 2
    first = (number - shift) // size * size + shift
    return first, min(first + size - 1, count)


def words(file: StoredFile, number: int, *, recognise: bool = False) -> tuple[Line, ...]:
    """Words of page `number`, from 1, with their places: of the text layer, or recognised in the picture. Raises FileDamaged."""
    if not 1 <= number <= len(outline(file).sizes):
        return ()
    shown = _drawn_from(file)
    folder = _folder(shown)
    place = folder / f"{'seen' if recognise else 'words'}-{number}.json"
    with suppress(FileNotFoundError, json.JSONDecodeError):
        return tuple(Line(text=text, box=tuple(box)) for text, box in json.loads(place.read_text()))
    turn = _recognising if recognise else _drawing
    with _alone(folder / place.stem), _held(shown, turn) as path:
        found = pages.words_of(path, shown.media_type, number=number, recognise=recognise)
    _keep(place, json.dumps([[line.text, line.box] for line in found], ensure_ascii=False))
    return found


def pages_that_say(file: StoredFile, words: str) -> tuple[Found, ...]:
    """Pages whose text layer says `words`, accents and capitals aside, at most 100. Raises FileDamaged."""
    if not words.strip() or not outline(file).sizes:
        return ()
    shown = _drawn_from(file)
    with _held(shown) as path:
        return pages.pages_that_say(path, shown.media_type, words)


def forget_sheets(sha256: str) -> None:
    """Forget every page that was drawn or read of bytes that go for good."""
    shutil.rmtree(Path(settings.PAGES_DIR) / sha256[:2] / sha256, ignore_errors=True)


def sweep(most_bytes: int) -> int:
    """Forget what was looked at longest ago until no more than `most_bytes` are kept. How many files' pages were forgotten."""
    kept = []
    for folder in settings.PAGES_DIR.glob("??/*"):
        with suppress(FileNotFoundError):
            kept.append((folder.stat().st_mtime, sum(each.stat().st_size for each in folder.iterdir()), folder))
    total, forgotten = sum(size for _, size, _ in kept), 0
    for _, size, folder in sorted(kept):
        if total <= most_bytes:
            break
        shutil.rmtree(folder, ignore_errors=True)
        total, forgotten = total - size, forgotten + 1
    return forgotten


def _sweep_now_and_then() -> None:
    global _since_swept  # noqa: PLW0603  # one count for the process
    _since_swept += 1
    if _since_swept >= SWEPT_EVERY:
        _since_swept = 0
        sweep(settings.PAGES_MOST_BYTES)


def _drawn_from(file: StoredFile) -> StoredFile:
    """The file whose pages are drawn: itself, or the PDF of a Word document."""
    return pdf_rendition(file=file) if file.media_type == DOCX else file


def _folder(file: StoredFile) -> Path:
    return Path(settings.PAGES_DIR) / file.sha256[:2] / file.sha256


@contextmanager
def _held(file: StoredFile, turn: threading.BoundedSemaphore = _drawing) -> Iterator[Path]:
    try:
        with content_store.on_disk(file.path) as path, turn:
            yield path
    except FileNotFoundError:
        raise errors.FileDamaged(file_id=str(file.id)) from None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process draws of a file at a time; who waits finds it drawn."""
    with _guard:
        if len(_one_per_file) > 1000:
            for name in [name for name, lock in _one_per_file.items() if not lock.locked()]:
                del _one_per_file[name]
        lock = _one_per_file.setdefault(str(folder), threading.Lock())
    with lock:
        yield


def _keep(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    fresh.write_text(text)
    fresh.replace(place)
