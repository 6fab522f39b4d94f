"""The verbs of the vault.

keep_papers(*, person_id, source_code, source_name, papers) -> int      results returned, papers handed in; a repeat keeps nothing
give_paper(*, actor, paper_id, reference, purpose, consent) -> VaultPaper      out of the vault, with consent
"""

from lienthong.foundation.vault.services.giving import consent_text, give_paper
from lienthong.foundation.vault.services.keeping import KeptPaper, keep_papers

__all__ = ["KeptPaper", "consent_text", "give_paper", "keep_papers"]
