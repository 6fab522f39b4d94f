"""Fonts of the screens and of documents (phông chữ).

Be Vietnam Pro comes from npm in pieces. Each piece is cut down once more: hinting and features we do not use are half of
its weight, and a citizen on a slow line pays for them. The companion family "Lien Thong Figures" is made from it, because
Be Vietnam Pro has no tabular digits ("1" is 385 units wide, "4" is 710) and columns of money would not line up.
Both are OFL-1.1; Be Vietnam Pro declares no reserved font name.
"""

import shutil
from pathlib import Path

from fontTools import subset
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

WEIGHTS = (400, 500, 600, 700)
FAMILY, FIGURES = "Be Vietnam Pro", "Lien Thong Figures"
DIGIT_WIDTH = 624  # units of 1000; the four is narrowed a little to fit

# Latin beyond U+00FF that Vietnamese official text uses: dashes, quotes, bullet, ellipsis, arrows, minus, special spaces.
PUNCTUATION = (
    0x2007,
    0x2009,
    0x2013,
    0x2014,
    0x2018,
    0x2019,
    0x201C,
    0x201D,
    0x2022,
    0x2026,
    0x202F,
    0x203A,
    0x2190,
    0x2192,
    0x2212,
    0x20AC,
)
VIETNAMESE = "U+102-103,U+110-111,U+128-129,U+168-169,U+1A0-1A1,U+1AF-1B0,U+300-301,U+303-304,U+308-309,U+323,U+329,U+1EA0-1EF9,U+20AB"
LATIN = "U+0-FF,U+2007,U+2009,U+2013-2014,U+2018-2019,U+201C-201D,U+2022,U+2026,U+202F,U+203A,U+2190-2193,U+2212,U+20AC"
LATIN_EXT = "U+100-101,U+104-10F,U+112-127,U+12A-167,U+16A-19F,U+1A2-1AE,U+1B1-2BA,U+1E00-1E9F,U+2020,U+2113"  # Ĕ Ŏ Č of Bahnar and Jrai names


def build_screen_fonts(source: Path, target: Path) -> str:
    """Write the woff2 files to `target` and return their @font-face rules, with paths relative to the style sheet.

    The order matters: of faces whose ranges overlap browsers take the last, and the Vietnamese piece must win.
    """
    rules = []
    for weight in WEIGHTS:
        for piece, span in (("latin-ext", LATIN_EXT), ("latin", LATIN), ("vietnamese", VIETNAMESE)):
            name = f"bvp-{piece}-{weight}.woff2"
            _trim(source / f"be-vietnam-pro-{piece}-{weight}-normal.woff2", target / name, only_common=piece == "latin")
            rules.append(_face(FAMILY, weight, name, span))
        name = f"figures-{weight}.woff2"
        _make_figures(source / f"be-vietnam-pro-latin-{weight}-normal.woff2", target / name)
        rules.append(_face(FIGURES, weight, name, "U+30-39"))
    return "\n".join(rules)


def copy_document_fonts(source: Path, target: Path) -> None:
    """Copy the four whole TTF files of Tinos, the metric twin of Times New Roman, for typst."""
    target.mkdir(parents=True, exist_ok=True)
    for file in source.rglob("*.ttf"):
        shutil.copyfile(file, target / file.name)


def _face(family: str, weight: int, name: str, span: str) -> str:
    return (
        f'@font-face{{font-family:"{family}";font-style:normal;font-weight:{weight};font-display:swap;'
        f'src:url(fonts/{name}) format("woff2");unicode-range:{span}}}'
    )


def _trim(source: Path, target: Path, *, only_common: bool) -> None:
    font = TTFont(source)
    wanted = [code for code in font.getBestCmap() if not only_common or code < 0x100 or code in PUNCTUATION]
    options = subset.Options(layout_features=["kern", "mark", "mkmk", "ccmp", "locl"], hinting=False)
    _subset(font, options, wanted)
    font.flavor = "woff2"
    font.save(target)


def _make_figures(source: Path, target: Path) -> None:
    font = TTFont(source)
    options = subset.Options(
        layout_features=[], hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17], notdef_outline=True
    )
    _subset(font, options, range(0x30, 0x3A))
    glyphs, metrics, cmap = font["glyf"], font["hmtx"], font.getBestCmap()
    for char in "0123456789":
        name = cmap[ord(char)]
        outline = glyphs[name]
        ink = outline.xMax - outline.xMin
        scale = min(1.0, (DIGIT_WIDTH - 56) / ink)
        shift = (DIGIT_WIDTH - ink * scale) / 2 - outline.xMin * scale
        pen = TTGlyphPen(None)
        outline.draw(TransformPen(pen, (scale, 0, 0, 1, shift, 0)), glyphs)
        glyphs[name] = pen.glyph()
        glyphs[name].recalcBounds(glyphs)
        metrics[name] = (DIGIT_WIDTH, glyphs[name].xMin)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = (
                str(record).replace(FAMILY, FIGURES).replace(FAMILY.replace(" ", ""), FIGURES.replace(" ", ""))
            )
    font.flavor = "woff2"
    font.save(target)


def _subset(font: TTFont, options: subset.Options, unicodes: "range | list[int]") -> None:
    picker = subset.Subsetter(options)
    picker.populate(unicodes=list(unicodes))
    picker.subset(font)
