"""A filled-in form as its official paper (dựng tờ khai)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.conf import settings

from lienthong.domain.declarations.marks import Mark
from lienthong.domain.eforms import services as eforms
from lienthong.kit import clock, pdf

type State = Literal["sent", "unsent", "blank"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a declaration says besides its answers.

    reference: the draft or dossier it belongs to; code: the dossier's, empty before it is sent. to: the agency. place, day: as at
    the foot of a letter. verified: how the person's identity is known ("đã xác thực bằng VNeID"). sent: when it came in, in words.
    papers: names of what goes with it. notes: what the reader must know, e.g. values that differ from a register.
    """

    reference: str
    to: str
    place: str
    day: date
    applicant: str
    verified: str = ""
    code: str = ""
    sent: str = ""
    papers: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def declaration_pdf(*, head: Head, form: Any, answers: Mapping[str, Any], state: State = "sent") -> bytes:
    """The paper of `form` (a published `eforms.Form`) with these answers, PDF/A-2b. Unsent ones say CHƯA NỘP across the page."""
    mark = Mark(form_code=form.code, version=form.version, reference=head.reference)
    return pdf.declaration(
        {
            "title": form.title,
            "form": f"Mẫu điện tử {form.code}, phiên bản {form.version}",
            "to": head.to,
            "code": head.code,
            "mark": mark.text,
            "url": mark.url,
            "sections": [
                {
                    "title": section.title,
                    "items": [
                        {
                            "shape": item.shape,
                            "label": item.label,
                            "value": item.value,
                            "choices": item.choices,
                            "columns": item.columns,
                            "cells": item.cells,
                        }
                        for item in section.items
                    ],
                }
                for section in eforms.printed(form=form, answers=answers, blank=state == "blank")
            ],
            "papers": head.papers,
            "notes": head.notes,
            "applicant": head.applicant,
            "place": head.place,
            "date": head.day,
            "verified": head.verified,
            "sent": head.sent,
            "state": state,
        }
    )


def blank_form(*, form: Any) -> bytes:
    """The form to read beforehand; uploaded again it is recognised."""
    head = Head(reference="", to="", place=settings.PROVINCE_NAME, day=clock.today(), applicant="")
    return declaration_pdf(head=head, form=form, answers={}, state="blank")
