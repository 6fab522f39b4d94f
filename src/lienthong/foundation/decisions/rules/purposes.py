"""What the callers of a table expect of it (cột kết quả theo việc dùng): a new table starts with these outputs."""

from typing import Any

from lienthong.foundation.decisions.choices import Effect, FeesMeant, Outcome, Purpose

OUTPUTS: dict[str, tuple[dict[str, Any], ...]] = {
    Purpose.ELIGIBILITY: (
        {"name": "outcome", "label": "Kết luận", "type": "text", "values": Outcome.values},
        {"name": "procedure", "label": "Thủ tục phải làm (mã)", "type": "text", "values": []},
        {"name": "case", "label": "Trường hợp", "type": "text", "values": []},
        {"name": "papers", "label": "Giấy tờ thêm (khóa)", "type": "text", "values": []},
        {"name": "reason", "label": "Vì sao", "type": "prose", "values": []},
        {"name": "law", "label": "Căn cứ", "type": "prose", "values": []},
        {"name": "instead", "label": "Nên làm gì", "type": "prose", "values": []},
    ),
    Purpose.FEES: (
        {"name": "effect", "label": "Được", "type": "text", "values": Effect.values},
        {"name": "of", "label": "Khoản thu", "type": "text", "values": FeesMeant.values},
        {"name": "percent", "label": "Giảm (%)", "type": "number", "values": []},
        {"name": "reason", "label": "Vì sao", "type": "prose", "values": []},
        {"name": "law", "label": "Căn cứ", "type": "prose", "values": []},
        {"name": "proof", "label": "Giấy tờ chứng minh", "type": "prose", "values": []},
    ),
    Purpose.OTHER: ({"name": "result", "label": "Kết quả", "type": "text", "values": []},),
}


def missing_outputs(purpose: str, content: dict[str, Any]) -> list[str]:
    """Labels of expected outputs that the table has no column for. Only the first of each purpose cannot be done without."""
    held = {row["name"] for row in content["outputs"]}
    wanted = OUTPUTS.get(purpose, ()) if purpose != Purpose.OTHER else ()
    return [row["label"] for row in wanted[:1] if row["name"] not in held]
