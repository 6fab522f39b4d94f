"""Bytes addressed by their SHA-256 (kho nội dung), in Django's default storage.

On a file system a name appears only when its bytes are complete and on disk: temporary file, fsync, rename. Other storages
(S3) are atomic by themselves.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage

_ASIDE = "aside"
"""Folder of bytes that are about to be deleted."""


def path_of(sha256: str) -> str:
    """`aa/bb/<sha256>`: no folder grows beyond what file systems like."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def put(content: bytes) -> tuple[str, str]:
    """Keep the bytes, once. Returns (sha256, path)."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    if default_storage.exists(path) and default_storage.size(path) == len(content):
        return sha256, path
    if _on_disk():
        _write(Path(default_storage.path(path)), content)
    else:
        default_storage.save(path, ContentFile(content))
    return sha256, path


def get(path: str) -> bytes:
    """All bytes. Raises FileNotFoundError."""
    with default_storage.open(path, "rb") as stream:
        return bytes(stream.read())


def open_stream(path: str) -> "File[bytes]":
    """An open stream; the caller closes it. Raises FileNotFoundError."""
    return default_storage.open(path, "rb")


@contextmanager
def on_disk(path: str) -> Iterator[Path]:
    """A place on this machine's disk where the bytes lie while they are worked on: their own, or a copy. Raises FileNotFoundError."""
    if _on_disk():
        here = Path(default_storage.path(path))
        here.stat()
        yield here
        return
    with tempfile.NamedTemporaryFile() as held:
        held.write(get(path))
        held.flush()
        yield Path(held.name)


def _on_disk() -> bool:
    return isinstance(getattr(default_storage, "_wrapped", default_storage), FileSystemStorage) or hasattr(
        default_storage, "base_location"
    )


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the rename itself must survive a power cut
    finally:
        os.close(folder)


def set_aside(path: str) -> None:
    """Move bytes to where `open_stream` does not find them; nothing to do when they are not there."""
    _move(path, f"{_ASIDE}/{path}")


def put_back(path: str) -> None:
    """Undo `set_aside`; bytes stored again meanwhile stay as they are."""
    if default_storage.exists(path):
        drop(path)
    else:
        _move(f"{_ASIDE}/{path}", path)


def drop(path: str) -> None:
    """Delete bytes that were set aside."""
    if default_storage.exists(f"{_ASIDE}/{path}"):
        default_storage.delete(f"{_ASIDE}/{path}")


def _move(source: str, target: str) -> None:
    if not default_storage.exists(source):
        return
    if _on_disk():
        place = Path(default_storage.path(target))
        place.parent.mkdir(parents=True, exist_ok=True)
        Path(default_storage.path(source)).replace(place)
    else:
        with default_storage.open(source, "rb") as stream:
            default_storage.save(target, stream)
        default_storage.delete(source)
