"""Screens of drafts (màn hình dự thảo)."""
