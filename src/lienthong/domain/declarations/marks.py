"""The mark of a declaration (mã nhận biết tờ khai): a short signed text in the QR code, at the foot of each page, in the keywords.

    TK~1.001193~2~N-261119-0382X7~Zk3v9sD2xQ8aLm0P       form code, version, draft or dossier ("0" on a blank form), signature

The signature (96 bits of HMAC-SHA256) keeps strangers from making papers that send an applicant somewhere; it gives nobody a right:
what the mark names is opened only by those who may see it.
"""

import re
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

from lienthong.kit.text_vi import clean

BLANK: Final = "0"
PATTERN: Final = r"TK~[\w.\-]{1,60}~\d{1,6}~[A-Z0-9.\-]{1,40}~[\w\-]{16}"
_FOUND = re.compile(PATTERN, re.ASCII)
_SIGNER = Signer(salt="lienthong.declarations.mark", sep="~")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a declaration says of itself. `reference` is the code of a draft or of a dossier, empty on a blank form."""

    form_code: str
    version: int
    reference: str

    @property
    def is_blank(self) -> bool:
        """A form printed before anything was filled in."""
        return not self.reference

    @property
    def text(self) -> str:
        """The signed mark."""
        body = f"TK~{self.form_code}~{self.version}~{self.reference or BLANK}"
        return f"{body}~{_SIGNER.signature(body)[:16]}"

    @property
    def url(self) -> str:
        """What the QR code holds: a telephone that scans it comes to the right page."""
        return f"{settings.PUBLIC_URL}/to-khai/{self.text}/"


def read_mark(text: str) -> Mark | None:
    """The first genuine mark in a text, None when there is none or its signature is not ours."""
    for found in _FOUND.findall(clean(text[:40_000], lines=True)):
        body, signature = found.rsplit("~", 1)
        if constant_time_compare(_SIGNER.signature(body)[:16], signature):
            _, code, version, reference = body.split("~")
            return Mark(form_code=code, version=int(version), reference="" if reference == BLANK else reference)
    return None
