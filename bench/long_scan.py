"""A scan of hundreds of pages through a running demo (bản quét dài đi trọn đường): put in, registered at once, read behind the scenes,
the worker killed in the middle, opened at both ends, found by the words of its last page.

    DATA_DIR=.data python -m bench.long_scan http://127.0.0.1:8000 [PAGES]

Every page is a picture of its own in black and white at 300 dots an inch, without a text layer; it bears its number, so that a page lost or doubled is seen.
Memory is the sum of the worker and the processes it starts, looked at twice a second.
"""

import io
import os
import re
import signal
import sys
import threading
import time
from pathlib import Path

import httpx

PASSWORD = "Lien-Thong-2026"  # of the demo
SHOWN_AT = "/doc/van-ban/"
WIDTH = 1100
LAST_WORDS = "Kết thúc hồ sơ thủy điện Ia Grai ba trăm trang"


def main(url: str, pages: int = 300) -> None:
    """Do it all and print what was measured."""
    _connect()
    from lienthong.domain.correspondence.models import DocumentFile, WaitingFile
    from lienthong.kit.text_vi import fold

    began = time.perf_counter()
    scan = scanned(pages)
    say(f"{pages} pages, {len(scan) / 1e6:.1f} MB, made in {time.perf_counter() - began:.1f} s")
    with httpx.Client(base_url=url, timeout=120, follow_redirects=True) as clerk:
        sign_in(clerk, "vanthu")
        began = time.perf_counter()
        answer = post(clerk, "/lam-viec/van-ban-den/vao-so/", "/lam-viec/van-ban-den/vao-so/tep/", {}, scan)
        place = re.search(r"/vao-so/([0-9a-f-]{36})/", str(answer.url))
        assert place, answer.text[-2000:]
        say(f"put in, first page read: {time.perf_counter() - began:.1f} s")
        began = time.perf_counter()
        page = f"/lam-viec/van-ban-den/vao-so/{place[1]}/"
        post(
            clerk,
            page,
            page,
            {"issuer_name": "Ủy ban nhân dân xã Ia Grai", "abstract": f"Hồ sơ quét {pages} trang {time.time():.0f}"},
        )
        row = WaitingFile.objects.select_related("arrival", "file").get(arrival_id=place[1])
        document_id = row.arrival.document_id
        assert document_id, "not registered"
        say(f"registered: {time.perf_counter() - began:.1f} s, {row.pages_read} of {pages} pages read")
        began, memory = time.perf_counter(), Memory()
        begin, killed, told = row.pages_read, False, 0
        while row.pages_read < pages:
            time.sleep(0.5)
            row.refresh_from_db(fields=["pages_read"])
            if row.pages_read - told >= 20:
                told = row.pages_read
                say(f"  {told} pages after {time.perf_counter() - began:.0f} s")
            if not killed and row.pages_read > pages / 3:
                killed = True
                say(f"  the worker is killed at page {row.pages_read}")
                os.kill(worker(), signal.SIGKILL)
        spent = time.perf_counter() - began
        say(f"read: {spent:.0f} s, {spent / (pages - begin):.2f} s a page, the pause of the killed worker included")
        say(f"memory at most: worker {memory.stop():.0f} MB with the processes it starts")
        text = DocumentFile.objects.get(document_id=document_id).read_text
        seen = [re.findall(r"so hieu (\d+)", fold(each)) for each in text.split("\f")]
        right = sum(bool(found) and int(found[0]) == number for number, found in enumerate(seen, start=1))
        say(f"pages kept: {len(seen)}, {len(text)} letters; the page's own number read on {right}")
        began = time.perf_counter()
        found = clerk.get("/lam-viec/van-ban/tim/", params={"q": "thuy dien ia grai ba tram trang"})
        say(f"found by words of the last page: {str(document_id) in found.text}, {time.perf_counter() - began:.2f} s")
        file = f"{SHOWN_AT}{document_id}/{row.file_id}/"
        for number in (1, pages):
            began = time.perf_counter()
            drawn = clerk.get(f"{file}trang/{number}-{WIDTH}.webp")
            say(
                f"viewer, page {number}: {drawn.status_code}, {len(drawn.content) / 1000:.0f} kB, {time.perf_counter() - began:.2f} s"
            )


