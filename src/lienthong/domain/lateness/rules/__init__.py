"""Who held a dossier, minute by minute, and who made it late (quy tắc quy trách nhiệm trễ hạn): no database, no clock.

Words: *minutes* are whole minutes of working time since acceptance, by the calendar promised then; a *stretch* is a run of minutes
in one hand; *over* are minutes beyond the limit of a step; *late* are the minutes after the due date, each charged once.
See docs/adr/0040.
"""

from lienthong.domain.lateness.rules.history import Broken, History, Hold, Pause, Question, Step, Unit
from lienthong.domain.lateness.rules.splitting import Account, Stretch, account_of

__all__ = [
    "Account",
    "Broken",
    "History",
    "Hold",
    "Pause",
    "Question",
    "Step",
    "Stretch",
    "Unit",
    "account_of",
]
