"""What the living page shows (dữ liệu mẫu). People, papers and figures are invented; no page of work uses this."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import segno
from django.templatetags.static import static
from django.utils.safestring import mark_safe

ASSETS = Path(__file__).parent / "assets"
NOW = datetime(2026, 11, 19, 2, 42, tzinfo=UTC)  # 09:42 in Vietnam
URL = "#vi-du"

SWATCHES = [
    ("paper", "Giấy", "nền trang"),
    ("sheet", "Tờ", "nơi làm việc"),
    ("sunk", "Chìm", "đầu bảng"),
    ("ink", "Mực", "16,2 : 1"),
    ("ink-2", "Mực 2", "7,3 : 1"),
    ("ink-3", "Mực 3", "5,5 : 1"),
    ("line", "Nét", "ngăn cách"),
    ("line-2", "Nét 2", "cạnh ô nhập"),
    ("lacquer", "Sơn", "một hành động chính"),
    ("gold", "Vàng", "nét mảnh, không chữ"),
    ("indigo", "Chàm", "liên kết, chọn"),
    ("jade", "Ngọc", "xong"),
    ("amber", "Hổ phách", "sắp đến hạn"),
    ("red", "Đỏ", "quá hạn"),
    ("grey", "Xám", "tạm dừng"),
    ("night", "Sơn then", "thanh cán bộ"),
]

STATES = [
    "draft",
    "submitted",
    "accepted",
    "processing",
    "paused",
    "supplement",
    "overdue",
    "approved",
    "returned",
    "rejected",
    "withdrawn",
]
OTHER_STATES = [
    "valid",
    "missing",
    "invalid",
    "received",
    "checking",
    "paid",
    "unpaid",
    "free",
    "todo",
    "optional",
    "active",
    "inactive",
    "failed",
]

BPMN = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
 xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" targetNamespace="urn:lienthong:sample">
<bpmn:process id="P" isExecutable="false"><bpmn:startEvent id="S" name="Nhận"/><bpmn:userTask id="A" name="Thẩm định"/>
<bpmn:userTask id="B" name="Trình ký"/><bpmn:endEvent id="E" name="Trả kết quả"/>
<bpmn:sequenceFlow id="F1" sourceRef="S" targetRef="A"/><bpmn:sequenceFlow id="F2" sourceRef="A" targetRef="B"/>
<bpmn:sequenceFlow id="F3" sourceRef="B" targetRef="E"/></bpmn:process>
<bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane id="L" bpmnElement="P">
<bpmndi:BPMNShape id="S_s" bpmnElement="S"><dc:Bounds x="10" y="42" width="36" height="36"/></bpmndi:BPMNShape>
<bpmndi:BPMNShape id="A_s" bpmnElement="A"><dc:Bounds x="110" y="20" width="100" height="80"/></bpmndi:BPMNShape>
<bpmndi:BPMNShape id="B_s" bpmnElement="B"><dc:Bounds x="270" y="20" width="100" height="80"/></bpmndi:BPMNShape>
<bpmndi:BPMNShape id="E_s" bpmnElement="E"><dc:Bounds x="430" y="42" width="36" height="36"/></bpmndi:BPMNShape>
<bpmndi:BPMNEdge id="F1_s" bpmnElement="F1"><di:waypoint x="46" y="60"/><di:waypoint x="110" y="60"/></bpmndi:BPMNEdge>
<bpmndi:BPMNEdge id="F2_s" bpmnElement="F2"><di:waypoint x="210" y="60"/><di:waypoint x="270" y="60"/></bpmndi:BPMNEdge>
<bpmndi:BPMNEdge id="F3_s" bpmnElement="F3"><di:waypoint x="370" y="60"/><di:waypoint x="430" y="60"/></bpmndi:BPMNEdge>
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>
"""


def _tokens() -> list[dict[str, str]]:
    """Read the tokens from their own file, so that this page cannot lie about them."""
    text = (ASSETS / "css/tokens.css").read_text("utf-8")
    parts = {
        name: re.search(pattern, text, re.S)
        for name, pattern in (("citizen", r":root \{(.*?)\n  \}"), ("staff", r'"staff"\] \{(.*?)\n  \}'))
    }
    values = {
        name: dict(re.findall(r"(--[\w-]+):\s*([^;]+);", found[1] if found else "")) for name, found in parts.items()
    }
    return [
        {"name": name, "citizen": " ".join(value.split()), "staff": values["staff"].get(name, "")}
        for name, value in values["citizen"].items()
    ]


