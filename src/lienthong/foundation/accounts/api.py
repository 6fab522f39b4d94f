"""The API's way in (xác thực API): a bearer token becomes `request.actor`."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from lienthong.foundation.accounts.queries import actor_for_token
from lienthong.kit.actor import Actor


class BearerToken(HttpBearer):
    """`Authorization: Bearer lt_…`. Sets `request.actor`; an unknown token is answered 401 by the API's error handler."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor, None when the token does not work."""
        actor = actor_for_token(token)
        if actor is not None:
            request.actor = actor  # type: ignore[attr-defined]  # see kit.access.ActorRequest
        return actor
