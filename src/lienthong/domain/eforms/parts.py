"""What questions made of questions ask (thành phần của câu hỏi): a person, an organization, a row of a group."""

from dataclasses import replace
from functools import lru_cache

from lienthong.domain.eforms.structure import Question

PERSON: dict[str, Question] = {
    part.name: part
    for part in (
        Question(name="full_name", label="Họ, chữ đệm, tên", kind="name"),
        Question(name="id_number", label="Số định danh cá nhân", kind="id_number", hint="12 chữ số trên căn cước"),
        Question(name="birth_date", label="Ngày, tháng, năm sinh", kind="date", past=True),
        Question(name="gender", label="Giới tính", kind="radio", choices=("Nam", "Nữ")),
        Question(name="ethnicity", label="Dân tộc", kind="catalog", catalogue="ethnicities"),
        Question(name="nationality", label="Quốc tịch", kind="catalog", catalogue="nationalities"),
        Question(name="id_document", label="Giấy tờ tùy thân", kind="id_document"),
        Question(name="address", label="Nơi cư trú", kind="address"),
        Question(name="phone", label="Số điện thoại", kind="phone"),
        Question(name="email", label="Thư điện tử", kind="email"),
    )
}
ORGANIZATION: dict[str, Question] = {
    part.name: part
    for part in (
        Question(name="name", label="Tên tổ chức", kind="text"),
        Question(name="code", label="Mã số thuế, mã số doanh nghiệp", kind="tax_code"),
        Question(name="address", label="Địa chỉ trụ sở", kind="address"),
        Question(name="representative", label="Người đại diện theo pháp luật", kind="name"),
        Question(name="phone", label="Số điện thoại", kind="phone"),
        Question(name="email", label="Thư điện tử", kind="email"),
    )
}
PARTS = {"person": PERSON, "organization": ORGANIZATION}
USUAL = {
    "person": ("full_name", "id_number", "birth_date", "gender", "nationality", "address", "phone"),
    "organization": ("name", "code", "address", "representative"),
}
_AUTOCOMPLETE = {"full_name": "name", "birth_date": "bday", "phone": "tel-national", "email": "email"}


@lru_cache(maxsize=2048)
def inner_questions(question: Question) -> tuple[Question, ...]:
    """The questions inside one: none for most kinds."""
    if question.kind == "group":
        return question.questions
    if question.kind not in PARTS:
        return ()
    return tuple(_part(question, PARTS[question.kind][name]) for name in question.parts or USUAL[question.kind])


def _part(question: Question, part: Question) -> Question:
    """What the form asks of one part."""
    passport = question.passport and part.name == "id_number"
    return replace(
        part,
        label="Số định danh cá nhân hoặc số hộ chiếu" if passport else part.label,
        hint="" if passport else part.hint,
        passport=passport,
        required=part.name not in question.optional,
        partial=question.partial and part.name == "birth_date",
        units=question.units if part.name == "address" else "",
        # The browser knows its owner, and nobody else.
        autocomplete=_AUTOCOMPLETE.get(part.name, "") if question.subject == "applicant" else "",
    )
