"""Certificates are issued and revoked, papers are signed and sealed, signed papers are judged."""

from lienthong.foundation.signing.services.authority import (
    create_demo_authority,
    issue_agency_certificate,
    issue_certificate,
    revocation_list,
    revoke_certificate,
)
from lienthong.foundation.signing.services.signing import seal_pdf, sign_pdf
from lienthong.foundation.signing.services.verifying import Signer, Verdict, verify_pdf

__all__ = [
    "Signer",
    "Verdict",
    "create_demo_authority",
    "issue_agency_certificate",
    "issue_certificate",
    "revocation_list",
    "revoke_certificate",
    "seal_pdf",
    "sign_pdf",
    "verify_pdf",
]
