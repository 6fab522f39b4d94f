"""Forms that an official is preparing (biểu mẫu đang soạn): a next version that is ready, and a new form that still has faults."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import QueryDict

from lienthong.domain.eforms import queries as eforms
from lienthong.domain.eforms import services
from lienthong.kit.actor import Actor

NEXT = "1.004873"  # Giấy xác nhận tình trạng hôn nhân
HOUSE = "ho-tro-sua-nha"

type Tell = Callable[[str, Any], Mapping[str, Any]]

# Ids go q1, q2, … in this order. Three faults and some advice are left in, for the list of problems to find.
HOUSE_QUESTIONS: tuple[dict[str, Any], ...] = (
    {
        "label": "Người đại diện hộ",
        "kind": "person",
        "section": "Người đề nghị",
        "required": True,
        "subject": "applicant",
        "parts": ["full_name", "id_number", "birth_date", "address", "phone"],
    },
    {
        "label": "Hộ thuộc diện",
        "kind": "radio",
        "choices": ["Hộ nghèo", "Hộ cận nghèo", "Hộ có công với cách mạng"],
        "section": "Người đề nghị",
        "required": True,
    },
    {
        "label": "Số giấy chứng nhận hộ nghèo",
        "kind": "text",
        "hint": "Ghi trên giấy do Ủy ban nhân dân xã cấp, ví dụ 15/GCN-HN",
        "section": "Người đề nghị",
        "required": True,
        "when": {"question": "q2", "in": ["Hộ nghèo", "Hộ cận nghèo"]},
    },
    {
        "label": "Những người sống trong nhà",
        "kind": "group",
        "row": "thành viên",
        "section": "Gia đình",
        "minimum": 1,
        "maximum": 12,
        "required": True,
        "questions": [
            {"name": "ho_ten", "label": "Họ, chữ đệm, tên", "kind": "name", "required": True},
            {"name": "nam_sinh", "label": "Năm sinh", "kind": "number", "minimum": 1900, "maximum": 2100},
            {"name": "quan_he", "label": "Quan hệ với người đại diện", "kind": "text", "required": True},
        ],
    },
    {"label": "HIỆN TRẠNG NHÀ Ở", "kind": "textarea", "section": "Ngôi nhà", "required": True},
    {
        "label": "Diện tích sàn",
        "kind": "decimal",
        "unit": "m²",
        "minimum": 1,
        "hint": "Đo phần có mái, ví dụ 42,5",
        "section": "Ngôi nhà",
        "required": True,
    },
    {"label": "Phần cần sửa", "kind": "multiselect", "section": "Ngôi nhà", "required": True},
    {
        "label": "Số tiền đề nghị hỗ trợ",
        "kind": "money",
        "maximum": 30_000_000,
        "hint": "Nhiều nhất 30.000.000 đồng một hộ",
        "section": "Ngôi nhà",
        "required": True,
    },
    {"label": "Số CCCD của đương sự", "kind": "id_number", "section": "Ngôi nhà"},
    {
        "label": "Cam đoan",
        "kind": "statement",
        "required": True,
        "section": "Cam đoan",
        "text": "Tôi cam đoan lời khai trên là đúng và chịu trách nhiệm trước pháp luật về lời khai của mình.",
    },
)


def leave_form_drafts(official: Actor, tell: Tell) -> None:
    """Through the services of the builder, so that the record of changes is real. `tell(code, form)` gives true answers."""
    _next_version(official, tell)
    draft = services.start_form_draft(
        actor=official,
        code=HOUSE,
        title="Đơn đề nghị hỗ trợ sửa chữa nhà ở cho hộ nghèo",
        questions=HOUSE_QUESTIONS,
    )
    draft = services.change_question(
        actor=official,
        code=HOUSE,
        entry_id="q6",
        seen=draft.edits,
        values={"label": "Diện tích sàn hiện nay", "hint": "Đo phần có mái che, ví dụ 42,5"},
    )
    services.add_question(actor=official, code=HOUSE, after="q8")  # blank, as one leaves it when the telephone rings
    services.remove_question(actor=official, code=HOUSE, entry_id="q9")
    services.undo_edit(actor=official, code=HOUSE)
    typed = {"q8": {"": ["50000000"]}}
    services.keep_case(actor=official, code=HOUSE, name="Đề nghị quá 30 triệu đồng", typed=typed, wrong_at=["q8"])


def _next_version(official: Actor, tell: Tell) -> None:
    form = eforms.current_form(NEXT)
    draft = services.start_next_version(actor=official, code=NEXT)
    answers = tell(NEXT, form)
    post = QueryDict(mutable=True)
    for page in eforms.pages(form, answers):
        for field in eforms.page_view(form, page.slug, answers).fields:
            for box, typed in field.posted().items():
                post.setlist(box, [str(text) for text in (typed if isinstance(typed, list) else [typed])])
    trial = services.trial_of(draft)
    right = services.typed_of(trial, post)
    needed = next(entry["id"] for entry in draft.questions if entry.get("required") and not entry.get("when"))
    services.keep_case(actor=official, code=NEXT, name="Khai đủ, không sai", typed=right, wrong_at=[])
    services.keep_case(
        actor=official,
        code=NEXT,
        name="Bỏ trống câu bắt buộc đầu tiên",
        typed={key: boxes for key, boxes in right.items() if key != needed},
        wrong_at=[needed],
    )
    last = draft.questions[-1]["id"]
    draft, added = services.add_question(actor=official, code=NEXT, after=last)
    services.change_question(
        actor=official,
        code=NEXT,
        entry_id=added,
        seen=draft.edits,
        values={
            "label": "Số bản cần cấp",
            "kind": "number",
            "minimum": 1,
            "maximum": 10,
            "unit": "bản",
            "hint": "Mỗi bản dùng cho một việc, ví dụ 2",
            "required": None,
        },
    )
