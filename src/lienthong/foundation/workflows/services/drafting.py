"""Writing the next version of a process (soạn quy trình). Nothing typed is lost: a draft may be wrong, only not too large."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from lienthong.foundation.audit import services as audit
from lienthong.foundation.workflows import policies
from lienthong.foundation.workflows.errors import DraftChanged, NotReady, StepsInvalid, WorkflowNotFound
from lienthong.foundation.workflows.models import Workflow, WorkflowDraft
from lienthong.foundation.workflows.rules.drafts import check, content_of, empty_row
from lienthong.foundation.workflows.rules.steps import MAX_STEPS, load_steps
from lienthong.foundation.workflows.services.defining import publish_version
from lienthong.foundation.workflows.services.importing import Imported, read_bpmn
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed
from lienthong.kit.text_vi import clean, slug


@transaction.atomic
def create_process(
    *, actor: Actor, name: str, code: str = "", content: Mapping[str, Any] | None = None
) -> WorkflowDraft:
    """A new process with a draft of three steps, or with `content`. Raises NotAllowed, StepsInvalid (key `name`)."""
    _require(actor)
    name = clean(name)[:300]
    code = code or slug(name)[:80].strip("-")
    if not code:
        raise StepsInvalid({"name": "Chưa đặt tên quy trình. Tên nói quy trình giải quyết việc gì."})
    if code == "moi" or Workflow.objects.filter(code=code).exists() or WorkflowDraft.objects.filter(code=code).exists():
        raise StepsInvalid(
            {"name": f"Đã có quy trình mang mã “{code}”. Đặt tên khác, hoặc mở quy trình đó để soạn bản mới."}
        )
    begun = dict(content) if content is not None else _first_rows()
    draft = _new(actor, code, begun | {"name": name})
    _record(actor, "create_workflow_draft", code)
    return draft


@transaction.atomic
def start_draft(*, actor: Actor, code: str) -> WorkflowDraft:
    """The draft of the next version, begun as a copy of the newest version. An open draft is returned as it is."""
    newest = Workflow.objects.select_for_update().filter(code=code).order_by("-version").first()
    _require(actor)
    found = WorkflowDraft.objects.filter(code=code).first()
    if found is not None:
        return found
    if newest is None:
        raise WorkflowNotFound
    draft = _new(actor, code, content_of(newest.name, load_steps(newest.steps), newest.legal_hours))
    _record(actor, "start_workflow_draft", code)
    return draft


@transaction.atomic
def save_draft(
    *, actor: Actor, code: str, edits: int, content: Mapping[str, Any], overwrite: bool = False
) -> WorkflowDraft:
    """Keep what was typed. `edits` is the count of the draft that was opened.

    Raises DraftChanged when somebody else has saved since, StepsInvalid when the table is too large, WorkflowNotFound without a draft.
    With `overwrite` the other's content is set aside in `replaced`, from where `restore_replaced` brings it back.
    """
    draft = _locked(code)
    _require(actor)
    if len(content["rows"]) > MAX_STEPS:
        raise StepsInvalid(
            {"steps": f"Quy trình có nhiều nhất {MAX_STEPS} bước; bảng này có {len(content['rows'])} bước."}
        )
    if draft.content == content:
        return draft
    if draft.edits != edits:
        if not overwrite:
            at = draft.edited_at.astimezone(clock.VIETNAM)
            raise DraftChanged(
                f"{draft.edited_by or 'Người khác'} đã lưu quy trình này lúc {at:%H:%M ngày %d/%m}, sau khi ông/bà mở. Những gì ông/bà vừa gõ còn nguyên trên trang.",
                by=draft.edited_by,
                edits=draft.edits,
            )
        draft.replaced = _aside(draft)
    draft.content = dict(content)
    return _stamp(draft, actor)


@transaction.atomic
def restore_replaced(*, actor: Actor, code: str) -> WorkflowDraft:
    """Bring back what was overwritten; the present content takes its place aside."""
    draft = _locked(code)
    _require(actor)
    kept = draft.replaced
    if kept is None:
        raise WorkflowNotFound("Không có bản nào được giữ lại để lấy về.")
    draft.replaced = _aside(draft)
    draft.content = kept["content"]
    return _stamp(draft, actor)


@transaction.atomic
def import_bpmn(*, actor: Actor, code: str, file: bytes) -> Imported:
    """Take a BPMN 2.0 file as the content of the draft; the present content is set aside. Raises BpmnRefused."""
    draft = _locked(code)
    _require(actor)
    imported = read_bpmn(file)
    draft.replaced = _aside(draft)
    name = imported.content["name"] or draft.content["name"]
    draft.content = imported.content | {"name": name, "legal_hours": draft.content["legal_hours"]}
    _stamp(draft, actor)
    _record(actor, "import_workflow_bpmn", code)
    return imported


@transaction.atomic
def discard_draft(*, actor: Actor, code: str) -> None:
    """Throw the draft away; the version in force stays."""
    draft = _locked(code)
    _require(actor)
    _record(actor, "discard_workflow_draft", code, content=draft.content)
    draft.delete()


@transaction.atomic
def publish_draft(*, actor: Actor, code: str, edits: int, note: str = "", known: Collection[str] = ()) -> Workflow:
    """Put the draft in force: runs that begin from now on begin with it, running ones stay until they are moved.

    Raises NotAllowed, DraftChanged, NotReady with what is still to be mended.
    """
    draft = _locked(code)
    _require(actor)
    if draft.edits != edits:
        raise DraftChanged(
            f"{draft.edited_by or 'Người khác'} vừa sửa bản đang soạn. Xem lại bản mới nhất rồi ban hành.",
            edits=draft.edits,
        )
    checked = check(draft.content, known)
    if not checked.is_ready:
        raise NotReady("Chưa ban hành được. " + " ".join(each.message for each in checked.errors[:6]))
    workflow = publish_version(
        actor=actor,
        code=code,
        name=draft.content["name"],
        steps=checked.steps,
        legal_hours=checked.legal_hours,
        note=clean(note)[:400],
    )
    Workflow.objects.filter(code=code).exclude(id=workflow.id).update(successor=workflow)
    draft.delete()
    return workflow


def _first_rows() -> dict[str, Any]:
    return {
        "name": "",
        "legal_hours": "",
        "rows": [
            empty_row()
            | {"key": "tiep_nhan", "name": "Tiếp nhận", "role": "one_stop_officer", "agency": "reception"}
            | {"kind": "receive", "hours": "2"},
            empty_row() | {"key": "tham_dinh", "name": "Thẩm định hồ sơ"},
            empty_row()
            | {"key": "tra_ket_qua", "name": "Trả kết quả", "role": "one_stop_officer", "agency": "reception"}
            | {"kind": "return", "hours": "0"},
        ],
    }


def _new(actor: Actor, code: str, content: Mapping[str, Any]) -> WorkflowDraft:
    return WorkflowDraft.objects.create(
        code=code, content=dict(content), edited_by=actor.name[:160], edited_at=clock.now()
    )


def _aside(draft: WorkflowDraft) -> dict[str, Any]:
    return {"content": draft.content, "by": draft.edited_by, "at": draft.edited_at.isoformat()}


def _stamp(draft: WorkflowDraft, actor: Actor) -> WorkflowDraft:
    draft.edits += 1
    draft.edited_by, draft.edited_at = actor.name[:160], clock.now()
    draft.save(update_fields=["content", "edits", "edited_by", "edited_at", "replaced"])
    return draft


def _locked(code: str) -> WorkflowDraft:
    draft = WorkflowDraft.objects.select_for_update().filter(code=code).first()
    if draft is None:
        raise WorkflowNotFound(
            "Quy trình này không có bản đang soạn: vừa được ban hành hoặc bỏ. Mở lại quy trình để xem."
        )
    return draft


def _require(actor: Actor) -> None:
    if not policies.can_define_workflow(actor):
        raise NotAllowed


def _record(actor: Actor, verb: str, code: str, **details: Any) -> None:
    audit.record(
        actor=actor, verb=verb, subject_type="workflow_draft", subject_id=code, details={"code": code, **details}
    )
