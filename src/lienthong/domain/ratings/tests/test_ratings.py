"""One dossier, one vote; what was bad is looked into in working time, what was written is answered."""

import threading
import uuid
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from tests.province import Ward

from lienthong.domain.ratings import queries, services
from lienthong.domain.ratings.errors import AlreadyRated, AskingEnded, NobodyAsked, NoSuchAsking
from lienthong.domain.ratings.models import Asking, Device, FollowUp, Rating
from lienthong.foundation.accounts.models import Account
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound, Refused

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=clock.VIETNAM)


@pytest.fixture
def asking(ward: Ward) -> Asking:
    with clock.at(FRIDAY):
        return services.ask(
            subject_type="dossier",
            subject_id=uuid.uuid4(),
            label="H21.1-261120-0001",
            matter="Khai sinh",
            agency_id=ward.agency_id,
        )


def by_link(asking: Asking, score: int = 5, **more: object) -> Rating:
    return services.rate_by_link(token=asking.token, score=score, **more)


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_it_works(asking: Asking) -> None:
    with clock.at(FRIDAY):
        rating = by_link(
            asking, 4, aspects=["time", "nonsense"], comment=" Tốt ", answers={"time": 3, "fee": 9, "other": 2}
        )
    assert (rating.score, rating.aspects, rating.comment, rating.answers) == (4, ["time"], "Tốt", {"time": 3})
    assert rating.survey == queries.survey()["code"]
    assert rating.account_id is None
    with pytest.raises(AlreadyRated):
        by_link(asking, 1)
    assert Rating.objects.get().score == 4
    assert not FollowUp.objects.exists()


def test_asked_once(ward: Ward, asking: Asking) -> None:
    again = services.ask(
        subject_type="dossier", subject_id=asking.subject_id, label="x", matter="y", agency_id=ward.agency_id
    )
    assert (again.pk, again.token) == (asking.pk, asking.token)


def test_the_owner_may_change_it_that_day_and_not_after(ward: Ward) -> None:
    subject = uuid.uuid4()

    def rate(score: int) -> Rating:
        return services.rate(
            actor=ward.citizen, subject_type="dossier", subject_id=subject, agency_id=ward.agency_id, score=score
        )

    with clock.at(FRIDAY):
        rate(5)
        rate(2)
        rate(4)
    assert Rating.objects.get().score == 4
    assert FollowUp.objects.count() == 1  # what was opened stays open
    with clock.at(FRIDAY + timedelta(days=1)), pytest.raises(AlreadyRated):
        rate(1)
    with pytest.raises(NotAllowed):
        services.rate(actor=Actor(), subject_type="dossier", subject_id=subject, agency_id=ward.agency_id, score=3)


def test_bad_input(asking: Asking) -> None:
    with clock.at(FRIDAY):
        with pytest.raises(Invalid) as refused:
            by_link(asking, 9, comment="x" * 3000)
        assert set(refused.value.problems) == {"score", "comment"}
        with pytest.raises(NoSuchAsking):
            services.rate_by_link(token="khong-co", score=5)
    with clock.at(FRIDAY + timedelta(days=90)), pytest.raises(AskingEnded):
        by_link(asking)


def test_a_low_rating_is_looked_into_in_working_time_and_told_up_once(ward: Ward, asking: Asking) -> None:
    with clock.at(FRIDAY):
        by_link(asking, 1, comment="Phải đi lại bốn lần.")
    found = FollowUp.objects.get()
    # Three working days from Friday: Wednesday at the close, the 24th being a holiday of 2026 moves it by one.
    assert found.due_at.astimezone(clock.VIETNAM).date() == date(2026, 11, 26)
    with clock.at(found.due_at - timedelta(minutes=1)):
        assert services.tell_up() == 0
    with clock.at(found.due_at + timedelta(minutes=1)):
        assert services.tell_up() == 1
        assert services.tell_up() == 0
    finding = "Đã kiểm tra: cán bộ hướng dẫn thiếu, đã xin lỗi người nộp."
    with pytest.raises(NotFound):
        services.close_follow_up(actor=ward.citizen, follow_up_id=found.pk, finding=finding)
    with pytest.raises(Invalid):
        services.close_follow_up(actor=ward.leader, follow_up_id=found.pk, finding="Rồi")
    for _ in range(2):
        services.close_follow_up(actor=ward.leader, follow_up_id=found.pk, finding=finding)
    with pytest.raises(Refused, match="đã ghi kết quả xem xét"):
        services.close_follow_up(actor=ward.leader, follow_up_id=found.pk, finding=finding + " Thêm.")
    assert queries.open_follow_ups(ward.leader) == []


def test_the_leader_answers_once(ward: Ward, asking: Asking) -> None:
    with clock.at(FRIDAY):
        rating = by_link(asking, 3, comment="Chờ lâu.")
    assert [each.pk for each in queries.ratings_page(ward.leader, only="y-kien").items] == [rating.pk]
    with pytest.raises(NotFound):
        services.answer_rating(actor=ward.specialist, rating_id=rating.pk, reply="Cảm ơn ông/bà đã góp ý.")
    with pytest.raises(Invalid):
        services.answer_rating(actor=ward.leader, rating_id=rating.pk, reply="Vâng")
    services.answer_rating(actor=ward.leader, rating_id=rating.pk, reply="Đơn vị đã bố trí thêm một quầy buổi sáng.")
    with pytest.raises(Refused, match="đã trả lời lúc"):
        services.answer_rating(
            actor=ward.leader, rating_id=rating.pk, reply="Đơn vị đã bố trí thêm một quầy buổi sáng."
        )
    assert queries.ratings_page(ward.leader, only="y-kien").items == []
    assert queries.ratings_page(ward.specialist).items == []


