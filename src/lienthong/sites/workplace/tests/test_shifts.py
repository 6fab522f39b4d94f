"""The pages of a shift: opened, counted, taken over; who is slower reads who was faster; the report in both shapes."""

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.province import Ward

from lienthong.domain.dossiers.tests.stages import signed_in
from lienthong.domain.tickets import services as tickets
from lienthong.foundation.payments import queries, services
from lienthong.foundation.payments.models import CashEntry, Shift
from lienthong.foundation.payments.tests.test_cash import take
from lienthong.foundation.payments.tests.test_confirm_from_bank import confirm
from lienthong.foundation.payments.tests.test_shifts import WHY, ask_transfer, notes

URL = "/lam-viec/ca-thu/"


@pytest.fixture
def counter(ward: Ward) -> Client:
    return signed_in(Client(), ward.one_stop)


@pytest.mark.django_db
def test_it_works(ward: Ward, counter: Client) -> None:
    tickets.open_office(actor=ward.one_stop, agency_id=ward.agency_id)
    page = counter.get(URL).content.decode()
    assert "Mở ca" in page
    assert '<option value="Quầy 1">' in page
    answer = counter.post(f"{URL}mo/", {"point": "Quầy 1", "opening_float": "200.000"})
    shift = Shift.objects.get()
    assert answer["Location"] == f"{URL}{shift.pk}/"
    here = f"{URL}{shift.pk}/"
    wrong, twice = ask_transfer(ward.one_stop, "21"), ask_transfer(ward.one_stop, "22")
    confirm(memo=wrong.code, ref="FT1", amount=7000)
    confirm(memo=twice.code, ref="FT2")
    confirm(memo=twice.code, ref="FT3")
    receipt = take(ward.one_stop)
    services.return_cash(actor=ward.one_stop, receipt_id=receipt.id, reason="Người nộp được miễn phí")
    page = counter.get(here).content.decode()
    for said in ("200.000", "Chuyển sai số tiền", "Chuyển hai lần", "hoàn lại 8.000", receipt.number, "Chờ xác nhận"):
        assert said in page
    counter.post(f"{here}dieu-chinh/", {"amount": "-20.000", "correction": "Đổi tiền lẻ cho quầy 2"})
    counted = {f"note-{value}": number for value, number in notes(175_000).items()}
    short = counter.post(f"{here}dong/", counted)
    assert short.status_code == 422
    assert "thiếu 5.000" in short.content.decode()
    assert 'name="note-100000" value="1"' in short.content.decode()
    assert counter.post(f"{here}dong/", {**counted, "note-500000": "hai"}).status_code == 422
    counter.post(f"{here}dong/", {**counted, "reason": WHY})
    shift.refresh_from_db()
    assert (shift.counted, shift.difference_reason) == (175_000, WHY)

    keeper = signed_in(Client(), ward.clerk)
    assert "Nhận tiền nộp quỹ" in keeper.get(here).content.decode()
    assert "chưa có người thứ hai" in keeper.post(f"{here}nhan-quy/").content.decode()
    for entry in CashEntry.objects.exclude(kind="receipt"):
        keeper.post(f"{here}xac-nhan/{entry.pk}/")
    keeper.post(f"{here}nhan-quy/")
    shift.refresh_from_db()
    assert shift.handed_to_name == ward.clerk.name
    assert "Một trăm bảy mươi lăm nghìn đồng" in counter.get(here).content.decode()


@pytest.mark.django_db
def test_the_report_in_both_shapes(ward: Ward, counter: Client) -> None:
    shift = services.open_shift(actor=ward.one_stop, point="Quầy 1", opening_float=100_000)
    take(ward.one_stop, payer_name="=HYPERLINK(1)")
    ask_transfer(ward.one_stop, "21")
    services.close_shift(actor=ward.one_stop, shift_id=shift.id, notes=notes(108_000))
    assert counter.get(f"{URL}{shift.pk}/bao-cao.pdf").content.startswith(b"%PDF")
    book = load_workbook(BytesIO(counter.get(f"{URL}{shift.pk}/bao-cao.xlsx").content))
    assert book.sheetnames == ["Tổng hợp", "Sổ quỹ", "Chuyển khoản"]
    sums = {row[0]: row[2] for row in book["Tổng hợp"].iter_rows(values_only=True)}
    assert (sums["Theo sổ phải có"], sums["Đếm được"], sums["Chờ ngân hàng báo có"]) == (108_000, 108_000, 8000)
    assert book["Sổ quỹ"]["D2"].value == "'=HYPERLINK(1)"
    assert counter.get(f"{URL}{shift.pk}/bao-cao.doc").status_code == 404


@pytest.mark.django_db
def test_who_was_slower_reads_who_was_faster(ward: Ward, counter: Client) -> None:
    take(ward.one_stop)
    shift = Shift.objects.get()
    here = f"{URL}{shift.pk}/"
    keeper = signed_in(Client(), ward.clerk)
    counted = {f"note-{value}": number for value, number in notes(8000).items()}
    keeper.post(f"{here}dong/", counted)
    late = counter.post(f"{here}dong/", counted)
    assert late.status_code == 409
    assert f"{shift.label} đã đếm, chờ nộp quỹ: Rơ Châm H&#x27;Lan" in late.content.decode()
    assert keeper.post(f"{here}tra-lai/", {"back": ""}).status_code == 422
    keeper.post(f"{here}tra-lai/", {"back": "Thủ quỹ đếm được 7.000"})
    shift.refresh_from_db()
    assert shift.state == "open"
    assert counter.post(f"{URL}mo/", {"opening_float": "0"}).status_code == 409
    assert counter.post(f"{here}dieu-chinh/", {"amount": "x", "correction": ""}).status_code == 422


@pytest.mark.django_db
def test_who_may_look_and_how_often_the_database_is_asked(
    ward: Ward, counter: Client, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    for number in range(3):
        take(ward.one_stop, subject_id=str(number))
        ask_transfer(ward.one_stop, f"t{number}")
    shift = Shift.objects.get()
    for actor in (ward.specialist, ward.citizen):
        assert signed_in(Client(), actor).get(f"{URL}{shift.pk}/").status_code == 403
    leader = signed_in(Client(), ward.leader)
    page = leader.get(f"{URL}?trang-thai=open").content.decode()
    assert shift.label in page
    assert "Mở ca" not in page
    assert "Đóng ca" not in leader.get(f"{URL}{shift.pk}/").content.decode()
    assert leader.post(f"{URL}{shift.pk}/dong/", {"note-1000": "24"}).status_code == 403
    with django_assert_max_num_queries(24):
        counter.get(f"{URL}{shift.pk}/")
    with django_assert_max_num_queries(20):
        counter.get(URL)
    assert queries.sums_of(shift).received == 24_000
