"""Lists of work narrowed by conditions that stand in the address and are saved under a name."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.province import Ward, _officer

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.errors import TooManyFilters
from lienthong.domain.dossiers.models import Dossier, DossierStep, SavedFilter
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.dossiers.tests.test_assigning import many, seat
from lienthong.foundation.accounts import queries as accounts
from lienthong.foundation.accounts.models import Account
from lienthong.foundation.organizations import services as organizations
from lienthong.kit import clock, word_search
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotFound

pytestmark = pytest.mark.django_db
LIST = "/lam-viec/xu-ly/"


def found(actor: Actor, **params: str) -> list[int]:
    only = queries.conditions_of({queries.NAMES[name]: value for name, value in params.items()})
    return [row.id for row in queries.queue_page(actor, "specialist", only=only).items]


def test_each_condition_narrows(ward: Ward) -> None:
    me = ward.specialist
    a, b, c = many(ward, 3)
    late, old, first = (Dossier.objects.get(steps=each) for each in (a, b, c))
    DossierStep.objects.filter(pk=a).update(due_at=clock.now() - timedelta(hours=2), name="Bước lạ")
    DossierStep.objects.filter(pk=b).update(assignee_id=seat(me), due_at=clock.now() + timedelta(days=40))
    DossierStep.objects.filter(pk=c).update(due_at=clock.now() + timedelta(minutes=5))
    Dossier.objects.filter(pk=old.pk).update(submitted_at=clock.now() - timedelta(days=30), applicant=None)
    Dossier.objects.filter(pk=first.pk).update(
        priority="elderly", search_text=word_search.kept("Ksor H'Blá", "Miễn 50% thuế")
    )
    assert found(me) == [a, c, b]
    assert found(me, time="qua-han") == [a]
    assert found(me, time="sap-han") == [c]
    assert found(me, step="Bước lạ") == [a]
    assert found(me, handler="toi") == [b]
    assert found(me, handler="chua-giao") == [a, c]
    assert found(me, priority="co") == found(me, priority="elderly") == [c]
    assert found(me, priority="merit") == []
    assert found(me, procedure=stages.BIRTH) == [a, c, b]
    assert found(me, procedure="9.9") == []
    assert found(me, field=late.procedure.field.code) == [a, c, b]
    assert found(me, state="processing") == [a, c, b]
    assert found(me, state="submitted") == []
    assert found(me, commune="23575") == [a, c]
    today = clock.today()
    assert found(me, since=today.isoformat()) == found(me, since=f"{today:%d/%m/%Y}") == [a, c]
    assert found(me, until=(today - timedelta(days=1)).isoformat()) == [b]
    assert found(me, text="H'Blá 50%") == [c]
    assert found(me, text="thuế ksor") == [c]
    assert found(me, text="5%") == [c]
    assert found(me, text="thuế 0%") == found(me, text="%_") == []
    assert found(me, text=first.code.lower()) == [c]
    assert found(me, time="qua-han", handler="toi") == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from([*queries.NAMES.values(), "la"]), st.text(max_size=12)))
def test_any_address_reads_and_says_itself_again(params: dict[str, str]) -> None:
    only = queries.conditions_of(params)
    assert queries.conditions_of(only.params()) == only
    assert set(only.params()) <= set(queries.NAMES.values())


def test_whatever_is_typed_into_the_address_answers(ward: Ward, client: Client) -> None:
    many(ward, 2)
    stages.signed_in(client, ward.specialist)
    for name in queries.NAMES.values():
        for value in ("'", "%", "\\", "-1", "99999999999999999999", "2026-13-01", "toi", "x" * 500):
            assert client.get(LIST, {name: value}).status_code == 200


def test_saved_opened_with_shared_and_dropped(ward: Ward, client: Client) -> None:
    a, b = many(ward, 2)
    DossierStep.objects.filter(pk=a).update(due_at=clock.now() - timedelta(hours=2))
    stages.signed_in(client, ward.specialist)
    page = client.get(LIST, {"han": "qua-han"}).text
    assert "Lưu bộ lọc này" in page
    saving = "/lam-viec/bo-loc/processing/"
    said = client.post(saving, {"params": "han=qua-han", "name": ""}, follow=True).text
    assert "Chưa đặt tên bộ lọc" in said
    said = client.post(
        saving, {"params": "han=qua-han", "name": "Trễ", "shared": "on", "default": "on"}, follow=True
    ).text
    assert "Đã lưu bộ lọc “Trễ”" in said
    one, other = (Dossier.objects.get(steps=each).code for each in (a, b))
    opened = client.get(LIST).text
    assert one in opened
    assert other not in opened
    assert "Đang lọc theo “Trễ”" in opened
    assert other in client.get(LIST, {"tat-ca": "1"}).text
    with CaptureQueriesContext(connection) as asked:
        counted = client.get(f"{saving}dem/").text
    assert 'Trễ <span class="lt-count">1</span>' in counted
    assert len(asked) < 12

    colleague = _officer(ward.agency_id, "ho-tich-2", "Rơ Mah Thiêm", "Công chức tư pháp", "specialist")
    second = stages.signed_in(Client(), colleague)
    theirs = second.get(LIST).text
    assert other in theirs  # a shared filter is offered, not imposed
    assert "của Lê Văn Dũng" in theirs
    saved = SavedFilter.objects.get()
    assert second.post(f"{saving}{saved.pk}/", {"act": "drop"}).status_code == 404
    client.post(f"{saving}{saved.pk}/", {"act": "plain"})
    assert other in client.get(LIST).text
    client.post(f"{saving}{saved.pk}/", {"act": "drop"})
    assert not SavedFilter.objects.exists()
    assert client.get("/lam-viec/bo-loc/khong-co/dem/").status_code == 404


def test_the_same_name_replaces_and_there_is_a_bound(ward: Ward) -> None:
    me = ward.specialist
    for number in range(20):
        services.save_filter(actor=me, queue="processing", name=f"Lọc {number}", params={"han": "qua-han"})
    services.save_filter(actor=me, queue="processing", name="Lọc 3", params={"q": "an"})
    assert SavedFilter.objects.get(name="Lọc 3").params == {"q": "an"}
    with pytest.raises(TooManyFilters):
        services.save_filter(actor=me, queue="processing", name="Thêm", params={"q": "an"})
    with pytest.raises(Invalid):
        services.save_filter(actor=me, queue="reception", name="Trống", params={"la": "x"})
    with pytest.raises(NotFound):
        services.open_with_filter(actor=ward.leader, filter_id=SavedFilter.objects.first().pk, is_default=True)


def test_a_dossier_stands_among_the_list_one_came_from(ward: Ward, client: Client) -> None:
    a, b = many(ward, 2)
    DossierStep.objects.filter(pk=a).update(due_at=clock.now() - timedelta(hours=2))
    late, other = (Dossier.objects.get(steps=each).code for each in (a, b))
    stages.signed_in(client, ward.specialist)
    client.get(LIST, {"han": "qua-han"})
    page = client.get(f"/lam-viec/ho-so/{late}/").text
    assert "Hàng đợi đang lọc" in page
    assert other not in page
    assert 'href="/lam-viec/xu-ly/?han=qua-han" data-key="Escape"' in page
    client.get(LIST, {"tat-ca": "1"})
    assert other in client.get(f"/lam-viec/ho-so/{late}/").text


def test_time_left_is_judged_by_working_time(ward: Ward) -> None:
    (step,) = many(ward, 1)
    now = clock.now()
    row = queries.queue_page(ward.specialist, "specialist").items[0]
    assert row.id == step

    def judged(opened: timedelta, due: timedelta) -> str:
        at = replace(row, opened_at=now + opened, due_at=now + due)
        return queries.with_time_left([at], ward.agency_id)[0].time_left

    assert judged(-timedelta(days=5), -timedelta(minutes=1)) == "late"
    assert judged(-timedelta(days=5), timedelta(minutes=1)) == "soon"
    assert judged(-timedelta(minutes=1), timedelta(days=30)) == "ok"
    assert judged(-timedelta(days=60), timedelta(days=14)) == "half"


def test_the_list_of_whom_one_stands_in_for(ward: Ward, client: Client) -> None:
    a, b = many(ward, 2)
    colleague = _officer(ward.agency_id, "ho-tich-2", "Rơ Mah Thiêm", "Công chức tư pháp", "specialist")
    services.assign_steps(actor=colleague, shares={a: seat(colleague)}, seen={a: None})
    made = organizations.delegate(
        actor=colleague, receiver_id=seat(ward.specialist), acts=["process"], begins_at=clock.now() - timedelta(hours=1),
        ends_at=clock.now() + timedelta(days=1), reason="Nghỉ phép",
    )  # fmt: skip
    organizations.accept_delegation(actor=ward.specialist, delegation_id=made.pk)
    acting = accounts.actor_for(Account.objects.get(pk=ward.specialist.account_id))
    (stand,) = acting.stand_ins
    assert [row.id for row in queries.queue_page(acting, "specialist").items] == [b]
    assert [row.id for row in queries.queue_page(acting, "specialist", stand=stand).items] == [a]
    assert queries.stand_counts(acting, ["specialist"]) == {made.pk: 1}
    stages.signed_in(client, ward.specialist)
    assert "Thay mặt Rơ Mah Thiêm" in client.get(LIST).text
    page = client.get(LIST, {"thay-mat": made.pk}).text
    mine, theirs = (Dossier.objects.get(steps=each).code for each in (b, a))
    assert theirs in page
    assert mine not in page
    work = client.get(f"/lam-viec/ho-so/{theirs}/").text
    assert "thay mặt</b> Rơ Mah Thiêm" in work
    assert mine not in work  # the list beside it is that of the seat acted for


def test_priority_is_marked_with_its_ground(ward: Ward) -> None:
    dossier = stages.accepted(ward)
    services.set_priority(actor=ward.specialist, dossier_id=dossier.id, priority="elderly")
    services.set_priority(actor=ward.specialist, dossier_id=dossier.id, priority="elderly")
    assert queries.queue_page(ward.specialist, "specialist").items[0].priority == "elderly"
    with pytest.raises(Invalid):
        services.set_priority(actor=ward.specialist, dossier_id=dossier.id, priority="vip")


def test_pages_of_sharing_out(ward: Ward, client: Client) -> None:
    head = _officer(ward.agency_id, "truong-phong", "Phan Thị Kim Oanh", "Trưởng phòng", "department_head")
    a, b, c = many(ward, 3)
    stages.signed_in(client, head)
    page = client.get("/lam-viec/phan-cong/").text
    assert "Chưa giao" in page
    assert "Điều kiện khác" in page
    share = "/lam-viec/phan-cong/chia/"
    assert "Chưa chọn hồ sơ nào" in client.post(share, follow=True).text
    looked = client.post(share, {"step": [f"{a}:", f"{b}:"], "params": "han=qua-han"}).text
    assert 'Phân công <span class="num">2</span> hồ sơ' in looked
    assert "Lê Văn Dũng" in looked
    done = client.post(share, {"seen": f"{a}:,{b}:", "to": "deu"}).text
    assert 'Đã phân công <span class="num">2</span>' in done
    assert "Hoàn lại như trước" in done
    taken = client.post(share, {"seen": f"{a}:,{c}:", "to": str(seat(ward.specialist))}).text
    assert "1 hồ sơ giữ nguyên" not in taken  # it lies there already
    everything = client.post(share, {"all": "1", "params": "vai-tro=specialist"}).text
    assert 'Phân công <span class="num">3</span> hồ sơ' in everything

    me = stages.signed_in(Client(), ward.specialist)
    back = me.post(
        "/lam-viec/phan-cong/nhan/", {"step": f"{a}:{seat(ward.specialist)}", "act": "back", "list": "processing"}
    )
    assert "Hàng chung" in back.text
    assert DossierStep.objects.get(pk=a).assignee_id is None
    assert me.post(share, {"step": f"{a}:"}).status_code == 403
    assert me.get("/lam-viec/phan-cong/").status_code == 403
