"""Components: escaped, complete for every kind of field, right words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms
from django.template import engines

from lienthong.kit.ui import dates, fields, formats, words

BAD = "<script>alert('x')</script>"
NOW = datetime(2026, 11, 19, 2, 42, tzinfo=UTC)


def render(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(context)


@pytest.mark.parametrize(
    "source",
    [
        "{% button x url=x key='F9' %}",
        "{% chip x %}",
        "{% chip '' label=x tone='now' %}",
        "{% field f %}",
        "{% errors e %}",
        "{% known rows source=x %}",
        "{% steps items %}",
        "{% timeline items %}",
        "{% tasks items %}",
        "{% summary rows %}",
        "{% facts rows %}",
        "{% files items %}",
        "{% tabs items %}",
        "{% crumbs items %}",
        "{% empty x text=x action=x url=x %}",
        "{% stat x x delta=x %}",
        "{% bars items %}",
        "{% comment_entry x x role=x %}",
        "{% signature 'done' x rows %}",
        "{% data_table columns table %}",
        "{% notice title=x %}{{ x }}{% endnotice %}",
        "{% dialog 'a' x %}{% enddialog %}",
        "{% panel x %}{% endpanel %}",
        "{% qr x x %}",
        "{% avatar x %}{% source x %}{% process x %}{% progress 1 x %}{% target x 1 2 %}",
    ],
)
def test_everything_is_escaped(source: str) -> None:
    item = {
        "label": BAD,
        "title": BAD,
        "name": BAD,
        "who": BAD,
        "text": BAD,
        "state": "done",
        "url": BAD,
        "value": 3,
        "chip_label": BAD,
        "error": BAD,
    }
    html = render(
        source,
        x=BAD,
        f={"name": "a", "label": BAD, "hint": BAD, "error": BAD, "value": BAD},
        e=[{"label": BAD, "message": BAD, "id": BAD}],
        items=[item],
        rows=[{"label": BAD, "value": BAD, "url": BAD, "source": BAD, "note": BAD}],
        columns=[{"label": BAD}],
        table=[{"cells": [BAD], "url": BAD}],
    )
    assert "<script>" not in html
    assert "&lt;script&gt;" in html or "%3Cscript" in html or "chip" in source
    assert " style=" not in html


@pytest.mark.parametrize("kind", ["text", "textarea", "number", "money", "date", "select", "radio", "checkboxes", "checkbox", "file", "address", "table",
                                  "name", "phone", "id_number", "id_document", "consent", "catalog", "decimal", "datetime", "time", "email", "multiselect"])  # fmt: skip
def test_every_kind_has_label_and_error_tied_to_it(kind: str) -> None:
    html = render(
        "{% field f %}", f={"name": "q", "kind": kind, "label": "Câu hỏi", "error": "Chưa ghi", "choices": ["A", "B"]}
    )
    assert "Câu hỏi" in html
    assert 'id="id_q-error"' in html
    assert "id_q-error" in html.split("aria-describedby=", 1)[-1].split(">", 1)[0] or kind == "checkbox"
    view = fields.field_view({"name": "q", "kind": kind, "label": "x", "choices": ["A", "B"]})
    assert f'id="{view.focus_id}"' in html


class SampleForm(forms.Form):
    name = forms.CharField(label="Họ tên", help_text="Như căn cước")
    born = dates.DateBoxesField(label="Ngày sinh")
    kind = forms.ChoiceField(label="Loại", choices=[("", "---------"), ("a", "Loại A")])
    sure = forms.BooleanField(label="Cam đoan")


def test_a_django_form_is_drawn_and_summarised() -> None:
    form = SampleForm(
        {"name": "", "born_day": "31", "born_month": "11", "born_year": "2026", "kind": "a", "sure": "on"}
    )
    assert not form.is_valid()
    html = render("{% errors form %}{% for one in form %}{% field one %}{% endfor %}", form=form)
    assert "Còn 2 mục cần sửa" in html
    assert 'href="#id_born_day"' in html
    assert "Ngày 31/11/2026 không có trong lịch: tháng 11 có 30 ngày" in html
    assert 'name="born_year" value="2026"' in html
    assert "---------" not in html
    assert SampleForm(
        {"name": "A", "born_day": "7", "born_month": "11", "born_year": "2026", "kind": "a", "sure": "on"}
    ).is_valid()


@pytest.mark.parametrize(
    ("day", "month", "year", "said"),
    [("29", "2", "2025", "tháng 2 có 28 ngày"), ("1", "13", "2026", "năm có 12 tháng"), ("", "1", "2026", "Chưa ghi ngày"), ("x", "1", "2026", "chỉ ghi chữ số"),
     ("1", "1", "95", "Năm 95"), ("29", "2", "2024", "")],
)  # fmt: skip
def test_three_boxes_say_what_is_wrong(day: str, month: str, year: str, said: str) -> None:
    problem = dates.Boxes(day, month, year).problem
    assert said in problem
    assert bool(said) == bool(problem)


@pytest.mark.parametrize(
    ("left", "days", "text", "tone"),
    [
        (timedelta(hours=4, minutes=30), 0, "còn 4 giờ", "soon"),
        (timedelta(minutes=20), None, "còn 20 phút", "soon"),
        (timedelta(days=4), 2, "còn 2 ngày", "soon"),
        (timedelta(days=8), 6, "còn 6 ngày", "ok"),
        (-timedelta(hours=3), 0, "quá 3 giờ", "late"),
        (-timedelta(days=4), -2, "quá 2 ngày", "late"),
    ],
)
def test_deadlines_in_words(left: timedelta, days: int | None, text: str, tone: str) -> None:
    due = words.due_words(NOW + left, now=NOW, days_left=days)
    assert due is not None
    assert (due.text, due.tone) == (text, tone)


def test_a_paused_clock_and_no_deadline() -> None:
    paused = words.due_words(NOW, now=NOW, paused=True)
    assert paused is not None
    assert paused.tone == "paused"
    assert render("{% due x %}", x=None) == ""


def test_figures_are_written_the_vietnamese_way() -> None:
    assert formats.money(1234567) == "1.234.567\u00a0₫"
    assert formats.number_vi("1234.5") == "1.234,5"
    assert formats.percent(97.24) == "97,2\u00a0%"
    assert formats.datetime_vi(NOW) == "09:42, 19/11/2026"
    assert formats.date_vi(date(2026, 11, 9)) == formats.date_vi("2026-11-09") == "09/11/2026"
    assert formats.id_masked("064195000123") == "••••\u00a0••••\u00a00123"
    assert formats.money(None) == formats.date_vi(None) == formats.date_vi("không rõ") == ""


def test_a_key_works_and_is_shown() -> None:
    html = render('{% button "Tiếp nhận" kind="primary" key="F9" hx_post="/x/" %}')
    assert 'data-key="F9"' in html
    assert "<kbd>F9</kbd>" in html
    assert 'hx-post="/x/"' in html


def test_a_disabled_link_is_a_button_that_does_nothing() -> None:
    assert "href" not in render('{% button "Nộp" url="/x/" disabled=True %}')
