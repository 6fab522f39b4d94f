"""Packages that another archive can check (gói kiểm tra được): BagIt 1.0 (RFC 8493) as a ZIP, written as a stream, checked byte by byte."""

from lienthong.kit.bags.checking import Verdict, check_bag
from lienthong.kit.bags.writing import Bag, Entry, write_bag

__all__ = ["Bag", "Entry", "Verdict", "check_bag", "write_bag"]
