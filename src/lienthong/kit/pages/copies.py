"""A copy of a PDF with sheets laid over its pages (bản sao có tờ phủ), made by a process of its own."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

from lienthong.kit.pages.reading import run_apart

_MAKER = Path(__file__).with_name("copy_maker.py")
SECONDS = 60.0


def lay_over(
    path: Path, sheets: bytes, over: Mapping[int, int], *, foot: float = 0.0, append: int | None = None
) -> bytes | None:
    """The PDF at `path` with page `over[n]` (from 0) of the PDF `sheets` over its page n (from 1); None when it cannot be made.

    `foot`: points kept free at the foot of each page, the page being drawn a little smaller. `append`: the first page of `sheets` that
    is put behind the last. Signatures are drawn, not kept: this is a copy.
    """
    with tempfile.TemporaryDirectory(prefix="lienthong-copy-") as folder:
        laid, target = Path(folder) / "sheets.pdf", Path(folder) / "copy.pdf"
        laid.write_bytes(sheets)
        plan = {"over": {str(page): sheet for page, sheet in over.items()}, "foot": foot, "append": append}
        said = run_apart(_MAKER, [str(path), str(laid), str(target), json.dumps(plan)], SECONDS)
        return target.read_bytes() if said.startswith(b"made") else None