def _icons() -> list[str]:
    names = re.findall(r'id="i-([\w-]+)"', (ASSETS / "images/icons.svg").read_text("utf-8"))
    return [name for name in names if name not in ("star", "drum")]


def _weeks() -> list[list[dict[str, Any]]]:
    marks = {10: ("start", "nhận"), 11: ("count", "1/10"), 12: ("count", "2/10"), 13: ("count", "3/10"), 16: ("count", "4/10"), 17: ("count", "5/10"),
             18: ("paused", "dừng"), 19: ("paused", "dừng"), 20: ("count", "6/10"), 23: ("count", "7/10"), 24: ("off", "nghỉ"), 25: ("count", "8/10"),
             26: ("count", "9/10"), 27: ("due", "10/10")}  # fmt: skip
    days = [date(2026, 11, 9) + timedelta(days=number) for number in range(21)]
    cells = [
        {
            "day": day.day,
            "state": marks.get(day.day, ("off", ""))[0],
            "label": marks.get(day.day, ("", ""))[1],
            "is_today": day.day == 19,
        }
        for day in days
    ]
    return [cells[start : start + 7] for start in (0, 7, 14)]


def _forms() -> dict[str, Any]:
    return {
        "text_fields": [
            {"name": "name", "label": "Họ, chữ đệm, tên", "hint": "Ghi như trên căn cước", "value": "Nguyễn Thị A"},
            {"name": "pin", "kind": "citizen_id", "label": "Số căn cước", "value": "06419500000", "error": "Có 11 chữ số. Số căn cước có 12 chữ số"},
            {"name": "phone", "kind": "tel", "label": "Điện thoại", "required": False, "value": "0905 000 512"},
            {"name": "email", "kind": "email", "label": "Thư điện tử", "disabled": True, "required": False},
            {"name": "secret", "kind": "password", "label": "Mật khẩu"},
            {"name": "reason", "kind": "textarea", "label": "Nội dung đề nghị", "rows": 3},
        ],
        "other_fields": [
            {"name": "birth", "kind": "date", "label": "Ngày sinh", "hint": "Ghi theo giấy chứng sinh. Ví dụ: 7 11 2026", "value": date(2026, 11, 7)},
            {"name": "birth2", "kind": "date", "label": "Ngày kết hôn", "value": {"day": "31", "month": "11", "year": "2026"},
             "error": "Ngày 31/11/2026 không có trong lịch: tháng 11 có 30 ngày"},
            {"name": "commune", "kind": "select", "label": "Xã, phường", "choices": ["Phường Diên Hồng", "Phường Pleiku"], "value": "Phường Diên Hồng"},
            {"name": "money", "kind": "money", "label": "Số tiền", "value": 1250000},
            {"name": "count", "kind": "number", "label": "Số bản sao", "value": 2},
            {"name": "home", "kind": "address", "label": "Nơi thường trú", "provinces": ["Gia Lai", "Đắk Lắk"], "communes": ["Phường Diên Hồng"],
             "value": {"province": "Gia Lai", "commune": "Phường Diên Hồng", "detail": "Tổ 5"}},
        ],
        "choice_fields": [
            {"name": "sex", "kind": "radio", "label": "Giới tính", "choices": ["Nữ", "Nam"], "value": "Nữ"},
            {"name": "how", "kind": "checkboxes", "label": "Báo tin qua", "value": ["mail"], "required": False,
             "choices": [("mail", "Thư điện tử"), ("sms", "SMS", "Tin không dấu")]},
            {"name": "sure", "kind": "checkbox", "label": "Tôi cam đoan nội dung trên là đúng"},
        ],
        "table_field": {"name": "members", "kind": "table", "label": "Thành viên hộ cùng thay đổi", "choices": ["Họ tên", "Ngày sinh", "Quan hệ với chủ hộ"],
                        "rows": 2, "value": [["Siu K", "01/02/2015", "Con"]], "required": False},
        "error_rows": [{"label": "Số căn cước", "message": "Có 11 chữ số. Số căn cước có 12 chữ số", "id": "id_pin"},
                       {"label": "Ngày kết hôn", "message": "Ngày 31/11/2026 không có trong lịch: tháng 11 có 30 ngày", "id": "id_birth2_day"}],
        "known_rows": [{"label": "Họ, chữ đệm, tên", "value": "Nguyễn Thị A"}, {"label": "Ngày sinh", "value": "12/03/1995"},
                       {"label": "Nơi thường trú", "value": "Tổ 5, phường Diên Hồng, tỉnh Gia Lai"}],
        "file_rows": [
            {"name": "to-khai.pdf", "size": 1258291, "note": "Chờ đến lượt"},
            {"name": "IMG_2042.HEIC", "size": 5033165, "note": "Đã tải 3,1 MB", "progress": 64},
            {"name": "hop-dong.pdf", "size": 6606029, "state": "waiting", "note": "Mất mạng, giữ lại 2,0 MB. Có mạng sẽ tải tiếp"},
            {"name": "ban-ve.pdf", "state": "checking", "note": "Đang kiểm nội dung tệp"},
            {"name": "giay-chung-sinh.jpg", "state": "done", "size": 2516582, "pages": 1, "at": NOW, "url": URL},
            {"name": "video.mov", "state": "failed", "size": 50331648, "error": "Tệp là video. Cần ảnh hoặc PDF, đến 20 MB"},
        ],
    }  # fmt: skip


