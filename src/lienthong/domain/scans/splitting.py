"""Where a stack is cut (tách lô theo tờ ngăn). Pure: what was seen on the pages in, pieces out.

Every page comes out once: in a piece, as a separator, or as surely blank. Nothing is thrown away: separators and blank pages are
set aside and can be taken back.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass

from lienthong.domain.scans.choices import PieceKind
from lienthong.domain.scans.marks import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """One page of the stack. `is_torn`: it looks like a separator whose code cannot be read."""

    number: int
    mark: Mark | None = None
    is_torn: bool = False
    is_blank: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """What the stack is for: the references that mean it (empty when nobody has said), its procedure, its slots."""

    references: Set[str] = frozenset()
    procedure: str = ""
    slots: Set[str] = frozenset()


@dataclass(slots=True, kw_only=True)
class Cut:
    """A piece: pages in order. `slot` is a slot of `Here`, or of the other dossier `reference` when the piece is foreign."""

    kind: PieceKind
    slot: str = ""
    reference: str = ""
    pages: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """`empty` names the slots whose separator had nothing behind it."""

    pieces: tuple[Cut, ...]
    separators: tuple[int, ...]
    blanks: tuple[int, ...]
    empty: tuple[str, ...]


def split(pages: Iterable[PageFacts], here: Here) -> Split:
    """Cut at the separators. Pages before the first one are a piece that nobody knows yet.

    A cover, or a separator of a dossier, says whose papers follow; a separator of a procedure says only which paper, of whoever was
    named last. A page that looks like a torn separator begins a piece and stays its first page, for it may be a paper after all.
    """
    pieces: list[Cut] = []
    separators: list[int] = []
    blanks: list[int] = []
    empty: list[str] = []
    elsewhere = ""  # the other dossier named last
    waiting: Cut | None = None  # a piece announced by a separator and still without a page
    for page in pages:
        if page.mark is not None:
            separators.append(page.number)
            if waiting is not None and waiting.slot and not waiting.reference:
                empty.append(waiting.slot)
            elsewhere, waiting = _announced(page.mark, here, elsewhere)
        elif page.is_torn:
            waiting = None
            pieces.append(Cut(kind=PieceKind.TORN, reference=elsewhere, pages=[page.number]))
        elif page.is_blank:
            blanks.append(page.number)
        else:
            if waiting is not None:
                pieces.append(waiting)
                waiting = None
            elif not pieces:
                pieces.append(Cut(kind=PieceKind.UNNAMED, pages=[]))
            pieces[-1].pages.append(page.number)
    if waiting is not None and waiting.slot and not waiting.reference:
        empty.append(waiting.slot)
    return Split(pieces=tuple(pieces), separators=tuple(separators), blanks=tuple(blanks), empty=tuple(empty))


def _announced(mark: Mark, here: Here, elsewhere: str) -> tuple[str, Cut]:
    """(the other dossier named last, the piece that begins behind this separator)."""
    slot = mark.slot
    if mark.scope == "d":
        elsewhere = "" if mark.reference in here.references else mark.reference
    elif mark.scope == "p" and not elsewhere and mark.reference != here.procedure:
        slot = ""  # a paper of another procedure: the officer says what it is here
    if elsewhere:
        return elsewhere, Cut(kind=PieceKind.FOREIGN, slot=slot, reference=elsewhere, pages=[])
    slot = slot if slot in here.slots else ""
    return "", Cut(kind=PieceKind.NAMED if slot else PieceKind.UNNAMED, slot=slot, pages=[])
