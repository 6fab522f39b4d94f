"""The draft of the result (dự thảo kết quả): written on the web, merged from an office's template, or edited in Word and brought back.

Every saving is a version and stays. Whoever saves says which version they had before them; when another came in between, the answer names
it and who made it, and nothing is overwritten unknowingly.
"""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from lienthong.domain.dossiers.choices import DraftKind
from lienthong.domain.dossiers.errors import DraftChanged
from lienthong.domain.dossiers.models import Dossier, DraftVersion
from lienthong.domain.dossiers.queries.drafts import current_draft
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.holding import DRAFTING_KINDS, my_step
from lienthong.domain.dossiers.services.result_papers import about_of, paragraphs_of, text_paper
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.results import queries as templates
from lienthong.domain.results import services as results
from lienthong.foundation.files import services as files
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound
from lienthong.kit.word import DOCX

LONGEST_TEXT = 40_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """What a saving holds before it is numbered."""

    kind: DraftKind
    title: str
    notation: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    template_id: int | None = None
    document: bytes = b""
    preview: bytes
    text: str
    notes: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Of what makes the content. Two mergings of the same values are one, whatever time stands in the .docx."""
        made_of = self.document if self.kind == DraftKind.WORD else b""
        said = [
            self.kind,
            self.title,
            self.notation,
            self.template_id,
            self.fields,
            hashlib.sha256(made_of).hexdigest(),
        ]
        return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def draft_result(
    *,
    actor: Actor,
    dossier_id: uuid.UUID,
    step_id: int,
    title: str,
    body: str,
    about: str = "",
    grounds: str = "",
    recipients: str = "",
    seen: int | None = None,
    remark: str = "",
) -> Dossier:
    """Write the result by the common form: `title` in one line; `grounds` and `recipients` a line each; `body` in paragraphs separated by an empty line.

    `seen`: number of the version that was before the writer, 0 for none; None does not ask. Raises Invalid, DraftChanged, NotAllowed, StepTaken.
    """
    problems = {}
    if not title.strip():
        problems["title"] = "Tên kết quả còn trống. Ghi tên giấy tờ sẽ cấp, ví dụ Giấy khai sinh."
    if not body.strip():
        problems["body"] = "Nội dung kết quả còn trống."
    problems |= _too_long({"title": title, "about": about}, 200)
    problems |= _too_long({"body": body, "grounds": grounds, "recipients": recipients}, LONGEST_TEXT)
    if problems:
        raise Invalid(problems)
    actor, dossier = _begin(actor, dossier_id, step_id, seen)
    fields = {name: text.strip() for name, text in (("about", about), ("grounds", grounds), ("recipients", recipients))}
    fields = {name: text for name, text in fields.items() if text} | {"body": body.strip()}
    content = _Content(
        kind=DraftKind.TEXT,
        title=title.strip(),
        fields=fields,
        preview=text_paper(dossier, title=title.strip(), fields=fields, draft=True),
        text="\n".join(paragraphs_of(title.strip(), fields)),
    )
    return _keep(actor, dossier, content, remark)


@transaction.atomic
def draft_from_template(
    *,
    actor: Actor,
    dossier_id: uuid.UUID,
    step_id: int,
    template_id: int,
    said: Mapping[str, str],
    seen: int | None = None,
    remark: str = "",
) -> Dossier:
    """Merge a template the office may use today; `said`: field -> text as whoever drafts left it, the rest as the dossier says.

    A field that was changed from what the applicant declared stays marked: the leader sees both. Raises NotFound, DraftChanged, Invalid.
    """
    if problems := _too_long({f"said-{name}": text for name, text in said.items()}, LONGEST_TEXT):
        raise Invalid(problems)
    actor, dossier = _begin(actor, dossier_id, step_id, seen)
    template = next((each for each in usable_templates(dossier) if each.pk == template_id), None)
    if template is None:
        raise NotFound(
            "Mẫu này không dùng được cho hồ sơ: đã thôi dùng, chưa đến ngày dùng hoặc của thủ tục khác. Chọn mẫu khác."
        )
    about = about_of(dossier, actor)
    form = procedures.version(dossier.version_id).form
    values = results.merge_values(template, form=form, answers=dossier.answers, about=about)
    kept = {
        value.name: said[value.name].replace("\r\n", "\n").strip()
        for value in values
        if value.name in said and said[value.name].replace("\r\n", "\n").strip() != value.value.strip()
    }
    document = results.merge(template, form=form, answers=dossier.answers, about=about, said=kept)
    reading = results.read_result(document)
    content = _Content(
        kind=DraftKind.TEMPLATE,
        title=template.name,
        notation=template.notation,
        template_id=template.pk,
        fields={"said": kept},
        document=document,
        preview=results.print_result(
            reading, title=template.name, agency=dossier.agency.name, code=dossier.code, draft=True
        ),
        text=reading.text,
        notes=reading.notes,
    )
    return _keep(actor, dossier, content, remark)


@transaction.atomic
def upload_draft(
    *,
    actor: Actor,
    dossier_id: uuid.UUID,
    step_id: int,
    content: bytes,
    file_name: str,
    title: str = "",
    seen: int | None = None,
    remark: str = "",
) -> Dossier:
    """A draft edited in Word comes back and is the next version; the earlier ones stay. Raises DocumentRefused, DraftChanged.

    The places of number, day and signature must still be there. The title and notation are those of the version before.
    """
    reading = results.read_result(content)
    actor, dossier = _begin(actor, dossier_id, step_id, seen)
    before = current_draft(dossier)
    name = title.strip()[:200] or (before.title if before else procedures.version(dossier.version_id).result_name)
    made = _Content(
        kind=DraftKind.WORD,
        title=name,
        notation=before.notation if before else "",
        template_id=before.template_id if before else None,
        document=content,
        preview=results.print_result(reading, title=name, agency=dossier.agency.name, code=dossier.code, draft=True),
        text=reading.text,
        notes=reading.notes,
    )
    return _keep(actor, dossier, made, remark, file_name=file_name)


def usable_templates(dossier: Dossier) -> list[templates.TemplateRow]:
    """Templates this dossier's result may be drafted from today."""
    agencies = [dossier.agency_id, *organizations.predecessor_ids(dossier.agency_id)]
    return templates.usable_templates(agencies, dossier.procedure_id)


