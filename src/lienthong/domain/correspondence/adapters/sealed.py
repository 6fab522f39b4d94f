"""Secrets of others that this system has to know again (mật khẩu hộp thư): kept encrypted, worth nothing without SECRET_KEY."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class NotOpened(Exception):
    """Sealed under another SECRET_KEY, or damaged."""


def seal(text: str) -> str:
    """Encrypted and authenticated, as ASCII."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What was sealed. Raises NotOpened."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise NotOpened from error


def _box() -> Fernet:
    # SECRET_KEY is used for many things; this one gets a key of its own.
    key = hmac.digest(settings.SECRET_KEY.encode(), b"lienthong.correspondence.mailboxes", hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(key))
