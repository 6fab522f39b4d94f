"""Where bytes lie (nơi lưu)."""
