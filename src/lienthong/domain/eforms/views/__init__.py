"""Pages about forms (biểu mẫu)."""
