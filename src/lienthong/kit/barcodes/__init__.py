"""Codes in pictures and scans (mã QR trong ảnh, bản quét): what they say, with limits on size, pages and time; bar codes to print."""

from lienthong.kit.barcodes.reading import CodesFound, read_codes
from lienthong.kit.barcodes.writing import code128_svg

__all__ = ["CodesFound", "code128_svg", "read_codes"]
