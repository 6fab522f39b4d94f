"""Rules of answers, pure: no database."""

from datetime import UTC, datetime

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.domain.eforms import queries, services
from lienthong.domain.eforms.catalogues import communes, find_communes, province_of_commune
from lienthong.domain.eforms.tests.conftest import ANSWERS, BIRTH, unsaved_form
from lienthong.kit import clock

TODAY = datetime(2026, 11, 19, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


def judge(form, **changes):
    given = {**ANSWERS, **changes}
    return services.validate_answers(
        form=form, answers={name: value for name, value in given.items() if value is not None}
    )


def test_it_works(birth):
    assert judge(birth) == {}
    jsonschema_rs.meta.validate(birth.schema)
    assert jsonschema_rs.Draft202012Validator(birth.schema).is_valid(ANSWERS)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("child_birth_date", "2026-11-31", "Ngày 31/11/2026 không có trong lịch: tháng 11 có 30 ngày"),
        ("child_birth_date", "2026-02-30", "Ngày 30/2/2026 không có trong lịch: tháng 2 năm 2026 có 28 ngày"),
        ("child_birth_date", "2026-13-01", "Tháng 13 không có trong lịch: một năm có 12 tháng"),
        ("child_birth_date", "2026-11-20", "Ngày 20/11/2026 chưa tới. Hôm nay là ngày 19/11/2026"),
        ("child_birth_date", 5, "“5” không phải là ngày"),
        ("child_birth_time", "24:00", "không phải là giờ"),
        ("req_id", {"kind": "Căn cước", "number": "05209500123"}, "Có 11 chữ số. Số căn cước có 12 chữ số"),
        ("req_id", {"kind": "Căn cước", "number": "05209500123A"}, "Có ký tự “A”"),
        ("req_id", {"kind": "Thẻ thư viện", "number": "1"}, "không có trong danh sách"),
        ("req_id", {"kind": "Hộ chiếu", "number": "C1234567", "issued_on": "2027-01-01"}, "chưa tới"),
        ("req_address", {"province": "99", "commune": "1"}, "Tỉnh, thành phố “99” không có trong danh mục"),
        ("req_address", {"province": "52", "commune": "Diên Hồn"}, "Có phải: Phường Diên Hồng"),
        ("req_address", {"province": "52"}, "Chưa ghi xã, phường"),
        ("req_address", {"province": "NN"}, "Chưa ghi địa chỉ ở nước ngoài"),
        ("child_name", "Nguyễn Văn 2", "Có ký tự “2”"),
        ("child_name", "Nguyễn\u202e A", "ký tự không nhìn thấy"),
        ("child_name", "A" * 121, "Có 121 ký tự. Ghi tối đa 120 ký tự"),
        ("child_ethnicity", "77", "không có trong danh sách"),
        ("married", "Không rõ", "không có trong danh sách"),
        ("wants", ["Xe"], "không có trong danh sách"),
        ("wants", ["Bản sao", "Bản sao"], "hai lần"),
        ("copies", 21, "lớn hơn mức cao nhất là 20"),
        ("copies", True, "không phải là số nguyên"),
        ("income", 1.5, "không phải là số tiền"),
        ("true", False, "Chưa đánh dấu"),
        ("members", [{"ho_ten": "A", "so_dinh_danh": "12"}], "Dòng 1, Số định danh: có 2 chữ số"),
        ("members", [{"la": "1"}], "Dòng 1 không đúng các cột"),
        ("members", [{"ho_ten": "A"}] * 31, "Có 31 dòng"),
        ("checkup", "2026-11-20T25:00", "không phải là ngày, giờ"),
        ("email", "a.example.vn", "thiếu dấu @"),
        ("child_name", None, "Chưa ghi họ, chữ đệm, tên"),
        ("married", None, "Chưa chọn cha mẹ đã đăng ký kết hôn"),
        ("extra", "x", "không có câu hỏi “extra”"),
    ],
)
def test_what_is_wrong_is_said(birth, name, value, sentence):
    problems = judge(birth, **{name: value})
    assert list(problems) == [name]
    assert sentence in problems[name]