def _begin(actor: Actor, dossier_id: uuid.UUID, step_id: int, seen: int | None) -> tuple[Actor, Dossier]:
    actor, dossier, step = my_step(actor, dossier_id, step_id)
    if step.kind not in DRAFTING_KINDS:
        raise NotAllowed(f"Bước “{step.name}” không lập dự thảo kết quả.")
    last = dossier.drafts.order_by("-number").first()
    if seen is not None and last is not None and last.number != seen:
        raise DraftChanged.of(
            last.number, last.made_by_name, f"{last.made_at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}"
        )
    return actor, dossier


def _keep(actor: Actor, dossier: Dossier, content: _Content, remark: str, *, file_name: str = "") -> Dossier:
    last = dossier.drafts.order_by("-number").first()
    if last is not None and last.digest == content.digest and dossier.draft_file_id == last.preview_id:
        return dossier  # pressed twice
    number = last.number + 1 if last is not None else 1
    name = f"du-thao-{dossier.code}-{number}"
    document = None
    if content.document:
        document = files.store_bytes(
            name=file_name or f"{name}.docx", media_type=DOCX, content=content.document, purpose="draft", actor=actor
        )
    version = DraftVersion.objects.create(
        dossier=dossier,
        number=number,
        kind=content.kind,
        title=content.title,
        notation=content.notation,
        template_id=content.template_id,
        fields=content.fields,
        document=document,
        preview=files.store_bytes(
            name=f"{name}.pdf", media_type="application/pdf", content=content.preview, purpose="draft", actor=actor
        ),
        text=content.text,
        notes=list(content.notes),
        digest=content.digest,
        remark=remark.strip()[:300],
        made_at=clock.now(),
        made_by_id=actor.position.id if actor.position else None,
        made_by_name=actor.name,
    )
    # What the vault and the register name the result by.
    dossier.result_fields = {"title": version.title, "body": content.fields.get("body") or content.text}
    dossier.draft_file = version.preview
    dossier.save(update_fields=["result_fields", "draft_file"])
    audit.record(
        actor=actor,
        verb="draft_result",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"title": version.title, "version": number, "kind": version.kind, "note": version.remark},
    )
    return dossier


def _too_long(texts: Mapping[str, str], most: int) -> dict[str, str]:
    return {
        name: f"Phần này dài {len(text)} ký tự, nhiều nhất {most}. Rút ngắn, hoặc soạn trong Word rồi tải lên."
        for name, text in texts.items()
        if len(text) > most
    }
