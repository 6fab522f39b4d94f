"""A year of dossiers that are over (hồ sơ đã giải quyết của năm qua), as they came from the one-stop software used before.

Only what that software kept: who, what, when. They give the public figures a past. One of them has lost its result on the way: the
figures of its month do not balance, are not published, and say so. It is marked as planted in its record.
"""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps

from lienthong.config.demo_province.officers import Province
from lienthong.config.demo_province.people import Neighbours
from lienthong.config.demo_province.plan import WEIGHTS
from lienthong.config.demo_province.timeline import Timeline
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.procedures.errors import ProcedureNotFound
from lienthong.foundation.numbering import services as numbering
from lienthong.foundation.workdays import queries as workdays
from lienthong.foundation.workdays import services as reckoning
from lienthong.kit import clock, word_search
from lienthong.kit.ids import new_id
from lienthong.kit.rows import copy_in

MONTHS_BACK = 12
LAST_DAYS = 48
"""Nothing of the archive is younger: it was over when the platform was taken up."""
TIMES = 8
"""Dossiers of the archive for each one of the stories."""
PLANTED_MONTHS_AGO = 5
NOTE = "Chuyển từ phần mềm một cửa cũ: chỉ giữ các mốc thời gian, không có giấy tờ."
PLANTED = (
    "Dữ liệu trình diễn: khi chuyển dữ liệu, mốc “Đã có kết quả” của hồ sơ này bị mất, nên số liệu của tháng không cân đối. "
    "Người theo dõi toàn tỉnh thêm lại mốc này ở Số liệu công khai, rồi tính lại."
)
CHANNELS = (("online", 62), ("counter", 33), ("post", 5))


@dataclass(slots=True)
class _Makers:
    dice: random.Random
    neighbours: Neighbours
    versions: list[Any]
    weights: list[int]
    communes: list[Any]
    departments: list[Any]
    calendar: Any
    numbers: Counter[tuple[int, date]]
    shared_from: date


def fill_archive(count: int, province: Province, timeline: Timeline, dice: random.Random) -> None:
    """About `TIMES` x `count` dossiers of the year, oldest first, with their turns. Before the stories are told."""
    today = timeline.present.astimezone(clock.VIETNAM).date()
    begins, ends = _months_ago(today, MONTHS_BACK), today - timedelta(days=LAST_DAYS)
    versions = _versions()
    makers = _Makers(
        dice=dice,
        neighbours=Neighbours(dice),
        versions=versions,
        weights=[WEIGHTS[version.code] for version in versions],
        communes=[each.agency for each in province.communes],
        departments=[each.agency for each in province.departments],
        calendar=workdays.calendar_for(None, timeline.present),
        numbers=Counter(),
        shared_from=timeline.at(0).astimezone(clock.VIETNAM).date(),
    )
    days = [begins + timedelta(days=step) for step in range((ends - begins).days)]
    working = [day for day in days if makers.calendar.intervals(day.toordinal())]
    moments = sorted(
        datetime.combine(dice.choice(working), time(7), clock.VIETNAM) + timedelta(minutes=dice.randint(5, 570))
        for _ in range(count * TIMES)
    )
    planted: date | None = _months_ago(today, PLANTED_MONTHS_AGO)
    dossiers, turns, acts = [], [], []
    for moment in moments:
        dossier, line = _life(makers, moment)
        note = NOTE
        whole_month = line[-1].at.astimezone(clock.VIETNAM).date() < _months_ago(today, PLANTED_MONTHS_AGO - 1)
        if planted is not None and moment.date() >= planted and len(line) == 4 and whole_month:
            _lose_result(line)
            note, planted = PLANTED, None
        dossiers.append(dossier)
        turns += line
        acts.append(_act(dossier, line[-1].at, note))
    copy_in(dossiers)
    copy_in(turns)
    copy_in(acts)
    _rate(makers, dossiers)


def _versions() -> list[Any]:
    found = []
    for code in WEIGHTS:
        try:
            version = procedures.current_version(code)
        except ProcedureNotFound:
            continue
        if version.time_limit_value is not None:
            found.append(version)
    return found


