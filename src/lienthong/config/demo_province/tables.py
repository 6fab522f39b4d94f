"""Decision tables on the desk of their keeper (bảng quyết định đang soạn): one that changes a rule, one that is new; both with findings."""

from copy import deepcopy
from typing import Any

from lienthong.foundation.decisions import services as decisions
from lienthong.foundation.decisions.choices import Outcome, Purpose
from lienthong.kit.actor import Actor

BUILDING = "co-phai-xin-phep-xay-dung"
FUNERAL: dict[str, Any] = {
    "hit_policy": "U",
    "inputs": [
        {"name": "tuoi", "label": "Người mất bao nhiêu tuổi?", "type": "number", "whole": True, "minimum": "0", "maximum": "130"},
        {"name": "luong_huu", "label": "Người mất có lương hưu, tử tuất bảo hiểm xã hội?", "type": "text", "values": ["Không", "Có"]},
        {"name": "tro_cap", "label": "Người mất đang hưởng trợ cấp xã hội hằng tháng?", "type": "text", "values": ["Không", "Có"]},
    ],
    "outputs": [
        {"name": "outcome", "label": "Kết luận", "type": "text", "values": Outcome.values},
        {"name": "procedure", "label": "Thủ tục phải làm (mã)", "type": "text", "values": []},
        {"name": "case", "label": "Trường hợp", "type": "text", "values": []},
        {"name": "reason", "label": "Vì sao", "type": "prose", "values": []},
        {"name": "law", "label": "Căn cứ", "type": "prose", "values": []},
    ],
    "rules": [
        {"when": [">= 80", "Không", "-"], "then": [Outcome.MAY.value, "1.001731", "Từ đủ 80 tuổi, không có lương hưu", "Người từ đủ 80 tuổi không hưởng lương hưu, tử tuất được hỗ trợ chi phí mai táng.", "Nghị định số 20/2021/NĐ-CP, Điều 11"], "note": ""},
        {"when": ["-", "Không", "Có"], "then": [Outcome.MAY.value, "1.001731", "Đang hưởng trợ cấp xã hội", "Người đang hưởng trợ cấp xã hội hằng tháng được hỗ trợ chi phí mai táng.", "Nghị định số 20/2021/NĐ-CP, Điều 11"], "note": ""},
        {"when": ["-", "Có", "-"], "then": [Outcome.MAY_NOT.value, "", "Đã có chế độ tử tuất", "Gia đình hưởng mai táng phí của bảo hiểm xã hội.", "Luật Bảo hiểm xã hội số 41/2024/QH15"], "note": ""},
    ],
    "tests": [{"name": "Cụ 85 tuổi", "given": {"tuoi": "85", "luong_huu": "Không", "tro_cap": "Không"}, "expect": {"outcome": Outcome.MAY.value}}],
}  # fmt: skip


def leave_table_drafts(keeper: Actor) -> None:
    """A draft that leaves houses of five and six floors without a rule, and a new table whose first two rules overlap."""
    draft = decisions.start_draft(actor=keeper, code=BUILDING)
    content = deepcopy(draft.content)
    floors = next(at for at, row in enumerate(content["inputs"]) if row["name"] == "tang")
    for rule in content["rules"]:
        rule["when"][floors] = rule["when"][floors].replace("< 7", "< 5")
    decisions.save_draft(actor=keeper, code=BUILDING, edits=draft.edits, content=content)
    decisions.create_table(
        actor=keeper,
        name="Hỗ trợ chi phí mai táng: ai được",
        purpose=Purpose.ELIGIBILITY,
        subjects=["1.001731"],
        description="Gia đình người mất có được hỗ trợ chi phí mai táng không",
        content=FUNERAL,
        is_demo=True,
    )
