"""Published figures as anybody sees them: pages, data, API; and who may look before they are out."""

import csv
import io
import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.province import Ward, _officer

from lienthong.domain.dossiers.models import Dossier, Turn
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.figures import queries, services
from lienthong.domain.figures.models import Edition
from lienthong.domain.figures.rules import charts
from lienthong.domain.figures.rules.cells import Key, Numbers
from lienthong.domain.procedures.models import Procedure
from lienthong.foundation.accounts.models import Account
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.events import reacting_at_once

MARCH, APRIL = services.read_slug("thang-2027-03"), services.read_slug("thang-2027-04")
MAY = datetime(2027, 5, 3, 8, 0, tzinfo=clock.VIETNAM)


def counted(ward: Ward, opening: int, more: int = 0) -> services.Counted:
    """Two units, a procedure of births (sensitive) and one of land."""
    other = next(each for each in organizations.communes()[:4] if each.pk != ward.agency_id)
    birth, land = Procedure.objects.get(code="1.001193"), Procedure.objects.filter(field__code="dat-dai")[0]
    cells = {
        Key(ward.agency_id, birth.pk, "online", False): Numbers(
            opening=opening,
            received=20 + more,
            early=14,
            late=1,
            refused=2,
            in_time=opening + 3 + more,
            spent=15 * 86400 * 2,
        ),
        Key(ward.agency_id, land.pk, "counter", False): Numbers(
            opening=opening, received=40, on_time=30, late=6, withdrawn=1, overdue=3 + opening, spent=86400
        ),
        Key(other.pk, birth.pk, "post", False): Numbers(received=9, on_time=9),
        Key(other.pk, land.pk, "counter", True): Numbers(received=2, early=2),
    }
    return services.Counted(
        cells=cells,
        labels={
            "agencies": {
                str(each.pk): [each.identifier, each.short_name, "xa"]
                for each in (organizations.agency(ward.agency_id), other)
            },
            "procedures": {
                str(each.pk): [each.code, each.short_name, each.field.code, each.field.name] for each in (birth, land)
            },
        },
        lateness={str(ward.agency_id): [2, 90]},
        satisfaction={str(ward.agency_id): [1, 0, 2, 20, 17], str(other.pk): [0, 0, 0, 1, 2]},
    )


@pytest.fixture
def two_months(ward: Ward) -> Ward:
    with clock.at(MAY):
        services.keep_reckoning(period=MARCH, counted=counted(ward, 0))
        services.keep_reckoning(period=APRIL, counted=counted(ward, 3))
    return ward


