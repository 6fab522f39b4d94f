"""Judges that know nothing of us: poppler's pdfsig over NSS, xmlsec1 over OpenSSL."""

import shutil
import subprocess
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

DS = "http://www.w3.org/2000/09/xmldsig#"


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
    """xmlsec1 with one trusted root. Before 1.3 it knows a list's authority only from what it trusts, hence `above_pem`."""

    def __init__(self, folder: Path, root_pem: str, above_pem: str) -> None:
        self._folder = folder
        folder.mkdir()
        (folder / "root.pem").write_text(root_pem)
        (folder / "above.pem").write_text(above_pem)

    def says(self, content: bytes, *, at: datetime | None = None) -> str:
        """Its words: `OK` for a good signature by a certificate of a trusted authority. `at`: the day it judges by, today unless said."""
        (path := self._folder / "paper.xml").write_bytes(content)
        moment = ["--verification-gmt-time", at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")] if at else []
        trusted = [word for name in ("root", "above") for word in ("--trusted-pem", str(self._folder / f"{name}.pem"))]
        return _run("xmlsec1", "--verify", "--id-attr:Id", "SignedProperties", *trusted, *moment, str(path))

    def agrees(self, content: bytes, *, at: datetime | None = None) -> bool:
        """Whether it finds the signature good."""
        said = self.says(content, at=at)
        assert "SignedInfo References" in said, said
        return "OK" in said.split("SignedInfo")[0].splitlines()

    def says_of_chain(self, content: bytes, crl: bytes) -> str:
        """What OpenSSL says of the signer's certificate under this list: for a signature that covers its `ds:KeyInfo`."""
        own = etree.fromstring(content).findtext(f".//{{{DS}}}X509Certificate")
        (der := self._folder / "own.der").write_bytes(b64decode(own))
        (of_issuer := self._folder / "list.der").write_bytes(crl)
        names = {name: str(self._folder / f"{name}.pem") for name in ("root", "above", "own", "list")}
        _run("openssl", "x509", "-inform", "DER", "-in", str(der), "-out", names["own"])
        _run("openssl", "crl", "-inform", "DER", "-in", str(of_issuer), "-out", names["list"])
        return _run(
            *("openssl", "verify", "-crl_check", "-CRLfile", names["list"]),
            *("-CAfile", names["root"], "-untrusted", names["above"], names["own"]),
        )


def with_list(content: bytes, crl: bytes) -> bytes:
    """The signed XML with a revocation list put beside its certificates, where xmlsec1 before 1.3 looks for one.

    `ds:KeyInfo` is not under a plain signature, so the file stays as signed; XAdES signs it.
    """
    root = etree.fromstring(content)
    data = root.find(f".//{{{DS}}}X509Data")
    etree.SubElement(data, f"{{{DS}}}X509CRL").text = b64encode(crl).decode()
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
