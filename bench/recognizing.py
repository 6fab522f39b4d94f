"""Scans recognised in the background (nhận dạng chữ trong nền), by the same reader as the worker's, until it is told to stop."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PAGES = 8


@contextmanager
def recognized_in_background() -> Iterator[Callable[[], float]]:
    """Another process reads one scan after the other. Yields what tells pages a minute, to be asked afterwards."""
    with tempfile.TemporaryDirectory(prefix="lienthong-bench-") as folder:
        scan = Path(folder) / "scan.pdf"
        scan.write_bytes(_scan())
        began = time.perf_counter()
        running = subprocess.Popen(
            [sys.executable, "-u", "-m", "bench.recognizing", str(scan)], stdout=subprocess.PIPE, bufsize=0
        )
        assert running.stdout is not None
        pace = [0.0]
        try:
            pages = len(running.stdout.read(1) or b"")  # the first page is done: from here on it runs
            yield lambda: pace[0]
        finally:
            running.terminate()
            pages += len(running.communicate()[0])
            pace[0] = pages * 60 / (time.perf_counter() - began)


def _scan() -> bytes:
    """Pages of text as pictures, without a text layer, as a scanner gives them (300 dpi, grey)."""
    import io

    import pypdfium2

    from lienthong.kit import clock, pdf

    text = (
        "Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành, địa phương khẩn trương triển khai thực hiện nhiệm vụ được giao. "
        * 4
    )
    paper = pdf.result(
        {
            "agency": "Ủy ban nhân dân tỉnh", "place": "Pleiku", "number": "12/KH-UBND", "date": clock.now(), "title": "Kế hoạch",
            "paragraphs": [text] * 4, "signer_title": "Chủ tịch", "signer_name": "Rah Lan Chung", "code": "", "draft": True,
        }
    )  # fmt: skip
    with pypdfium2.PdfDocument(paper) as drawn:
        picture = drawn[0].render(scale=300 / 72).to_pil().convert("L")
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=300, save_all=True, append_images=[picture] * (PAGES - 1))
    return out.getvalue()


def _read(scan: Path) -> None:
    """Without end, a point on standard output for each page."""
    import django

    django.setup()
    from lienthong.kit.pages import read_pages

    while True:
        for number in range(PAGES):
            read_pages(scan, first=number, last=number + 1)
            sys.stdout.write(".")


if __name__ == "__main__":
    _read(Path(sys.argv[1]))
