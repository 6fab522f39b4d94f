"""Whoever was told does something about it (xử lý việc được báo): knows, urges, extends; the answer stands on the dossier."""

import uuid

from django.db import transaction

from lienthong.domain.dossiers import queries
from lienthong.domain.dossiers import services as dossiers
from lienthong.domain.lateness.choices import Answer, Telling
from lienthong.domain.lateness.errors import AnsweredBefore
from lienthong.domain.lateness.events import HolderHurried
from lienthong.domain.lateness.models import Reminder
from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotFound, Refused
from lienthong.kit.events import publish

LEAST_WORDS = 10


@transaction.atomic
def answer_reminder(
    *, actor: Actor, reminder_id: uuid.UUID, answer: str, note: str = "", days: int = 0, seat_id: int | None = None
) -> Reminder:
    """Say what is done about it; other reminders of the same dossier to the same seat are answered with it.

    HURRY sends `note` to those who hold the dossier; REASSIGN gives its open steps to `seat_id`; EXTEND lays an extension of `days` before
    the head, or grants it, with `note` as the apology. Raises NotFound, Invalid, AnsweredBefore, and what giving or extending raises.
    """
    reminder = Reminder.objects.select_for_update(of=("self",)).select_related("dossier").filter(pk=reminder_id).first()
    if reminder is None or actor.position is None or reminder.position_id != actor.position.id:
        raise NotFound
    if reminder.answered_at is not None:
        raise AnsweredBefore(
            f"{reminder.answered_by_name} đã xử lý việc này: {reminder.get_answer_display().lower()}. Mở lại danh sách để xem việc còn chờ."
        )
    problems = {}
    if answer not in Answer.values:
        problems["answer"] = "Chưa chọn cách xử lý."
    if answer in {Answer.HURRY, Answer.EXTEND} and len(note.strip()) < LEAST_WORDS:
        problems["note"] = (
            "Nội dung còn trống hoặc quá ngắn. Đôn đốc thì ghi việc cần làm và hạn mới; gia hạn thì ghi lý do xin lỗi người nộp."
        )
    if answer == Answer.REASSIGN and seat_id is None:
        problems["seat"] = "Chưa chọn người nhận. Chọn người có vai trò của bước đang chờ."
    if problems:
        raise Invalid(problems)
    if answer == Answer.REASSIGN:
        _reassign(actor, reminder, seat_id)
    if answer == Answer.EXTEND:
        try:
            dossiers.propose_extension(actor=actor, dossier_id=reminder.dossier_id, days=days, reason=note)
        except Invalid as refused:
            raise Invalid(
                {("note" if key == "reason" else key): said for key, said in refused.problems.items()}
            ) from refused
    now = clock.now()
    Reminder.objects.filter(
        dossier_id=reminder.dossier_id, position_id=reminder.position_id, state=Telling.TOLD, answered_at__isnull=True
    ).update(answer=answer, answered_at=now, answered_by_name=actor.name, note=note.strip())
    reminder.refresh_from_db()
    audit.record(
        actor=actor,
        verb="answer_reminder",
        subject_type="dossier",
        subject_id=reminder.dossier_id,
        details={"answer": answer, "note": f"{Answer(answer).label}. {note.strip()}".strip()},
    )
    if answer == Answer.HURRY:
        publish(
            HolderHurried(
                reminder_id=str(reminder.id), code=reminder.dossier.code, note=note.strip(), by_name=actor.name
            )
        )
    return reminder


def _reassign(actor: Actor, reminder: Reminder, seat_id: int | None) -> None:
    """Open steps of the own agency to the seat; raises Refused when none of them could be given."""
    steps = [each for each in queries.open_steps(reminder.dossier) if each.agency_id == actor.agency_id]
    if not steps:
        raise Refused("Hồ sơ không có bước nào đang chờ ở cơ quan này để giao.")
    given = dossiers.assign_steps(
        actor=actor,
        shares={each.pk: seat_id for each in steps},
        seen={each.pk: each.assignee_id for each in steps},
    )
    if not given.number:
        raise Refused(given.conflicts[0].said if given.conflicts else "Bước đang chờ đã ở với người này.")
