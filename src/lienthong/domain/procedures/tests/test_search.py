import unicodedata

import pytest

from lienthong.domain.procedures import queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("khaisinh", "1.001193"),
        ("khai sinhh", "1.001193"),
        ("giấy khai sinh", "1.001193"),
        (unicodedata.normalize("NFD", "giấy khai sinh"), "1.001193"),
        ("GIAY KHAI SINH", "1.001193"),
        ("1.001193", "1.001193"),
        ("001193", "1.001193"),
        ("dang ky ket hon", "1.000894"),
        ("kết hôm", "1.000894"),
        ("lấy vợ", "1.000894"),
        ("doc than", "1.004873"),
        ("xây nhà", "1.013225"),
        ("mo quan", "1.001612"),
        ("sao y bản chính", "2.000815"),
        ("tamtru", "1.004194"),
        ("người cao tuổi", "1.014027"),
    ],
)
def test_the_wanted_procedure_comes_first(typed: str, code: str, django_assert_num_queries: object) -> None:
    queries.search_procedures("khai sinh")  # the words of the catalogue are read once per process
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = queries.search_procedures(typed)
    assert found.rows[0].code == code


def test_a_near_hit_says_so() -> None:
    assert queries.search_procedures("khai sinhh").is_close
    assert not queries.search_procedures("khai sinh").is_close


@pytest.mark.parametrize("typed", ["%", "_", "'; drop table", "\\", "a" * 500, "\x00", "((((", "đ"])
def test_odd_input_is_only_text(typed: str) -> None:
    queries.search_procedures(typed)


def test_filters_and_pages() -> None:
    civil = queries.search_procedures("", field="ho-tich")
    assert {row.field_code for row in civil.rows} == {"ho-tich"}
    provincial = {row.code for row in queries.search_procedures("", tier="tinh").rows}
    assert {"2.000635", "1.013855", "1.013831"} <= provincial
    assert "1.001193" not in provincial
    first, second = queries.search_procedures("", limit=5), queries.search_procedures("", limit=5, offset=5)
    assert first.has_more
    assert not {row.code for row in first.rows} & {row.code for row in second.rows}


def test_nothing_found_offers_the_nearest() -> None:
    assert not queries.search_procedures("kết hôn zzqq xxkk").rows
    assert queries.nearest_procedures("kết hôn zzqq xxkk")[0].code == "1.000894"
