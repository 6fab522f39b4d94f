"""Build a form (soạn biểu mẫu): every change is saved at once, says who made it, and can be taken back.

A change names the count of edits its page had seen. Changes of other questions in between are no conflict; a change of the same
setting of the same question is refused with what is stored, and what was typed stays with the person who typed it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from lienthong.domain.eforms.drafting.comparing import differing
from lienthong.domain.eforms.drafting.entries import Entry, by_id, entries_of, grouped, section_of
from lienthong.domain.eforms.drafting.wording import setting_label
from lienthong.domain.eforms.errors import (
    DraftExists,
    DraftNotFound,
    NothingToUndo,
    QuestionGone,
    UnusableCode,
    UnusableQuestions,
)
from lienthong.domain.eforms.models import FormDraft
from lienthong.domain.eforms.policies import can_publish
from lienthong.domain.eforms.queries import current_form
from lienthong.domain.eforms.services.edit_history import as_seen, differences, meanwhile, note, take_back
from lienthong.foundation.audit import services as audit
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed
from lienthong.kit.text_vi import clean, shown, slug

type Json = Any
type Change = dict[str, Json]

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
RESERVED = frozenset({"moi", "su-dung"})  # addresses beside the forms'
MOST_QUESTIONS = 200


@transaction.atomic
def start_form_draft(
    *,
    actor: Actor,
    title: str,
    code: str = "",
    copy_of: str = "",
    questions: Sequence[Mapping[str, Json]] | None = None,
    notes: Sequence[str] = (),
) -> FormDraft:
    """Begin a new form: empty, with the questions of another one (`copy_of`, a code), or with a question list that was read elsewhere.

    `notes` say what that list could not carry; they stay with the draft. Without `code` one is made from the title. Raises NotAllowed, FormNotFound, UnusableCode, DraftExists.
    """
    _must_be_allowed(actor)
    title = _titled(title)
    code = clean(code) or slug(title)[:60].strip("-")
    if not _CODE.fullmatch(code) or code in RESERVED:
        raise UnusableCode(
            f"Mã “{shown(code)}” không dùng được. Mã gồm chữ không dấu, chữ số, dấu chấm, gạch ngang, ví dụ 1.004873",
            field="code",
        )
    entries = entries_of(current_form(copy_of)) if copy_of else []
    numbered = 1
    for raw in questions or ():
        entries.append({**raw, "id": str(raw.get("name") or f"q{numbered}")})
        numbered += 1
    return _begin(actor, code=code, title=title, entries=entries, said=f"Bắt đầu soạn “{title}”", notes=notes)


@transaction.atomic
def start_next_version(*, actor: Actor, code: str) -> FormDraft:
    """Begin the next version of a published form, or go on with the draft that is there. Raises NotAllowed, FormNotFound."""
    _must_be_allowed(actor)
    found = FormDraft.objects.filter(code=code).first()
    if found is not None:
        return found
    form = current_form(code)
    return _begin(
        actor, code=code, title=form.title, entries=entries_of(form), said=f"Soạn tiếp từ phiên bản {form.version}"
    )


def _begin(
    actor: Actor, *, code: str, title: str, entries: list[Entry], said: str, notes: Sequence[str] = ()
) -> FormDraft:
    if len(entries) > MOST_QUESTIONS:
        raise UnusableQuestions(f"Có {len(entries)} câu hỏi. Một biểu mẫu có tối đa {MOST_QUESTIONS} câu")
    try:
        with transaction.atomic():
            draft = FormDraft.objects.create(
                code=code,
                title=title,
                questions=grouped(entries),
                edited_by=actor.name,
                notes=list(notes)[:100],
                next_number=len(entries) + 1,
            )
    except IntegrityError:
        raise DraftExists(
            f"Biểu mẫu mã “{code}” đang có bản soạn. Mở bản đó để làm tiếp, hoặc đặt mã khác", field="code"
        ) from None
    audit.record(
        actor=actor, verb="start_form_draft", subject_type="eforms.draft", subject_id=draft.pk, details={"code": code}
    )
    note(draft, actor, said=said, changes=[])
    return draft


@transaction.atomic
def rename_form_draft(*, actor: Actor, code: str, title: str) -> FormDraft:
    """Change the title. Raises NotAllowed, DraftNotFound, UnusableQuestions."""
    draft, title = _locked(actor, code), _titled(title)
    if title != draft.title:
        before, draft.title = draft.title, title
        note(draft, actor, said=f"Đổi tên biểu mẫu thành “{title}”", changes=[], title_before=before)
    return draft


@transaction.atomic
def add_question(
    *, actor: Actor, code: str, after: str = "", like: str = "", section: str = "", kind: str = "text"
) -> tuple[FormDraft, str]:
    """Add a blank question, or a copy of `like`, below `after` (an id; at the end without one). Returns the draft and the new id."""
    draft = _locked(actor, code)
    if len(draft.questions) >= MOST_QUESTIONS:
        raise UnusableQuestions(f"Biểu mẫu đã có {MOST_QUESTIONS} câu hỏi. Tách thành hai biểu mẫu")
    taken = {entry["id"] for entry in draft.questions}
    while (entry_id := f"q{draft.next_number}") in taken:
        draft.next_number += 1
    draft.next_number += 1
    source = by_id(draft.questions, like or after)
    at = source[0] + 1 if source else len(draft.questions)
    entry: Entry = {"id": entry_id, "label": "", "kind": kind, "required": True}
    if like and source:
        entry = {key: value for key, value in source[1].items() if key != "name"} | {"id": entry_id}
        entry["label"] = f"{entry.get('label', '')} (bản chép)".strip()
    elif source or draft.questions:
        entry["section"] = section_of(source[1] if source else draft.questions[-1])
    if section and not like:
        entry["section"] = clean(section)[:120]
    said = f"Chép câu “{source[1].get('label', '')}”" if like and source else "Thêm câu hỏi"
    _apply(draft, actor, said=said, change=lambda entries: entries.insert(at, entry))
    return draft, entry_id


@transaction.atomic
def change_question(
    *, actor: Actor, code: str, entry_id: str, seen: int, values: Mapping[str, Json], insist: bool = False
) -> FormDraft:
    """Set settings of a question; None takes one away. `seen`: the count of edits of the page that sends them.

    Only what differs from what the page had shown is set. Raises EditedMeanwhile when somebody changed one of these settings since
    (not when `insist`), QuestionGone, NotAllowed, DraftNotFound.
    """
    draft = _locked(actor, code)
    found = by_id(draft.questions, entry_id)
    if found is None:
        raise QuestionGone
    at, current = found
    values = _allowed(values, current, draft.questions)
    base = as_seen(draft, entry_id, seen) or current
    mine = {key for key in differing(base, {**base, **values}) if key in values}
    theirs = {
        key
        for key in differing(base, current)
        if key in mine and differing({key: current.get(key)}, {key: values[key]})
    }
    if theirs and not insist:
        raise meanwhile(draft, actor, entry_id, seen, theirs, current)
    changed = {**current, **{key: values[key] for key in mine}}
    changed = {key: value for key, value in changed.items() if value not in (None, "", [])} | {
        "label": changed.get("label") or ""
    }
    if mine:
        labels = ", ".join(setting_label(key, changed["kind"]).lower() for key in sorted(mine))
        said = f"Sửa {labels} của câu “{shown(changed['label'] or current.get('label', ''), 80)}”"

        def change(entries: list[Entry]) -> None:
            entries[at] = changed

        _apply(draft, actor, said=said, change=change)
    return draft


def _allowed(values: Mapping[str, Json], current: Entry, entries: Sequence[Entry]) -> dict[str, Json]:
    """A name that was published stays: dossiers keep their answers under it. Two questions never share one."""
    allowed = dict(values)
    if "name" in allowed and current.get("name") == current["id"]:
        del allowed["name"]
    name = allowed.get("name")
    other = next((each for each in entries if name and each.get("name") == name and each["id"] != current["id"]), None)
    if other is not None:
        raise UnusableQuestions(
            f"Câu “{shown(other.get('label', ''), 80)}” đã hỏi điều này về người nộp hồ sơ. Mỗi điều chỉ hỏi một lần",
            field="name",
        )
    return allowed


@transaction.atomic
def move_question(*, actor: Actor, code: str, entry_id: str, step: int) -> FormDraft:
    """Move a question one place up (-1) or down (1); over the edge of a page it goes to the neighbouring page."""
    draft = _locked(actor, code)
    found = by_id(draft.questions, entry_id)
    if found is None:
        raise QuestionGone
    at, entry = found
    to = at + (1 if step > 0 else -1)
    if not 0 <= to < len(draft.questions):
        return draft
    neighbour = draft.questions[to]

    def change(entries: list[Entry]) -> None:
        if section_of(neighbour) != section_of(entry):
            entries[at] = {**entry, "section": section_of(neighbour)}
        else:
            entries[at], entries[to] = neighbour, entry

    _apply(draft, actor, said=f"Chuyển câu “{shown(entry.get('label', ''), 80)}”", change=change)
    return draft


@transaction.atomic
def remove_question(*, actor: Actor, code: str, entry_id: str) -> FormDraft:
    """Take a question out. What hangs on it stays and is named in the list of problems."""
    draft = _locked(actor, code)
    found = by_id(draft.questions, entry_id)
    if found is None:
        raise QuestionGone
    at, entry = found
    _apply(draft, actor, said=f"Bỏ câu “{shown(entry.get('label', ''), 80)}”", change=lambda entries: entries.pop(at))
    return draft


@transaction.atomic
def rename_page(*, actor: Actor, code: str, page: str, title: str) -> FormDraft:
    """Give a page of questions another title; the title of another page joins the two."""
    draft, title = _locked(actor, code), clean(title)[:120]
    if not title:
        raise UnusableQuestions("Trang cần có tên, ví dụ “Người yêu cầu”", field="title")

    def change(entries: list[Entry]) -> None:
        for at, entry in enumerate(entries):
            if section_of(entry) == page:
                entries[at] = {**entry, "section": title}

    if title != page:
        _apply(draft, actor, said=f"Đổi tên trang “{page}” thành “{title}”", change=change)
    return draft


@transaction.atomic
def undo_edit(*, actor: Actor, code: str, number: int | None = None) -> FormDraft:
    """Take back one edit; without `number` one's own latest. Raises NothingToUndo, EditedMeanwhile when it was built upon since."""
    draft = _locked(actor, code)
    history = draft.history.filter(undone=False, is_undo=False)
    if number is None:
        edit = history.filter(account_id=actor.account_id).exclude(changes=[], title_before="").first()
    else:
        edit = history.filter(number=number).first()
    if edit is None:
        raise NothingToUndo
    entries = list(draft.questions)
    for change in reversed(edit.changes):
        take_back(entries, change, edit)
    before = draft.title
    if edit.title_before:
        draft.title = edit.title_before
    edit.undone = True
    edit.save(update_fields=["undone"])
    changes = differences(draft.questions, grouped(entries))
    draft.questions = grouped(entries)
    note(
        draft,
        actor,
        said=f"Hoàn tác: {edit.said[:1].lower()}{edit.said[1:]}"[:400],
        changes=changes,
        title_before=before if edit.title_before else "",
        is_undo=True,
    )
    return draft


