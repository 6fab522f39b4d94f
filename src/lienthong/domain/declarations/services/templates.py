"""Keep the Word templates (lưu mẫu Word) and fill them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from lienthong.domain.declarations.marks import Mark
from lienthong.domain.declarations.models import WordTemplate
from lienthong.domain.declarations.policies import can_keep_templates
from lienthong.domain.declarations.queries import current_template, form_of
from lienthong.domain.declarations.services.rendering import Head
from lienthong.domain.declarations.word import context_of, question_shapes, question_values, sample, sample_of, shape_of
from lienthong.foundation.audit import services as audit
from lienthong.foundation.files import services as files
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed
from lienthong.kit.pdf import day
from lienthong.kit.word import DOCX, Shape


@transaction.atomic
def keep_template(*, actor: Actor, form_code: str, name: str, content: bytes) -> WordTemplate:
    """Check a .docx and put it in use for a form; the earlier one is retired. Raises NotAllowed, FormNotFound, DocumentRefused."""
    from lienthong.kit.word.checking import check_template, tried
    from lienthong.kit.word.filling import fill_template

    if not can_keep_templates(actor):
        raise NotAllowed
    form = form_of(form_code)
    used = check_template(content, shape_of(form))
    mark = Mark(form_code=form.code, version=form.version, reference="")
    tried(lambda: fill_template(content, sample_of(form), qr=mark.url))
    now = clock.now()
    WordTemplate.objects.select_for_update().filter(form_code=form_code, retired_at__isnull=True).update(retired_at=now)
    file = files.store_bytes(name=name, media_type=DOCX, content=content, purpose="word-template", actor=actor)
    template = WordTemplate.objects.create(
        form_code=form_code, file=file, fields=used, uploaded_by_name=actor.name, uploaded_at=now
    )
    audit.record(
        actor=actor,
        verb="keep_template",
        subject_type="word_template",
        subject_id=template.pk,
        details={"form": form_code, "name": file.name, "sha256": file.sha256},
    )
    return template


@transaction.atomic
def retire_template(*, actor: Actor, form_code: str) -> None:
    """Take the template of a form out of use. Raises NotAllowed."""
    if not can_keep_templates(actor):
        raise NotAllowed
    retired = WordTemplate.objects.select_for_update().filter(form_code=form_code, retired_at__isnull=True)
    if retired.update(retired_at=clock.now()):
        audit.record(actor=actor, verb="retire_template", subject_type="form", subject_id=form_code)


def template_fields(form: Any) -> dict[str, Shape]:
    """Every question of a form by its name, for templates of other papers about the same answers."""
    return question_shapes(form)


def template_values(form: Any, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered, in words, by the same names; what was not asked is empty."""
    return question_values(form, answers)


def sample_values(shape: Shape) -> dict[str, Any]:
    """Each field of a shape filled with its own label in brackets, lists with two rows."""
    return sample(shape)


def starting_docx(*, form_code: str) -> bytes:
    """A template to begin with, made from the form. Raises FormNotFound."""
    from lienthong.domain.declarations.word.starting import starting_template

    return starting_template(form_of(form_code))


def trial_docx(*, form_code: str) -> bytes | None:
    """The template in use with each field saying its own name; None without one."""
    from lienthong.kit.word.filling import fill_template

    template = current_template(form_code)
    return (
        fill_template(files.read_bytes(template.file), sample_of(form_of(form_code))) if template is not None else None
    )


def declaration_docx(*, head: Head, procedure: str, form: Any, answers: Mapping[str, Any]) -> bytes:
    """The declaration in Word: by the office's template, else by the one made from the form."""
    from lienthong.domain.declarations.word.starting import starting_template
    from lienthong.kit.word.filling import fill_template

    template = current_template(form.code)
    content = files.read_bytes(template.file) if template is not None else starting_template(form)
    mark = Mark(form_code=form.code, version=form.version, reference=head.reference)
    about = {
        "ten_to_khai": form.title,
        "ten_thu_tuc": procedure,
        "kinh_gui": head.to,
        "noi_lap": head.place,
        "ngay_lap": day(head.day),
        "nguoi_khai": head.applicant,
        "xac_thuc": f"({head.verified})" if head.verified else "",
        "ma_ho_so": head.code,
        "ma_nhan_biet": mark.text,
        "thoi_diem_nop": head.sent,
    }
    context = context_of(form, answers, about, {"giay_to": head.papers, "ghi_chu": head.notes})
    return fill_template(content, context, qr=mark.url)
