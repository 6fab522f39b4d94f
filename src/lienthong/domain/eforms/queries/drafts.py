"""Reading drafts (đọc biểu mẫu đang soạn), for officials who keep forms."""

from dataclasses import dataclass

from lienthong.domain.eforms.errors import DraftNotFound, FormNotFound
from lienthong.domain.eforms.models import Form, FormCase, FormDraft, FormDraftEdit
from lienthong.domain.eforms.policies import can_publish
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed
from lienthong.kit.text_vi import fold, glue


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """A form in the list: its version in force (0 when none is published yet) and its draft."""

    code: str
    title: str
    version: int
    form_id: int | None
    published_at: object
    draft: FormDraft | None


def form_rows(actor: Actor, text: str = "", state: str = "") -> list[FormRow]:
    """Every form by title; `text` looks in title and code without accents; `state` is "draft" or "". Two queries, no JSON is read."""
    if not can_publish(actor):
        return []
    heads = Form.objects.order_by("code", "-version").distinct("code")
    drafts = {draft.code: draft for draft in FormDraft.objects.defer("questions")}
    rows = [
        FormRow(code=code, title=title, version=version, form_id=pk, published_at=at, draft=drafts.pop(code, None))
        for pk, code, title, version, at in heads.values_list("id", "code", "title", "version", "published_at")
    ]
    rows += [
        FormRow(code=each.code, title=each.title, version=0, form_id=None, published_at=None, draft=each)
        for each in drafts.values()
    ]
    wanted = glue(text)
    rows = [
        row
        for row in rows
        if (not wanted or wanted in glue(f"{row.title} {row.code}")) and (state != "draft" or row.draft is not None)
    ]
    # What somebody works on stands on top: the one thing that waits for an official here.
    return sorted(rows, key=lambda row: (row.draft is None, fold(row.title), row.code))


def draft_for(actor: Actor, code: str) -> FormDraft:
    """The draft of a form. Raises NotAllowed, DraftNotFound."""
    if not can_publish(actor):
        raise NotAllowed
    draft = FormDraft.objects.filter(code=code).first()
    if draft is None:
        raise DraftNotFound
    return draft


def has_draft(code: str) -> bool:
    """Whether somebody prepares the next version."""
    return FormDraft.objects.filter(code=code).exists()


def history_of(draft: FormDraft, limit: int = 200) -> list[FormDraftEdit]:
    """Who changed what, newest first; the changes themselves are not read."""
    return list(draft.history.defer("changes")[:limit])


def edits_since(draft: FormDraft, seen: int) -> list[FormDraftEdit]:
    """What came after the page was opened, oldest first."""
    return list(draft.history.defer("changes").filter(number__gt=seen).order_by("number")[:20])


def cases_of(code: str) -> list[FormCase]:
    """Kept tries, in the order in which they were kept."""
    return list(FormCase.objects.filter(code=code))


def versions_of(code: str) -> list[Form]:
    """Published versions, newest first, without their contents. Raises FormNotFound."""
    versions = list(Form.objects.filter(code=code).order_by("-version").defer("schema", "layout"))
    if not versions:
        raise FormNotFound
    return versions


def form_version(code: str, version: int) -> Form:
    """One published version. Raises FormNotFound."""
    found = Form.objects.filter(code=code, version=version).first()
    if found is None:
        raise FormNotFound
    return found
