"""From the result to what came of the answer: asked in the letter, answered by the office, told up when nobody looks."""

from datetime import timedelta

from django.test import Client
from tests.province import Ward

from lienthong.domain.dossiers import services as dossiers
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.ratings import services
from lienthong.domain.ratings.models import Asking, FollowUp, Rating
from lienthong.foundation.notifications.models import Notification
from lienthong.kit import clock
from lienthong.kit.events import reacting_at_once


def returned(ward: Ward) -> Dossier:
    dossier = stages.with_clerk(ward)
    dossiers.complete_step(actor=ward.clerk, dossier_id=dossier.id, step_id=stages.step_of(dossier).id)
    return dossiers.return_result(actor=ward.one_stop, dossier_id=dossier.id)


def told(account_id: int | None) -> list[str]:
    return list(
        Notification.objects.filter(account_id=account_id).order_by("created_at").values_list("subject", flat=True)
    )


def test_the_story_of_one_bad_day(ward: Ward) -> None:
    with reacting_at_once():
        dossier = returned(ward)
        asking = Asking.objects.get()
        assert asking.label == dossier.code
        letter = Notification.objects.filter(account_id=ward.citizen.account_id, kind="result").get()
        assert f"/danh-gia/{asking.token}/" in letter.body
        Client().post(f"/danh-gia/{asking.token}/", {"score": "1", "comment": "Chờ cả buổi sáng."})
        assert f"Đánh giá rất không hài lòng: hồ sơ {dossier.code}" in told(ward.leader.account_id)
        services.answer_rating(
            actor=ward.leader, rating_id=Rating.objects.get().pk, reply="Đơn vị xin lỗi và đã mở thêm quầy buổi sáng."
        )
        assert f"Trả lời ý kiến của ông/bà: hồ sơ {dossier.code}" in told(ward.citizen.account_id)
        with clock.at(clock.now() + timedelta(days=20)):
            assert services.tell_up() == 1
        assert FollowUp.objects.get().told_up_at is not None


def test_refused_ones_are_asked_too(ward: Ward) -> None:
    with reacting_at_once():
        dossier = stages.submitted(ward)
        dossiers.reject_dossier(
            actor=ward.one_stop, dossier_id=dossier.id, reason="Không thuộc thẩm quyền giải quyết của xã."
        )
    assert Asking.objects.get().label == dossier.code
