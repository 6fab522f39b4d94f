"""The verbs of lateness (trễ hạn)."""

from lienthong.domain.lateness.services.answering import answer_reminder
from lienthong.domain.lateness.services.keeping import BATCH, Kept, catch_up, keep_account, keep_accounts
from lienthong.domain.lateness.services.objecting import decide_objection, object_to_share
from lienthong.domain.lateness.services.reminding import Reminded, remind
from lienthong.domain.lateness.services.ruling import (
    MOST_RULES,
    STANDARD,
    RuleData,
    check_rules,
    save_rules,
    use_common_rules,
)

__all__ = [
    "BATCH",
    "MOST_RULES",
    "STANDARD",
    "Kept",
    "Reminded",
    "RuleData",
    "answer_reminder",
    "catch_up",
    "check_rules",
    "decide_objection",
    "keep_account",
    "keep_accounts",
    "object_to_share",
    "remind",
    "save_rules",
    "use_common_rules",
]
