"""Codes in pictures and scans (mã QR trong ảnh, bản quét): what they say, with limits on size, pages and time."""

from lienthong.kit.barcodes.reading import CodesFound, read_codes

__all__ = ["CodesFound", "read_codes"]
