"""The record of a draft's changes (lịch sử soạn): what each edit did, how it is taken back, who changed what since a page was opened."""

from collections.abc import Sequence
from typing import Any

from lienthong.domain.eforms.drafting.entries import Entry, by_id
from lienthong.domain.eforms.drafting.wording import setting_label
from lienthong.domain.eforms.errors import EditedMeanwhile
from lienthong.domain.eforms.models import FormDraft, FormDraftEdit
from lienthong.kit import clock
from lienthong.kit.actor import Actor

type Json = Any
type Change = dict[str, Json]


def differences(before: Sequence[Entry], after: Sequence[Entry]) -> list[Change]:
    """Entries that came, went or changed; a move is told by the entry that moved."""
    changes: list[Change] = []
    for entry_id in dict.fromkeys([*(each["id"] for each in before), *(each["id"] for each in after)]):
        old, new = by_id(before, entry_id), by_id(after, entry_id)
        if (old and old[1]) != (new and new[1]):
            changes.append({"id": entry_id, "before": _state(old), "after": _state(new)})
    if not changes and [each["id"] for each in before] != [each["id"] for each in after]:
        moved = next(each["id"] for each, other in zip(before, after, strict=True) if each["id"] != other["id"])
        changes.append({"id": moved, "before": _state(by_id(before, moved)), "after": _state(by_id(after, moved))})
    return changes


def _state(found: tuple[int, Entry] | None) -> Change | None:
    return {"at": found[0], "entry": found[1]} if found else None


def note(
    draft: FormDraft,
    actor: Actor,
    *,
    said: str,
    changes: list[Change],
    title_before: str = "",
    is_undo: bool = False,
) -> None:
    """Count the edit, save the draft, keep what was done."""
    draft.edits += 1
    draft.edited_at, draft.edited_by = clock.now(), actor.name
    draft.save()
    draft.history.create(
        number=draft.edits,
        said=said[:400],
        changes=changes,
        title_before=title_before,
        is_undo=is_undo,
        account_id=actor.account_id,
        by=actor.name,
        at=draft.edited_at,
    )


def _touching(draft: FormDraft, entry_id: str, seen: int) -> list[FormDraftEdit]:
    """Edits of one question since `seen`, oldest first."""
    since = draft.history.filter(number__gt=seen).order_by("number")
    return [edit for edit in since if any(change["id"] == entry_id for change in edit.changes)]


def as_seen(draft: FormDraft, entry_id: str, seen: int) -> Entry | None:
    """The entry as it stood when `seen` edits had been made; None when nobody touched it since, or it was added since."""
    for edit in _touching(draft, entry_id, seen):
        change = next(each for each in edit.changes if each["id"] == entry_id)
        return dict(change["before"]["entry"]) if change["before"] else None
    return None


def meanwhile(
    draft: FormDraft, actor: Actor, entry_id: str, seen: int, keys: set[str], current: Entry
) -> EditedMeanwhile:
    """The refusal: who changed which settings, when, and what is stored now."""
    edit = _touching(draft, entry_id, seen)[-1]
    at = f"{edit.at.astimezone(clock.VIETNAM):%H:%M}"
    named = ", ".join(setting_label(key, current["kind"]).lower() for key in sorted(keys))
    who = "Ông/bà, ở cửa sổ khác," if edit.account_id == actor.account_id else edit.by
    return EditedMeanwhile(
        f"{who} đã sửa {named} của câu này lúc {at}. Nội dung ông/bà vừa ghi còn nguyên bên dưới, chưa ghi đè",
        field=next(iter(sorted(keys))),
        theirs={key: current.get(key) for key in sorted(keys)},
        by=edit.by,
    )


def take_back(entries: list[Entry], change: Change, edit: FormDraftEdit) -> None:
    """Undo one change in a list of entries. Raises EditedMeanwhile when the question is no longer as that edit left it."""
    found = by_id(entries, change["id"])
    after, before = change["after"], change["before"]
    if (found[1] if found else None) != (after["entry"] if after else None):
        raise EditedMeanwhile(
            f"Câu này đã được sửa tiếp sau lúc {edit.at.astimezone(clock.VIETNAM):%H:%M}. Sửa trực tiếp thay vì hoàn tác"
        )
    if found:
        entries.pop(found[0])
    if before:
        entries.insert(min(before["at"], len(entries)), before["entry"])
