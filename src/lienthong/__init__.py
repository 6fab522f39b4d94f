"""Liên Thông: one platform for a province's government."""

__version__ = "0.1.0"
