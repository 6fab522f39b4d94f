"""Templates of an agency and appendices of a draft (mẫu văn bản, phụ lục)."""

import uuid
from typing import Any

from django.db import transaction

from lienthong.domain.drafts import policies, queries
from lienthong.domain.drafts.choices import INPUT
from lienthong.domain.drafts.fields import MARKS, SHAPE, template_paper
from lienthong.domain.drafts.models import Draft, DraftAppendix, DraftTemplate
from lienthong.domain.drafts.services.moving import lock_draft, recorded
from lienthong.foundation.audit import services as audit
from lienthong.foundation.files import services as files
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.recordkeeping import Kind
from lienthong.kit.recordkeeping.paper import build_docx
from lienthong.kit.text_vi import clean
from lienthong.kit.word import DOCX

MOST_APPENDICES = 30


@transaction.atomic
def keep_template(
    *, actor: Actor, kind: str, name: str, file_name: str, content: bytes, remark: str = ""
) -> DraftTemplate:
    """Check a .docx and put it in use at one's agency; the one of that name before it ends. Raises NotAllowed, Invalid, DocumentRefused."""
    if actor.agency_id is None or not policies.keeps_templates(actor):
        raise NotAllowed("Mẫu văn bản do văn thư, trưởng phòng, lãnh đạo cơ quan giữ.")
    problems = {}
    if kind not in Kind.values or not kind:
        problems["kind"] = "Chọn loại văn bản của mẫu."
    if not 3 <= len(clean(name)) <= 160:
        problems["name"] = "Tên mẫu từ 3 đến 160 ký tự, ví dụ: Công văn trả lời kiến nghị."
    if problems:
        raise Invalid(problems)
    used, notes = check_template_file(content)
    earlier = DraftTemplate.objects.select_for_update().filter(
        agency_id=actor.agency_id, kind=kind, name=clean(name), ended_at=None
    )
    earlier.update(ended_at=clock.now(), ended_by_name=actor.name)
    template = DraftTemplate.objects.create(
        agency_id=actor.agency_id,
        kind=kind,
        name=clean(name),
        file=files.store_bytes(name=file_name, media_type=DOCX, content=content, purpose="draft-template", actor=actor),
        fields=used,
        notes=notes,
        remark=clean(remark)[:300],
        made_by_name=actor.name,
    )
    _record(actor, "keep_draft_template", template)
    return template


@transaction.atomic
def end_template(*, actor: Actor, template_id: int) -> DraftTemplate:
    """Out of use; drafts made from it stay. Ended twice it is once. Raises NotAllowed, DraftNotFound."""
    template = DraftTemplate.objects.select_for_update(of=("self",)).get(pk=queries.template_for(actor, template_id).pk)
    if not policies.keeps_templates(actor) or template.agency_id != actor.agency_id:
        raise NotAllowed
    if template.ended_at is None:
        template.ended_at, template.ended_by_name = clock.now(), actor.name
        template.save(update_fields=["ended_at", "ended_by_name"])
        _record(actor, "end_draft_template", template)
    return template


def starting_template(kind: str) -> bytes:
    """A template of this type to begin with, in the decree's layout, to be edited in Word."""
    return build_docx(template_paper(kind))


def check_template_file(content: bytes) -> tuple[list[str], list[str]]:
    """(fields used, what Word shows and the print does not). Raises DocumentRefused with everything that is wrong."""
    from lienthong.kit.word.checking import check_template, tried
    from lienthong.kit.word.filling import fill_template
    from lienthong.kit.word.reading import read_document

    used = check_template(content, SHAPE, of="văn bản", free=INPUT)
    sample: dict[str, Any] = {name: f"[{shape.label}]" for name, shape in SHAPE.fields.items()}
    sample |= {name: mark for name, (mark, _) in MARKS.items()}
    sample |= {name: f"[{name}]" for name in used if name.startswith(INPUT)}
    return used, list(tried(lambda: read_document(fill_template(content, sample))).notes)


@transaction.atomic
def add_appendix(*, actor: Actor, draft_id: uuid.UUID, upload: Any) -> DraftAppendix:
    """A PDF or picture that goes with it. Raises FileRefused, NotAllowed, Invalid."""
    draft = lock_draft(actor, draft_id)
    _require_writing(actor, draft)
    standing = draft.appendices.filter(removed_at=None)
    if standing.count() >= MOST_APPENDICES:
        raise Invalid({"appendix": f"Đã có {MOST_APPENDICES} tệp kèm theo, là nhiều nhất. Gộp bớt thành một tệp PDF."})
    stored = files.store_upload(upload=upload, purpose="draft", actor=actor)
    made = DraftAppendix.objects.create(
        draft=draft, file=stored, place=draft.appendices.count(), added_by_name=actor.name
    )
    draft.changed_at = clock.now()
    draft.save(update_fields=["changed_at"])
    recorded(actor, draft, "add_draft_appendix", name=stored.name)
    return made


@transaction.atomic
def remove_appendix(*, actor: Actor, draft_id: uuid.UUID, appendix_id: int) -> None:
    """Taken out; the file stays in the record. Taken out twice it is once. Raises NotAllowed."""
    draft = lock_draft(actor, draft_id)
    _require_writing(actor, draft)
    found = draft.appendices.filter(pk=appendix_id, removed_at=None).select_related("file").first()
    if found is not None:
        found.removed_at = clock.now()
        found.save(update_fields=["removed_at"])
        recorded(actor, draft, "remove_draft_appendix", name=found.file.name)


def _require_writing(actor: Actor, draft: Draft) -> None:
    if not policies.may_write(actor, draft):
        raise NotAllowed(
            f"Dự thảo {draft.get_state_display().lower()}, do {draft.writer_name} soạn: lúc này ông/bà không sửa tệp kèm theo được."
        )


def _record(actor: Actor, verb: str, template: DraftTemplate) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        subject_type="draft_template",
        subject_id=template.pk,
        details={"name": template.name, "kind": template.kind, "sha256": template.file.sha256},
    )
