"""The applicant answers one complete list of defects."""

import pytest
from django.test import Client
from tests.province import Ward

from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.choices import State, Verdict
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.tests.conftest import photo
from lienthong.domain.procedures import queries as procedures


@pytest.fixture
def returned(ward: Ward, dossier: Dossier) -> Dossier:
    lines = [
        services.JudgedLine(
            requirement_key=need.key,
            verdict=Verdict.INVALID if need.key == "birth_notice" else Verdict.OK,
            reason="Ảnh mờ, không đọc được số." if need.key == "birth_notice" else "",
        )
        for need in procedures.version(dossier.version_id).requirements
    ]
    services.request_supplement(actor=ward.one_stop, dossier_id=dossier.id, lines=lines)
    dossier.refresh_from_db()
    return dossier


def test_it_works(mother: Client, returned: Dossier) -> None:
    assert "Ảnh mờ, không đọc được số." in mother.get(f"/ho-so/{returned.code}/").content.decode()
    page = mother.get(f"/ho-so/{returned.code}/bo-sung/").content.decode()
    assert "Ảnh mờ, không đọc được số." in page
    assert "không cần nộp lại" in page
    refused = mother.post(f"/ho-so/{returned.code}/bo-sung/gui/")
    assert refused.status_code == 422
    assert "Giấy chứng sinh" in refused.content.decode()
    # without a script the file travels with the last click
    sent = mother.post(f"/ho-so/{returned.code}/bo-sung/gui/", {"birth_notice": photo("ro.jpg", "ivory")})
    assert sent["Location"] == f"/ho-so/{returned.code}/"
    returned.refresh_from_db()
    assert returned.state == State.SUBMITTED
    assert mother.post(f"/ho-so/{returned.code}/bo-sung/gui/").status_code == 302  # a doubled click


def test_nobody_else_answers(neighbour: Client, returned: Dossier) -> None:
    for address in (f"/ho-so/{returned.code}/", f"/ho-so/{returned.code}/bo-sung/", "/ho-so/H00.1-000000-0001/"):
        assert neighbour.get(address).status_code == 404
    assert neighbour.post(f"/ho-so/{returned.code}/bo-sung/gui/").status_code == 404


def test_withdrawing_needs_a_reason_and_keeps_it(mother: Client, returned: Dossier) -> None:
    assert mother.post(f"/ho-so/{returned.code}/rut/", {"reason": " "}).status_code == 422
    assert mother.post(f"/ho-so/{returned.code}/rut/", {"reason": "Khai nhầm tên trẻ"}).status_code == 302
    returned.refresh_from_db()
    assert returned.state == State.WITHDRAWN
    assert "Khai nhầm tên trẻ" in mother.get(f"/ho-so/{returned.code}/").content.decode()
