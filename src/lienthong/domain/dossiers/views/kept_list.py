"""The list an officer came from (hàng đợi đang xem): kept in a cookie of the session, so that a dossier stands among its own list
and the next one is the next of that list."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.http import HttpResponse
from django.urls import reverse

from lienthong.domain.dossiers import policies, queries
from lienthong.domain.dossiers.models import DossierStep
from lienthong.domain.dossiers.queries import Conditions
from lienthong.kit.access import ActorRequest
from lienthong.kit.actor import StandIn

COOKIE = "lt_hang"
PATH = "/lam-viec/"
_LONGEST = 800


@dataclass(frozen=True, slots=True)
class KeptList:
    """Conditions under which the list of `role` was looked at, and on whose behalf."""

    role: str = ""
    only: Conditions = Conditions()  # noqa: RUF009  # frozen, no state
    delegation: int = 0

    @property
    def query(self) -> str:
        """As the address of the list says it."""
        more = {"thay-mat": str(self.delegation)} if self.delegation else {}
        return urlencode({**self.only.params(), **more})


def keep_list(request: ActorRequest, response: HttpResponse, kept: KeptList) -> HttpResponse:
    """Remember it for this session, when it is another one than before."""
    text = urlencode({"vai-tro": kept.role}) + ("&" + kept.query if kept.query else "")
    if len(text) <= _LONGEST and request.COOKIES.get(COOKIE) != text:
        response.set_cookie(COOKIE, text, path=PATH, httponly=True, samesite="Lax", secure=request.is_secure())
    return response


def kept_list(request: ActorRequest, role: str) -> KeptList:
    """The list of this role as it was looked at last; the whole list when it was another one."""
    given = dict(parse_qsl(request.COOKIES.get(COOKIE, "")[:_LONGEST]))
    if given.get("vai-tro") != role:
        return KeptList(role)
    number = given.get("thay-mat", "")
    return KeptList(role, queries.conditions_of(given), int(number) if number.isdecimal() and len(number) < 19 else 0)


def stand_of(request: ActorRequest, delegation: int | str) -> StandIn | None:
    """The seat on whose behalf a list is looked at, while the delegation holds."""
    return next((each for each in request.actor.stand_ins if str(each.delegation_id) == str(delegation)), None)


def list_beside(request: ActorRequest, mine: DossierStep, queue: str) -> dict[str, object]:
    """The list the officer came from, with its conditions, and the step's own time left."""
    kept = kept_list(request, mine.role)
    stand = stand_of(request, kept.delegation) if kept.delegation else None
    if stand is None:
        who = policies.acting_on(request.actor, mine)
        stand = who.for_seat if who else None
    rows = queries.queue_page(request.actor, mine.role, only=kept.only, stand=stand).items
    url = reverse(f"dossiers:{queue}")
    timed = queries.with_time_left(rows, mine.agency_id)
    return {
        "neighbours": queries.groups_of(timed),
        "own_row": next((row for row in timed if row.id == mine.pk), None),
        "queue_url": f"{url}?{kept.query}" if kept.query else url,
        "is_narrowed": bool(kept.only),
    }
