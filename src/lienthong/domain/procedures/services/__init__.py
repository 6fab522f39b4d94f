"""Changing the catalogue (cập nhật danh mục thủ tục)."""

from lienthong.domain.procedures.services.loading import CatalogueCounts, load_catalogue

__all__ = ["CatalogueCounts", "load_catalogue"]