def say(text: str) -> None:
    """One line of the account."""
    print(text, flush=True)  # the account of a script


def sign_in(client: httpx.Client, name: str) -> None:
    """As a person does."""
    post(client, "/dang-nhap/", "/dang-nhap/", {"login": name, "password": PASSWORD})


def post(client: httpx.Client, page: str, to: str, fields: dict[str, str], scan: bytes = b"") -> httpx.Response:
    """Send a form of `page`, its hidden fields with it."""
    form = client.get(page).text
    hidden = dict(re.findall(r'<input type="hidden" name="(csrfmiddlewaretoken|key)" value="([^"]+)"', form))
    files = {"files": ("ho-so-quet.pdf", scan, "application/pdf")} if scan else None
    answer = client.post(to, data={**hidden, **fields}, files=files, headers={"Referer": f"{client.base_url}"})
    answer.raise_for_status()
    return answer


def worker() -> int:
    """The process of the worker of this demo."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            said = (place / "cmdline").read_bytes().split(b"\0")
            mine = os.environ["DATA_DIR"].encode() in (place / "environ").read_bytes()
        except OSError:
            continue
        if b"procrastinate" in said and b"worker" in said and mine:
            return int(place.name)
    return 0


class Memory(threading.Thread):
    """Looks at the worker and what it starts, twice a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._most = 0.0
        self._over = threading.Event()
        self.start()

    def run(self) -> None:
        """Until it is told to stop."""
        while not self._over.wait(0.5):
            if root := worker():
                self._most = max(self._most, sum(map(_own, [root, *_below(root)])))

    def stop(self) -> float:
        """The most that was seen, MB."""
        self._over.set()
        self.join()
        return self._most


def _own(process: int) -> float:
    """Its proportional share, MB."""
    try:
        told = (Path("/proc") / str(process) / "smaps_rollup").read_text()
    except OSError:
        return 0.0
    found = re.search(r"^Pss:\s+(\d+)", told, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _below(process: int) -> list[int]:
    found: list[int] = []
    for task in (Path("/proc") / str(process) / "task").glob("*/children"):
        try:
            children = [int(each) for each in task.read_text().split()]
        except OSError:
            continue
        for child in children:
            found += [child, *_below(child)]
    return found


def _connect() -> None:
    import django

    from lienthong.config.installation import Installation

    installation = Installation()
    installation.load()
    os.environ.setdefault("DATABASE_URL", installation.postgres.url)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings.demo")
    django.setup()


def scanned(pages: int) -> bytes:
    """A PDF of pictures alone; the first page is a letter, the last says LAST_WORDS, every page bears its number."""
    import pikepdf
    from django.conf import settings
    from PIL import Image, ImageDraw, ImageFont

    from lienthong.domain.correspondence.tests.test_heading import LETTER

    font = ImageFont.truetype(str(Path(settings.PDF_FONTS_DIR) / "Tinos_400Regular.ttf"), 54)
    line = "Ủy ban nhân dân xã báo cáo kết quả thực hiện nhiệm vụ trong quý, kèm số liệu"
    file = pikepdf.new()
    for number in range(1, pages + 1):
        picture = Image.new("1", (2480, 3508), 1)
        draw = ImageDraw.Draw(picture)
        head = LETTER if number == 1 else f"{line}\n" * 30
        draw.multiline_text((240, 500), head, font=font, fill=0, spacing=24)
        draw.text((240, 240), f"Số hiệu {number} của hồ sơ", font=font, fill=0)
        if number == pages:
            draw.text((240, 3200), LAST_WORDS, font=font, fill=0)
        page = file.add_blank_page(page_size=(595, 842))
        image = pikepdf.Stream(file, picture.tobytes())
        image.update(
            pikepdf.Dictionary(
                Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=2480, Height=3508,
                ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=1,
            )
        )  # fmt: skip
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=file.make_indirect(image)))
        page.Contents = pikepdf.Stream(file, b"q 595 0 0 842 0 0 cm /I Do Q")
    out = io.BytesIO()
    file.save(out, compress_streams=True)
    return out.getvalue()


if __name__ == "__main__":
    main(sys.argv[1], *(int(each) for each in sys.argv[2:3]))
