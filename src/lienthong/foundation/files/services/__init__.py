"""Files: stored once, never changed, checked on the way in."""

from lienthong.foundation.files.services.converting import pdf_rendition
from lienthong.foundation.files.services.naming import clean_name
from lienthong.foundation.files.services.reading import inspect_bytes, read_words
from lienthong.foundation.files.services.serving import response_for
from lienthong.foundation.files.services.sheets import is_drawable, outline, pages_that_say, sheet, sweep, words
from lienthong.foundation.files.services.storing import read_bytes, store_bytes, store_upload
from lienthong.kit.pages import Line

__all__ = [
    "Line",
    "clean_name",
    "inspect_bytes",
    "is_drawable",
    "outline",
    "pages_that_say",
    "pdf_rendition",
    "read_bytes",
    "read_words",
    "response_for",
    "sheet",
    "store_bytes",
    "store_upload",
    "sweep",
    "words",
]
