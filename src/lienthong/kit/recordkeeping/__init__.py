"""Recordkeeping (văn thư): the words of Nghị định 30/2020/NĐ-CP that drafts, registers and the archive share."""

from lienthong.kit.recordkeeping.kinds import UNABBREVIATED, Kind, Urgency

__all__ = ["UNABBREVIATED", "Kind", "Urgency"]
