"""Rows of a repeated group on the filing page, without script: one more, one fewer, nothing typed is lost."""

import pytest
from django.test import Client
from tests.province import Ward

from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.models import Filing
from lienthong.domain.dossiers.tests.conftest import BIRTH
from lienthong.domain.eforms.tests.household import HOUSEHOLD
from lienthong.domain.procedures import services as procedures
from lienthong.domain.procedures.models import ProcedureVersion
from lienthong.kit.actor import SYSTEM

ROW = {
    "members-0-full_name": "Ksor Lan",
    "members-0-birth_date-day": "12",
    "members-0-birth_date-month": "3",
    "members-0-birth_date-year": "1990",
    "members-0-works": "Không",
}


@pytest.fixture
def household(ward: Ward) -> Filing:
    """Begun for a procedure whose form asks for the members of a household."""
    entry = ProcedureVersion.objects.filter(procedure__code=BIRTH).latest("number").entry
    form = {"title": "Tờ khai hộ", "questions": HOUSEHOLD}
    entry = {**entry, "code": "1.099999", "form": form, "fees": [], "requirements": []}
    procedures.publish_entries(actor=SYSTEM, entries=[entry])
    return services.start_filing(actor=ward.citizen, code="1.099999")


def test_a_row_more_and_a_row_fewer(mother: Client, household: Filing) -> None:
    page = f"/ban-khai/{household.reference}/to-khai/ho/"
    first = mother.get(page).content.decode()
    assert 'name="members-0-full_name"' in first
    assert 'name="members-1-full_name"' not in first

    more = mother.post(page, {**ROW, "members-rows": "1", "_more": "members"})
    html = more.content.decode()
    assert more.status_code == 200
    assert "cần sửa" not in html
    assert 'name="members-1-full_name"' in html
    assert "Ksor Lan" in html

    both = {
        **ROW,
        **{name.replace("-0-", "-1-"): text for name, text in ROW.items()},
        "members-1-full_name": "Siu K",
    }
    fewer = mother.post(page, {**both, "members-rows": "2", "_less": "members-0"}).content.decode()
    assert "Ksor Lan" not in fewer
    assert "Siu K" in fewer
    assert 'name="members-1-full_name"' not in fewer

    wrong = mother.post(page, {**both, "members-rows": "2", "members-1-works": ""})
    assert wrong.status_code == 422
    assert '<a href="#f-members-1-works">Thành viên 2: Chưa chọn đang đi làm</a>' in wrong.content.decode()

    told = mother.post(f"/ban-khai/{household.reference}/to-khai/ho/luu/", {**both, "members-rows": "2"}).json()
    assert told["computed"] == {"f-size": "2\u00a0người", "f-total_income": ""}

    done = mother.post(page, {**both, "members-rows": "2", "size": "77"})
    assert done.status_code == 302
    household.refresh_from_db()
    assert household.answers["size"] == 2
    assert [row["full_name"] for row in household.answers["members"]] == ["Ksor Lan", "Siu K"]
