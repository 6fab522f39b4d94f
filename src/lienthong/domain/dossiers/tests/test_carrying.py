"""A check that was finished before filing: its answers and its case are in the draft, and nothing typed is overwritten."""

import pytest
from django.test import Client
from tests.province import Ward

from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.models import Filing
from lienthong.domain.eligibility import services as eligibility
from lienthong.domain.eligibility.queries import Carried
from lienthong.foundation.accounts.models import Account
from lienthong.kit.actor import SYSTEM
from lienthong.kit.errors import NotFound

ADDRESS = "/nop-ho-so/1.014027/?tuoi=72&luong_huu=khong&thuoc_ho=ngheo&tro_cap_khac=khong&tu=1.014027"


def test_from_the_check_to_the_papers(ward: Ward, client: Client):
    eligibility.load_tables(actor=SYSTEM)
    client.force_login(
        Account.objects.get(pk=ward.citizen.account_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert "2 câu đã trả lời khi kiểm tra điều kiện được điền sẵn" in client.get(ADDRESS).text
    client.post(ADDRESS)
    filing = Filing.objects.get()
    assert filing.answers["poor_status"] == "Nghèo"
    assert filing.checked == {
        "case": "Từ đủ 70 đến dưới 75 tuổi, hộ nghèo, hộ cận nghèo",
        "papers": ["poor_household"],
    }
    assert "Trường hợp của ông/bà cần giấy này" in client.get(f"/ban-khai/{filing.reference}/giay-to/").text


def test_what_was_typed_stays(ward: Ward):
    filing = services.start_filing(actor=ward.citizen, code="1.014027")
    filing.answers |= {"poor_status": "Cận nghèo"}
    filing.save()
    carried = Carried(answers={"poor_status": "Nghèo", "has_pension": "Không"}, case="Một trường hợp", papers=())
    after = services.carry_answers(actor=ward.citizen, filing_id=filing.id, carried=carried)
    assert (after.answers["poor_status"], after.answers["has_pension"]) == ("Cận nghèo", "Không")
    with pytest.raises(NotFound):
        services.carry_answers(actor=ward.neighbour, filing_id=filing.id, carried=carried)
