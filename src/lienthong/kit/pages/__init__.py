"""Pages of scans (trang của bản quét): what can be seen on each, drawn by a process of its own that may be stopped."""

from lienthong.kit.pages.reading import PageSeen, PageText, draw_page, look_at_pages, read_pages
from lienthong.kit.pages.sheets import Found, Line, Outline, draw_sheets, outline_of, pages_that_say, words_of

__all__ = [
    "Found",
    "Line",
    "Outline",
    "PageSeen",
    "PageText",
    "draw_page",
    "draw_sheets",
    "look_at_pages",
    "outline_of",
    "pages_that_say",
    "read_pages",
    "words_of",
]
