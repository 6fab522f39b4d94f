"""Stories of people who ask whether they may, and what the address of the page says of them."""

import json

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.domain.eligibility import queries, services
from lienthong.domain.procedures.queries import current_versions
from lienthong.foundation.decisions.choices import Outcome
from lienthong.kit.actor import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tables")]

FILES = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(services.BUILT_IN.glob("*.json"))]


def test_loading_again_changes_nothing():
    assert services.load_tables(actor=SYSTEM) == 0


def test_an_old_woman_without_a_pension_may_and_is_asked_no_more_than_needed():
    first = queries.check("1.014027", {})
    assert first.question
    assert first.question.label == "Người đề nghị năm nay đủ bao nhiêu tuổi?"
    done = queries.check("1.014027", {"tuoi": "80", "luong_huu": "khong", "tro_cap_khac": "khong"})
    assert done.conclusion
    assert (done.conclusion.outcome, done.conclusion.case) == (Outcome.MAY, "Từ đủ 75 tuổi")
    assert [each.name for each in done.answered] == ["tuoi", "luong_huu", "tro_cap_khac"]  # not which household


def test_a_man_of_sixty_is_told_at_the_first_question():
    found = queries.check("1.014027", {"tuoi": "60"}).conclusion
    assert found
    assert found.outcome == Outcome.MAY_NOT
    assert "75 tuổi" in found.reason
    assert "41/2024/QH15" in found.law
    assert "1.001776" in found.instead


@pytest.mark.parametrize(
    ("code", "params", "outcome", "leads_to"),
    [
        ("1.001193", {"da_dang_ky": "chua-dang-ky-lan-nao", "noi_sinh": "o-viet-nam", "cha_me": "co-nguoi-la-nguoi-nuoc-ngoai-hoac-dinh-cu-o-nuoc-ngoai"}, Outcome.MAY, "2.000528"),
        ("1.000894", {"hai_ben": "hai-cong-dan-viet-nam-song-trong-nuoc", "tuoi_nam": "19"}, Outcome.MAY_NOT, ""),
        ("1.013225", {"viec": "xay-nha-o-rieng-le-moi", "dat": "dat-o", "noi": "xa-ngoai-cac-khu-vuc-co-quy-hoach", "tang": "2", "bao_ton": "khong"}, Outcome.NEED_NOT, ""),
        ("1.001612", {"viec": "ban-hang-rong-qua-vat", "nganh": "khong"}, Outcome.NEED_NOT, ""),
        ("1.013855", {"loai": "thuc-an-duong-pho-ban-hang-rong"}, Outcome.NEED_NOT, ""),
        ("1.004222", {"o_bao_lau": "duoi-30-ngay"}, Outcome.NEED_NOT, "2.001159"),
        ("2.000815", {"viec": "mat-ban-chinh-can-ban-sao-tu-noi-da-cap"}, Outcome.MAY, "2.000908"),
    ],
)  # fmt: skip
def test_who_may_who_may_not_and_who_need_not(code, params, outcome, leads_to):
    found = queries.check(code, params).conclusion
    assert found
    assert (found.outcome, found.procedure_code) == (outcome, leads_to)
    assert found.reason
    assert found.may_file or found.instead


def test_papers_of_the_case():
    found = queries.check("1.014027", {"tuoi": "72", "luong_huu": "khong", "thuoc_ho": "ngheo", "tro_cap_khac": "khong"}).conclusion  # fmt: skip
    assert found
    assert "Giấy chứng nhận hộ nghèo, hộ cận nghèo" in [paper.name for paper in found.papers]


def test_what_was_answered_is_carried_into_the_form():
    params = {"tuoi": "72", "luong_huu": "khong", "thuoc_ho": "can-ngheo", "tro_cap_khac": "khong"}
    carried = queries.answers_for_filing("1.014027", params)
    assert carried
    assert carried.answers == {"has_pension": "Không", "poor_status": "Cận nghèo"}
    assert carried.case.startswith("Từ đủ 70")
    assert carried.papers == ("poor_household",)
    assert queries.answers_for_filing("1.014027", {"tuoi": "60"}) is None
    assert queries.answers_for_filing("1.000894", params | {"tu": "1.014027"}) is None


@pytest.mark.parametrize("code", [file["subjects"][0] for file in FILES])
def test_every_way_through_the_questions_ends_in_a_conclusion(code):
    """Walks all answers of every question, numbers at the ends of the rules."""
    todo, ended = [dict[str, str]()], 0
    while todo:
        params = todo.pop()
        at = queries.check(code, params)
        if at.conclusion:
            ended += 1
            assert at.conclusion.reason
            continue
        assert at.question
        numbers = ("0", "16", "18", "20", "60", "70", "75", "90") if at.question.name != "tang" else ("1", "7")
        answers = [value for value, _ in at.question.choices] or numbers
        todo += [params | {at.question.name: answer} for answer in answers]
        assert len(params) < 8
    assert ended > 3


def test_procedures_that_tables_name_are_in_the_catalogue_or_named():
    named = {rule["then"][1] for file in FILES for rule in file["rules"] if rule["then"][1]}
    codes = {text.split(" ", 1)[0] for text in named}
    known = current_versions(codes)
    assert [text for text in named if " " not in text and text not in known] == []


def test_papers_that_tables_name_exist():
    for file in FILES:
        for rule in file["rules"]:
            target, papers = rule["then"][1].split(" ", 1)[0], rule["then"][3]
            version = current_versions([target]).get(target)
            if papers and version:
                keys = {need.key for need in version.requirements}
                assert {key.strip() for key in papers.split(",")} <= keys, (file["code"], papers)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["tuoi", "luong_huu", "thuoc_ho", "x", "tu"]), st.text(max_size=20), max_size=5))
def test_any_address_is_answered(params):
    at = queries.check("1.014027", params)
    assert at.question or at.conclusion


def test_pages(client: Client):
    page = client.get("/thu-tuc/1.014027/kiem-tra/")
    assert "Người đề nghị năm nay đủ bao nhiêu tuổi?" in page.text
    wrong = client.get("/thu-tuc/1.014027/kiem-tra/", {"tuoi": "trẻ lắm"})
    assert "cần một số, ví dụ 75; đã nhập “trẻ lắm”" in wrong.text
    no = client.get("/thu-tuc/1.014027/kiem-tra/", {"tuoi": "60"})
    assert "Chưa đủ điều kiện" in no.text
    assert "tel:1022" in no.text
    yes = client.get("/thu-tuc/1.014027/kiem-tra/", {"tuoi": "80", "luong_huu": "khong", "tro_cap_khac": "khong"})
    assert "/nop-ho-so/1.014027/?tuoi=80&amp;luong_huu=khong&amp;tro_cap_khac=khong&amp;tu=1.014027" in yes.text
    assert client.get("/thu-tuc/9.999999/kiem-tra/").status_code == 404
