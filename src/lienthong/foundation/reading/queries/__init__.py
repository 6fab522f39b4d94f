"""Reading what others own (tra cứu khi đọc): the file through its source, its pages."""

from lienthong.foundation.reading.queries.opening import TROUBLES, Opened, Sheet, leaves, opened, readable
from lienthong.foundation.reading.sources import Leaf, Readable, Source, Standing

__all__ = ["TROUBLES", "Leaf", "Opened", "Readable", "Sheet", "Source", "Standing", "leaves", "opened", "readable"]
