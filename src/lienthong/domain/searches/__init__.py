"""What people look for and do not find (tìm mà không thấy)."""
