"""Accounts of finished dossiers, objections to them, and what was told to whom (trễ hạn)."""

from lienthong.domain.lateness.models.account import LatenessAccount, LatenessShare

__all__ = ["LatenessAccount", "LatenessShare"]
