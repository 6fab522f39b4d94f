"""Template library `ui` (thẻ của trang)."""
