"""The verbs of the vault.

keep_papers(*, person_id, source_code, source_name, papers) -> int      results, certified copies, papers handed in; a repeat keeps nothing
give_paper(*, actor, paper_id, reference, purpose, consent, agency_id) -> VaultPaper        out of the vault, with consent on the web
look_for_present, give_at_counter(*, actor, present: Present, …)         the owner stands at the counter, identified by their card
withdraw_consent(*, actor, consent_id), note_used(…), end_consents(…)    how a consent is used and ends
change_standing(*, actor, paper_id, verb, reason, …)                     the issuer revokes, replaces, restores
load_kinds, save_kind                                                    kinds of paper: code, validity, where they serve
"""

from lienthong.foundation.vault.services.giving import (
    Present,
    consent_text,
    end_consents,
    give_at_counter,
    give_paper,
    look_for_present,
    note_used,
    withdraw_consent,
)
from lienthong.foundation.vault.services.judging import change_standing
from lienthong.foundation.vault.services.keeping import KeptPaper, keep_papers
from lienthong.foundation.vault.services.kinds import load_kinds, save_kind
from lienthong.foundation.vault.services.offering import SourcePaper, open_source, seal_source

__all__ = [
    "KeptPaper",
    "Present",
    "SourcePaper",
    "change_standing",
    "consent_text",
    "end_consents",
    "give_at_counter",
    "give_paper",
    "keep_papers",
    "load_kinds",
    "look_for_present",
    "note_used",
    "open_source",
    "save_kind",
    "seal_source",
    "withdraw_consent",
]
