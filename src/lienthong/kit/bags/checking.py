"""A bag is checked (kiểm tra gói): what is missing, altered or not listed, in words; and whether the ZIP around it is as it was written."""

import hashlib
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lienthong.kit.bags.writing import MANIFEST, TAG_MANIFEST, zipped

_LINE = re.compile(r"^([0-9a-fA-F]{64})\s+\*?(.+)$")
_OXUM = re.compile(r"^Payload-Oxum:\s*(\d+)\.(\d+)\s*$", re.MULTILINE)
_CHUNK = 1024 * 1024
MOST_MEMBERS = 200_000
MOST_BYTES = 200 * 1024**3


@dataclass(slots=True)
class Verdict:
    """What was found. `problems` empty: every file is there and is what the manifests say. `remarks` do not touch the content."""

    files: int = 0
    bytes: int = 0
    digest: str = ""
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Nothing missing, nothing altered."""
        return not self.problems


def check_bag(path: Path) -> Verdict:
    """Check a bag in a ZIP, ours or another's. Never raises for what is in the file."""
    verdict = Verdict()
    try:
        with zipfile.ZipFile(path) as source:
            _check(source, verdict)
            if not verdict.problems and not _as_written(source, path):
                verdict.remarks.append(
                    "Vỏ tệp ZIP không giống từng byte với gói Liên Thông ghi ra (có thể đã đóng gói lại); nội dung khớp bảng kê."
                )
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, KeyError) as error:
        verdict.problems.append(f"Không đọc được tệp như một gói ZIP, tệp bị cắt hoặc bị sửa: {error}")
    return verdict


def _check(source: zipfile.ZipFile, verdict: Verdict) -> None:
    names = [each.filename for each in source.infolist() if not each.is_dir()]
    if len(names) > MOST_MEMBERS or sum(each.file_size for each in source.infolist()) > MOST_BYTES:
        verdict.problems.append("Gói quá lớn để kiểm tra.")
        return
    if len(set(names)) != len(names):
        verdict.problems.append("Trong gói có hai tệp cùng tên.")
    folders = {name.split("/", 1)[0] for name in names}
    if len(folders) != 1 or any("/" not in name for name in names):
        verdict.problems.append("Gói phải có đúng một thư mục ở ngoài cùng.")
        return
    folder = folders.pop()
    found = {name.removeprefix(f"{folder}/") for name in names}
    for needed in ("bagit.txt", MANIFEST):
        if needed not in found:
            verdict.problems.append(f"Thiếu {needed}: không phải gói BagIt.")
    if verdict.problems:
        return
    declared = _text(source, f"{folder}/bagit.txt")
    if not declared.startswith("BagIt-Version: ") or "UTF-8" not in declared:
        verdict.problems.append("bagit.txt không đúng khuôn dạng.")
    payload = {name for name in found if name.startswith("data/")}
    listed = _listed(source, folder, MANIFEST, verdict)
    verdict.problems += _unlisted(payload - listed.keys())
    _compare(source, folder, listed, verdict, count=True)
    _check_tags(source, folder, found - payload, verdict)
    if "bag-info.txt" in found:
        oxum = _OXUM.search(_text(source, f"{folder}/bag-info.txt"))
        if oxum and (int(oxum[1]), int(oxum[2])) != (verdict.bytes, len(payload)):
            verdict.problems.append("Số byte, số tệp ghi ở bag-info.txt không khớp nội dung.")


def _check_tags(source: zipfile.ZipFile, folder: str, tags: set[str], verdict: Verdict) -> None:
    if TAG_MANIFEST not in tags:
        verdict.problems.append(f"Thiếu {TAG_MANIFEST}: không biết thông tin mô tả gói có bị sửa không.")
        return
    listed = _listed(source, folder, TAG_MANIFEST, verdict)
    verdict.problems += _unlisted(tags - listed.keys() - {TAG_MANIFEST})
    _compare(source, folder, listed, verdict, count=False)
    verdict.digest = _digest(source, f"{folder}/{TAG_MANIFEST}")[0]


def _unlisted(names: set[str]) -> list[str]:
    return [f"Tệp thừa, không có trong bảng kê: {name}." for name in sorted(names)]


def _listed(source: zipfile.ZipFile, folder: str, manifest: str, verdict: Verdict) -> dict[str, str]:
    listed: dict[str, str] = {}
    for number, line in enumerate(_text(source, f"{folder}/{manifest}").splitlines(), start=1):
        read = _LINE.match(line)
        if read is None:
            verdict.problems.append(f"{manifest} dòng {number} không đọc được.")
            continue
        listed[read[2].replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")] = read[1].lower()
    return listed


def _compare(source: zipfile.ZipFile, folder: str, listed: dict[str, str], verdict: Verdict, *, count: bool) -> None:
    for name, expected in sorted(listed.items()):
        try:
            digest, size = _digest(source, f"{folder}/{name}")
        except KeyError:
            verdict.problems.append(f"Thiếu tệp: {name}.")
            continue
        except (zipfile.BadZipFile, EOFError, ValueError) as error:
            verdict.problems.append(f"Tệp bị sửa hoặc hỏng: {name} ({error}).")
            continue
        if digest != expected:
            verdict.problems.append(f"Tệp bị sửa: {name}, mã băm không khớp bảng kê.")
        if count:
            verdict.files += 1
            verdict.bytes += size


def _digest(source: zipfile.ZipFile, name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with source.open(name) as stream:
        while piece := stream.read(_CHUNK):
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size


def _text(source: zipfile.ZipFile, name: str) -> str:
    return source.read(name).decode("utf-8")


def _as_written(source: zipfile.ZipFile, path: Path) -> bool:
    """Whether packing the same members anew gives the same bytes."""

    def reading(name: str) -> Callable[[], bytes]:
        return lambda: source.read(name)

    members: Iterator[tuple[str, Any]] = iter([(each.filename, reading(each.filename)) for each in source.infolist()])
    with path.open("rb") as stream:
        for piece in zipped(members):
            if stream.read(len(piece)) != piece:
                return False
        return not stream.read(1)
