"""Pages of documents (trang văn bản)."""
