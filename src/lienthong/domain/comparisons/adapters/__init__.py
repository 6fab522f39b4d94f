"""The other sides (các nguồn đối soát): the national catalogue and the portal, over HTTP."""

from lienthong.domain.comparisons.adapters.national import HttpNationalCatalogue, NationalCatalogue
from lienthong.domain.comparisons.adapters.portal import HttpPortal, Portal

__all__ = ["HttpNationalCatalogue", "HttpPortal", "NationalCatalogue", "Portal"]
