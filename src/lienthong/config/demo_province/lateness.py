"""Late dossiers and who is told of them (hồ sơ trễ hạn, tuyến báo): accounts, reminders of the last days, answers, objections, one broken history."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model

from lienthong.config.demo_province.officers import SINCE, Province
from lienthong.config.demo_province.timeline import Timeline
from lienthong.domain.lateness import queries, services
from lienthong.domain.lateness.choices import Answer, Receiver
from lienthong.foundation.accounts import queries as account_queries
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations import services as organization_services
from lienthong.foundation.organizations.choices import Role
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Refused

RUNS = (17.0, 8.0, 0.0)
"""Working hours before the present at which the worker looked; between them it was down, so what it missed waits for the digest."""
URGED = "Trình ký trước 11 giờ hôm nay; vướng ở đâu báo ngay để tháo gỡ."
APOLOGY = "Phải xác minh thêm tại nơi cư trú cũ; văn bản trả lời của xã đến chậm hai ngày."
OBJECTIONS = (
    "Trục liên thông gián đoạn hai ngày, Trung tâm Chuyển đổi số có văn bản xác nhận số 41/CĐS.",
    "Cơ quan phối hợp trả lời trễ qua điện thoại, chưa ghi vào hệ thống; có công văn kèm theo.",
    "Cán bộ thụ lý nghỉ ốm đột xuất, đã phân công người khác nhưng chưa kịp bàn giao.",
)
DECISIONS = (
    (True, "Có văn bản xác nhận sự cố; không tính cho đơn vị phần thời gian này."),
    (False, "Nghỉ ốm không phải là căn cứ; đơn vị phải phân công người thay thế kịp thời."),
)


def own_lateness(province: Province, timeline: Timeline, password: str) -> None:
    """Everything the room `Trễ hạn` shows, in every state."""
    head = _head_of_province(timeline, password)
    _break_one()
    for _ in services.keep_accounts():
        pass
    for before in RUNS:
        with clock.at(timeline.at(timeline.now - before)):
            services.remind()
    with clock.at(timeline.at(timeline.now - 0.2)):
        _answer(province)
        _object(province, head)


def _head_of_province(timeline: Timeline, password: str) -> Actor:
    """The level above the communes and departments has somebody to tell, and to decide."""
    with clock.at(timeline.at(0.0)):
        root = organizations.root_agency()
        account = accounts.create_officer(
            actor=SYSTEM,
            username="chutich",
            full_name="Rơ Châm Thanh",
            password=password,
            email="chutich@gialai.example",
        )
        organization_services.appoint(
            actor=SYSTEM,
            account_id=account.pk,
            agency_id=root.pk,
            title="Phó Chủ tịch UBND tỉnh",
            roles=[Role.AGENCY_LEADER],
            valid_from=SINCE,
        )
    return account_queries.actor_for(get_user_model().objects.get(pk=account.pk))


def _break_one() -> None:
    """One dossier came from the former system without the date it was promised for."""
    kept = apps.get_model("lateness", "LatenessAccount").objects.values("dossier_id")
    returned = apps.get_model("dossiers", "Dossier").objects.filter(state="returned").exclude(id__in=kept)
    found = returned.order_by("submitted_at").first()
    if found is not None:
        found.due_at = found.original_due_at = None
        found.save(update_fields=["due_at", "original_due_at"])


def _answer(province: Province) -> None:
    """The leader of the first ward urges one, extends one and leaves the rest; the specialist knows of one."""
    ward = province.communes[0]
    leader, specialist = ward.by_role[Role.AGENCY_LEADER][0], ward.by_role[Role.SPECIALIST][0]
    waiting = [each for each in queries.reminders_to_answer(leader) if each.receiver == Receiver.LEADER]
    waiting = [*waiting[:1], *waiting[-1:]]  # the longest overdue, and the one that an extension still helps
    for each, answer, note, days in zip(waiting, (Answer.HURRY, Answer.EXTEND), (URGED, APOLOGY), (0, 3), strict=False):
        _try_answer(leader, each, answer, note, days)
    for each in queries.reminders_to_answer(specialist)[:1]:
        _try_answer(specialist, each, Answer.NOTED, "Đang chờ xác nhận của công an phường, xong trong chiều nay.", 0)


def _try_answer(actor: Actor, reminder: Any, answer: str, note: str, days: int) -> None:
    try:
        services.answer_reminder(actor=actor, reminder_id=reminder.id, answer=answer, note=note, days=days)
    except Refused:  # it was extended before: then the leader urges
        services.answer_reminder(actor=actor, reminder_id=reminder.id, answer=Answer.HURRY, note=URGED)


def _object(province: Province, head: Actor) -> None:
    """Objections in each state: two decided, one waiting."""
    shares = apps.get_model("lateness", "LatenessShare").objects.filter(late__gt=0).exclude(kind="process")
    made: list[Any] = []
    for staff in (*province.communes, *province.departments):
        share = shares.filter(agency_id=staff.agency.pk).order_by("-late").first()
        if share is None or len(made) == len(OBJECTIONS):
            continue
        leader = staff.by_role[Role.AGENCY_LEADER][0]
        made.append(services.object_to_share(actor=leader, share_id=share.pk, reason=OBJECTIONS[len(made)]))
    for objection, (grant, note) in zip(made[1:], DECISIONS, strict=False):
        with clock.at(clock.now() + timedelta(minutes=5)):
            services.decide_objection(actor=head, objection_id=objection.pk, grant=grant, note=note)
