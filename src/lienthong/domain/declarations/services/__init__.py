"""The verbs of declarations. What other parts may call:

declaration_pdf(*, head, form, answers, state="sent") -> bytes      the official paper, PDF/A-2b
blank_form(*, form) -> bytes                                        the same without answers
recognise(*, content, media_type) -> Mark | None                    is this a scan of one of our own papers?
template_fields(form) -> {name: Shape}                              what any Word template about its answers may name
template_values(form, answers) -> {name: value}                     and what was answered, in words
read_mark(text) -> Mark | None                                      what a scanned QR code says
"""

from lienthong.domain.declarations.marks import Mark, read_mark
from lienthong.domain.declarations.services.recognising import recognise
from lienthong.domain.declarations.services.rendering import Head, blank_form, declaration_pdf
from lienthong.domain.declarations.services.templates import (
    declaration_docx,
    keep_template,
    retire_template,
    sample_values,
    starting_docx,
    template_fields,
    template_values,
    trial_docx,
)

__all__ = [
    "Head",
    "Mark",
    "blank_form",
    "declaration_docx",
    "declaration_pdf",
    "keep_template",
    "read_mark",
    "recognise",
    "retire_template",
    "sample_values",
    "starting_docx",
    "template_fields",
    "template_values",
    "trial_docx",
]