def test_one_tap_at_the_counter(ward: Ward, asking: Asking) -> None:
    device = services.save_device(actor=ward.one_stop, device_id=None, name="Quầy 1")
    with pytest.raises(Invalid, match="Còn 1 mục"):
        services.save_device(actor=ward.one_stop, device_id=None, name="Quầy 1")
    with pytest.raises(NotAllowed):
        services.save_device(actor=ward.leader, device_id=None, name="Quầy 2")
    with pytest.raises(NobodyAsked):
        services.rate_at_device(token=device.token, asking_id=asking.pk, score=5)
    client, address = Client(), f"/may-danh-gia/{device.token}/"
    with clock.at(FRIDAY):
        assert "Cán bộ mở phiếu" in client.get(address).content.decode()
        services.show_on_device(actor=ward.one_stop, device_id=device.pk, asking_id=asking.pk)
        assert asking.label in client.get(address).content.decode()
        for _ in range(2):  # tapped twice
            client.post(f"{address}bam/", {"asking": asking.pk, "score": "2"})
        assert "Có điều gì chưa tốt" in client.get(address, headers={"HX-Request": "true"}).content.decode()
        client.post(f"{address}bam/", {"asking": asking.pk, "aspects": ["attitude"]})
        assert "Cán bộ mở phiếu" in client.get(address).content.decode()
        with pytest.raises(AlreadyRated):
            services.show_on_device(actor=ward.one_stop, device_id=device.pk, asking_id=asking.pk)
    rating = Rating.objects.get()
    assert (rating.score, rating.aspects, rating.way) == (2, ["attitude"], "device")


def test_a_device_forgets_who_left(ward: Ward, asking: Asking) -> None:
    device = services.save_device(actor=ward.one_stop, device_id=None, name="Quầy 1")
    with clock.at(FRIDAY):
        services.show_on_device(actor=ward.one_stop, device_id=device.pk, asking_id=asking.pk)
    with clock.at(FRIDAY + timedelta(minutes=4)), pytest.raises(NobodyAsked):
        services.rate_at_device(token=device.token, asking_id=asking.pk, score=5)
    assert queries.asked_at_device(Device.objects.get()) is None


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_one_vote(ward: Ward) -> None:
    asking = services.ask(
        subject_type="dossier", subject_id=uuid.uuid4(), label="H1", matter="Khai sinh", agency_id=ward.agency_id
    )
    gate, told = threading.Barrier(2), []

    def vote(score: int) -> None:
        try:
            gate.wait(10)
            told.append(by_link(asking, score).score)
        except AlreadyRated:
            told.append(0)
        finally:
            connection.close()

    threads = [threading.Thread(target=vote, args=(score,)) for score in (4, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(told)[0] == 0
    assert Rating.objects.get().score == sorted(told)[1]


def test_the_page_behind_the_letter(asking: Asking) -> None:
    client, address = Client(), f"/danh-gia/{asking.token}/"
    with clock.at(FRIDAY):
        page = client.get(address).content.decode()
        assert asking.label in page
        assert "Thời gian giải quyết so với ngày hẹn" in page
        assert client.post(address, {"comment": "Chưa chọn"}).status_code == 422
        answer = client.post(address, {"score": "5", "item-time": "4"}, follow=True)
        assert "Đã ghi đánh giá" in answer.content.decode()
        assert "đã được đánh giá" in client.get(address).content.decode()
        assert client.post(address, {"score": "1"}).status_code == 409
    assert client.get("/danh-gia/khong-co/").status_code == 404


def test_pages_of_the_office(ward: Ward, asking: Asking) -> None:
    with clock.at(FRIDAY):
        rating = by_link(asking, 1, comment="Chờ lâu <b>quá</b>.")
        leader = signed_in(ward.leader)
        listed = leader.get("/lam-viec/danh-gia/").content.decode()
        assert asking.label in listed
        assert "&lt;b&gt;" in listed
        page = f"/lam-viec/danh-gia/{rating.pk}/"
        assert leader.post(page, {"finding": "Rồi"}).status_code == 422
        assert leader.post(page, {"finding": "Đã xin lỗi và sắp xếp lại quầy tiếp nhận."}).status_code == 302
        assert leader.post(page, {"reply": "Đơn vị xin lỗi ông/bà và đã sắp xếp lại quầy."}).status_code == 302
        assert "Đơn vị xin lỗi" in leader.get(page).content.decode()
        assert signed_in(ward.specialist).get("/lam-viec/danh-gia/").status_code == 403
        counter = signed_in(ward.one_stop)
        assert counter.get("/lam-viec/may-danh-gia/").status_code == 200
        assert counter.post("/lam-viec/may-danh-gia/", {"name": ""}).status_code == 422
        assert counter.post("/lam-viec/may-danh-gia/", {"name": "Quầy 3"}).status_code == 302
        assert signed_in(ward.leader).get("/lam-viec/may-danh-gia/").status_code == 403
