"""The mark of a separator (mã tờ ngăn): a short signed text in its QR codes.

    TN~d~H21.01-261107-0001~birth_notice~Zk3v9sD2xQ8aLm0P      of a dossier or a filing: its code, the key of the paper
    TN~p~1.001193~birth_notice~…                                of a procedure, used again and again at a counter
    TN~g~0~0~…                                                  of nothing: begins another paper, the officer says which

The key is "0" on the cover of a dossier. The signature (96 bits of HMAC-SHA256) keeps a code of somebody else's from cutting a stack;
it gives nobody a right.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

type Scope = Literal["d", "p", "g"]

NOTHING: Final = "0"
_FOUND = re.compile(r"TN~([dpg])~([A-Za-z0-9.\-]{1,40})~([\w\-]{1,60})~([\w\-]{16})", re.ASCII)
_SIGNER = Signer(salt="lienthong.scans.separator", sep="~")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a separator says. `reference`: code of a dossier or filing (scope d), of a procedure (p), empty (g). `slot`: key of the
    paper that follows, empty on a cover."""

    scope: Scope
    reference: str = ""
    slot: str = ""

    @property
    def text(self) -> str:
        """What its codes hold."""
        body = f"TN~{self.scope}~{self.reference or NOTHING}~{self.slot or NOTHING}"
        return f"{body}~{_SIGNER.signature(body)[:16]}"


def read_mark(codes: tuple[str, ...]) -> Mark | None:
    """The first genuine mark among the codes of a page; None on every other page, whatever codes it bears."""
    for code in codes:
        found = _FOUND.fullmatch(code.strip())
        if found is None:
            continue
        body, signature = code.strip().rsplit("~", 1)
        if constant_time_compare(_SIGNER.signature(body)[:16], signature):
            scope, reference, slot, _ = found.groups()
            return Mark(
                scope=scope,  # type: ignore[arg-type]  # one of the three letters of the pattern
                reference="" if reference == NOTHING else reference,
                slot="" if slot == NOTHING else slot,
            )
    return None
