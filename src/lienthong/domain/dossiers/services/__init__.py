"""The verbs of a dossier. One file per stage of its life."""

from lienthong.domain.dossiers.services.carrying import carry_answers
from lienthong.domain.dossiers.services.declaring import draft_declaration, keep_declaration
from lienthong.domain.dossiers.services.documents import make_receipt, make_supplement_letter, progress_url
from lienthong.domain.dossiers.services.filing import (
    attach_paper,
    choose_agency,
    discard_filing,
    known_person,
    order_fee,
    remove_paper,
    save_page,
    settled_answers,
    start_filing,
    submit_filing,
)
from lienthong.domain.dossiers.services.intake import (
    ApplicantData,
    GivenPaper,
    accept_dossier,
    mark_fee_paid,
    missing_papers,
    reject_dossier,
    submit_at_counter,
    submit_dossier,
)
from lienthong.domain.dossiers.services.processing import (
    DRAFTING_KINDS,
    OWN_VERBS,
    complete_step,
    draft_result,
    send_back_step,
    sign_result,
)
from lienthong.domain.dossiers.services.returning import return_result, withdraw_dossier
from lienthong.domain.dossiers.services.supplementing import (
    JudgedLine,
    open_supplement,
    request_supplement,
    send_supplement,
)

__all__ = [
    "DRAFTING_KINDS",
    "OWN_VERBS",
    "ApplicantData",
    "GivenPaper",
    "JudgedLine",
    "accept_dossier",
    "attach_paper",
    "carry_answers",
    "choose_agency",
    "complete_step",
    "discard_filing",
    "draft_declaration",
    "draft_result",
    "keep_declaration",
    "known_person",
    "make_receipt",
    "make_supplement_letter",
    "mark_fee_paid",
    "missing_papers",
    "open_supplement",
    "order_fee",
    "progress_url",
    "reject_dossier",
    "remove_paper",
    "request_supplement",
    "return_result",
    "save_page",
    "send_back_step",
    "send_supplement",
    "settled_answers",
    "sign_result",
    "start_filing",
    "submit_at_counter",
    "submit_dossier",
    "submit_filing",
    "withdraw_dossier",
]
