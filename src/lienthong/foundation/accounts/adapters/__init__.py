"""Clients of the outside (kết nối ra ngoài)."""
