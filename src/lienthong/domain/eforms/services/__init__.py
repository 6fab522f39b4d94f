"""Forms (mẫu đơn): publish them, read a page, judge answers. What other parts may call:

    publish_form(*, actor, code, title, questions, blocks=()) -> Form
    prefill(form, person) -> (answers, known)
    read_page(*, form, page, post, known=None, answers=None) -> PageAnswers(values, problems, raw, more)
    import_schema(*, schema) -> Imported(title, questions, notes)    a foreign JSON Schema as a question list
    compile_questions(questions, blocks=()) -> Structure    checked and laid out, without publishing
    tidy_answers(*, form, answers) -> dict           answers as they are stored: NFC, no blanks, no hidden questions
    validate_answers(*, form, answers) -> dict       {} or {path: sentence}: "members.0.phone"; "" names the whole form
    people_of(*, form, answers, page="") -> [PersonGroup]; facts_of; fill_person     who is asked about, filled by meaning
    printed(*, form, answers, blank=False) -> [PrintedSection]   the form as paper

For officials, in `drafting`, `trying`, `releasing`: start_form_draft, start_next_version, rename_form_draft, add_question,
change_question, move_question, remove_question, rename_page, undo_edit, discard_form_draft; trial_of, try_answers, run_cases;
keep_case, drop_case, publish_form_draft.

and from `queries`: current_form, get_form, pages, page_view, summary.

Answers are one JSON object, question name -> value:
    text, textarea, name, email   str            phone      "+84901234567"
    id_number                     "052095001234" tax_code   "5900189678", "5900189678-001"
    date                          "2026-11-07"; a partial one also "2026-11" or "2026" (day, or day and month, unknown)
    time                          "21:05"        datetime   "2026-11-07T21:05"
    number, money                 int            decimal    int or float
    select, radio, consent        the choice's text         catalog    its code ("01", "VN") or text
    multiselect                   [text, …]      checkbox, yes_no   bool
    statement    true (accepted)
    agency       its electronic identifier, "H21.05"
    address      {"province": "52", "commune": "23575", "detail": "Tổ 5"}, abroad {"province": "NN", "detail": "…"};
                 of the time before 01/7/2025, where the question allows it, with a district and codes of then:
                 {"province": "64", "district": "622", "commune": "23560", "detail": "Tổ 5"}
    id_document  {"kind": "Căn cước", "number": "052095001234", "issued_by": "…", "issued_on": "2024-01-31"}
    person       the parts that the form asks: {"full_name", "id_number", "birth_date", "gender", "ethnicity", "nationality",
                 "id_document", "address", "phone", "email"}, each as above
    organization {"name", "code", "address", "representative", "phone", "email"}
    group        [{question of the row: value}, …]
    table        [{column key: text or ISO date}, …]
    computed     int, float or str; reckoned by `tidy_answers` and never taken from outside
    file         none: papers are handed in with the dossier

`known` is what the State knows already, shown and not asked: {question name: {"value": …, "source": "Cơ sở dữ liệu quốc gia về dân cư"}}; with
"parts": ["full_name", …] only those parts of a person or organization are known, the rest is asked. It can be stored as JSON beside a draft, as can `PageAnswers.raw` (what was typed where the value could not be read).
"""

from lienthong.domain.eforms.services.drafting import (
    add_question,
    change_question,
    discard_form_draft,
    move_question,
    remove_question,
    rename_form_draft,
    rename_page,
    start_form_draft,
    start_next_version,
    undo_edit,
)
from lienthong.domain.eforms.services.filling import PageAnswers, read_page
from lienthong.domain.eforms.services.importing import Imported, import_schema
from lienthong.domain.eforms.services.judging import tidy_answers, validate_answers
from lienthong.domain.eforms.services.people import (
    Filled,
    PersonGroup,
    facts_of,
    fill_person,
    fitting,
    people_of,
    read_address,
    same_person,
)
from lienthong.domain.eforms.services.prefilling import prefill
from lienthong.domain.eforms.services.printing import PrintedItem, PrintedSection, printed
from lienthong.domain.eforms.services.publishing import compile_questions, embedded_form, publish_form
from lienthong.domain.eforms.services.releasing import drop_case, keep_case, publish_form_draft
from lienthong.domain.eforms.services.trying import id_at, run_cases, trial_of, trial_of_form, try_answers, typed_of

__all__ = [
    "Filled",
    "Imported",
    "PageAnswers",
    "PersonGroup",
    "PrintedItem",
    "PrintedSection",
    "add_question",
    "change_question",
    "compile_questions",
    "discard_form_draft",
    "drop_case",
    "embedded_form",
    "facts_of",
    "fill_person",
    "fitting",
    "id_at",
    "import_schema",
    "keep_case",
    "move_question",
    "people_of",
    "prefill",
    "printed",
    "publish_form",
    "publish_form_draft",
    "read_address",
    "read_page",
    "remove_question",
    "rename_form_draft",
    "rename_page",
    "run_cases",
    "same_person",
    "start_form_draft",
    "start_next_version",
    "tidy_answers",
    "trial_of",
    "trial_of_form",
    "try_answers",
    "typed_of",
    "undo_edit",
    "validate_answers",
]
