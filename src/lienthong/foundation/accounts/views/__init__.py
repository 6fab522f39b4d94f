"""Pages of accounts (trang tài khoản)."""
