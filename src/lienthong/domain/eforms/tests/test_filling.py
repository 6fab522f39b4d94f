"""Pages as people fill them in: nothing typed is lost, everything shown is escaped."""

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from lienthong.domain.eforms import queries, services
from lienthong.domain.eforms.errors import PageNotFound
from lienthong.domain.eforms.tests.conftest import ANSWERS, BIRTH, ORGANISATION_BLOCK, PERSON_BLOCK, unsaved_form
from lienthong.kit import clock

PERSON = {
    "full_name": "Nguyễn Thị A",
    "id_number": "052095001234",
    "gender": "Nữ",
    "phone": "090 123 4567",
    "address": "Tổ 5, Phường Pleiku, Tỉnh Gia Lai",
    "commune_code": "23575",
}


@pytest.fixture(autouse=True)
def _today():
    with clock.at(datetime(2026, 11, 19, 2, tzinfo=UTC)):
        yield


def post(**boxes):
    data = QueryDict(mutable=True)
    for name, value in boxes.items():
        data.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return data


def test_it_works(birth):
    read = services.read_page(
        form=birth,
        page="tre",
        post=post(
            child_name="  Rơ Châm H'Bế ",
            child_birth_date__day="7",
            child_birth_date__month="11",
            child_birth_date__year="2026",
            child_birth_time__hour="21",
            child_birth_time__minute="5",
            child_ethnicity="10",
            child_nationality="VN",
        ),
    )
    assert read.problems == {}
    assert {name: ANSWERS[name] for name in read.values} == read.values


def test_a_wrong_date_is_said_and_kept(birth):
    typed = post(
        child_birth_date__day="31", child_birth_date__month="11", child_birth_date__year="2026", child_name="A"
    )
    read = services.read_page(form=birth, page="tre", post=typed)
    assert read.problems["child_birth_date"] == "Ngày 31/11/2026 không có trong lịch: tháng 11 có 30 ngày"
    assert read.values["child_birth_date"] is None
    html = render_to_string(
        "eforms/page.html", {"page": queries.page_view(birth, "tre", {}, raw=read.raw, problems=read.problems)}
    )
    assert 'value="31"' in html
    assert '<a href="#f-child_birth_date">' in html


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (("31", "", "2026"), "Chưa ghi tháng"),
        (("ba", "1", "2026"), "Ngày “ba” không hợp lệ"),
        (("1", "1", "95"), "Năm 95 chưa đủ 4 chữ số"),
        (("²", "1", "2026"), "không hợp lệ"),
    ],
)
def test_half_dates(birth, day, sentence):
    boxes = dict(zip(("child_birth_date__day", "child_birth_date__month", "child_birth_date__year"), day, strict=True))
    assert sentence in services.read_page(form=birth, page="tre", post=post(**boxes)).problems["child_birth_date"]


def test_addresses_are_understood(birth):
    def read(commune, province="52"):
        boxes = post(req_address__province=province, req_address__commune=commune, req_address__detail="Tổ 5")
        return services.read_page(form=birth, page="nguoi-yeu-cau", post=boxes)

    assert read("pleiku").values["req_address"] == {"province": "52", "commune": "23575", "detail": "Tổ 5"}
    assert read("Pleicu").problems["req_address"] == "Tỉnh Gia Lai không có xã, phường “Pleicu”. Có phải: Phường Pleiku"
    assert "Chưa ghi xã, phường" in read("").problems["req_address"]
    assert read("", province="NN").values["req_address"] == {"province": "NN", "detail": "Tổ 5"}


def test_amounts_tables_and_blanks(birth):
    boxes = post(wants=["Bản sao", "Bản sao"], income="7.500.000", weight="3,25", true="1", copies="2")
    read = {}
    for step in [step for step in queries.pages(birth, {"wants": ["Bản sao"]}) if step.slug.startswith("khac")]:
        page = services.read_page(form=birth, page=step.slug, post=boxes, answers={"wants": ["Bản sao"], "income": 1})
        assert page.problems == {}
        read |= page.values
    assert read == {"wants": ["Bản sao"], "copies": 2, "income": 7_500_000, "weight": 3.25, "true": True}
    rows = post(
        members__rows="3",
        members__0__ho_ten="B",
        members__0__ngay_sinh="28/2/1990",
        members__2__ho_ten="C",
        _more="members",
    )
    household = services.read_page(form=birth, page="ho", post=rows)
    assert household.values["members"] == [{"ho_ten": "B", "ngay_sinh": "1990-02-28"}, {"ho_ten": "C"}]
    assert household.more == "members"
    assert "note" not in household.merged_into({"note": "cũ", "child_name": "A"})
    wrong = services.read_page(form=birth, page="ho", post=post(members__rows="1", members__0__ngay_sinh="30/2/1990"))
    assert wrong.problems["members"].startswith("Dòng 1, Ngày sinh: ngày 30/2/1990 không có trong lịch")


def test_huge_and_hostile_text(birth):
    read = services.read_page(
        form=birth,
        page="tre",
        post=post(child_name="A" * 1_000_000, child_ethnicity="\x00\ud800", child_nationality="VN"),
    )
    assert "Ghi tối đa 120 ký tự" in read.problems["child_name"]
    assert len(read.raw["child_name"][""]) == 20_000
    services.read_page(form=birth, page="ho", post=post(members__rows="9" * 50, email=[], note="\u202e<b>"))