@transaction.atomic
def discard_form_draft(*, actor: Actor, code: str) -> None:
    """Throw a draft away; published versions stay."""
    draft = _locked(actor, code)
    audit.record(
        actor=actor,
        verb="discard_form_draft",
        subject_type="eforms.draft",
        subject_id=draft.pk,
        details={"code": code, "questions": draft.questions},
    )
    draft.delete()


def _titled(title: str) -> str:
    title = clean(title)[:300]
    if not title:
        raise UnusableQuestions("Biểu mẫu cần có tên, ví dụ “Tờ khai đăng ký khai sinh”", field="title")
    return title


def _must_be_allowed(actor: Actor) -> None:
    if not can_publish(actor):
        raise NotAllowed


def _locked(actor: Actor, code: str) -> FormDraft:
    _must_be_allowed(actor)
    draft = FormDraft.objects.select_for_update().filter(code=code).first()
    if draft is None:
        raise DraftNotFound
    return draft


def _apply(draft: FormDraft, actor: Actor, *, said: str, change: Callable[[list[Entry]], object]) -> None:
    entries = list(draft.questions)
    change(entries)
    after = grouped(entries)
    changes = differences(draft.questions, after)
    if changes:
        draft.questions = after
        note(draft, actor, said=said, changes=changes)
