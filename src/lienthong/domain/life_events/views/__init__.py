"""Pages of life events (trang sự kiện đời sống)."""

from lienthong.domain.life_events.views.editing import drafts_page, edit_page, preview, suggestions, withdraw
from lienthong.domain.life_events.views.reading import event_page, list_page

__all__ = ["drafts_page", "edit_page", "event_page", "list_page", "preview", "suggestions", "withdraw"]
