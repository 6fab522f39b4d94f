"""The verbs of public figures."""

from lienthong.domain.figures.rules.cells import Cells, Key, Numbers
from lienthong.domain.figures.rules.checking import Fault
from lienthong.domain.figures.rules.periods import Period, containing, read_slug
from lienthong.domain.figures.services.publishing import publish_figures
from lienthong.domain.figures.services.reckoning import (
    Counted,
    ask_again,
    ask_for_figures,
    cells_from,
    due_periods,
    keep_reckoning,
    strike_hour,
)

__all__ = [
    "Cells",
    "Counted",
    "Fault",
    "Key",
    "Numbers",
    "Period",
    "ask_again",
    "ask_for_figures",
    "cells_from",
    "containing",
    "due_periods",
    "keep_reckoning",
    "publish_figures",
    "read_slug",
    "strike_hour",
]
