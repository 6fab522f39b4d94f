"""Writing the next version of a table (soạn bảng quyết định). Nothing typed is lost: a draft may be wrong, only not too large."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from lienthong.foundation.audit import services as audit
from lienthong.foundation.decisions.choices import Purpose
from lienthong.foundation.decisions.errors import DraftChanged, TableInvalid, TableNotFound
from lienthong.foundation.decisions.models import DecisionDraft, DecisionTable, DecisionVersion
from lienthong.foundation.decisions.policies import can_manage
from lienthong.foundation.decisions.rules.purposes import OUTPUTS
from lienthong.foundation.decisions.rules.table import check_guards, empty_content
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed
from lienthong.kit.text_vi import clean, slug


@transaction.atomic
def create_table(
    *,
    actor: Actor,
    name: str,
    purpose: str = Purpose.OTHER,
    subjects: Sequence[str] = (),
    description: str = "",
    code: str = "",
    content: Mapping[str, Any] | None = None,
    is_demo: bool = False,
) -> DecisionTable:
    """A new table with a draft: the outputs its purpose needs, or `content`. Raises NotAllowed, TableInvalid."""
    if not can_manage(actor):
        raise NotAllowed
    name, code = clean(name)[:200], code or slug(name)[:80]
    problems = {}
    if not code:
        problems["name"] = "Chưa đặt tên bảng. Tên nói bảng trả lời câu hỏi gì, ví dụ “Ai được đăng ký kết hôn”."
    elif DecisionTable.objects.filter(code=code).exists():
        problems["name"] = f"Đã có bảng mang mã “{code}”. Đặt tên khác, hoặc mở bảng đó để soạn bản mới."
    if purpose not in Purpose.values:
        problems["purpose"] = "Chọn bảng dùng để làm gì."
    if problems:
        raise TableInvalid(problems)
    started = (
        dict(content)
        if content is not None
        else {**empty_content(), "outputs": [dict(row) for row in OUTPUTS[purpose]]}
    )
    check_guards(started)
    table = DecisionTable.objects.create(
        code=code,
        name=name,
        purpose=purpose,
        subjects=[clean(each)[:40] for each in subjects],
        description=clean(description)[:400],
        is_demo=is_demo,
    )
    _new_draft(actor, table, started)
    audit.record(
        actor=actor,
        verb="create_decision_table",
        subject_type="decision_table",
        subject_id=table.pk,
        details={"code": code},
    )
    return table


@transaction.atomic
def start_draft(*, actor: Actor, code: str) -> DecisionDraft:
    """The draft of the next version, begun as a copy of the newest version. An open draft is returned as it is."""
    table = _locked(code)
    if not can_manage(actor):
        raise NotAllowed
    found = DecisionDraft.objects.filter(table=table).first()
    if found is not None:
        return found
    newest = DecisionVersion.objects.filter(table=table).order_by("-number").first()
    draft = _new_draft(
        actor, table, newest.content if newest else {**empty_content(), "outputs": list(OUTPUTS[table.purpose])}
    )
    audit.record(
        actor=actor,
        verb="start_decision_draft",
        subject_type="decision_table",
        subject_id=table.pk,
        details={"code": code},
    )
    return draft


@transaction.atomic
def save_draft(
    *, actor: Actor, code: str, edits: int, content: Mapping[str, Any], overwrite: bool = False
) -> DecisionDraft:
    """Keep what was typed. `edits` is the count of the draft that was opened.

    Raises DraftChanged when somebody else has saved since, TableInvalid when a guard is broken, TableNotFound without a draft.
    With `overwrite` the other's content is set aside in `replaced`, from where `restore_replaced` brings it back.
    """
    draft = _draft(code)
    if not can_manage(actor):
        raise NotAllowed
    check_guards(content)
    if draft.edits != edits and draft.content != content:
        if not overwrite:
            moment = draft.edited_at.astimezone(clock.VIETNAM)
            raise DraftChanged(
                f"{draft.edited_by or 'Người khác'} đã lưu bảng này lúc {moment:%H:%M ngày %d/%m}, sau khi ông/bà mở. Những gì ông/bà vừa gõ còn nguyên trên trang.",
                by=draft.edited_by,
                edits=draft.edits,
            )
        draft.replaced = {"content": draft.content, "by": draft.edited_by, "at": draft.edited_at.isoformat()}
    if draft.content == content:
        return draft
    draft.content = dict(content)
    _stamp(draft, actor)
    return draft


@transaction.atomic
def restore_replaced(*, actor: Actor, code: str) -> DecisionDraft:
    """Bring back what was overwritten; the present content takes its place aside."""
    draft = _draft(code)
    if not can_manage(actor):
        raise NotAllowed
    kept = draft.replaced
    if kept is None:
        raise TableNotFound("Không có bản nào được giữ lại để lấy về.")
    draft.replaced = {"content": draft.content, "by": draft.edited_by, "at": draft.edited_at.isoformat()}
    draft.content = kept["content"]
    _stamp(draft, actor)
    return draft


@transaction.atomic
def discard_draft(*, actor: Actor, code: str) -> None:
    """Throw the draft away; the version in force stays. A table that was never published goes with it."""
    draft = _draft(code)
    if not can_manage(actor):
        raise NotAllowed
    table = draft.table
    audit.record(
        actor=actor,
        verb="discard_decision_draft",
        subject_type="decision_table",
        subject_id=table.pk,
        details={"code": code, "content": draft.content},
    )
    draft.delete()
    if not DecisionVersion.objects.filter(table=table).exists():
        table.delete()


def _new_draft(actor: Actor, table: DecisionTable, content: Mapping[str, Any]) -> DecisionDraft:
    return DecisionDraft.objects.create(
        table=table, content=dict(content), edited_by=actor.name[:160], edited_at=clock.now()
    )


def _stamp(draft: DecisionDraft, actor: Actor) -> None:
    draft.edits += 1
    draft.edited_by, draft.edited_at = actor.name[:160], clock.now()
    draft.save(update_fields=["content", "edits", "edited_by", "edited_at", "replaced"])


def _locked(code: str) -> DecisionTable:
    table = DecisionTable.objects.select_for_update().filter(code=code).first()
    if table is None:
        raise TableNotFound
    return table


def _draft(code: str) -> DecisionDraft:
    draft = (
        DecisionDraft.objects.select_for_update(of=("self",)).select_related("table").filter(table__code=code).first()
    )
    if draft is None:
        raise TableNotFound("Bảng này không có bản đang soạn. Bấm “Soạn bản mới” để bắt đầu.")
    return draft
