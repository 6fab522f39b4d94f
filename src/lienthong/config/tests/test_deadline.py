"""`lienthong deadline`."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lienthong.foundation.workdays.services import load_default_calendar

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    from lienthong.foundation.organizations.models import Agency, Tier

    tier = Tier.objects.create(code="xa", name="Xã", rank=2)
    return Agency.objects.create(
        identifier="H21.88", name="UBND phường Diên Hồng", short_name="Diên Hồng", tier=tier, kind="ubnd"
    )


def ask(*words: str) -> dict:
    out = StringIO()
    call_command("deadline", "--agency", "H21.88", *words, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_it_works(centre):
    load_default_calendar()
    answer = ask("--from", "2026-11-20T16:00:00+07:00", "--days", "2")
    assert answer["due"] == "2026-11-25T17:00:00+07:00"
    assert any("24/11/2026 (Ngày Văn hóa Việt Nam)" in line for line in answer["derivation"])
    assert answer["calendar"]["weekdays"]["0"] == [["07:00", "11:30"], ["13:30", "17:00"]]
    assert answer["calendar"]["weekdays"]["6"] == []
    assert "2026-11-24" in answer["calendar"]["closed"]


def test_hours_with_pauses_and_no_row_at_all(centre):
    pause = "2026-08-21T07:00+07:00/2026-08-21T17:00+07:00"
    answer = ask("--from", "2026-08-20T16:00", "--hours", "3", "--pause", pause)
    assert (
        answer["due"] == "2026-08-22T09:00:00+07:00"
    )  # a Saturday worked in exchange for the Monday before the holiday
    assert answer["calendar"]["open"]["2026-08-22"] == [["07:00", "11:30"], ["13:30", "17:00"]]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--from", "hôm qua", "--days", "1"], "Thời điểm “hôm qua” không đọc được"),
        (["--from", "2206-01-01T08:00", "--days", "1"], "Kiểm tra lại năm"),
        (["--from", "2026-11-20T08:00", "--days", "-1"], "phải là số không âm"),
        (["--from", "2026-11-20T08:00", "--days", "ba"], "không phải là số"),
        (["--from", "2026-11-20T08:00", "--days", "nan"], "phải là số không âm"),
        (["--from", "2026-11-20T08:00", "--hours", "99999"], "giờ làm việc"),
        (["--from", "2026-11-20T08:00", "--days", "1", "--pause", "2026-11-21T08:00"], "thiếu dấu /"),
        (["--from", "2026-11-20T08:00", "--days", "1", "--pause", "2026-11-22T08:00/2026-11-21T08:00"], "Đổi chỗ"),
    ],
)
def test_what_cannot_be_read_is_said(centre, words, sentence):
    with pytest.raises(CommandError, match=sentence):
        ask(*words)


def test_an_unknown_agency_is_said(centre):
    with pytest.raises(CommandError, match="H99"):
        call_command("deadline", "--agency", "H99", "--from", "2026-11-20T08:00", "--days", "1")