def _dossier() -> dict[str, Any]:
    return {
        "steps": [{"label": "Người khai", "state": "done", "url": URL}, {"label": "Trẻ và giấy tờ", "state": "now"}, {"label": "Kiểm tra lại"}, {"label": "Nộp"}],
        "timeline": [
            {"title": "Đã tiếp nhận", "state": "done", "who": "Trung tâm Phục vụ hành chính công phường Diên Hồng. Bà Trần Thị B, quầy 3.", "when": "08:15, 10/11/2026"},
            {"title": "Đang thẩm định, tạm dừng chờ bổ sung", "state": "paused", "who": "Người giữ hồ sơ: ông Lê Văn D, chuyên viên.",
             "lines": ["Giữ từ 10:05, 10/11/2026."]},
            {"title": "Quá hạn ở bước xác minh", "state": "late", "who": "Ông Lê Văn D giữ 7 ngày, quá 1 ngày"},
            {"title": "Tiếp theo: ký", "state": "next", "who": "Chủ tịch UBND phường, 1 ngày làm việc"},
            {"title": "Trả kết quả", "state": "next", "icon": "file", "who": "Tại quầy phường Diên Hồng, như ông/bà đã chọn"},
        ],
        "tasks": [
            {"title": "Hợp đồng chuyển nhượng đã công chứng", "state": "soon", "chip_label": "Thiếu trang", "text": "Bản quét thiếu trang 3. Tải lên đủ 5 trang.",
             "action": "Tải lên hợp đồng", "url": URL, "icon_action": "upload"},
            {"title": "Tờ khai lệ phí trước bạ", "state": "late", "chip_label": "Chưa ký", "text": "Chưa có chữ ký của người khai.", "action": "Ký tờ khai", "url": URL, "icon_action": "sign"},
            {"title": "Đơn đăng ký biến động", "state": "done", "chip": "valid"},
            {"title": "Chọn cách nhận kết quả", "state": "todo", "chip": "todo", "url": URL},
        ],
        "summary_rows": [{"label": "Họ, chữ đệm, tên của trẻ", "value": "Nguyễn Thị C", "url": URL}, {"label": "Ngày sinh", "value": "07/11/2026", "url": URL},
                         {"label": "Mẹ", "value": "Nguyễn Thị A, 12/03/1995", "source": "Cơ sở dữ liệu quốc gia về dân cư"}],
        "facts": [{"label": "Thời hạn", "value": "10 ngày làm việc", "note": "không kể thời gian chờ bổ sung"}, {"label": "Lệ phí", "value": "350.000 ₫"},
                  {"label": "Cơ quan giải quyết", "value": "UBND phường Diên Hồng", "url": URL}],
        "weeks": _weeks(),
        "signature_rows": [{"label": "Người ký", "value": "Phạm Văn V, Phó Giám đốc"}, {"label": "Lúc", "value": "16:20, 18/11/2026"}],
    }  # fmt: skip


