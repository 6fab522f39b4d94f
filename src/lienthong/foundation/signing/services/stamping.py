"""What a signature looks like on paper (hình ảnh chữ ký), NĐ 30/2020/NĐ-CP, Phụ lục I.

Until officers bring the picture of their own hand, one is drawn from the name: the same name, the same hand.
"""

import hashlib
import math
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from lienthong.foundation.signing.choices import Purpose
from lienthong.foundation.signing.models import Certificate
from lienthong.kit import pdf
from lienthong.kit.clock import VIETNAM

_TEMPLATE = Path(__file__).parents[1] / "templates" / "signing" / "stamp.typ"
_COPY_TEMPLATE = _TEMPLATE.with_name("copy_stamp.typ")
_APPENDIX_TEMPLATE = _TEMPLATE.with_name("appendix_stamp.typ")
_INK = "#1b3fa0"
_RED = "#c8102e"


def stamp(
    *, certificate: Certificate, moment: datetime, width: float, height: float, picture: bytes | None = None
) -> bytes:
    """One-page PDF of `width` by `height` points: the signer's hand in blue, or the agency's seal in red, with the time.

    `picture`: PNG of the real hand or seal, as `pictures.clean` makes it.
    """
    seal = certificate.purpose == Purpose.AGENCY
    local = moment.astimezone(VIETNAM)
    return pdf.render(
        _TEMPLATE,
        {
            "width": round(width, 2),
            "height": round(height, 2),
            "seal": seal,
            "name": certificate.common_name,
            "title": certificate.title,
            "agency": certificate.agency_name,
            "time": f"{local:%d-%m-%Y %H:%M:%S} +07:00",
            "drawing": _star() if seal else _hand(certificate.common_name),
            "pictured": picture is not None,
        },
        files={"picture": picture} if picture else None,
        archival=True,
    )


def copy_stamp(
    *, certificate: Certificate, moment: datetime, width: float, height: float, lines: Sequence[str], qr: str
) -> bytes:
    """One-page PDF: what stands on a certified copy, red for the agency, blue for a person, with the time and a code to check it by."""
    local = moment.astimezone(VIETNAM)
    return pdf.render(
        _COPY_TEMPLATE,
        {
            "width": round(width, 2),
            "height": round(height, 2),
            "ink": _RED if certificate.purpose == Purpose.AGENCY else _INK,
            "lines": list(lines),
            "by": certificate.agency_name
            if certificate.purpose == Purpose.AGENCY
            else f"{certificate.common_name}, {certificate.agency_name}",
            "time": f"{local:%d-%m-%Y %H:%M:%S} +07:00",
            "qr": pdf.qr_svg(qr),
        },
        archival=True,
    )


def appendix_stamp(*, certificate: Certificate, moment: datetime, width: float, height: float, notation: str) -> bytes:
    """One-page PDF: number and notation of the document an appendix belongs to, and the time; no picture."""
    del certificate
    local = moment.astimezone(VIETNAM)
    lines = [f"(Kèm theo Văn bản số {notation})", f"Thời gian ký: {local:%d-%m-%Y %H:%M:%S} +07:00"]
    return pdf.render(
        _APPENDIX_TEMPLATE, {"width": round(width, 2), "height": round(height, 2), "lines": lines}, archival=True
    )


@lru_cache(maxsize=512)
def _hand(name: str) -> str:
    """A handwriting-like line, SVG: loops that lean and shrink, then a stroke back under them."""
    seeds = hashlib.sha256(name.encode()).digest()
    loops = 5 + seeds[0] % 4
    points: list[tuple[float, float]] = []
    for n in range(loops * 24 + 1):
        turn = n / 24
        at = int(turn) % 16
        rise = (30 - turn * 2.2) * (0.45 + seeds[1 + at] / 255 * 0.75)
        x = 20 + turn * (180 / loops) + math.sin(turn * 2 * math.pi) * (6 + seeds[17 + at % 8] / 255 * 9)
        y = 48 - math.cos(turn * 2 * math.pi + 0.6) * rise + turn * 0.8
        points.append((x, y))
    line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    tail_y = 70 + seeds[30] % 10
    tail = f"M{30 + seeds[28] % 30} {tail_y}C90 {tail_y - 14} 150 {tail_y - 4} 232 {tail_y - 22}"
    style = f'fill="none" stroke="{_INK}" stroke-linecap="round" stroke-linejoin="round"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 250 96"><path d="{line}" {style} stroke-width="2"/>'
        f'<path d="{tail}" {style} stroke-width="1.5"/></svg>'
    )


@lru_cache(maxsize=1)
def _star() -> str:
    """A five-pointed star: the demo's seal carries no national emblem."""
    corners = []
    for n in range(10):
        radius = 50 if n % 2 == 0 else 19.1
        angle = math.radians(-90 + n * 36)
        corners.append(f"{50 + radius * math.cos(angle):.1f},{50 + radius * math.sin(angle):.1f}")
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><polygon points="{" ".join(corners)}" fill="{_RED}"/></svg>'
