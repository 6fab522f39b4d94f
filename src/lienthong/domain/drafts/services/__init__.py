"""Verbs of drafts: begin, write, comment, ask, approve, submit, bring back."""

from lienthong.domain.drafts.services.asking import (
    Asked,
    ask_opinions,
    give_opinion,
    handle_opinion,
    withdraw_opinion,
)
from lienthong.domain.drafts.services.facts import Facts
from lienthong.domain.drafts.services.keeping import (
    add_appendix,
    end_template,
    keep_template,
    remove_appendix,
    starting_template,
)
from lienthong.domain.drafts.services.passing import (
    abandon_draft,
    approve_draft,
    ask_approval,
    finish_draft,
    reopen_draft,
    return_draft,
    submit_draft,
    take_back_draft,
)
from lienthong.domain.drafts.services.remarking import comment_on, resolve_comment
from lienthong.domain.drafts.services.writing import (
    Upload,
    change_facts,
    convert_version,
    save_text,
    start_draft,
    upload_version,
)

__all__ = [
    "Asked",
    "Facts",
    "Upload",
    "abandon_draft",
    "add_appendix",
    "approve_draft",
    "ask_approval",
    "ask_opinions",
    "change_facts",
    "comment_on",
    "convert_version",
    "end_template",
    "finish_draft",
    "give_opinion",
    "handle_opinion",
    "keep_template",
    "remove_appendix",
    "reopen_draft",
    "resolve_comment",
    "return_draft",
    "save_text",
    "start_draft",
    "starting_template",
    "submit_draft",
    "take_back_draft",
    "upload_version",
    "withdraw_opinion",
]
