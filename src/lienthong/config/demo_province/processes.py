"""Internal processes on the desk of their keeper (quy trình đang soạn): one changed while dossiers run, one being written with findings."""

from copy import deepcopy
from typing import Any

from lienthong.foundation.workflows import queries
from lienthong.foundation.workflows import services as workflows
from lienthong.kit.actor import Actor

BIRTH, BUILDING = "tthc-1-001193", "tthc-1-013225"
LATER = {"approve", "sign", "stamp", "return"}


def leave_process_drafts(keeper: Actor) -> None:
    """Birth registration gets a check before approval, so running dossiers may follow; the permit gets too many hours and an unknown question."""
    if queries.latest_workflow(BIRTH) is not None:
        draft = workflows.start_draft(actor=keeper, code=BIRTH)
        rows = deepcopy(draft.content["rows"])
        at = next((at for at, row in enumerate(rows) if row["kind"] in LATER), len(rows))
        rows.insert(
            at, _row("doi_chieu_co_so_du_lieu", "Đối chiếu Cơ sở dữ liệu hộ tịch điện tử", kind="check", hours="1")
        )
        saved = workflows.save_draft(
            actor=keeper, code=BIRTH, edits=draft.edits, content=draft.content | {"rows": rows}
        )
        workflows.publish_draft(
            actor=keeper,
            code=BIRTH,
            edits=saved.edits,
            note="Thêm bước đối chiếu trước khi trình (quyết định minh họa)",
        )
    if queries.latest_workflow(BUILDING) is not None:
        draft = workflows.start_draft(actor=keeper, code=BUILDING)
        rows = deepcopy(draft.content["rows"])
        rows.insert(
            2,
            _row("kiem_tra_thuc_dia", "Kiểm tra thực địa", kind="check", hours="16")
            | {"field": "dien_tich_san", "op": ">", "value": "250"},
        )
        workflows.save_draft(
            actor=keeper, code=BUILDING, edits=draft.edits, content=draft.content | {"rows": rows, "legal_hours": "56"}
        )


def _row(key: str, name: str, *, kind: str, hours: str) -> dict[str, Any]:
    blank = {"parallel": "", "field": "", "op": "", "value": ""}
    return blank | {"key": key, "name": name, "kind": kind, "hours": hours, "role": "specialist", "agency": "competent"}
