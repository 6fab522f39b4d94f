"""Comparing and settling what differs (đối soát). Keyword-only:

request_run(actor, trigger) -> Run            one at a time; the job begins at once
run_comparison(run_id, national?, portal?)    what the job does; the other sides may be down, slow or talk rubbish
take_theirs(actor, finding_ids) -> int        puts their words into the draft of the next version
keep_ours(actor, finding_ids, reason) -> int  remembered until either side changes
reopen(actor, finding_ids) -> int
"""

from lienthong.domain.comparisons.services.running import request_run, run_comparison
from lienthong.domain.comparisons.services.settling import keep_ours, reopen, take_theirs

__all__ = ["keep_ours", "reopen", "request_run", "run_comparison", "take_theirs"]
