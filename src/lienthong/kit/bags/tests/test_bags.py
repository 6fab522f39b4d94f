"""A package tells what became of it: any byte that is altered, cut or added is found."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kit.bags import Bag, Entry, check_bag, write_bag

CONTENT = {"ho-so.xml": "<HoSo>Kế hoạch</HoSo>".encode(), "van-ban/001 100%.pdf": b"%PDF-1.7 \x00\xff" * 20}
BAG = Bag("goi", [Entry.of(path, content) for path, content in CONTENT.items()], {"Source-Organization": "UBND phường"})
WHOLE = b"".join(write_bag(BAG))


def kept(folder: Path, content: bytes) -> Path:
    path = folder / "goi.zip"
    path.write_bytes(content)
    return path


def test_it_works(tmp_path: Path):
    verdict = check_bag(kept(tmp_path, WHOLE))
    assert (verdict.problems, verdict.remarks, verdict.files) == ([], [], 2)
    assert (verdict.digest, verdict.bytes) == (BAG.digest, sum(map(len, CONTENT.values())))
    assert b"".join(write_bag(BAG)) == WHOLE, "the same content makes the same package"


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, len(WHOLE) - 1), flip=st.integers(1, 255))
def test_any_byte_that_is_altered_is_found(tmp_path: Path, place: int, flip: int):
    altered = bytearray(WHOLE)
    altered[place] ^= flip
    verdict = check_bag(kept(tmp_path, bytes(altered)))
    assert verdict.problems or verdict.remarks


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, len(WHOLE) - 1))
def test_a_package_that_is_cut_is_found(tmp_path: Path, cut: int):
    assert not check_bag(kept(tmp_path, WHOLE[:cut])).is_whole


def repacked(change) -> bytes:
    members = {}
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as source:
        members = {name: source.read(name) for name in source.namelist()}
    change(members)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, content in members.items():
            target.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda members: members.pop("goi/data/ho-so.xml"), "Thiếu tệp: data/ho-so.xml"),
        (lambda members: members.update({"goi/data/ho-so.xml": b"<x/>"}), "Tệp bị sửa: data/ho-so.xml"),
        (lambda members: members.update({"goi/data/them.txt": b""}), "Tệp thừa"),
        (lambda members: members.update({"goi/bag-info.txt": b"x: y\n"}), "Tệp bị sửa: bag-info.txt"),
        (lambda members: members.pop("goi/tagmanifest-sha256.txt"), "tagmanifest"),
        (lambda members: members.pop("goi/bagit.txt"), "không phải gói BagIt"),
        (lambda members: members.update({"khac/a.txt": b""}), "đúng một thư mục"),
    ],
)
def test_what_is_missing_or_altered_is_named(tmp_path: Path, change, said: str):
    found = check_bag(kept(tmp_path, repacked(change)))
    assert any(said in each for each in found.problems), found.problems


def test_a_package_packed_anew_is_whole_and_that_is_remarked(tmp_path: Path):
    found = check_bag(kept(tmp_path, repacked(lambda members: None)))
    assert found.is_whole
    assert "đóng gói lại" in found.remarks[0]


def test_bytes_that_are_not_what_their_digest_says_never_leave():
    bad = Bag("goi", [Entry("a", "0" * 64, 1, lambda: b"x")])
    with pytest.raises(ValueError, match="not what its digest says"):
        list(write_bag(bad))


def test_what_is_no_package_is_said(tmp_path: Path):
    assert "Không đọc được" in check_bag(kept(tmp_path, b"hello")).problems[0]
