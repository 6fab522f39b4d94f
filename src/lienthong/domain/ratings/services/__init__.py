"""The verbs of ratings."""

from lienthong.domain.ratings.services.rating import rate

__all__ = ["rate"]
