"""A bundle comes back, a result lies unfetched, one went to the wrong person: whoever has to know hears of it (bàn giao, nhận kết quả)."""

from datetime import timedelta

from tests.province import Ward

from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.dossiers.tests.test_handing_over import REASON, give, on_paper, take
from lienthong.domain.dossiers.tests.test_returning import OWNER
from lienthong.foundation.notifications.models import Notification
from lienthong.kit import clock
from lienthong.kit.events import reacting_at_once


def test_the_giver_reads_what_was_not_received(ward: Ward) -> None:
    first, second = on_paper(ward), on_paper(ward)
    with reacting_at_once():
        take(ward.specialist, give(ward, first))
        assert not Notification.objects.filter(account_id=ward.one_stop.account_id).exists()
        made = take(ward.specialist, give(ward, second), refuse=second)
    told = Notification.objects.get(account_id=ward.one_stop.account_id)
    assert told.subject == f"Danh sách {made.label}: 1 hồ sơ không nhận"
    assert f"{second.code}: {REASON}" in told.body


def test_the_applicant_is_reminded_and_hears_of_a_mistake(ward: Ward) -> None:
    with clock.at(clock.now() - timedelta(days=9)):
        dossier = stages.with_result(ward)
    with reacting_at_once():
        services.remind_uncollected()
        services.return_results(actor=ward.one_stop, forms={dossier.id: "electronic"}, receiver=OWNER)
        services.undo_return(
            actor=ward.leader, dossier_id=dossier.id, reason="Ghi nhầm hồ sơ của người khác", recovered=True
        )
    told = [
        each.subject.split(":")[0]
        for each in Notification.objects.filter(person_id=ward.citizen.person_id).order_by("created_at", "id")
    ]
    assert told[-3:] == ["Kết quả đang chờ ông/bà nhận", "Đã trả kết quả", "Kết quả chưa đến ông/bà"]
