"""Soon due, overdue and what was decided about it reach the people of the line (báo theo tuyến)."""

from lienthong.domain.lateness import queries as lateness
from lienthong.domain.lateness.events import HolderHurried, LatenessObjected, ObjectionDecided, RemindersTold
from lienthong.foundation.notifications import services as notifications
from lienthong.kit import clock
from lienthong.kit.events import reacts_to

LINES = 20
LIST = "/lam-viec/tre-han/nhac-viec/"


@reacts_to(RemindersTold)
def tell_reminders(event: RemindersTold) -> None:
    """One line and one letter for one person, of one dossier or of many; at 07:00 what gathered since the day before."""
    rows = lateness.reminders(event.reminder_ids)
    if not rows:
        return
    lines = [
        f"{each.dossier.code}, {each.dossier.procedure.short_name}. {each.said} Hạn {each.due_at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}."
        for each in rows
    ]
    number = len({each.dossier_id for each in rows})
    if event.is_digest:
        today = clock.today()
        subject = f"Tổng hợp sáng {today:%d/%m/%Y}: {number} hồ sơ sắp đến hạn hoặc quá hạn"
    elif number == 1:
        subject = f"Hồ sơ {rows[0].dossier.code}: {rows[-1].said}"
    else:
        subject = f"{number} hồ sơ sắp đến hạn hoặc quá hạn"
    more = f"\n… và {len(lines) - LINES} việc khác trong danh sách." if len(lines) > LINES else ""
    notifications.notify(
        event_id=event.event_id,
        kind="lateness",
        subject=subject,
        body="\n".join(lines[:LINES]) + more + "\n\nMở danh sách để đôn đốc, gia hạn hoặc ghi đã biết.",
        url=f"/lam-viec/tre-han/ho-so/{rows[0].dossier.code}/" if number == 1 else LIST,
        account_id=event.account_id,
    )


@reacts_to(HolderHurried)
def hurry_holders(event: HolderHurried) -> None:
    """Those who hold the dossier read what is asked of them, and by whom."""
    reminder = lateness.reminder_of(event.reminder_id)
    for account_id in lateness.holders_of(reminder.dossier_id):
        notifications.notify(
            event_id=event.event_id,
            kind="lateness",
            subject=f"Đôn đốc hồ sơ {event.code}",
            body=f"{event.by_name} đôn đốc: {event.note}\n\n{reminder.dossier.procedure.short_name}. {reminder.said}",
            url=f"/lam-viec/ho-so/{event.code}/",
            account_id=account_id,
        )


@reacts_to(LatenessObjected)
def tell_objection(event: LatenessObjected) -> None:
    """Who decides learns that there is something to decide."""
    objection, deciders = lateness.objection_with_deciders(event.objection_id)
    for account_id in deciders:
        notifications.notify(
            event_id=event.event_id,
            kind="lateness",
            subject=f"{objection.agency.short_name} đề nghị xem xét lại phần trễ hạn, hồ sơ {event.code}",
            body=objection.reason,
            url="/lam-viec/tre-han/xem-xet/",
            account_id=account_id,
        )


@reacts_to(ObjectionDecided)
def tell_decision(event: ObjectionDecided) -> None:
    """Who objected learns the answer."""
    objection, _ = lateness.objection_with_deciders(event.objection_id)
    if objection.made_by is None:
        return
    notifications.notify(
        event_id=event.event_id,
        kind="lateness",
        subject=f"{objection.get_state_display()}: đề nghị xem xét lại phần trễ hạn, hồ sơ {event.code}",
        body=f"{objection.decided_by_name}: {objection.note}",
        url=f"/lam-viec/tre-han/ho-so/{event.code}/",
        account_id=objection.made_by.account_id,
    )
