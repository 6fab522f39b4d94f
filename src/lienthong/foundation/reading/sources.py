"""Who owns what is read (nơi giữ tệp): each app that shows files names a source, and answers for it who may see what.

The setting READING_SOURCES maps the key of a source, which stands in addresses and rows, to the dotted name of a `Source` in the owning app.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from lienthong.foundation.files.queries import StoredFile
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One of the files that are read together."""

    file_id: uuid.UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """A file as its owner shows it to this actor.

    `title`: of the file. `about`: what it belongs to, in words that name no citizen ("Công văn 12/UBND-VP", "Hồ sơ H21.88-261126-0007");
    it stands on the check page of a print. `state`: where that stands now, when a reader must know ("Đã thu hồi"); `tone` as in `{% chip %}`.
    `page_url`: where it is worked on. `person_id`: whose paper it is, when an officer's look at it must be recorded, with `reason`.
    """

    file: StoredFile
    title: str
    about: str
    page_url: str
    state: str = ""
    tone: str = ""
    person_id: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the check page of a print says of the thing today."""

    about: str
    state: str
    tone: str = ""


def _alone(actor: Actor, subject: str) -> tuple[Leaf, ...]:
    """Read by itself."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What an app answers for the files it owns.

    `open(actor, subject, file_id)`: the file as this actor may see it; raises NotFound for others' as for none. Reads only.
    `standing(subject)`: how it stands today, None when it is gone; asked for officers only.
    `leaves(actor, subject)`: the files read together, in order; asked after `open` let the actor in.
    """

    open: Callable[[Actor, str, uuid.UUID], Readable]
    standing: Callable[[str], Standing | None]
    leaves: Callable[[Actor, str], tuple[Leaf, ...]] = _alone


@cache
def _source(dotted: str) -> Source:
    found = import_string(dotted)
    assert isinstance(found, Source)
    return found


def source(key: str) -> Source:
    """The source with this key. Raises NotFound."""
    dotted = settings.READING_SOURCES.get(key)
    if dotted is None:
        raise NotFound
    return _source(dotted)