def get(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_it_works(two_months: Ward) -> None:
    page = get("/so-lieu/")
    assert "Giải quyết thủ tục hành chính, tháng 04/2027" in page
    assert "theo người dân 69" in page  # 71 came, two are children of others
    assert '<option value="thang-2027-03">Tháng 03/2027</option>' in page
    assert page.count('<rect class="in"') == 2
    assert "Đang quá hạn theo đơn vị" in page
    unit = organizations.agency(two_months.agency_id)
    assert f"/so-lieu/don-vi/{unit.identifier}/" in page


def test_nothing_is_published_yet(ward: Ward) -> None:
    assert "Chưa có kỳ nào được công bố" in get("/so-lieu/")
    for path in (
        "/so-lieu/don-vi/",
        "/so-lieu/thu-tuc/",
        "/so-lieu/cac-ky/",
        "/so-lieu/tinh-the-nao/",
        "/so-lieu/thu-tuc/1.001193/",
    ):
        get(path)
    assert Client().get("/so-lieu/?ky=thang-2027-03").status_code == 404
    assert Client().get("/so-lieu/?ky=ba-la-bo").status_code == 404


def test_tables_are_sorted_and_searched(two_months: Ward) -> None:
    unit = organizations.agency(two_months.agency_id)
    other = next(each for each in organizations.communes()[:4] if each.pk != unit.pk)
    page = get("/so-lieu/don-vi/?sap=-giai-quyet")
    assert page.index(f">{unit.short_name}<") < page.index(f">{other.short_name}<")
    page = get("/so-lieu/don-vi/?sap=giai-quyet")
    assert page.index(f">{other.short_name}<") < page.index(f">{unit.short_name}<")
    found = get(f"/so-lieu/don-vi/?q={other.identifier}")
    assert f">{unit.short_name}<" not in found
    assert "Không có dòng nào phù hợp" in get("/so-lieu/thu-tuc/?q=zzzz")
    assert "1 dòng" in get("/so-lieu/thu-tuc/?linh-vuc=dat-dai")
    get("/so-lieu/don-vi/?sap=nonsense&trang=99&cap=zz")


def test_a_unit_and_a_procedure(two_months: Ward) -> None:
    unit = organizations.agency(two_months.agency_id)
    page = get(f"/so-lieu/don-vi/{unit.identifier}/?ky=thang-2027-04")
    assert "Theo kênh nộp" in page
    assert "40 phiếu" in page
    assert "1,5 giờ làm việc ở 2 hồ sơ" in page
    # One refused, one late of a sensitive field: hidden, and what stands beside them with them.
    assert "&lt;5" in page
    page = get("/so-lieu/thu-tuc/1.001193/")
    assert "Từng đơn vị" in page
    assert Client().get("/so-lieu/don-vi/H99/").status_code == 404


def test_small_numbers_are_hidden_everywhere_alike(two_months: Ward) -> None:
    edition = queries.edition_for(APRIL)
    unit = organizations.agency(two_months.agency_id)
    _, mine, _ = queries.unit_of(edition, unit.identifier)
    _, of_birth, _ = queries.procedure_of(edition, "1.001193")
    birth = next(each for each in mine if each.code == "1.001193")
    assert birth.shares == next(each for each in of_birth if each.code == unit.identifier).shares
    assert birth.shares[1] == -1
    rows = list(csv.DictReader(io.StringIO(get("/so-lieu/du-lieu/thang-2027-04/don-vi-thu-tuc.csv"))))
    mine_as_data = next(row for row in rows if row["unit"] == unit.identifier and row["procedure"] == "1.001193")
    assert mine_as_data["late"] == "<5"
    few = next(row for row in queries.units_of(edition) if row.answers.number == 3)
    assert (few.answers.rate, few.answers.note) == (None, "Dưới 5 phiếu, không công khai")


@pytest.mark.parametrize("name", ["toan-tinh", "don-vi", "thu-tuc", "linh-vuc", "don-vi-thu-tuc"])
def test_every_table_as_data(two_months: Ward, name: str) -> None:
    address = f"/so-lieu/du-lieu/thang-2027-04/{name}"
    rows = list(csv.DictReader(io.StringIO(get(f"{address}.csv"))))
    data: dict[str, Any] = json.loads(get(f"{address}.json"))
    assert len(rows) == len(data["rows"]) > 0
    assert data["digest"] == queries.edition_for(APRIL).digest
    assert get(f"{address}.csv?bom=1").startswith("\ufeff")
    known = {each["key"].split(" ")[0] for each in json.loads(get("/so-lieu/tu-dien.json"))}
    assert set(rows[0]) - known <= {
        "group", "name", "code", "tier", "field", "field_name", "answers", "unit", "unit_name", "procedure", "procedure_name", "whole",
    }  # fmt: skip


def test_who_has_the_data_is_told_so(two_months: Ward) -> None:
    address = "/so-lieu/du-lieu/thang-2027-04/don-vi.json"
    first = Client().get(address)
    assert Client().get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert Client().get("/so-lieu/du-lieu/thang-2027-04/khac.json").status_code == 404
    assert Client().get("/so-lieu/du-lieu/thang-2026-01/don-vi.json").status_code == 404


def test_over_the_api(two_months: Ward) -> None:
    listed = Client().get("/api/v1/figures").json()["items"]
    assert [each["period"] for each in listed] == ["thang-2027-03", "thang-2027-04"]
    whole = Client().get("/api/v1/figures/thang-2027-04").json()
    assert whole["totals"]["all"]["received"] == 71
    units = Client().get("/api/v1/figures/thang-2027-04/units").json()["rows"]
    assert sum(row["numbers"]["received"] for row in units) == 71
    assert [row["answers"] for row in units if row["satisfied_rate"] is None] == [None]
    assert len(Client().get("/api/v1/figures/thang-2027-04/procedures").json()["rows"]) == 2
    assert Client().get("/api/v1/figures/thang-2027-13").status_code == 404
    assert Client().get("/api/v1/figures/thang-2027-04?edition=7").status_code == 404


def test_a_corrected_month_keeps_its_first_edition(two_months: Ward) -> None:
    follower = _officer(two_months.agency_id, "tinh", "Bùi Thị Thanh Thảo", "Chuyên viên", "supervisor")
    with clock.at(MAY):
        services.keep_reckoning(period=APRIL, counted=counted(two_months, 3, more=4))
        reason = "Bốn hồ sơ nộp ngày cuối tháng ghi nhầm sang tháng sau."
        report = Edition.objects.latest("pk").report_id
        services.publish_figures(actor=follower, report_id=report, edition=2, reason=reason)
    page = get("/so-lieu/?ky=thang-2027-04")
    assert reason in page
    assert "?ky=thang-2027-04&amp;ban=1" in page
    assert "đã được đính chính" in get("/so-lieu/?ky=thang-2027-04&ban=1")
    assert reason in get("/so-lieu/cac-ky/")
    assert json.loads(get("/so-lieu/du-lieu/thang-2027-04/toan-tinh.json?ban=1"))["rows"][0]["received"] == 71
    assert json.loads(get("/so-lieu/du-lieu/thang-2027-04/toan-tinh.json"))["rows"][0]["received"] == 75


def test_a_page_costs_few_queries(two_months: Ward, django_assert_max_num_queries: Any) -> None:
    get("/so-lieu/")
    with django_assert_max_num_queries(8):
        get("/so-lieu/")
    with django_assert_max_num_queries(8):
        get("/so-lieu/don-vi/")


def test_the_office_before_it_is_out(ward: Ward) -> None:
    """A month that does not balance: seen with its dossier, mended, reckoned again, out."""
    follower = _officer(ward.agency_id, "tinh", "Bùi Thị Thanh Thảo", "Chuyên viên", "supervisor")
    with clock.at(datetime(2027, 4, 8, 9, tzinfo=clock.VIETNAM)):
        dossier = stages.accepted(ward)
    right = datetime(2027, 4, 9, 9, tzinfo=clock.VIETNAM)
    Dossier.objects.filter(pk=dossier.pk).update(state="returned", completed_at=right)
    (last,) = Turn.objects.filter(dossier=dossier, until=None)
    Turn.objects.filter(pk=last.pk).update(until=right)
    Turn.objects.create(
        dossier=dossier, number=3, at=right, verb="return_result", state="returned", was_state="completed", holder_id=last.holder_id,
        was_holder_id=last.holder_id, procedure_id=last.procedure_id, channel=last.channel,
    )  # fmt: skip
    office, page = signed_in(follower), "/lam-viec/so-lieu/thang-2027-04/"
    with clock.at(MAY), reacting_at_once():
        assert office.get("/lam-viec/so-lieu/").status_code == 200
        assert office.post(f"{page}tinh/").status_code == 302
        held = office.get(page).content.decode()
        assert "Không công bố được" in held
        assert f"/lam-viec/so-lieu/bien-dong/{dossier.code}/" in held
        assert "1 trong 1 ô không cân đối" in get("/so-lieu/cac-ky/")
        assert office.post(f"{page}cong-bo/", {"edition": "1"}, follow=True).status_code == 200
        assert Edition.objects.get().state == "held"
        assert signed_in(ward.leader).get(page).status_code == 200
        assert signed_in(ward.leader).post(f"{page}tinh/").status_code == 403
        assert signed_in(ward.specialist).get(page).status_code == 403
        ledger = f"/lam-viec/so-lieu/bien-dong/{dossier.code}/"
        assert "Đang xử lý" in office.get(ledger).content.decode()
        missing = {"missing_state": "completed", "missing_at": "08:30, 09/04/2027"}
        assert office.post(ledger, missing).status_code == 422
        assert office.post(ledger, {**missing, "missing_at": "hôm qua", "reason": "x"}).status_code == 422
        assert (
            office.post(
                ledger, {**missing, "reason": "Mốc có kết quả bị mất khi chuyển dữ liệu; lấy theo bản ký số."}
            ).status_code
            == 302
        )
        out = office.get(page).content.decode()  # reckoned anew by itself
        assert "Đã công bố" in out
        behind = office.get(f"{page}ho-so/?cot=received").content.decode()
        assert dossier.code in behind
        assert "1 hồ sơ" in behind
        assert office.get(f"{page}ho-so/?cot=nonsense").status_code == 404
        assert signed_in(ward.leader).get(f"{page}ho-so/?cot=received").status_code == 200
    assert queries.published_edition(APRIL) is not None


def test_a_correction_from_the_page(two_months: Ward) -> None:
    follower = _officer(two_months.agency_id, "tinh", "Bùi Thị Thanh Thảo", "Chuyên viên", "supervisor")
    with clock.at(MAY):
        services.keep_reckoning(period=APRIL, counted=counted(two_months, 3, more=1))
        office, page = signed_in(follower), "/lam-viec/so-lieu/thang-2027-04/"
        assert "Khác bản 1 đã công bố: 2 số" in office.get(page).content.decode()
        refused = office.post(f"{page}cong-bo/", {"edition": "2", "reason": "Sai"})
        assert refused.status_code == 422
        assert "Ghi lý do đính chính" in refused.content.decode()
        assert (
            office.post(
                f"{page}cong-bo/", {"edition": "2", "reason": "Thiếu một hồ sơ nộp lúc 23 giờ ngày cuối."}
            ).status_code
            == 302
        )
    found = queries.published_edition(APRIL)
    assert found is not None
    assert found.number == 2


def test_charts_begin_at_nought() -> None:
    tops = {0: 4, 3: 4, 5: 8, 40: 40, 41: 60, 99: 100, 207: 240, 700: 800, 12_000: 12_000}
    assert {value: charts.nice_top(value) for value in tops} == tops
    chart = charts.bars(["a", "b", "c"], [("in", [0, 10, None]), ("done", [5, 8, None])])
    assert chart.lines[0] == (chart.base, "0")
    assert [mark.text for mark in chart.marks] == ["0", "5", "10", "8"]
    gap = charts.line(["a", "b", "c", "d"], [50.0, None, 90.0, 100.0])
    assert len(gap.paths) == 1
    assert [mark.text for mark in gap.marks] == ["50,0", "90,0", "100,0"]
    assert replace(gap).labels[0].label == "a"
