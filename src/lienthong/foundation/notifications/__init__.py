"""Notifications (thông báo): what people are told, on their pages and by e-mail."""
