"""What people type about procedures (ô nhập của danh mục thủ tục): shape only, rules are the services'."""

from lienthong.domain.procedures.forms.boxes import Box, Part, PartView, Typed, read_part, view_part
from lienthong.domain.procedures.forms.deciding import DecisionForm, read_decision
from lienthong.domain.procedures.forms.managing import read_asked
from lienthong.domain.procedures.forms.parts import PARTS, Known
from lienthong.domain.procedures.forms.wanted import Wanted, read_wanted

__all__ = [
    "PARTS",
    "Box",
    "DecisionForm",
    "Known",
    "Part",
    "PartView",
    "Typed",
    "Wanted",
    "read_asked",
    "read_decision",
    "read_part",
    "read_wanted",
    "view_part",
]
