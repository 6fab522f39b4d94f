"""A bag is written (ghi gói): every digest is known before the first byte goes out, so the manifest does not wait for the payload."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

MOMENT = (1980, 1, 1, 0, 0, 0)
"""Of every member: the same content makes the same package, to the byte."""
BAGIT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"


@dataclass(frozen=True, slots=True)
class Entry:
    """A payload file: `path` below `data/`, its digest (hex) and size in bytes, and how its bytes are had when their turn comes."""

    path: str
    sha256: str
    size: int
    read: Callable[[], bytes]

    @classmethod
    def of(cls, path: str, content: bytes) -> "Entry":
        """Of bytes at hand."""
        return cls(path, hashlib.sha256(content).hexdigest(), len(content), lambda: content)


@dataclass(frozen=True, slots=True)
class Bag:
    """What goes into a bag. `name` is the folder in the ZIP, `info` the lines of bag-info.txt."""

    name: str
    entries: Sequence[Entry]
    info: Mapping[str, str] = field(default_factory=dict)

    def tags(self) -> dict[str, bytes]:
        """The tag files, name -> content, the tag manifest last."""
        oxum = f"{sum(each.size for each in self.entries)}.{len(self.entries)}"
        info = {**self.info, "Payload-Oxum": oxum}
        lines = sorted(f"{each.sha256}  data/{encoded(each.path)}\n" for each in self.entries)
        tags = {
            "bagit.txt": BAGIT.encode(),
            "bag-info.txt": "".join(f"{name}: {' '.join(value.split())}\n" for name, value in info.items()).encode(),
            MANIFEST: "".join(lines).encode(),
        }
        listed = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(tags.items()))
        return {**tags, TAG_MANIFEST: "".join(listed).encode()}

    @property
    def digest(self) -> str:
        """SHA-256 of the tag manifest: one line that stands for the whole package."""
        return hashlib.sha256(self.tags()[TAG_MANIFEST]).hexdigest()


def encoded(path: str) -> str:
    """A path as a manifest writes it (RFC 8493, 2.1.3)."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def write_bag(bag: Bag) -> Iterator[bytes]:
    """The ZIP in pieces; one payload file is in memory at a time. Raises ValueError when bytes are not what their digest says."""
    members: Iterator[tuple[str, Callable[[], bytes]]] = iter(
        [
            *((f"{bag.name}/{name}", _constant(content)) for name, content in bag.tags().items()),
            *((f"{bag.name}/data/{each.path}", _checked(each)) for each in bag.entries),
        ]
    )
    yield from zipped(members)


def _constant(content: bytes) -> Callable[[], bytes]:
    return lambda: content


def _checked(entry: Entry) -> Callable[[], bytes]:
    def read() -> bytes:
        content = entry.read()
        if hashlib.sha256(content).hexdigest() != entry.sha256:
            raise ValueError(f"{entry.path} is not what its digest says")
        return content

    return read


def zipped(members: Iterator[tuple[str, Callable[[], bytes]]]) -> Iterator[bytes]:
    """Members as a ZIP, stored, in the order given, without time or owner."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as target:
        for name, read in members:
            member = zipfile.ZipInfo(name, MOMENT)
            member.create_system, member.external_attr = 3, 0o644 << 16
            target.writestr(member, read())
            yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Takes what is written and gives it away; cannot be wound back."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]  # anything with a buffer
        self._held += piece
        return len(piece)

    def taken(self) -> bytes:
        """What has gathered since the last time."""
        piece, self._held = bytes(self._held), bytearray()
        return piece
