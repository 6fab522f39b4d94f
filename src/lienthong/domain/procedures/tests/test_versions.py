import pytest

from lienthong.domain.procedures import queries
from lienthong.domain.procedures.errors import ProcedureNotFound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def test_two_papers_are_uploaded_for_a_birth() -> None:
    version = queries.current_version("1.001193")
    papers = version.papers_to_upload(verified=True)
    assert [(paper.key, paper.required) for paper in papers] == [("birth_notice", True), ("authorization", False)]


def test_the_current_version_costs_one_query(django_assert_num_queries: object) -> None:
    queries.version.cache_clear()
    with django_assert_num_queries(5):  # type: ignore[operator]
        queries.current_version("1.000894")
    with django_assert_num_queries(1):  # type: ignore[operator]
        queries.current_version("1.000894")


def test_an_unknown_code_says_how_codes_look() -> None:
    with pytest.raises(ProcedureNotFound, match=r"1\.001193"):
        queries.current_version("9.999999")


def test_entrances_name_only_what_is_there() -> None:
    codes = {row.code for row in queries.search_procedures("", limit=100).rows}
    assert sum(field.count for field in queries.fields()) == len(codes)
    assert set(queries.short_names([*codes, "9.999999"])) == codes
    assert set(queries.current_versions(["1.001193", "9.999999"])) == {"1.001193"}
    assert {code for _, listed in queries.by_field() for code, _ in listed} == codes
    assert [row.code for row in queries.popular(2)] == ["1.001193", "1.000894"]
