"""One act of a page: done and said, refused and said, or what has to be put right by field."""

import uuid
from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from django.contrib import messages

from lienthong.kit.access import ActorRequest
from lienthong.kit.errors import Invalid, NotFound, Refused


def acted(request: ActorRequest, doing: Callable[[], str]) -> dict[str, str]:
    """Run it. Empty: the page is to be opened anew, with a message. Else problems by field. NotFound goes through."""
    try:
        messages.success(request, doing())
    except Invalid as refusal:
        return refusal.problems
    except NotFound:
        raise
    except Refused as refusal:
        messages.error(request, refusal.message)
    return {}


_WITHOUT_BOX = {"list", "files", "kept", "take_over", "documents", "loan"}
"""Problems of the page as a whole: they lead to its beginning."""


def summary(problems: dict[str, str]) -> list[dict[str, str]]:
    """For the list at the top of a page; dates are reached by their first box."""
    places = {name: f"{name}_day" if name.endswith("_on") or name == "until" else name for name in problems}
    return [
        {"id": "main" if name in _WITHOUT_BOX else places[name], "label": "", "message": said}
        for name, said in problems.items()
    ]


def kept_query(**asked: str) -> str:
    """What the next page of a list keeps of this one: `xem=closed&q=bao+cao&`."""
    kept = {name: value for name, value in asked.items() if value}
    return f"{urlencode(kept)}&" if kept else ""


def ids_of(texts: Iterable[str]) -> list[uuid.UUID]:
    """Ids that were ticked; what is none is left out."""
    found = []
    for text in texts:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found
