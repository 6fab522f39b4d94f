"""Who is asking, on every request (người thực hiện)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lienthong.foundation.accounts.queries import SESSION_POSITION, actor_for, positions_of
from lienthong.kit.actor import ANONYMOUS, Actor, ActorPosition


class ActorMiddleware:
    """Sets `request.actor` and `request.positions`, the seats it may change to. Without a session cookie it costs nothing; with one: the account and its seats, two queries.

    The API sets its own actor from the bearer token (`accounts.api.BearerToken`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor, seats = actor_of_session(request)
        request.actor, request.positions = actor, seats  # type: ignore[attr-defined]  # see kit.access.ActorRequest
        return self.get_response(request)


def actor_of_session(request: HttpRequest) -> tuple[Actor, list[ActorPosition]]:
    """The signed-in account acting from the seat chosen in this session, and the seats to choose from.

    ANONYMOUS and no seats when nobody is signed in.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return ANONYMOUS, []
    seats = positions_of(request.user)
    return actor_for(request.user, request.session.get(SESSION_POSITION), seats=seats), seats
