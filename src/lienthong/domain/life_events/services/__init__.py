"""Changing life events (soạn, công bố sự kiện đời sống)."""

from lienthong.domain.life_events.services.editing import create_event, publish_event, save_draft, withdraw_event
from lienthong.domain.life_events.services.loading import load_life_events

__all__ = ["create_event", "load_life_events", "publish_event", "save_draft", "withdraw_event"]
