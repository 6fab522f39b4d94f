"""The pages of a hand-over: chosen by tick or scanner, made, checked bundle by bundle, found again; what was typed stays."""

import pytest
from django.test import Client
from tests.province import Ward

from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.choices import HandoverState, PaperKind
from lienthong.domain.dossiers.models import Handover, PaperPart
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.dossiers.tests.test_handing_over import REASON, give, on_paper, take

URL = "/lam-viec/ban-giao/"


@pytest.mark.django_db
def test_it_works(client: Client, ward: Ward) -> None:
    first, second = on_paper(ward), on_paper(ward)
    counter, office = stages.signed_in(Client(), ward.one_stop), stages.signed_in(Client(), ward.specialist)
    page = counter.get(f"{URL}?ma=http://x/tra-cuu/%3Fma={first.code}").content.decode()
    assert first.code in page
    assert second.code in page
    assert page.count(" checked") == 1
    parts = list(PaperPart.objects.values_list("pk", flat=True))
    made = counter.post(f"{URL}lap/", {"muc": "giao-ho-so", "unit": ward.agency_id, "parts": parts, "note": "Đợt sáng"})
    handover = Handover.objects.get()
    assert made["Location"] == f"{URL}{handover.pk}/"
    assert "Không có hồ sơ giấy chờ giao" in counter.get(URL).content.decode()
    assert handover.label in office.get(URL).content.decode()

    page = office.get(made["Location"]).content.decode()
    assert "Xác nhận nhận" in page
    assert "Xác nhận nhận" not in counter.get(made["Location"]).content.decode()
    one, two = handover.lines.all()
    seen = office.post(made["Location"], {"scan": "1", "ma": first.code, f"found-{two.pk}": "bad"}).content.decode()
    assert seen.count(" checked") == 2
    assert (
        "không có trong danh sách này"
        in office.post(made["Location"], {"scan": "1", "ma": "H21.88-1-1"}).content.decode()
    )
    everything = office.post(made["Location"], {"all": "1", f"found-{two.pk}": "bad"}).content.decode()
    assert everything.count('value="ok" data-lt-code') == 2
    assert everything.count(" checked") == 2
    answer = office.post(made["Location"], {f"found-{one.pk}": "ok", f"found-{two.pk}": "bad", f"reason-{two.pk}": ""})
    assert answer.status_code == 422
    assert "chưa ghi lý do" in answer.content.decode()
    office.post(made["Location"], {f"found-{one.pk}": "ok", f"found-{two.pk}": "bad", f"reason-{two.pk}": REASON})
    handover.refresh_from_db()
    assert (handover.state, handover.missing) == (HandoverState.RECEIVED, 1)
    for side in ("giao", "nhan"):
        assert b"".join(office.get(f"{made['Location']}danh-sach-{side}.pdf")).startswith(b"%PDF")  # type: ignore[arg-type]
    page = counter.get(f"{URL}?muc=da-giao&so=1").content.decode()
    assert "Đã nhận, thiếu" in page
    assert REASON in counter.get(URL).content.decode()


@pytest.mark.django_db
def test_who_was_slower_reads_who_was_faster_and_keeps_the_ticks(ward: Ward) -> None:
    first, second = on_paper(ward), on_paper(ward)
    counter, office = stages.signed_in(Client(), ward.one_stop), stages.signed_in(Client(), ward.specialist)
    parts = {part.dossier_id: part.pk for part in PaperPart.objects.all()}
    give(ward, first)
    answer = counter.post(
        f"{URL}lap/", {"muc": "giao-ho-so", "unit": ward.agency_id, "parts": list(parts.values()), "note": "Đợt hai"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"1 hồ sơ không còn chờ bàn giao: {first.code}" in page
    assert f'value="{parts[second.id]}" data-lt-code="{second.code}" aria-label="Chọn {second.code}" checked' in page
    assert "Đợt hai" in page
    handover = Handover.objects.get()
    take(ward.specialist, handover)
    line = handover.lines.get()
    late = office.post(f"{URL}{handover.pk}/", {f"found-{line.pk}": "ok"})
    assert late.status_code == 409
    assert f"đã nhận: {ward.specialist.name}" in late.content.decode()


@pytest.mark.django_db
def test_taken_back_added_by_code_and_nothing_chosen(ward: Ward) -> None:
    dossier, online = on_paper(ward), stages.accepted(ward)
    counter = stages.signed_in(Client(), ward.one_stop)
    handover = give(ward, dossier)
    assert counter.post(f"{URL}{handover.pk}/huy/", {"reason": ""}).status_code == 422
    counter.post(f"{URL}{handover.pk}/huy/", {"reason": "Lập nhầm bộ phận nhận"})
    assert "Lập nhầm bộ phận nhận" in counter.get(f"{URL}{handover.pk}/").content.decode()
    added = counter.post(
        f"{URL}ban-giay/", {"muc": "giao-ho-so", "ma": online.code.lower()}, follow=True
    ).content.decode()
    assert "Đã ghi nhận bản giấy" in added
    assert added.count(" checked") == 1
    unknown = counter.post(f"{URL}ban-giay/", {"muc": "giao-ho-so", "ma": "rác"}, follow=True).content.decode()
    assert "Không có hồ sơ rác" in unknown
    none = counter.post(f"{URL}lap/", {"muc": "giao-ho-so", "unit": ward.agency_id})
    assert none.status_code == 422
    assert "Chưa chọn hồ sơ nào" in none.content.decode()
    assert counter.post(f"{URL}lap/", {"unit": "x", "parts": ["99999999", "x"]}).status_code == 404
    assert counter.get(f"{URL}?muc=da-giao&ngay_day=31&ngay_month=2&ngay_year=2026").status_code == 422


@pytest.mark.django_db
def test_each_sees_what_is_theirs_in_few_queries(ward: Ward, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for _ in range(3):
        on_paper(ward)
    handover = give(ward, on_paper(ward))
    for actor in (ward.citizen, ward.neighbour):
        assert stages.signed_in(Client(), actor).get(URL).status_code == 403
    result = on_paper(ward)
    stages.brought_to_result(ward, result)
    clerk = stages.signed_in(Client(), ward.clerk)
    page = clerk.get(URL).content.decode()
    assert result.code in page
    assert "Hồ sơ chờ giao" not in page
    services.hand_over(
        actor=ward.clerk,
        kind=PaperKind.RESULT,
        part_ids=[PaperPart.objects.get(dossier=result, kind=PaperKind.RESULT).pk],
        to_agency_id=ward.agency_id,
    )
    counter = stages.signed_in(Client(), ward.one_stop)
    with django_assert_max_num_queries(24):
        counter.get(URL)
    with django_assert_max_num_queries(20):
        counter.get(f"{URL}{handover.pk}/")
