"""What a citizen's first page weighs (dung lượng trang đầu): HTML and every style, script and font a browser fetches for it."""

import gzip
import re
from urllib.parse import urljoin

import brotli  # type: ignore[import-untyped]

from bench.driving import Answer, Connection, request

_LINKS = re.compile(r"""<(?:link|script)\b[^>]*?\b(?:href|src)=["']([^"']+\.(?:css|js|woff2)(?:\?[^"']*)?)["']""")
_FACE = re.compile(r"@font-face\s*\{(.*?)\}", re.DOTALL)
_URL = re.compile(r"""url\(["']?([^"')]+\.woff2)["']?\)""")
_RANGE = re.compile(r"unicode-range:([^;}]+)")
_IMPORT = re.compile(r"""@import\s+(?:url\()?["']?([^"');]+)""")


def first_page(port: int, path: str) -> dict[str, int]:
    """Bytes on the wire of each thing the page loads, by kind. HTML that the server sends plain is counted as a proxy would gzip it.

    Fonts: a browser fetches the files whose unicode-range meets a letter of the page; every weight that is declared is counted.
    """
    connection = Connection(port)
    page = _get(connection, path)
    html = _plain(page)
    weights = {
        "html": len(page.body) if page.header("content-encoding") else len(gzip.compress(page.body, 6)),
        "css": 0,
        "js": 0,
        "fonts": 0,
    }
    letters = {ord(each) for each in html}
    waiting = [urljoin(path, each) for each in dict.fromkeys(_LINKS.findall(html))]
    seen: set[str] = set()
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith("http"):
            continue
        seen.add(address)
        answer = _get(connection, address)
        kind = "fonts" if address.endswith("woff2") else "css" if ".css" in address else "js"
        weights[kind] += len(answer.body)
        if kind == "css":
            sheet = _plain(answer)
            waiting += [urljoin(address, each) for each in _IMPORT.findall(sheet)]
            waiting += [
                urljoin(address, found[1])
                for face in _FACE.findall(sheet)
                if _meets(face, letters) and (found := _URL.search(face))
            ]
    connection.close()
    return weights


def _get(connection: Connection, path: str) -> Answer:
    return connection.send(request("GET", path, headers={"Accept-Encoding": "br, gzip"}))


def _plain(answer: Answer) -> str:
    match answer.header("content-encoding"):
        case "gzip":
            return gzip.decompress(answer.body).decode()
        case "":
            return answer.body.decode()
        case "br":
            return str(brotli.decompress(answer.body).decode())
        case other:
            raise ValueError(f"cannot read content-encoding {other}")


def _meets(face: str, letters: set[int]) -> bool:
    declared = _RANGE.search(face)
    if declared is None:
        return True
    for part in declared[1].split(","):
        low, _, high = part.strip().upper().removeprefix("U+").partition("-")
        start, end = int(low.replace("?", "0"), 16), int((high or low).replace("?", "F"), 16)
        if any(start <= letter <= end for letter in letters):
            return True
    return False
