"""What happened to accounts and persons (sự kiện về tài khoản).

`by_*` say who did it, so that a flow can write the audit row: audit stands above this app and is not called from here.
No event carries an identity number, a password or a token.
"""

from dataclasses import dataclass

from lienthong.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class AccountEvent(Event):
    """Base: who did it."""

    by_account_id: int | None = None
    by_position_id: int | None = None
    by_name: str = ""


@dataclass(frozen=True, kw_only=True)
class AccountCreated(AccountEvent):
    """An officer's or a citizen's account exists. `kind` is officer, citizen or vneid."""

    account_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class PersonIdentified(AccountEvent):
    """Somebody's identity was verified. `source` is vneid or counter; `unlinked_account_id` lost its self-declared claim."""

    person_id: int
    source: str
    unlinked_account_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class TokenIssued(AccountEvent):
    """A bearer token was made."""

    token_id: int
    account_id: int


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(AccountEvent):
    """A bearer token works no more."""

    token_id: int
    account_id: int
