"""A draft is begun and written (soạn): on the web, from a template, from a file; every saving is a version and stays."""

import hashlib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from lienthong.domain.drafts import policies, queries
from lienthong.domain.drafts.choices import Manner
from lienthong.domain.drafts.errors import NewerVersion
from lienthong.domain.drafts.models import Draft, DraftBasis, DraftVersion
from lienthong.domain.drafts.queries import RecipientLine
from lienthong.domain.drafts.services.facts import (
    Facts,
    judge_facts,
    keep_recipients,
    put_facts,
)
from lienthong.domain.drafts.services.moving import lock_draft, move, recorded
from lienthong.domain.drafts.services.setting import (
    PDF_TYPE,
    Rendered,
    fill,
    judge_again,
    read_pdf,
    read_word,
    set_text,
    unit_code,
)
from lienthong.domain.drafts.skeletons import skeleton_of
from lienthong.foundation.files import services as files
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid
from lienthong.kit.legacy_text import encoding_of
from lienthong.kit.recordkeeping.paper import initials_of, symbol_of
from lienthong.kit.text_vi import clean
from lienthong.kit.word import DOCX, DocumentRefused

LONGEST_TEXT = 100_000
_PURPOSE = "draft"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file somebody brings: .docx, or PDF."""

    name: str
    content: bytes

    @property
    def is_pdf(self) -> bool:
        """By its content, whatever it is called."""
        return self.content[:1024].lstrip(b"\r\n\t \x00").startswith(b"%PDF-")


@transaction.atomic
def start_draft(
    *,
    actor: Actor,
    key: str,
    kind: str,
    abstract: str,
    urgency: str = "normal",
    template_id: int | None = None,
    upload: Upload | None = None,
    answers_id: uuid.UUID | None = None,
    answers_label: str = "",
    recipients: Sequence[RecipientLine] = (),
    based_on: Sequence[tuple[uuid.UUID | None, str]] = (),
) -> Draft:
    """Begin one: from the type's own layout, a template of the agency, or a file. The same `key` twice is one draft.

    Whoever calls has made sure that the actor sees the documents named. Raises NotAllowed, Invalid, DraftNotFound, DocumentRefused, FileRefused.
    """
    seat = policies.require_seat(actor)
    assert actor.position is not None
    key = hashlib.sha256(f"{seat}:{key}".encode()).hexdigest()  # what others send is not ours
    known = Draft.objects.filter(key=key).first()
    if known is not None:
        return known
    facts = Facts(kind=kind, abstract=abstract, urgency=urgency, recipients=tuple(recipients))
    judge_facts(actor, facts)
    draft = Draft(
        agency_id=actor.position.agency_id,
        department_id=actor.position.department_id,
        writer_id=seat,
        writer_name=actor.name,
        answers_id=answers_id,
        answers_label=answers_label[:300],
        key=key,
    )
    template = queries.template_for(actor, template_id) if template_id is not None else None
    draft.template = template
    agency = organizations.agency(draft.agency_id)
    code = initials_of(agency.name)
    draft.symbol = symbol_of(kind, code, unit_code(draft))
    if skeleton_of(kind).enacted:
        draft.enacting = f"Chủ tịch {agency.name}" if code == "UBND" else ""
    put_facts(actor, draft, facts)
    draft.save()
    keep_recipients(draft, recipients)
    for document_id, label in based_on:
        DraftBasis.objects.create(draft=draft, document_id=document_id, label=label[:300])
    recorded(actor, draft, "start_draft", kind=kind, abstract=draft.abstract)
    if upload is not None:
        _keep(actor, draft, _read(draft, upload), name=upload.name)
    elif template is not None:
        _keep(actor, draft, fill(draft, template, list(draft.recipients.all())))
    else:
        skeleton = skeleton_of(kind)
        content = {"grounds": skeleton.grounds, "body": skeleton.body}
        _keep(actor, draft, set_text(draft, content, list(draft.recipients.all())), content=content)
    return draft


@transaction.atomic
def save_text(
    *,
    actor: Actor,
    draft_id: uuid.UUID,
    seen: int,
    grounds: str,
    body: str,
    facts: Facts | None = None,
    remark: str = "",
) -> DraftVersion:
    """What was typed on the web, with the facts when they were typed beside it. `seen` is the version the writer had before them.

    Nothing changed, no new version. Raises NewerVersion, Invalid, NotAllowed, WrongDraftState.
    """
    content = {"grounds": clean(grounds, lines=True), "body": clean(body, lines=True)}
    if not content["body"]:
        raise Invalid({"body": "Nội dung văn bản còn trống. Viết ít nhất một đoạn rồi lưu."})
    if (length := sum(map(len, content.values()))) > LONGEST_TEXT:
        raise Invalid(
            {
                "body": f"Văn bản dài {length} ký tự, soạn trên web nhiều nhất {LONGEST_TEXT}. Soạn trong Word rồi tải tệp lên."
            }
        )
    draft = _open(actor, draft_id, seen)
    if facts is not None:
        judge_facts(actor, facts)
        put_facts(actor, draft, facts)
        keep_recipients(draft, facts.recipients)
    made = set_text(draft, content, list(draft.recipients.all()))
    return _keep(actor, draft, made, content=content, remark=remark)


@transaction.atomic
def change_facts(*, actor: Actor, draft_id: uuid.UUID, seen: int, facts: Facts) -> Draft:
    """Type, abstract, urgency, signer, recipients. A draft written on the web is set anew, which is a version. Raises as `save_text`."""
    draft = _open(actor, draft_id, seen)
    judge_facts(actor, facts)
    put_facts(actor, draft, facts)
    keep_recipients(draft, facts.recipients)
    draft.save()
    latest = queries.version_of(draft)
    if latest is not None and latest.manner == Manner.WEB:
        made = set_text(draft, latest.content, list(draft.recipients.all()))
        _keep(actor, draft, made, content=latest.content, remark="Sửa thông tin chung")
    elif latest is not None:
        latest.findings = judge_again(draft, latest)
        latest.save(update_fields=["findings"])
    recorded(actor, draft, "change_draft_facts", kind=draft.kind, abstract=draft.abstract, signer=draft.signer_name)
    return draft


@transaction.atomic
def upload_version(*, actor: Actor, draft_id: uuid.UUID, seen: int, upload: Upload, remark: str = "") -> DraftVersion:
    """A file edited elsewhere comes back: .docx or PDF. Raises DocumentRefused, FileRefused and as `save_text`."""
    draft = _open(actor, draft_id, seen)
    return _keep(actor, draft, _read(draft, upload), name=upload.name, remark=remark)


@transaction.atomic
def convert_version(*, actor: Actor, draft_id: uuid.UUID, seen: int) -> DraftVersion:
    """The newest version, typed for an old font (TCVN3, VNI), in Unicode and Times New Roman: a version of its own. Raises Invalid."""
    from lienthong.kit.word.legacy import convert_fonts

    draft = _open(actor, draft_id, seen)
    latest = queries.version_of(draft)
    encoding = encoding_of(latest.text) if latest is not None else "unicode"
    if latest is None or latest.manner != Manner.WORD or encoding == "unicode":
        raise Invalid({"document": "Bản mới nhất không phải tệp Word dùng bảng mã cũ nên không cần chuyển."})
    made = read_word(draft, convert_fonts(files.read_bytes(latest.file), encoding))
    return _keep(actor, draft, made, name=latest.file.name, remark="Chuyển bảng mã cũ sang Unicode")


def _open(actor: Actor, draft_id: uuid.UUID, seen: int) -> Draft:
    """The draft, locked and in the state of being written; nobody saved since. Raises NewerVersion, NotAllowed, WrongDraftState."""
    draft = lock_draft(actor, draft_id)
    move(actor, draft, "save", "correct")
    if draft.latest != seen:
        newest = queries.version_of(draft)
        assert newest is not None
        at = newest.written_at.astimezone(clock.VIETNAM)
        raise NewerVersion(newest.number, newest.written_by_name, f"{at:%H:%M %d/%m/%Y}")
    return draft


def _read(draft: Draft, upload: Upload) -> Rendered:
    reading: Callable[[Draft, bytes], Rendered] = read_word
    if upload.is_pdf:
        from lienthong.foundation.files.services.inspection import inspect

        inspect(name=upload.name, content=upload.content)
        reading = read_pdf
    elif upload.content.startswith(b"\xd0\xcf\x11\xe0"):
        raise DocumentRefused.of(
            ["Tệp Word đời cũ (.doc) hoặc đặt mật khẩu. Mở bằng Word, chọn Lưu thành .docx không mật khẩu rồi tải lại."]
        )
    return reading(draft, upload.content)


def _keep(
    actor: Actor,
    draft: Draft,
    made: Rendered,
    *,
    content: dict[str, str] | None = None,
    name: str = "",
    remark: str = "",
) -> DraftVersion:
    latest = queries.version_of(draft) if draft.latest else None
    if latest is not None and latest.digest == made.digest:
        draft.save()
        return latest
    draft.latest += 1
    is_pdf = made.manner == Manner.PDF
    stem = f"du-thao-ban-{draft.latest}"
    main = files.store_bytes(
        name=name or f"{stem}.docx",
        media_type=PDF_TYPE if is_pdf else DOCX,
        content=made.document,
        purpose=_PURPOSE,
        actor=actor,
    )
    printed = main
    if not is_pdf:
        printed = files.store_bytes(
            name=f"{stem}.pdf", media_type=PDF_TYPE, content=made.print_, purpose=_PURPOSE, actor=actor, made_from=main
        )
    version = DraftVersion.objects.create(
        draft=draft,
        number=draft.latest,
        manner=made.manner,
        file=main,
        pdf=printed,
        content=content or {},
        text=made.text,
        notes=list(made.notes),
        findings=made.findings,
        digest=made.digest,
        remark=clean(remark)[:300],
        written_by_id=actor.position.id if actor.position else None,
        written_by_name=actor.name,
    )
    draft.approved_version = None
    draft.save()
    recorded(actor, draft, "save_draft", number=version.number, sha256=main.sha256, manner=made.manner)
    return version
