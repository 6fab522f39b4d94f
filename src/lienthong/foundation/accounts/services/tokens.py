"""Bearer tokens are issued and revoked (mã truy cập API)."""

import secrets
from datetime import datetime

from django.db import transaction

from lienthong.foundation.accounts.errors import PositionNotHeld
from lienthong.foundation.accounts.events import TokenIssued, TokenRevoked
from lienthong.foundation.accounts.models import Account, ApiToken
from lienthong.foundation.accounts.policies import require_own_or_manage
from lienthong.foundation.accounts.queries import positions_of, token_digest
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed, NotFound
from lienthong.kit.events import publish


@transaction.atomic
def issue_token(
    *,
    actor: Actor,
    account_id: int,
    position_id: int | None,
    name: str,
    expires_at: datetime | None = None,
    known_plaintext: str = "",
) -> str:
    """A new bearer token, in plain text, shown this once; only its SHA-256 is kept.

    It acts from `position_id`, or as the citizen when None. `known_plaintext` is for the demo province alone, whose tokens
    are printed again at each start: only the system may give one, and giving it twice changes nothing.
    Raises NotAllowed, NotFound, PositionNotHeld.
    """
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        raise NotFound
    require_own_or_manage(actor, account_id)
    if known_plaintext and not actor.is_system:
        raise NotAllowed
    if position_id is not None and position_id not in {seat.id for seat in positions_of(account)}:
        raise PositionNotHeld
    plaintext = known_plaintext or f"lt_{secrets.token_urlsafe(32)}"
    token, created = ApiToken.objects.get_or_create(
        digest=token_digest(plaintext),
        defaults={
            "account": account,
            "position_id": position_id,
            "name": name,
            "created_at": clock.now(),
            "expires_at": expires_at,
        },
    )
    if created:
        publish(
            TokenIssued(
                token_id=token.pk,
                account_id=account_id,
                by_account_id=actor.account_id,
                by_position_id=actor.position.id if actor.position else None,
                by_name=actor.name,
            )
        )
    return plaintext


@transaction.atomic
def revoke_token(*, actor: Actor, token_id: int) -> None:
    """Let a token work no more, from the next request on. Raises NotFound, NotAllowed."""
    token = ApiToken.objects.select_for_update().filter(pk=token_id).first()
    if token is None:
        raise NotFound
    require_own_or_manage(actor, token.account_id)
    if token.revoked_at is not None:
        return
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    publish(
        TokenRevoked(
            token_id=token.pk,
            account_id=token.account_id,
            by_account_id=actor.account_id,
            by_position_id=actor.position.id if actor.position else None,
            by_name=actor.name,
        )
    )
