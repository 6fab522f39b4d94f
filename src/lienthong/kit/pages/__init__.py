"""Pages of scans (trang của bản quét): what can be seen on each, drawn by a process of its own that may be stopped."""

from lienthong.kit.pages.reading import PageSeen, PageText, draw_page, look_at_pages, read_pages

__all__ = ["PageSeen", "PageText", "draw_page", "look_at_pages", "read_pages"]
