"""The verbs of a dossier. One file per stage of its life."""

from lienthong.domain.dossiers.services.carrying import carry_answers
from lienthong.domain.dossiers.services.closing import close_dossier
from lienthong.domain.dossiers.services.deciding import (
    decide_proposal,
    propose_extension,
    propose_reopening,
    propose_stop,
    propose_supplement,
)
from lienthong.domain.dossiers.services.declaring import draft_declaration, keep_declaration, word_declaration
from lienthong.domain.dossiers.services.documents import make_receipt, make_supplement_letter, progress_url
from lienthong.domain.dossiers.services.drafts import known_person
from lienthong.domain.dossiers.services.filing import (
    attach_from_vault,
    attach_paper,
    choose_agency,
    discard_filing,
    order_fee,
    remove_paper,
    save_page,
    send_resume_link,
    settle_devices,
    settled_answers,
    start_filing,
    submit_filing,
)
from lienthong.domain.dossiers.services.halting import (
    ask_duty,
    cancel_duty,
    end_pause,
    pause_dossier,
    renew_duty_order,
    settle_duty,
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
from lienthong.domain.dossiers.services.knowing import (
    WITHOUT_CARD,
    AnotherPersonsCard,
    Offer,
    dispute_values,
    fill_from_card,
    known_values,
    offers_on,
    take_offer,
)
from lienthong.domain.dossiers.services.letters import make_rejection_letter
from lienthong.domain.dossiers.services.printing import control_sheet_pdf, register_pdf
from lienthong.domain.dossiers.services.processing import (
    DRAFTING_KINDS,
    OWN_VERBS,
    complete_step,
    draft_result,
    send_back_step,
    sign_result,
)
from lienthong.domain.dossiers.services.referring import (
    Asked,
    answer_referral,
    link_child,
    recall_referral,
    refer_dossier,
)
from lienthong.domain.dossiers.services.returning import return_result, withdraw_dossier
from lienthong.domain.dossiers.services.superseding import move_filing
from lienthong.domain.dossiers.services.supplementing import (
    JudgedLine,
    open_supplement,
    request_supplement,
    send_supplement,
)

__all__ = [
    "DRAFTING_KINDS",
    "OWN_VERBS",
    "WITHOUT_CARD",
    "AnotherPersonsCard",
    "ApplicantData",
    "Asked",
    "GivenPaper",
    "JudgedLine",
    "Offer",
    "accept_dossier",
    "answer_referral",
    "ask_duty",
    "attach_from_vault",
    "attach_paper",
    "cancel_duty",
    "carry_answers",
    "choose_agency",
    "close_dossier",
    "complete_step",
    "control_sheet_pdf",
    "decide_proposal",
    "discard_filing",
    "dispute_values",
    "draft_declaration",
    "draft_result",
    "end_pause",
    "fill_from_card",
    "keep_declaration",
    "known_person",
    "known_values",
    "link_child",
    "make_receipt",
    "make_rejection_letter",
    "make_supplement_letter",
    "mark_fee_paid",
    "missing_papers",
    "move_filing",
    "offers_on",
    "open_supplement",
    "order_fee",
    "pause_dossier",
    "progress_url",
    "propose_extension",
    "propose_reopening",
    "propose_stop",
    "propose_supplement",
    "recall_referral",
    "refer_dossier",
    "register_pdf",
    "reject_dossier",
    "remove_paper",
    "renew_duty_order",
    "request_supplement",
    "return_result",
    "save_page",
    "send_back_step",
    "send_resume_link",
    "send_supplement",
    "settle_devices",
    "settle_duty",
    "settled_answers",
    "sign_result",
    "start_filing",
    "submit_at_counter",
    "submit_dossier",
    "submit_filing",
    "take_offer",
    "withdraw_dossier",
    "word_declaration",
]
