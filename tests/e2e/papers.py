"""Papers people photograph and scan (giấy tờ thử nghiệm): small, real JPEG and PDF files."""

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONT = Path(__file__).resolve().parents[2] / "build" / "fonts"


def _sheet(title: str, lines: list[str], paper: str) -> Image.Image:
    sheet = Image.new("RGB", (1000, 1414), paper)
    draw = ImageDraw.Draw(sheet)
    regular = next(iter(sorted(FONT.rglob("*Regular*.ttf"))), None)
    big, small = (
        ImageFont.truetype(str(regular), size) if regular else ImageFont.load_default(size) for size in (44, 30)
    )
    draw.text((500, 90), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", fill="#222", font=small, anchor="mm")
    draw.text((500, 135), "Độc lập - Tự do - Hạnh phúc", fill="#222", font=small, anchor="mm")
    draw.text((500, 270), title, fill="#111", font=big, anchor="mm")
    for number, line in enumerate(lines):
        draw.text((110, 380 + 64 * number), line, fill="#222", font=small)
    draw.ellipse((620, 1120, 860, 1360), outline="#b3261e", width=8)
    return sheet


def photo(folder: Path, name: str, title: str, lines: list[str], paper: str = "#fbf8ef") -> Path:
    """A JPEG as from a phone."""
    path = folder / name
    _sheet(title, lines, paper).rotate(0.6, fillcolor="#6b6357", resample=Image.Resampling.BICUBIC).save(
        path, "JPEG", quality=80
    )
    return path


def scan(folder: Path, name: str, title: str, lines: list[str]) -> Path:
    """A PDF of one page as from a scanner."""
    path = folder / name
    buffer = io.BytesIO()
    _sheet(title, lines, "white").save(buffer, "PDF", resolution=120)
    path.write_bytes(buffer.getvalue())
    return path
