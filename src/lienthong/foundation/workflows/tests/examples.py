"""A process with everything in it: a condition, a parallel group, and a condition inside the group."""

from typing import Any


def row(key: str, role: str = "specialist", kind: str = "handle", **more: Any) -> dict[str, Any]:
    return {"key": key, "name": f"Bước {key}", "role": role, "hours": 4, "kind": kind, **more}


BUILDING_PERMIT = [
    row("tiep_nhan", "one_stop_officer", "receive", agency="reception"),
    row("tham_dinh"),
    row("thuc_dia", when={"field": "dien_tich", "op": ">", "value": 250}),
    row("phong_chay", parallel="lay_y_kien"),
    row("moi_truong", parallel="lay_y_kien", when={"field": "loai", "op": "in", "value": ["kho", "xuong"]}),
    row("quy_hoach", parallel="lay_y_kien"),
    row("trinh", "department_head", "approve"),
    row("ky", "agency_leader", "sign"),
    row("tra", "one_stop_officer", "return", agency="reception"),
]
