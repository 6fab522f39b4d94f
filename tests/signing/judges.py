"""Judges that know nothing of us: poppler's pdfsig over NSS, xmlsec1 over OpenSSL."""

import shutil
import subprocess
from pathlib import Path


def _run(*command: str) -> str:
    if shutil.which(command[0]) is None:
        raise FileNotFoundError(f"{command[0]} is missing: sh scripts/install_chromium.sh brings it")
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    return done.stdout + done.stderr


class PdfJudge:
    """pdfsig with one trusted root and, where given, a list of those taken back."""

    def __init__(self, folder: Path, root_pem: str, above_pem: str = "") -> None:
        self._folder = folder
        folder.mkdir()
        self._store = f"sql:{folder}"
        _run("certutil", "-N", "-d", self._store, "--empty-password")
        self._add("root", root_pem, "CT,C,C")
        if above_pem:
            self._add("above", above_pem, ",,")

    def _add(self, name: str, pem: str, trust: str) -> None:
        (path := self._folder / f"{name}.pem").write_text(pem)
        _run("certutil", "-A", "-d", self._store, "-n", name, "-t", trust, "-a", "-i", str(path))

    def revoke_by(self, crl: bytes) -> None:
        """Know this list."""
        (path := self._folder / "list.crl").write_bytes(crl)
        said = _run("crlutil", "-I", "-d", self._store, "-i", str(path), "-t", "1")
        assert "rror" not in said, said

    def says(self, content: bytes, *, ask: bool = False) -> str:
        """Its words. `ask`: by OCSP, over HTTP."""
        (path := self._folder / "paper.pdf").write_bytes(content)
        return _run("pdfsig", *([] if ask else ["-no-ocsp"]), "-nssdir", str(self._folder), str(path))


class XmlJudge:
    """xmlsec1 with one trusted root."""

    def __init__(self, folder: Path, root_pem: str) -> None:
        self._folder = folder
        folder.mkdir()
        (folder / "root.pem").write_text(root_pem)

    def says(self, content: bytes, *options: str) -> str:
        """Its words: `OK` for a good signature by a certificate of a trusted authority."""
        (path := self._folder / "paper.xml").write_bytes(content)
        ids = "--id-attr:Id"
        return _run(
            "xmlsec1",
            "--verify",
            ids,
            "SignedProperties",
            "--trusted-pem",
            str(self._folder / "root.pem"),
            *options,
            str(path),
        )
