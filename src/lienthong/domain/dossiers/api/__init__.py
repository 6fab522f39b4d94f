"""Dossiers and their files over the API (API hồ sơ)."""

from lienthong.domain.dossiers.api import assigning, together
from lienthong.domain.dossiers.api.dossiers import router
from lienthong.domain.dossiers.api.files import file_router

__all__ = ["assigning", "file_router", "router", "together"]
