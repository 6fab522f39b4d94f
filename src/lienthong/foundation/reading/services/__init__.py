"""Readers mark pages and print copies; the file itself never changes.

add_mark, edit_mark, remove_mark         a mark on a page, by its writer
print_copy(...) -> Print                 a numbered print, entered in the register
printed_pdf(print) -> bytes              its pages, each with the control mark
marked_pdf(...) -> bytes                 a copy with the marks drawn in, which says that it is none
"""

from lienthong.foundation.reading.services.copying import marked_pdf, printed_pdf
from lienthong.foundation.reading.services.marking import add_mark, edit_mark, remove_mark
from lienthong.foundation.reading.services.printing import print_copy

__all__ = ["add_mark", "edit_mark", "marked_pdf", "print_copy", "printed_pdf", "remove_mark"]
