"""The living page and the pages of errors."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client

pytestmark = pytest.mark.django_db

INLINE = re.compile(r"""<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=["']""")


def test_the_living_page_shows_everything_without_inline_code() -> None:
    answer = Client().get("/giao-dien/")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert not INLINE.search(html)
    for component in ("lt-button", "lt-field", "lt-summary", "lt-files", "lt-chip", "lt-due", "lt-table", "lt-timeline", "lt-days", "lt-dialog",
                      "lt-empty", "lt-stat", "lt-sign", "lt-topbar", "lt-keys", "lt-steps", "lt-three", "lt-todo", "lt-queue", "--lacquer"):  # fmt: skip
        assert component in html


def test_an_unknown_page_says_the_way_out() -> None:
    answer = Client().get("/khong-co-trang-nay/")
    assert answer.status_code == 404
    assert "Tìm thủ tục" in answer.content.decode()


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_pages_of_errors_need_no_context(name: str) -> None:
    html = render_to_string(name)
    assert "<h1" in html
    assert "tỉnh ." not in html
    assert not INLINE.search(html)
