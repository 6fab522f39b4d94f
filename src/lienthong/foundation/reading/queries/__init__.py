"""Reading what others own (tra cứu khi đọc): the file through its source, its pages, marks on them, prints made of it, its signatures."""

from lienthong.foundation.reading.queries.marks import DrawnMark, drawn, marks_of
from lienthong.foundation.reading.queries.opening import TROUBLES, Opened, Sheet, leaves, opened, readable
from lienthong.foundation.reading.queries.prints import (
    count_prints,
    own_print,
    print_by_code,
    prints_of,
    prints_page,
    standing_of,
)
from lienthong.foundation.reading.queries.signatures import (
    Original,
    SignatureSeen,
    SignaturesSeen,
    original_of,
    signatures_of,
)
from lienthong.foundation.reading.sources import Leaf, Readable, Source, Standing

__all__ = [
    "TROUBLES",
    "DrawnMark",
    "Leaf",
    "Opened",
    "Original",
    "Readable",
    "Sheet",
    "SignatureSeen",
    "SignaturesSeen",
    "Source",
    "Standing",
    "count_prints",
    "drawn",
    "leaves",
    "marks_of",
    "opened",
    "original_of",
    "own_print",
    "print_by_code",
    "prints_of",
    "prints_page",
    "readable",
    "signatures_of",
    "standing_of",
]
