"""Take the pictures of README and guides (ảnh màn hình): the journeys of birth registration and form builder on the demo province.

    .venv/bin/python scripts/gallery.py [--dossiers 400] [--demo DATA_DIR]

Without --demo everything is started for the pictures and stopped again; with it a running `make demo` is used and gains one
dossier. The pictures lie in docs/gallery as NAME-390.png and NAME-1280.png, each under 200 KB.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
GALLERY = ROOT / "docs" / "gallery"
STORIES = (
    "tests/e2e/test_birth_registration.py",
    "tests/e2e/test_official_publishes.py",
    "tests/e2e/test_papers_and_devices.py",
)
LARGEST = 200_000
TALLEST = 1100
STAFF = (
    "reception",
    "leader",
    "today",
    "work",
    "processing",
    "stamping",
    "builder",
)  # these fill the screen, their acts stand at its foot

SHOWN = {
    "home": (390, 1280),
    "search": (390,),
    "procedure": (390, 1280),
    "sign-in": (390,),
    "form-child": (390, 1280),
    "papers": (390, 1280),
    "check": (390,),
    "fee": (390, 1280),
    "submitted": (390, 1280),
    "notifications": (390,),
    "supplement": (390, 1280),
    "dossier-processing": (390, 1280),
    "dossier-returned": (390, 1280),
    "rate": (390,),
    "progress": (390, 1280),
    "today": (1280,),
    "reception": (390, 1280),
    "work-reception": (1280,),
    "work-supplement": (1280,),
    "processing": (1280,),
    "work-specialist": (1280,),
    "work-draft": (1280,),
    "work-process": (1280,),
    "work-history": (1280,),
    "form-offers": (390,),
    "form-card": (390,),
    "two-devices": (390,),
    "own-form": (390,),
    "leader": (390, 1280),
    "leader-dossier": (390, 1280),
    "stamping": (1280,),
    "builder-editor": (1280,),
    "builder-try": (1280,),
    "builder-review": (1280,),
}


def main() -> int:
    """The exit code of the journey; no picture is replaced by one of a journey that failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dossiers", type=int, default=400, help="dossiers of the demo province that is loaded (400)")
    parser.add_argument("--demo", type=Path, help="DATA_DIR of a running demo")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lienthong-pictures-") as folder:
        environment = {**os.environ, "LIENTHONG_PICTURES": folder}
        if asked.demo:
            environment["LIENTHONG_DEMO"] = str(asked.demo.resolve())
        else:
            environment["LIENTHONG_DOSSIERS"] = str(asked.dossiers)
        done = subprocess.run([sys.executable, "-m", "pytest", "-q", *STORIES], cwd=ROOT, env=environment, check=False)
        if done.returncode == 0:
            keep(Path(folder))
    return done.returncode


def keep(folder: Path) -> None:
    """Reduce the pictures to their colours and put them into docs/gallery."""
    GALLERY.mkdir(parents=True, exist_ok=True)
    wanted = [f"{name}-{width}" for name, widths in SHOWN.items() for width in widths] + ["result", "declaration"]
    for name in wanted:
        is_citizen_phone = name.endswith("-390") and not name.startswith(STAFF)
        source = (folder / "whole" if is_citizen_phone else folder) / f"{name}.png"
        if not source.exists():
            print(f"no picture of {name}")
            continue
        target = GALLERY / source.name
        with Image.open(source) as picture:
            for colours in (192, 96, 48):
                shown = picture.convert("RGB").crop((0, 0, picture.width, min(picture.height, TALLEST)))
                shown.quantize(colours, dither=Image.Dither.NONE).save(target, optimize=True)
                if target.stat().st_size < LARGEST:
                    break
        print(f"{target.relative_to(ROOT)}  {target.stat().st_size // 1024} KB")


if __name__ == "__main__":
    sys.exit(main())
