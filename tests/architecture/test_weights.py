"""A web process begins light: what few pages need is loaded by them, when they need it (stack.md: 300 MB for the web tier)."""

import subprocess
import sys

HEAVY = {"openpyxl", "docx", "docxtpl", "pyhanko", "tesserocr", "numpy", "signxml", "scipy", "pandas"}

PROGRAM = """
import sys
import lienthong.config.wsgi
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_a_web_process_begins_without_the_heavy_libraries() -> None:
    begun = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        env={
            "DJANGO_SETTINGS_MODULE": "lienthong.config.settings.test",
            "DATABASE_URL": "postgresql://u@127.0.0.1:1/x",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(begun.stdout.split())
    assert "lienthong" in loaded
    assert loaded & HEAVY == set()
