"""Accounts of finished dossiers, objections to them, and what was told to whom (trễ hạn)."""

from lienthong.domain.lateness.models.account import LatenessAccount, LatenessShare
from lienthong.domain.lateness.models.objection import Objection
from lienthong.domain.lateness.models.reminder import Reminder, ReminderRule

__all__ = ["LatenessAccount", "LatenessShare", "Objection", "Reminder", "ReminderRule"]
