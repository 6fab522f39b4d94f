"""Verbs on accounts, persons and tokens."""

from lienthong.foundation.accounts.services.creating import create_citizen, create_officer
from lienthong.foundation.accounts.services.identifying import (
    claim_declared_identity,
    identify_person,
    sign_in_with_vneid,
)
from lienthong.foundation.accounts.services.tokens import issue_token, revoke_token
from lienthong.foundation.accounts.services.updating import update_contact

__all__ = [
    "claim_declared_identity",
    "create_citizen",
    "create_officer",
    "identify_person",
    "issue_token",
    "revoke_token",
    "sign_in_with_vneid",
    "update_contact",
]
