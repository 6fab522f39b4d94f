"""The verbs of a batch of scans. Other apps call `begin_batch`, `send_over` and, inside their own transaction, `take_batch`.

begin_batch(actor, subject: Subject) -> Batch                        for a dossier, a filing, or nobody yet
add_uploads(actor, batch_id, uploads) -> list[str]                   PDF, TIFF, pictures; returns what was refused
read_or_defer(batch_id), read_pages(batch_id)                        look at what waits, then cut
move_pages, split_piece, shift_page, turn_pages, throw_pages, name_pieces, discard_batch
send_over(actor, batch_id, reference, subject) -> Batch | None       pieces of another dossier to its own batch
say_whose(actor, batch_id, subject) -> Batch                         a batch of nobody gets its dossier
take_batch(actor, batch_id, seen) -> list[TakenPiece] | None         one PDF a piece; None when it was taken before
"""

from lienthong.domain.scans.marks import Mark
from lienthong.domain.scans.printing import Sheet, print_separators
from lienthong.domain.scans.services.arranging import (
    discard_batch,
    move_pages,
    name_pieces,
    shift_page,
    split_piece,
    throw_pages,
    turn_pages,
)
from lienthong.domain.scans.services.beginning import UNKNOWN, Subject, add_uploads, begin_batch, read_or_defer
from lienthong.domain.scans.services.reading import read_pages
from lienthong.domain.scans.services.sending import say_whose, send_over
from lienthong.domain.scans.services.taking import TakenPiece, spans, take_batch

__all__ = [
    "UNKNOWN",
    "Mark",
    "Sheet",
    "Subject",
    "TakenPiece",
    "add_uploads",
    "begin_batch",
    "discard_batch",
    "move_pages",
    "name_pieces",
    "print_separators",
    "read_or_defer",
    "read_pages",
    "say_whose",
    "send_over",
    "shift_page",
    "spans",
    "split_piece",
    "take_batch",
    "throw_pages",
    "turn_pages",
]