def test_conditions_decide_what_is_needed(birth):
    assert "marriage_cert" in judge(birth, marriage_cert=None)
    assert judge(birth, married="Không", marriage_cert=None) == {}
    assert "copies" in judge(birth, copies=None)
    assert judge(birth, wants=["Thẻ bảo hiểm y tế"], copies=None) == {}
    validator = jsonschema_rs.Draft202012Validator(birth.schema)
    assert not validator.is_valid({name: value for name, value in ANSWERS.items() if name != "copies"})
    # A stale answer to a question that is no longer asked harms nothing, and is left out of what is stored.
    assert judge(birth, married="Không", marriage_cert=5) == {}
    assert "marriage_cert" not in services.tidy_answers(form=birth, answers={**ANSWERS, "married": "Không"})


def test_tidying(birth):
    tidy = services.tidy_answers(
        form=birth,
        answers={
            "child_name": "Nguye\u0302\u0303n\x00  A ",
            "copies": 2.0,
            "wants": ["Bản sao"],
            "note": " ",
            "email": None,
        },
    )
    assert tidy == {"child_name": "Nguyễn A", "copies": 2, "wants": ["Bản sao"]}
    by_name = {"req_address": {"province": "52", "commune": "phường Pleiku"}}
    assert services.tidy_answers(form=birth, answers=by_name) == {"req_address": {"province": "52", "commune": "23575"}}


@pytest.mark.parametrize(
    "hostile",
    [
        None,
        [],
        "x",
        {"a": "\ud800"},
        {"a": float("nan")},
        {"a": float("inf")},
        {1: 2},
        {"a": b"x"},
        {"a" * 10**6: 1},
        {"a": "x" * 10**6},
    ],
)
def test_hostile_answers_get_a_sentence(birth, hostile):
    problems = services.validate_answers(form=birth, answers=hostile)
    assert problems
    assert all(problems.values())


def test_deep_nesting_is_refused(birth):
    deep: object = "x"
    for _ in range(10_000):
        deep = [deep]
    assert "" in services.validate_answers(form=birth, answers={"note": deep})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.dictionaries(st.sampled_from([question["name"] for question in BIRTH]), JSON) | JSON)
def test_no_json_breaks_judging_or_showing(birth, data):
    problems = services.validate_answers(form=birth, answers=data)
    assert isinstance(problems, dict)
    if isinstance(data, dict):
        tidy = services.tidy_answers(form=birth, answers=data)
        services.validate_answers(form=birth, answers=tidy)
        queries.summary(birth, tidy)
        for step in queries.pages(birth, tidy):
            queries.page_view(birth, step.slug, tidy)


def test_a_hundred_questions():
    kinds = ["text", "name", "date", "phone", "money", "decimal", "number", "email", "address", "id_number"]
    form = unsaved_form(
        [
            {
                "name": f"q{i}",
                "label": f"Câu {i}",
                "kind": kinds[i % 10],
                "required": True,
                "section": f"Phần {i // 20}",
            }
            for i in range(100)
        ]
    )
    values = [
        "chữ",
        "Tên",
        "2020-02-29",
        "+84901234567",
        5,
        1.5,
        3,
        "a@b.vn",
        {"province": "52", "commune": "23575"},
        "052095001234",
    ]
    assert services.validate_answers(form=form, answers={f"q{i}": values[i % 10] for i in range(100)}) == {}
    assert len(services.validate_answers(form=form, answers={})) == 100
    assert len(queries.pages(form, {})) >= 15


def test_places():
    assert len(communes("52")) == 135
    code = find_communes("52", "dien hong")[0]
    assert communes("52")[code] == "Phường Diên Hồng"
    assert find_communes("52", "P. Diên Hồng") == find_communes("52", "phường dienhong") == (code,)
    assert province_of_commune(code) == "52"
    assert len(find_communes("51", "ba to")) == 2
    assert len(find_communes("51", "Xã Ba Tơ")) == 1  # there is a Ba Tô too
