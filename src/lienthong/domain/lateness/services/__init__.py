"""The verbs of lateness (trễ hạn)."""

from lienthong.domain.lateness.services.keeping import BATCH, Kept, catch_up, keep_account, keep_accounts

__all__ = ["BATCH", "Kept", "catch_up", "keep_account", "keep_accounts"]
