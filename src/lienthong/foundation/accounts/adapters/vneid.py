"""What VNeID says of a person (định danh điện tử). Pure reading of OpenID Connect claims; the protocol is allauth's.

Source: NĐ 69/2024/NĐ-CP on electronic identification; the names of the claims follow OpenID Connect Core 5.1, plus
`id_number` (số định danh cá nhân) and `commune_code` (GSO), assumed until the national platform's list is known.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lienthong.foundation.accounts.errors import BadIdentityClaims
from lienthong.kit.text_vi import clean

ID_NUMBER = re.compile(r"\d{12}")
_GENDERS = {"male": "Nam", "nam": "Nam", "female": "Nữ", "nữ": "Nữ"}


@dataclass(frozen=True, slots=True, kw_only=True)
class VneidIdentity:
    """A person as VNeID knows them. `subject` is the provider's own stable id of the login."""

    subject: str
    id_number: str
    full_name: str
    birth_date: date | None
    gender: str
    phone: str
    email: str
    address: str
    commune_code: str

    @property
    def username(self) -> str:
        """Sign-in name of an account made from this identity; says nothing of the person."""
        return f"vneid-{hashlib.sha256(self.subject.encode()).hexdigest()[:20]}"


def read_claims(claims: Mapping[str, object]) -> VneidIdentity:
    """Identity from claims of the user info endpoint. Raises BadIdentityClaims without a 12-digit number and a name."""
    id_number = _text(claims, "id_number")
    full_name = clean(_text(claims, "name"))[:120]
    if not ID_NUMBER.fullmatch(id_number) or not full_name or not _text(claims, "sub"):
        raise BadIdentityClaims
    gender = _text(claims, "gender")
    return VneidIdentity(
        subject=_text(claims, "sub"),
        id_number=id_number,
        full_name=full_name,
        birth_date=_date(_text(claims, "birthdate")),
        gender=_GENDERS.get(gender.lower(), gender)[:10],
        phone=_text(claims, "phone_number")[:20],
        email=_text(claims, "email").lower()[:254],
        address=clean(_address(claims.get("address")))[:250],
        commune_code=_text(claims, "commune_code")[:8],
    )


def _text(claims: Mapping[str, object], name: str) -> str:
    value = claims.get(name)
    return value.strip() if isinstance(value, str) else ""


def _date(text: str) -> date | None:
    # OpenID Connect allows a year alone and 0000 for an unknown year; neither is a day.
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _address(value: object) -> str:
    if isinstance(value, Mapping):
        formatted = value.get("formatted")
        return formatted if isinstance(formatted, str) else ""
    return value if isinstance(value, str) else ""