def _life(makers: _Makers, submitted: datetime) -> tuple[Any, list[Any]]:
    dice = makers.dice
    version = dice.choices(makers.versions, makers.weights)[0]
    offices = makers.communes if "xa" in version.tier_codes else makers.departments or makers.communes
    office = offices[min(int(dice.expovariate(0.45)), len(offices) - 1)]
    person = makers.neighbours.one()
    ending = dice.choices(("done", "rejected", "withdrawn", "stopped"), (90, 4, 5, 1))[0]
    accepted = submitted + timedelta(minutes=dice.randint(10, 200))
    due = reckoning.due_by(
        makers.calendar, start=accepted, limit_value=version.limit_value, limit_unit=version.time_limit_unit
    ).due
    done = _done_at(dice, accepted, due, office)
    code = _code(makers, office, submitted.date())
    dossier = _model("Dossier")(
        id=new_id(),
        code=code,
        version_id=version.id,
        procedure_id=version.procedure_id,
        agency_id=office.pk,
        reception_agency_id=office.pk,
        channel=dice.choices([name for name, _ in CHANNELS], [weight for _, weight in CHANNELS])[0],
        state="closed" if ending == "done" else ending,
        applicant_name=person.name,
        applicant_id_last4=person.id_number[-4:],
        search_text=word_search.kept(person.name, version.short_name, code),
        submitted_at=submitted,
        reason="" if ending == "done" else "Theo phần mềm cũ, không có nội dung chi tiết.",
    )
    marks: list[tuple[datetime, str, str]] = [(submitted, "submitted", "submit_dossier")]
    if ending == "rejected":
        marks.append((accepted, "rejected", "reject_dossier"))
    else:
        marks.append((accepted, "processing", "accept_dossier"))
        dossier.accepted_at, dossier.due_at, dossier.original_due_at = accepted, due, due
    if ending == "done":
        dossier.completed_at, dossier.returned_at = done, done + timedelta(hours=dice.randint(1, 30))
        same_day = done.date() == due.astimezone(clock.VIETNAM).date()
        dossier.timeliness = "late" if done > due else "on_time" if same_day else "early"
        dossier.work_begun = True
        marks += [(done, "completed", "complete_step"), (dossier.returned_at, "closed", "close_dossier")]
    elif ending in {"withdrawn", "stopped"}:
        marks.append((accepted + (min(done, due) - accepted) / 2, ending, f"{ending}"))
    return dossier, _turns(dossier, marks)


def _done_at(dice: random.Random, accepted: datetime, due: datetime, office: Any) -> datetime:
    """Late more often at some offices than at others, and less often from month to month."""
    share = 0.02 + 0.012 * (office.pk % 6) + (0.03 if accepted.month % 5 == 0 else 0)
    if dice.random() < share:
        return due.astimezone(clock.VIETNAM) + timedelta(hours=dice.choice((3, 20, 26, 49, 75)))
    return (accepted + (due - accepted) * dice.uniform(0.35, 0.995)).astimezone(clock.VIETNAM)


def _turns(dossier: Any, marks: list[tuple[datetime, str, str]]) -> list[Any]:
    line: list[Any] = []
    for number, (at, state, verb) in enumerate(marks, 1):
        before = line[-1] if line else None
        spent = 0
        if before is not None:
            before.until = at
            spent = before.spent + (int((at - before.at).total_seconds()) if before.state == "processing" else 0)
        line.append(
            _model("Turn")(
                dossier_id=dossier.id,
                number=number,
                at=at,
                verb=verb,
                state=state,
                was_state=before.state if before else "",
                holder_id=dossier.agency_id,
                was_holder_id=before.holder_id if before else None,
                due_at=dossier.due_at if number > 1 and state != "rejected" else None,
                timeliness=dossier.timeliness if state in {"completed", "closed"} else "",
                spent=spent,
                procedure_id=dossier.procedure_id,
                channel=dossier.channel,
            )
        )
    return line


def _lose_result(line: list[Any]) -> None:
    """What was handed over then has no result before it; the stretch of handling still ends where the result was."""
    del line[2]
    line[-1].number = 3


def _act(dossier: Any, at: datetime, note: str) -> Any:
    return apps.get_model("audit", "AuditEntry")(
        at=at,
        verb="import_dossier",
        subject_type="dossier",
        subject_id=str(dossier.id),
        actor_name="Hệ thống",
        details={"note": note},
    )


def _rate(makers: _Makers, dossiers: list[Any]) -> None:
    """A third of those who got a result said how it was, on paper or at the counter."""
    dice, rows = makers.dice, []
    for dossier in dossiers:
        if dossier.state != "closed" or dice.random() > 0.34:
            continue
        unhappy = 3 if dossier.timeliness == "late" else 0
        score = dice.choices((5, 4, 3, 2, 1), (46, 38, 8 + 6 * unhappy, 0, 0))[0]
        rows.append(
            apps.get_model("ratings", "Rating")(
                subject_type="dossier",
                subject_id=str(dossier.id),
                label=dossier.code,
                matter="",
                agency_id=dossier.agency_id,
                way=dice.choice(("link", "device")),
                score=score,
                aspects=["time"] if score == 3 else [],
                rated_at=dossier.returned_at + timedelta(hours=1),
            )
        )
    copy_in(rows)


def _code(makers: _Makers, office: Any, day: date) -> str:
    if day >= makers.shared_from:  # the stories will take numbers of these days too
        number = numbering.next_number(scope="dossier", key=f"{office.identifier}-{day:%y%m%d}")
    else:
        makers.numbers[office.pk, day] += 1
        number = makers.numbers[office.pk, day]
    return numbering.format_dossier_code(office.identifier, day, number)


def _months_ago(day: date, months: int) -> date:
    month = day.year * 12 + day.month - 1 - months
    return date(month // 12, month % 12 + 1, 1)


def _model(name: str) -> Any:
    return apps.get_model("dossiers", name)
