import re

import pytest
from django.test import Client

from lienthong.domain.procedures import queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def test_it_works(client: Client) -> None:
    page = client.get("/thu-tuc/").content.decode()
    assert "Đăng ký khai sinh" in page
    assert "/su-kien/" in page


def test_results_alone_for_htmx(client: Client) -> None:
    part = client.get("/thu-tuc/?q=khaisinh", headers={"HX-Request": "true"}).content.decode()
    assert "/thu-tuc/1.001193/" in part
    assert "<html" not in part


def test_nothing_found_shows_a_way_out(client: Client) -> None:
    page = client.get("/thu-tuc/?q=zzqqxx&tu=abc&cap=x").content.decode()
    assert "Không tìm thấy thủ tục nào" in page
    assert "Có thể ông/bà cần" in page


def test_what_was_typed_is_escaped(client: Client) -> None:
    assert "<script>alert" not in client.get("/thu-tuc/", {"q": "<script>alert(1)</script>"}).content.decode()


def test_every_procedure_has_its_page_without_inline_style(client: Client) -> None:
    for row in queries.search_procedures("", limit=100).rows:
        page = client.get(f"/thu-tuc/{row.code}/").content.decode()
        assert not re.search(r"\sstyle=|<style|<script(?! type=.application/ld.json|[^>]*src=)", page), row.code
        assert (f'href="/nop-ho-so/{row.code}/"' in page) == row.accepts_online


def test_unknown_code_is_404(client: Client) -> None:
    assert client.get("/thu-tuc/9.999999/").status_code == 404


def test_queries_do_not_grow(client: Client, django_assert_max_num_queries: object) -> None:
    client.get("/thu-tuc/1.001193/")
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        client.get("/thu-tuc/1.001193/")
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        client.get("/thu-tuc/")
