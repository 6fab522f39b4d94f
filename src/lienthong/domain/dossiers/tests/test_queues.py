"""Lists of work: who sees which, in which order, at which cost."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.province import Ward

from lienthong.domain.dossiers import queries
from lienthong.domain.dossiers.models import Dossier, DossierStep
from lienthong.domain.dossiers.tests import stages
from lienthong.foundation.accounts import queries as account_queries
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.organizations import services as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.kit import clock, pagination
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.ids import new_id
from lienthong.kit.pagination import BadCursor

LISTS = {
    "/lam-viec/tiep-nhan/": "one_stop",
    "/lam-viec/xu-ly/": "specialist",
    "/lam-viec/cho-toi/": "leader",
    "/lam-viec/van-thu/": "clerk",
}


def officer(ward: Ward, username: str, *roles: str) -> Actor:
    account = accounts.create_officer(
        actor=SYSTEM,
        username=username,
        full_name="Đỗ Quang Huy",
        password="mat-khau-dai-2026",
        email=f"{username}@gialai.gov.vn",
    )
    organizations.appoint(
        actor=SYSTEM,
        account_id=account.pk,
        agency_id=ward.agency_id,
        title="Chức vụ thử",
        roles=list(roles),
        valid_from=date(2025, 7, 1),
    )
    return account_queries.actor_for(account)


def copies(dossier: Dossier, count: int) -> None:
    """More of the same in the same queue, without the way there."""
    step = stages.step_of(dossier)
    for number in range(count):
        Dossier.objects.filter(pk=dossier.pk).get()
        dossier.pk, dossier.code = new_id(), f"H21.1-261101-{number:04d}"
        dossier._state.adding = True
        dossier.save(force_insert=True)
        step.pk, step.dossier_id = None, dossier.pk
        step._state.adding = True
        step.due_at = clock.now() + timedelta(hours=number - 3)
        step.save(force_insert=True)


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_every_role_opens_its_own_list_and_no_other(client: Client, ward: Ward) -> None:
    for role in LISTS.values():
        stages.signed_in(client, getattr(ward, role))
        assert client.get("/lam-viec/").status_code == 200
        assert client.get("/lam-viec/ho-so/").status_code == 200
        codes = {url: client.get(url).status_code for url in LISTS}
        assert codes == {url: 200 if mine == role else 403 for url, mine in LISTS.items()}


def test_citizens_and_strangers_stay_outside(client: Client, ward: Ward) -> None:
    assert client.get("/lam-viec/").status_code == 302
    stages.signed_in(client, ward.citizen)
    assert client.get("/lam-viec/").status_code == 403
    assert client.get("/lam-viec/ho-so/").status_code == 403


def test_an_administrator_is_told_what_the_position_does(client: Client, ward: Ward) -> None:
    stages.signed_in(client, officer(ward, "quan-tri", "administrator"))
    home = client.get("/lam-viec/").content.decode()
    assert "không giữ bước xử lý hồ sơ nào" in home
    assert "Danh mục thủ tục hành chính" in home
    assert "/lam-viec/ho-so/" not in home
    assert client.get("/lam-viec/ho-so/").status_code == 403


def test_a_supervisor_reads_all_and_acts_on_nothing(client: Client, ward: Ward) -> None:
    dossier = stages.submitted(ward)
    stages.signed_in(client, officer(ward, "giam-sat", "supervisor"))
    assert dossier.code in client.get("/lam-viec/ho-so/").content.decode()
    page = client.get(f"/lam-viec/ho-so/{dossier.code}/").content.decode()
    assert "không thuộc chức vụ đang dùng" in page
    assert "lt-button--primary" not in page
    assert client.post(f"/lam-viec/ho-so/{dossier.code}/tiep-nhan/").status_code == 403


def test_a_department_head_has_one_list_that_waits_for_approval(client: Client, ward: Ward) -> None:
    stages.signed_in(client, officer(ward, "truong-phong", "department_head"))
    assert client.get("/lam-viec/cho-toi/").status_code == 200
    assert "/lam-viec/cho-toi/" in client.get("/lam-viec/").content.decode()


def test_the_least_time_left_stands_first_and_groups_are_named(client: Client, ward: Ward) -> None:
    copies(stages.submitted(ward), 5)
    page = stages.signed_in(client, ward.one_stop).get("/lam-viec/tiep-nhan/").content.decode()
    assert page.index("Quá hạn") < page.index("H21.1-261101-0000") < page.index("H21.1-261101-0001")
    assert page.index("H21.1-261101-0002") < page.index("Đến hạn trong 2 ngày") < page.index("H21.1-261101-0004")


def test_paused_dossiers_have_their_own_tab(client: Client, ward: Ward) -> None:
    dossier = stages.submitted(ward)
    DossierStep.objects.update(is_paused=True)
    stages.signed_in(client, ward.one_stop)
    assert dossier.code not in client.get("/lam-viec/tiep-nhan/").content.decode()
    assert dossier.code in client.get("/lam-viec/tiep-nhan/?loc=tam-dung").content.decode()


@pytest.mark.parametrize("url", ["/lam-viec/", "/lam-viec/tiep-nhan/", "/lam-viec/ho-so/", "{work}"])
def test_twenty_rows_cost_as_many_queries_as_one(client: Client, ward: Ward, url: str) -> None:
    dossier = stages.submitted(ward)
    url = url.format(work=f"/lam-viec/ho-so/{dossier.code}/")
    stages.signed_in(client, ward.one_stop)
    one = queries_of(client, url)
    copies(dossier, 20)
    assert queries_of(client, url) == one
    assert one <= 30


def test_search_opens_a_whole_code_and_lists_the_rest(client: Client, ward: Ward) -> None:
    dossier = stages.submitted(ward)
    stages.signed_in(client, ward.one_stop)
    assert client.get("/lam-viec/tim/", {"q": dossier.code.lower()})["Location"] == f"/lam-viec/ho-so/{dossier.code}/"
    assert dossier.code in client.get("/lam-viec/tim/", {"q": "siu h'ngan"}).content.decode()
    assert "Không có hồ sơ phù hợp" in client.get("/lam-viec/tim/", {"q": "không ai"}).content.decode()


@pytest.mark.parametrize("nearest", [2_000, 0])
def test_words_find_a_dossier_in_any_order_the_last_unfinished(
    ward: Ward, monkeypatch: pytest.MonkeyPatch, nearest: int
) -> None:
    """Whether it stands among the nearest rows or the index of words must be asked."""
    monkeypatch.setattr(pagination, "NEAREST", nearest)
    dossier = stages.submitted(ward)
    name, number = dossier.applicant_name, dossier.code.rpartition("-")[2]
    copies(dossier, 3)

    def found(text: str) -> int:
        return len(queries.dossiers_page(ward.one_stop, text=text).items)

    assert found(f"khai sinh {name}") == found(f"{name} khai si") == 4
    assert found("H21.1-261101") == 3
    assert found(number) == 4, "the copies are found by the words of their first"
    assert found(f"{name} kết hôn") == found("'; drop & | !") == found("---") == 0
    with_state = queries.dossiers_page(ward.one_stop, text="khai sinh", state=dossier.state, limit=2)
    rest = queries.dossiers_page(ward.one_stop, text="khai sinh", state=dossier.state, limit=2, cursor=with_state.next)
    assert len({row.code for row in [*with_state.items, *rest.items]}) == 4
    assert rest.next is None


def test_a_broken_place_in_the_list_is_said_not_raised(client: Client, ward: Ward) -> None:
    stages.signed_in(client, ward.one_stop)
    assert client.get("/lam-viec/tiep-nhan/?tu=xyz").status_code == 400
    assert client.get("/lam-viec/ho-so/?q=%00").status_code == 400


def test_pages_of_a_queue_lead_there_and_back(ward: Ward) -> None:
    copies(stages.submitted(ward), 8)
    whole = [row.id for row in queries.queue_page(ward.one_stop, Role.ONE_STOP_OFFICER).items]
    first = queries.queue_page(ward.one_stop, Role.ONE_STOP_OFFICER, limit=4)
    second = queries.queue_page(ward.one_stop, Role.ONE_STOP_OFFICER, limit=4, cursor=first.next)
    last = queries.queue_page(ward.one_stop, Role.ONE_STOP_OFFICER, limit=4, cursor="last")
    assert [row.id for page in (first, second) for row in page.items] == whole[:8]
    assert [row.id for row in last.items] == whole[-4:]
    assert (first.previous, last.next) == (None, None)
    back = queries.queue_page(ward.one_stop, Role.ONE_STOP_OFFICER, limit=4, cursor=second.previous)
    assert [row.id for row in back.items] == whole[:4]


def test_the_place_of_another_list_is_refused(ward: Ward) -> None:
    copies(stages.submitted(ward), 2)
    elsewhere = queries.dossiers_page(ward.one_stop, limit=1).next  # its places end in a UUID, not in a number
    with pytest.raises(BadCursor):
        queries.queue_page(ward.one_stop, Role.ONE_STOP_OFFICER, cursor=elsewhere)
