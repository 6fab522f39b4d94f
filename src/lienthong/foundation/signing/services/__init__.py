"""Certificates are issued and revoked, papers are signed and sealed, signed papers are judged."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from lienthong.foundation.signing.asked import HolderIn, ToSign, Typed, typed
from lienthong.foundation.signing.services.answering import kept_list, own_certificate, revocation_list, status_answer
from lienthong.foundation.signing.services.authority import (
    create_demo_authority,
    issue_agency_certificate,
    issue_certificate,
    revoke_certificate,
)
from lienthong.foundation.signing.services.heading import set_authority
from lienthong.foundation.signing.services.pictures import LARGEST_BYTES as LARGEST_PICTURE
from lienthong.foundation.signing.services.pictures import remove_hand, upload_hand, upload_seal
from lienthong.foundation.signing.services.registering import (
    HeldElsewhere,
    issue_held_elsewhere,
    register_authority,
    register_certificate,
    register_remote,
    send_code,
    set_level,
    take_back,
    warn_expiring,
)
from lienthong.foundation.signing.services.trial import trial_page

if TYPE_CHECKING:
    from lienthong.foundation.signing.services.allowing import done_by_holder, have_signed, papers_of
    from lienthong.foundation.signing.services.deferring import answer, finish_pdf, forget_prepared, prepare
    from lienthong.foundation.signing.services.evidence import forget_old
    from lienthong.foundation.signing.services.numbering import fill_pdf
    from lienthong.foundation.signing.services.proving import raise_waiting
    from lienthong.foundation.signing.services.signing import seal_appendix, seal_pdf, sign_copy, sign_pdf
    from lienthong.foundation.signing.services.verifying import Signer, Verdict, verify_pdf
    from lienthong.foundation.signing.services.xml_signing import sign_xml
    from lienthong.foundation.signing.services.xml_verifying import verify_file, verify_xml

__all__ = [
    "LARGEST_PICTURE",
    "HeldElsewhere",
    "HolderIn",
    "Signer",
    "ToSign",
    "Typed",
    "Verdict",
    "answer",
    "create_demo_authority",
    "done_by_holder",
    "fill_pdf",
    "finish_pdf",
    "forget_old",
    "forget_prepared",
    "have_signed",
    "issue_agency_certificate",
    "issue_certificate",
    "issue_held_elsewhere",
    "kept_list",
    "own_certificate",
    "papers_of",
    "prepare",
    "raise_waiting",
    "register_authority",
    "register_certificate",
    "register_remote",
    "remove_hand",
    "revocation_list",
    "revoke_certificate",
    "seal_appendix",
    "seal_pdf",
    "send_code",
    "set_authority",
    "set_level",
    "sign_copy",
    "sign_pdf",
    "sign_xml",
    "status_answer",
    "take_back",
    "trial_page",
    "typed",
    "upload_hand",
    "upload_seal",
    "verify_file",
    "verify_pdf",
    "verify_xml",
    "warn_expiring",
]

_WITH_PYHANKO = {
    "answer": "deferring",
    "done_by_holder": "allowing",
    "have_signed": "allowing",
    "papers_of": "allowing",
    "forget_old": "evidence",
    "finish_pdf": "deferring",
    "forget_prepared": "deferring",
    "prepare": "deferring",
    "fill_pdf": "numbering",
    "raise_waiting": "proving",
    "seal_appendix": "signing",
    "seal_pdf": "signing",
    "sign_copy": "signing",
    "sign_pdf": "signing",
    "Signer": "verifying",
    "Verdict": "verifying",
    "verify_pdf": "verifying",
    "sign_xml": "xml_signing",
    "verify_file": "xml_verifying",
    "verify_xml": "xml_verifying",
}


def __getattr__(name: str) -> Any:
    """pyHanko costs about 40 MB and half a second: a process that never signs never loads it (PEP 562)."""
    if name not in _WITH_PYHANKO:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_WITH_PYHANKO[name]}"), name)
