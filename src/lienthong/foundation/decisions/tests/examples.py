"""Tables that several tests ask."""

from typing import Any

PENSION: dict[str, Any] = {
    "hit_policy": "U",
    "inputs": [
        {"name": "tuoi", "label": "Tuổi", "type": "number", "whole": True, "minimum": "0", "maximum": "130"},
        {"name": "luong_huu", "label": "Có lương hưu", "type": "boolean"},
        {"name": "ho", "label": "Thuộc hộ", "type": "text", "values": ["Nghèo", "Cận nghèo", "Không thuộc"]},
    ],
    "outputs": [
        {"name": "outcome", "label": "Kết luận", "type": "text", "values": ["Được nộp", "Không đủ điều kiện"]},
        {"name": "reason", "label": "Vì sao", "type": "prose"},
    ],
    "rules": [
        {"when": ["-", "Có", "-"], "then": ["Không đủ điều kiện", "Đang hưởng lương hưu."]},
        {"when": [">= 75", "Không", "-"], "then": ["Được nộp", "Từ đủ 75 tuổi."]},
        {"when": ["[70..75)", "Không", '"Nghèo", "Cận nghèo"'], "then": ["Được nộp", "Từ 70 tuổi, hộ nghèo."]},
        {"when": ["[70..75)", "Không", "Không thuộc"], "then": ["Không đủ điều kiện", "Chưa đủ 75 tuổi."]},
        {"when": ["< 70", "Không", "-"], "then": ["Không đủ điều kiện", "Chưa đủ 70 tuổi."]},
    ],
    "tests": [
        {
            "name": "80 tuổi",
            "given": {"tuoi": "80", "luong_huu": "Không", "ho": "Không thuộc"},
            "expect": {"outcome": "Được nộp"},
        }
    ],
}


def changed(content: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """A deep enough copy with parts replaced."""
    import copy

    return copy.deepcopy(content) | parts