def test_everything_shown_is_escaped(birth):
    attack = '"><script>alert(1)</script>'
    raw = {
        question["name"]: dict.fromkeys(("", "day", "commune", "detail", "number", "hour"), attack)
        for question in BIRTH
        if question["kind"] != "table"
    }
    raw["members"] = {"rows": [{"ho_ten": attack}]}
    problems = {question["name"]: attack for question in BIRTH}
    known = {"req_name": {"value": attack, "source": attack}}
    html = "".join(
        render_to_string(
            "eforms/page.html",
            {"page": queries.page_view(birth, step.slug, {}, raw=raw, problems=problems, known=known)},
        )
        for step in queries.pages(birth, {})
    )
    assert "<script" not in html
    html = render_to_string(
        "eforms/summary.html", {"sections": queries.summary(birth, {"child_name": attack, "members": attack})}
    )
    assert "<script" not in html


class _Ids(HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.labels, self.described, self.controls = [], set(), set(), []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "label" and "for" in given:
            self.labels.add(given["for"])
        self.described |= set((given.get("aria-describedby") or "").split())
        assert "style" not in given
        assert not any(name.startswith("on") for name in given)


def test_labels_hints_and_errors_point_at_something(birth):
    problems = {question["name"]: "Sai" for question in BIRTH}
    for step in queries.pages(birth, ANSWERS):
        view = queries.page_view(birth, step.slug, ANSWERS, problems=problems)
        page = _Ids()
        page.feed(render_to_string("eforms/page.html", {"page": view, "can_add_rows": True}))
        assert len(page.ids) == len(set(page.ids))
        assert page.labels | page.described | {
            problem["id"] for problem in view.problems if problem["id"] != "f-photo"
        } <= set(page.ids)


def test_what_depends_on_an_answer_comes_on_a_later_page(birth):
    slugs = [step.slug for step in queries.pages(birth, {"married": "Không"})]
    assert "cha-me" in slugs
    assert "cha-me-2" not in slugs
    assert "cha-me-2" in [step.slug for step in queries.pages(birth, {"married": "Có"})]
    with pytest.raises(PageNotFound):
        queries.page_view(birth, "cha-me-2", {})
    with pytest.raises(PageNotFound):
        services.read_page(form=birth, page="khong-co", post=post())


def test_what_the_state_knows_is_shown_not_asked(birth):
    answers, known = services.prefill(birth, PERSON)
    assert answers["req_id"] == {"kind": "Căn cước", "number": "052095001234"}
    assert answers["req_address"] == {"province": "52", "commune": "23575", "detail": "Tổ 5"}
    assert set(known) == {"req_name", "req_id", "req_address"}
    html = render_to_string(
        "eforms/page.html", {"page": queries.page_view(birth, "nguoi-yeu-cau", answers, known=known)}
    )
    assert "Cơ sở dữ liệu quốc gia về dân cư" in html
    assert "<input" not in html
    read = services.read_page(form=birth, page="nguoi-yeu-cau", post=post(req_name="Người khác"), known=known)
    assert read.values["req_name"] == "Nguyễn Thị A"
    assert services.prefill(birth, {**PERSON, "source": ""})[1] == {}
    assert services.prefill(birth, None) == ({}, {})


def test_who_files_is_asked_only_where_the_form_does_not():
    copies = [{"name": "doc_name", "label": "Tên giấy tờ", "kind": "text", "required": True}]
    form = unsaved_form(copies, [PERSON_BLOCK, ORGANISATION_BLOCK])
    assert [step.slug for step in queries.pages(form, {})] == ["nguoi-nop-ho-so", "noi-dung-de-nghi"]
    person = {"applicant_kind": "Cá nhân"}
    assert "thong-tin-ca-nhan" in [step.slug for step in queries.pages(form, person)]
    assert set(services.validate_answers(form=form, answers={**person, "doc_name": "Bằng"})) == {
        "full_name",
        "pin",
        "phone",
    }
    assert set(
        services.validate_answers(form=form, answers={"applicant_kind": "Tổ chức, doanh nghiệp", "doc_name": "Bằng"})
    ) == {"org_name"}
    assert services.prefill(form, PERSON)[0]["phone"] == "+84901234567"
    assert not {"full_name", "applicant_kind"} & set(
        queries.structure_of(unsaved_form(BIRTH, [PERSON_BLOCK, ORGANISATION_BLOCK])).questions
    )


def test_summary_reads_as_people_do(birth):
    rows = {row.name: row for section in queries.summary(birth, ANSWERS) for row in section.rows}
    assert rows["child_birth_date"].value == "07/11/2026"
    assert rows["req_address"].value == "Tổ 5, Phường Pleiku, Tỉnh Gia Lai"
    assert rows["child_ethnicity"].value == "Gia-rai"
    assert rows["income"].value == "7.500.000\u00a0₫"
    assert rows["weight"].value == "3,2"
    assert rows["members"].value == "1. Họ tên: Nguyễn Văn B, Ngày sinh: 28/02/1990"
    assert rows["note"].value == "Chưa trả lời"
    assert not rows["note"].missing
    assert queries.summary(birth, {})[0].rows[0].missing
    assert "note" not in {row.name for section in queries.summary(birth, ANSWERS, blanks=False) for row in section.rows}