def _lists() -> dict[str, Any]:
    columns = [{"label": "Mã hồ sơ", "sort_url": URL, "sort": "ascending", "code": True}, {"label": "Người nộp"}, {"label": "Thủ tục", "clip": True}, {"label": "Lệ phí", "num": True},
               {"label": "Trạng thái"}]  # fmt: skip
    return {
        "columns": columns,
        "rows": [
            {"id": 1, "checked": True, "url": URL, "late": True, "cells": ["H21.88-261028-0090", "Phạm Văn E", "Cấp đổi Giấy chứng nhận quyền sử dụng đất", "120.000 ₫", "Quá hạn"]},
            {"id": 2, "checked": True, "url": URL, "selected": True, "cells": ["H21.88-261111-0131", "Lê Thị C", "Đăng ký biến động đất đai do nhận chuyển nhượng", "350.000 ₫", "Đang xử lý"]},
            {"id": 3, "url": URL, "cells": ["H21.88-261113-0020", "Siu K", "Tách thửa", "1.350.000 ₫", "Đang xử lý"]},
        ],
        "page": {"prev_url": URL, "next_url": URL, "text": "Hồ sơ 31–60"},
        "tabs": [{"label": "Đang xử lý", "url": URL, "count": 3, "current": True}, {"label": "Cần bổ sung", "url": URL, "count": 1, "late": True}, {"label": "Đã xong", "url": URL, "count": 12}],
        "crumbs": [{"label": "Trang chủ", "url": "/"}, {"label": "Hộ tịch", "url": URL}, {"label": "Đăng ký khai sinh"}],
        "bars": [{"label": "Xã Ia Mơ", "value": 21, "state": "late"}, {"label": "Xã Kông Chro", "value": 17, "state": "late"}, {"label": "Phường Pleiku", "value": 9, "state": "soon"},
                 {"label": "Phường Diên Hồng", "value": 2, "url": URL}],
        "dues": [
            {"at": NOW + timedelta(days=8), "left": 6},
            {"at": NOW + timedelta(days=2), "left": 2},
            {"at": NOW + timedelta(hours=4, minutes=20), "left": 0},
            {"at": NOW - timedelta(hours=3), "left": 0},
            {"at": NOW - timedelta(days=2, hours=1), "left": -2},
        ],
    }  # fmt: skip


def _reading() -> dict[str, Any]:
    page = {"width": 794, "height": 1123, "picture": static("ui/sample-page.svg")}
    highlight = {"pk": "mau-1", "kind": "highlight", "text": ""}
    note = {"pk": "mau-2", "kind": "note", "text": "Số liệu này cũ, xem báo cáo tháng 11"}
    marks = [
        {
            "mark": highlight,
            "number": 1,
            "boxes": [("15.00%", "40.00%", "70.00%", "3.00%")],
            "pin": ("85.00%", "40.00%"),
            "label": "Tô sáng 1, trang 1",
        },
        {
            "mark": note,
            "number": 2,
            "boxes": [],
            "pin": ("88.00%", "52.00%"),
            "label": "Ghi chú 2, trang 1: Số liệu này cũ",
        },
    ]
    name = "Quyết định 12/QĐ-UBND"
    return {
        "reader": {"name": name, "original_url": URL, "state": "Đã thu hồi", "tone": "late",
                   "pages": [{**page, "number": 1, "marks": marks}, {**page, "number": 2}]},
        "broken_reader": {"name": "cong-van.pdf", "original_url": URL,
                          "trouble": "Tệp PDF này khóa bằng mật khẩu nên không vẽ được trang. Tải tệp gốc về, mở bằng mật khẩu người gửi đã cho."},
    }  # fmt: skip


def everything() -> dict[str, Any]:
    """The context of the living page."""
    code = segno.make("https://dichvucong.example/tra-cuu/H21.88-261119-0152", error="m")
    return {
        "now": NOW,
        "url": URL,
        "swatches": SWATCHES,
        "tokens": _tokens(),
        "icon_names": _icons(),
        "states": STATES,
        "other_states": OTHER_STATES,
        "qr_svg": mark_safe(code.svg_inline(border=0, omitsize=True)),  # noqa: S308  # drawn here from a constant
        **_forms(),
        **_dossier(),
        **_lists(),
        **_reading(),
    }
