from datetime import date
from itertools import count

import pytest

from lienthong.domain.eforms.kinds.schemas import schema_of
from lienthong.domain.eforms.models import Form
from lienthong.domain.eforms.services.publishing import compile_questions
from lienthong.foundation.accounts import queries as account_queries
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.organizations import services as organizations
from lienthong.foundation.organizations.models import Tier
from lienthong.kit.actor import SYSTEM

PERSON_BLOCK = {
    "id": "person",
    "title": "Thông tin cá nhân",
    "questions": [
        {"name": "full_name", "label": "Họ, chữ đệm, tên", "kind": "name", "required": True},
        {"name": "pin", "label": "Số định danh cá nhân", "kind": "id_number", "required": True},
        {"name": "gender", "label": "Giới tính", "kind": "radio", "choices": ["Nam", "Nữ"]},
        {"name": "phone", "label": "Điện thoại", "kind": "phone", "required": True},
    ],
}
ORGANISATION_BLOCK = {
    "id": "organization",
    "title": "Thông tin tổ chức",
    "questions": [{"name": "org_name", "label": "Tên tổ chức", "kind": "text", "required": True}],
}
BIRTH = [
    {
        "name": "req_name",
        "label": "Họ, chữ đệm, tên người yêu cầu",
        "kind": "name",
        "required": True,
        "section": "Người yêu cầu",
    },
    {
        "name": "req_id",
        "label": "Giấy tờ tùy thân",
        "kind": "id_document",
        "required": True,
        "section": "Người yêu cầu",
    },
    {"name": "req_address", "label": "Nơi cư trú", "kind": "address", "required": True, "section": "Người yêu cầu"},
    {
        "name": "child_name",
        "label": "Họ, chữ đệm, tên",
        "kind": "name",
        "required": True,
        "hint": "Ví dụ: Rơ Châm H'B",
        "section": "Trẻ",
    },
    {"name": "child_birth_date", "label": "Ngày, tháng, năm sinh", "kind": "date", "required": True, "section": "Trẻ"},
    {"name": "child_birth_time", "label": "Giờ sinh", "kind": "time", "section": "Trẻ"},
    {
        "name": "child_ethnicity",
        "label": "Dân tộc",
        "kind": "catalog",
        "required": True,
        "hint": "Danh mục madantoc",
        "section": "Trẻ",
    },
    {"name": "child_nationality", "label": "Quốc tịch", "kind": "catalog", "required": True, "section": "Trẻ"},
    {
        "name": "married",
        "label": "Cha mẹ đã đăng ký kết hôn",
        "kind": "radio",
        "choices": ["Có", "Không"],
        "required": True,
        "section": "Cha mẹ",
    },
    {
        "name": "marriage_cert",
        "label": "Số Giấy chứng nhận kết hôn",
        "kind": "text",
        "required": True,
        "section": "Cha mẹ",
        "when": {"question": "married", "equals": "Có"},
    },
    {
        "name": "wants",
        "label": "Đề nghị thêm",
        "kind": "multiselect",
        "choices": ["Bản sao", "Thẻ bảo hiểm y tế"],
        "section": "Khác",
    },
    {
        "name": "copies",
        "label": "Số bản sao",
        "kind": "number",
        "required": True,
        "maximum": 20,
        "section": "Khác",
        "when": {"question": "wants", "in": ["Bản sao"]},
    },
    {"name": "income", "label": "Thu nhập hằng tháng", "kind": "money", "section": "Khác"},
    {"name": "weight", "label": "Cân nặng (kg)", "kind": "decimal", "section": "Khác"},
    {
        "name": "true",
        "label": "Cam đoan lời khai đúng sự thật",
        "kind": "checkbox",
        "required": True,
        "section": "Khác",
    },
    {
        "name": "members",
        "label": "Thành viên hộ",
        "kind": "table",
        "choices": ["Họ tên", "Ngày sinh", "Số định danh", "Chữ ký"],
        "section": "Hộ",
    },
    {"name": "checkup", "label": "Hẹn khám", "kind": "datetime", "section": "Hộ"},
    {"name": "email", "label": "Thư điện tử", "kind": "email", "section": "Hộ"},
    {"name": "note", "label": "Ghi chú", "kind": "textarea", "section": "Hộ"},
    {"name": "photo", "label": "Ảnh", "kind": "file", "section": "Hộ"},
    {"name": "agree", "label": "Ý kiến của chủ hộ", "kind": "consent", "section": "Hộ"},
]
ANSWERS = {
    "req_name": "Nguyễn Thị A",
    "req_id": {"kind": "Căn cước", "number": "052095001234"},
    "req_address": {"province": "52", "commune": "23575", "detail": "Tổ 5"},
    "child_name": "Rơ Châm H'Bế",
    "child_birth_date": "2026-11-07",
    "child_birth_time": "21:05",
    "child_ethnicity": "10",
    "child_nationality": "VN",
    "married": "Có",
    "marriage_cert": "12/2024",
    "wants": ["Bản sao"],
    "copies": 2,
    "income": 7_500_000,
    "weight": 3.2,
    "true": True,
    "members": [{"ho_ten": "Nguyễn Văn B", "ngay_sinh": "1990-02-28"}],
    "agree": "Đồng ý",
}


@pytest.fixture
def official(db):
    """Appoints officials who keep forms: `official("lan", "Lê Thị Lan")` -> (account, actor)."""
    Tier.objects.create(code="tinh", name="Cấp tỉnh", rank=1)
    agency = organizations.create_agency(
        actor=SYSTEM, identifier="H21.10", name="Văn phòng UBND tỉnh", tier_code="tinh", kind="so"
    )

    def appoint(username, name, role="administrator"):
        account = accounts.create_officer(
            actor=SYSTEM, username=username, full_name=name, password="x" * 12, email=f"{username}@gialai.example"
        )
        seat = organizations.appoint(
            actor=SYSTEM, account_id=account.pk, agency_id=agency.id, title="Quản trị", roles=[role],
            valid_from=date(2025, 7, 1),
        )  # fmt: skip
        return account, account_queries.actor_for(account, seat.pk)

    return appoint


@pytest.fixture
def lan(official):
    return official("lan", "Lê Thị Lan")[1]


@pytest.fixture
def minh(official):
    return official("minh", "Trần Minh")[1]


_numbers = count(1)


def unsaved_form(questions, blocks=()):
    """A form as it comes from the database, without one: most rules need none."""
    structure = compile_questions(questions, blocks)
    return Form(
        pk=-next(_numbers),  # unlike any saved form: the caches go by it
        code="test",
        version=1,
        title="Mẫu thử",
        schema=schema_of(structure, "Mẫu thử"),
        layout=structure.as_layout(),
    )


@pytest.fixture(scope="session")
def birth():
    return unsaved_form(BIRTH, [PERSON_BLOCK])
