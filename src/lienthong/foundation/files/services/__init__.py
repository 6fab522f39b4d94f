"""Files: stored once, never changed, checked on the way in."""

from lienthong.foundation.files.services.converting import pdf_rendition
from lienthong.foundation.files.services.forgetting import (
    drop_content,
    forget_file,
    put_content_back,
    set_content_aside,
)
from lienthong.foundation.files.services.naming import clean_name
from lienthong.foundation.files.services.reading import inspect_bytes, read_stored_words, read_words
from lienthong.foundation.files.services.serving import response_for
from lienthong.foundation.files.services.sheets import is_drawable, outline, pages_that_say, sheet, sweep, words
from lienthong.foundation.files.services.storing import read_bytes, store_bytes, store_upload
from lienthong.kit.pages import Line

__all__ = [
    "Line",
    "clean_name",
    "drop_content",
    "forget_file",
    "inspect_bytes",
    "is_drawable",
    "outline",
    "pages_that_say",
    "pdf_rendition",
    "put_content_back",
    "read_bytes",
    "read_stored_words",
    "read_words",
    "response_for",
    "set_content_aside",
    "sheet",
    "store_bytes",
    "store_upload",
    "sweep",
    "words",
]
