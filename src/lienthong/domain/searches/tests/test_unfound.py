from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from lienthong.domain.procedures import queries as procedures
from lienthong.domain.procedures import services as procedure_services
from lienthong.domain.searches import queries, services
from lienthong.domain.searches.errors import WordsNotFound
from lienthong.domain.searches.models import UnfoundWords
from lienthong.foundation.audit.models import AuditEntry
from lienthong.kit import clock
from lienthong.kit.actor import ANONYMOUS, SYSTEM, Actor
from lienthong.kit.errors import Invalid, NotAllowed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)


def _search(words: str, times: int) -> None:
    for _ in range(times):
        services.count_unfound(text=words)


def test_it_works(client: Client) -> None:
    page = client.get("/thu-tuc/?q=nuoi+chim+yen").content.decode()
    assert 'hx-post="/thu-tuc/khong-thay/"' in page
    assert not UnfoundWords.objects.exists()
    assert client.post("/thu-tuc/khong-thay/", {"q": "nuôi chim yến"}).status_code == 204
    assert list(UnfoundWords.objects.values_list("key", "words", "count")) == [("nuoi chim yen", "nuôi chim yến", 1)]


def test_what_was_found_is_not_told_and_not_counted(client: Client) -> None:
    assert "khong-thay" not in client.get("/thu-tuc/?q=khai+sinh").content.decode()
    assert not services.count_unfound(text="khai sinh")
    assert services.count_unfound(text="khai sinhh")


def test_one_address_counts_the_same_words_once(client: Client) -> None:
    for words in ("nuôi chim yến", "NUOI CHIM YEN", "nuôi  chim yến!"):
        client.post("/thu-tuc/khong-thay/", {"q": words})
    client.post("/thu-tuc/khong-thay/", {"q": "nuôi chim yến"}, headers={"Sec-Fetch-Site": "cross-site"})
    client.post("/thu-tuc/khong-thay/", {"q": "nuôi chim yến"}, REMOTE_ADDR="127.0.0.9")
    assert UnfoundWords.objects.get().count == 2


def test_a_flood_of_new_words_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_NEW_A_DAY", 2)
    assert [services.count_unfound(text=f"zzq{letter}{letter}") for letter in "abca"] == [True, True, False, True]


def test_words_few_share_are_not_shown_and_are_forgotten(keeper: Actor) -> None:
    with clock.at(NOON - timedelta(days=15)):
        _search("nguyễn văn zzq", 2)
        _search("nuôi chim yến", 3)
    with clock.at(NOON):
        assert [row.words for row in queries.waiting_words(keeper).rows] == ["nuôi chim yến"]
        with pytest.raises(WordsNotFound):
            queries.waiting(keeper, "nguyen van zzq")
        assert services.forget_rare_words() == 1
        assert services.forget_rare_words() == 0
    with clock.at(NOON + timedelta(days=500)):
        assert services.forget_rare_words() == 1


def test_words_added_find_the_procedure_and_stay_after_the_next_load(keeper: Actor) -> None:
    _search("nuôi chim yến", 4)
    assert procedures.search_procedures("nuôi chim yến").is_close or not procedures.search_procedures("chim yến").rows
    services.add_as_keyword(actor=keeper, key="nuoi chim yen", procedure_code="1.001612")
    assert procedures.search_procedures("nuoichimyen").rows[0].code == "1.001612"
    assert not queries.waiting_words(keeper).rows
    assert queries.settled_words(keeper)[0].procedure_code == "1.001612"
    assert AuditEntry.objects.filter(verb="add_search_words").count() == 1
    procedure_services.load_catalogue(actor=SYSTEM)
    assert procedures.search_procedures("nuôi chim yến").rows[0].code == "1.001612"
    assert not services.count_unfound(text="nuôi chim yến")


def test_set_aside_and_taken_back(keeper: Actor) -> None:
    _search("bệ phóng vệ tinh", 3)
    services.set_aside(actor=keeper, key="be phong ve tinh", verdict="not_here")
    assert not queries.waiting_words(keeper).rows
    services.take_back(actor=keeper, key="be phong ve tinh")
    assert queries.waiting_words(keeper).rows
    with pytest.raises(Invalid):
        services.set_aside(actor=keeper, key="be phong ve tinh", verdict="keyword")


def test_only_who_keeps_the_catalogue_reads_them() -> None:
    for ask in (lambda: queries.waiting_words(ANONYMOUS), lambda: queries.settled_words(ANONYMOUS)):
        with pytest.raises(NotAllowed):
            ask()


def test_the_desk(desk: Client) -> None:
    _search("nuôi chim yến", 3)
    assert "nuôi chim yến" in desk.get("/lam-viec/thu-tuc/tim-khong-thay/").content.decode()
    address = "/lam-viec/thu-tuc/tim-khong-thay/cum-tu/"
    assert desk.get(address + "?tu=nuoi+chim+yen").status_code == 200
    assert desk.get(address + "?tu=khong-co").status_code == 404
    refused = desk.post(address, {"key": "nuoi chim yen", "code": "9.999999"})
    assert refused.status_code == 422
    assert "9.999999" in refused.content.decode()
    assert desk.post(address, {"key": "nuoi chim yen", "verdict": "no_name"}).status_code == 302
    settled = "/lam-viec/thu-tuc/tim-khong-thay/da-xu-ly/"
    assert "Không phải tên việc" in desk.get(settled).content.decode()
    assert desk.post(settled, {"key": "nuoi chim yen"}).status_code == 302
    assert "nuôi chim yến" in desk.get("/lam-viec/thu-tuc/tim-khong-thay/").content.decode()


def test_queries_do_not_grow(keeper: Actor, django_assert_num_queries: object) -> None:
    for number in range(12):
        _search(f"zzq{'abcdefghijkl'[number] * 3} xxk", 3)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(queries.waiting_words(keeper, limit=10).rows) == 10
