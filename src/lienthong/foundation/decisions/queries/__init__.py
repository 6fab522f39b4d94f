"""Reading decision tables (đọc bảng quyết định). What is in force is public; drafts are for who may manage them."""

from lienthong.foundation.decisions.queries.comparing import Change, compare
from lienthong.foundation.decisions.queries.in_force import (
    InForce,
    Said,
    ask,
    in_force,
    next_question,
    read_answers,
    settle,
    subjects_with,
    tables_in_force,
    version_in_force,
)
from lienthong.foundation.decisions.queries.lists import (
    TableRow,
    draft_of,
    table_by_code,
    tables,
    version_of,
    versions_of,
)
from lienthong.foundation.decisions.queries.words import rule_in_words
from lienthong.foundation.decisions.rules.cells import said
from lienthong.foundation.decisions.rules.table import Input

__all__ = [
    "Change",
    "InForce",
    "Input",
    "Said",
    "TableRow",
    "ask",
    "compare",
    "draft_of",
    "in_force",
    "next_question",
    "read_answers",
    "rule_in_words",
    "said",
    "settle",
    "subjects_with",
    "table_by_code",
    "tables",
    "tables_in_force",
    "version_in_force",
    "version_of",
    "versions_of",
]
