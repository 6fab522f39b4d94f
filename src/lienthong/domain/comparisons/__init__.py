"""Comparison of our catalogue with the national one and with what the portal shows (đối soát danh mục thủ tục)."""
