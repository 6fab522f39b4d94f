"""Forms 01 to 07 by the regime of the dossier's day: numbers, what stands in them, periods that cannot be printed."""

import io
from datetime import date, datetime, timedelta

import pikepdf
import pypdfium2
import pytest
from django.test import Client
from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.services.documents import receipt_data
from lienthong.domain.dossiers.services.paper_forms import FORM_SETS, form_set_on
from lienthong.domain.dossiers.tests import stages
from lienthong.kit import clock, pdf
from lienthong.kit.errors import Invalid


def text_of(content: bytes) -> str:
    """The words of a PDF, lines made one."""
    document = pypdfium2.PdfDocument(content)
    words = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(words.split())


def under_the_old_set(dossier: Dossier) -> Dossier:
    """As if accepted in 2024."""
    moment = datetime(2024, 5, 6, 9, 0, tzinfo=clock.VIETNAM)
    Dossier.objects.filter(id=dossier.id).update(accepted_at=moment, submitted_at=moment)
    return Dossier.objects.get(id=dossier.id)


def test_each_set_numbers_its_forms_and_keeps_its_day() -> None:
    assert [form_set_on(date(2024, 1, 2)).regime, form_set_on(date(2026, 1, 2)).regime] == ["2018", "2025"]
    numbers = [sorted(number for number, _ in each.forms.values() if number) for each in FORM_SETS]
    assert numbers == [["01", "02", "03", "04", "05", "06"], ["01", "02", "03", "04", "05", "06", "07"]]


def test_the_control_sheet_tells_every_passage(client: Client, ward: Ward) -> None:
    dossier = stages.with_clerk(ward)
    answer = stages.signed_in(client, ward.specialist).get(f"/lam-viec/ho-so/{dossier.code}/phieu-kiem-soat.pdf")
    words = text_of(answer.content)
    assert "Mẫu số 06, Thông tư 03/2025/TT-VPCP" in words
    assert "1. Giao: Người nộp hồ sơ" in words
    assert ward.leader.name in words
    assert dossier.code in words
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert len(document.pages) >= 1


def test_a_dossier_of_the_old_regime_prints_the_old_forms(ward: Ward) -> None:
    dossier = under_the_old_set(stages.accepted(ward))
    words = text_of(services.control_sheet_pdf(dossier=dossier))
    assert "Mẫu số 05, Thông tư 01/2018/TT-VPCP" in words
    assert "Mẫu số 01, Thông tư 01/2018/TT-VPCP" in text_of(pdf.receipt(receipt_data(dossier)))
    services.propose_extension(actor=ward.leader, dossier_id=dossier.id, days=2, reason="Chờ xác minh nơi cư trú.")
    (letter,) = queries.letters_of(dossier)
    assert (letter.regime, letter.form, letter.title) == ("2018", "04", "Phiếu xin lỗi và hẹn lại ngày trả kết quả")


def test_the_book_of_a_period(client: Client, ward: Ward) -> None:
    accepted, waiting = stages.accepted(ward), stages.submitted(ward)
    today = clock.today()

    def period(since: date, until: date) -> dict[str, int]:
        return {
            "since_day": since.day,
            "since_month": since.month,
            "since_year": since.year,
            "until_day": until.day,
            "until_month": until.month,
            "until_year": until.year,
        }

    stages.signed_in(client, ward.one_stop)
    assert "In sổ (PDF)" in client.get("/lam-viec/so-theo-doi/").content.decode()
    words = text_of(client.get("/lam-viec/so-theo-doi/so-theo-doi.pdf", period(today, today)).content)
    assert "Mẫu số 07, Thông tư 03/2025/TT-VPCP" in words
    assert "1 hồ sơ" in words
    assert accepted.code.split("-")[0] in words
    assert waiting.code != accepted.code
    backwards = client.get("/lam-viec/so-theo-doi/so-theo-doi.pdf", period(today, today - timedelta(days=1)))
    assert backwards.status_code == 422
    assert 'href="#until_day"' in backwards.content.decode()
    assert client.get("/lam-viec/so-theo-doi/so-theo-doi.pdf", {"since_day": "31"}).status_code == 422
    stages.signed_in(client, ward.citizen)
    assert client.get("/lam-viec/so-theo-doi/").status_code == 403


@pytest.mark.parametrize("days", [93, 400])
def test_a_period_longer_than_a_quarter_is_divided(ward: Ward, days: int) -> None:
    with pytest.raises(Invalid, match="mục cần sửa"):
        services.register_pdf(actor=ward.one_stop, since=clock.today() - timedelta(days=days), until=clock.today())
