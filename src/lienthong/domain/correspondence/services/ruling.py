"""Rules of deadlines and of telling are changed from a day on (sửa quy tắc hạn, quy tắc báo của văn bản): the common ones, or an agency's own.

What stands keeps its deadlines: an edition rules over documents registered, work given and deadlines that fall from its day on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction

from lienthong.domain.correspondence import policies
from lienthong.domain.correspondence.choices import Occasion, ToldTo, Urgency
from lienthong.domain.correspondence.errors import RulesChanged
from lienthong.domain.correspondence.models import EditionTelling, RuleEdition, TellingRule, UrgencyRule
from lienthong.domain.correspondence.queries import ruling
from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound, Refused
from lienthong.kit.text_vi import clean

MOST_TELLINGS = 16
MOST_HOURS, MOST_DAYS, FARTHEST = 40, 90, 80
"""Working hours until it is laid before; working days to settle it; working hours before or after a deadline."""
RULES_LOCK = 5_100_051  # one change at a time; the number itself means nothing
NEXT_DAY = 10_000  # longer than any hours
ALONG_TASKS = (ToldTo.HOLDER, ToldTo.GIVER)
ORDER = (Urgency.EXPRESS, Urgency.VERY_URGENT, Urgency.URGENT, Urgency.NORMAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgencyData:
    """One urgency as typed. `submit_hours` None: by the close of the next working day."""

    urgency: str
    submit_hours: int | None
    settle_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingData:
    """One telling as typed: `hours` of working time after it fell due, before it when negative."""

    occasion: str
    hours: int
    told: str


def check_rules(
    urgencies: Sequence[UrgencyData], tellings: Sequence[TellingData], valid_from: date | None
) -> dict[str, str]:
    """What is wrong, by `<urgency>-hours`, `<urgency>-days`, `<place>-telling`, `valid_from`."""
    problems = _wrong_day(valid_from)
    if [each.urgency for each in urgencies] != list(ORDER):
        problems["urgencies"] = "Ghi đủ bốn độ khẩn: hỏa tốc, thượng khẩn, khẩn, thường."
        return problems
    faster: UrgencyData | None = None
    for each in urgencies:
        label = Urgency(each.urgency).label
        if each.submit_hours is not None and not 1 <= each.submit_hours <= MOST_HOURS:
            problems[f"{each.urgency}-hours"] = (
                f"{label}: giờ trình từ 1 đến {MOST_HOURS} giờ làm việc, đang ghi {each.submit_hours}; để trống là ngày làm việc tiếp theo."
            )
        if not 1 <= each.settle_days <= MOST_DAYS:
            problems[f"{each.urgency}-days"] = (
                f"{label}: hạn giải quyết từ 1 đến {MOST_DAYS} ngày làm việc, đang ghi {each.settle_days}."
            )
        if faster is not None:
            before = Urgency(faster.urgency).label.lower()
            if (each.submit_hours or NEXT_DAY) < (faster.submit_hours or NEXT_DAY):
                problems.setdefault(f"{each.urgency}-hours", f"{label} không trình sớm hơn {before}.")
            if each.settle_days < faster.settle_days:
                problems.setdefault(f"{each.urgency}-days", f"{label} không giải quyết nhanh hơn {before}.")
        faster = each
    return problems | _wrong_tellings(tellings)


def _wrong_day(valid_from: date | None) -> dict[str, str]:
    today = clock.today()
    if valid_from is None:
        return {"valid_from": "Ghi ngày bắt đầu áp dụng."}
    if valid_from < today:
        return {
            "valid_from": f"Ngày {valid_from:%d/%m/%Y} đã qua. Quy tắc áp dụng từ hôm nay {today:%d/%m/%Y} hoặc sau đó; hạn đã tính không tính lại."
        }
    if valid_from > today + timedelta(days=366):
        return {"valid_from": f"Ngày {valid_from:%d/%m/%Y} xa quá một năm. Xem lại năm."}
    return {}


def _wrong_tellings(tellings: Sequence[TellingData]) -> dict[str, str]:
    problems: dict[str, str] = {}
    if len(tellings) > MOST_TELLINGS:
        problems["tellings"] = f"Tối đa {MOST_TELLINGS} dòng báo, đang có {len(tellings)}. Bỏ bớt."
    seen: set[TellingData] = set()
    for place, told in enumerate(tellings):
        if said := _wrong(told, seen):
            problems[f"{place}-telling"] = said
        seen.add(told)
    return problems


def _wrong(told: TellingData, seen: set[TellingData]) -> str:
    if told.occasion not in Occasion.values or told.told not in ToldTo.values:
        return "Chọn việc gì và báo cho ai."
    if abs(told.hours) > FARTHEST:
        return f"Báo trước hoặc sau hạn nhiều nhất {FARTHEST} giờ làm việc, đang ghi {told.hours}."
    if told.told in ALONG_TASKS and told.occasion != Occasion.TASK_DUE:
        return f"{ToldTo(told.told).label} chỉ có ở hạn của phần việc. Chọn văn thư hoặc lãnh đạo."
    if told in seen:
        return "Trùng với một dòng ở trên. Bỏ một dòng."
    return ""


@transaction.atomic
def save_rules(
    *,
    actor: Actor,
    agency_id: int | None,
    urgencies: Sequence[UrgencyData],
    tellings: Sequence[TellingData],
    valid_from: date | None,
    reason: str,
    opened: int,
) -> RuleEdition:
    """The rules of the agency (None: the common ones) from that day on. `opened`: `queries.newest_edition` when the page was opened.

    Raises NotAllowed, Invalid, RulesChanged, Refused where nothing differs.
    """
    _locked(actor, agency_id, opened)
    problems = check_rules(urgencies, tellings, valid_from)
    if len(clean(reason)) < 5:
        problems["reason"] = "Ghi lý do hoặc căn cứ sửa quy tắc, để người sau hiểu vì sao."
    if problems or valid_from is None:
        raise Invalid(problems)
    before = ruling.edition_in_force(agency_id, valid_from)
    if before is not None and before.agency_id == agency_id and _same(before, urgencies, tellings):
        raise Refused("Quy tắc không khác bản đang áp dụng ở ngày đó. Sửa một mức rồi lưu.")
    edition = _new(actor, agency_id, valid_from, reason)
    UrgencyRule.objects.bulk_create(
        UrgencyRule(edition=edition, urgency=each.urgency, submit_hours=each.submit_hours, settle_days=each.settle_days)
        for each in urgencies
    )
    since = {each.rule_id: each.since for each in before.tellings.all()} if before is not None else {}
    for each in tellings:
        rule, _ = TellingRule.objects.get_or_create(occasion=each.occasion, hours=each.hours, told=each.told)
        EditionTelling.objects.create(edition=edition, rule=rule, since=since.get(rule.pk, valid_from))
    _recorded(actor, edition, "save_document_rules", changes=changes_between(before, edition))
    return edition


@transaction.atomic
def use_common_rules(*, actor: Actor, agency_id: int, valid_from: date, reason: str, opened: int) -> RuleEdition:
    """From that day on the agency has no rules of its own. Raises NotAllowed, Invalid, RulesChanged, Refused where it has none anyway."""
    _locked(actor, agency_id, opened)
    problems = _wrong_day(valid_from)
    if len(clean(reason)) < 5:
        problems["reason"] = "Ghi lý do thôi dùng quy tắc riêng."
    if problems:
        raise Invalid(problems)
    before = ruling.edition_in_force(agency_id, valid_from)
    if before is None or before.agency_id is None:
        raise Refused("Cơ quan đang dùng quy tắc chung ở ngày đó rồi.")
    edition = _new(actor, agency_id, valid_from, reason, follows_common=True)
    _recorded(actor, edition, "use_common_document_rules")
    return edition


@transaction.atomic
def call_back_rules(*, actor: Actor, edition_id: int) -> RuleEdition:
    """An edition that has not begun will not. Done twice it is one. Raises NotFound, NotAllowed, Refused."""
    found = RuleEdition.objects.select_for_update().filter(pk=edition_id).first()
    if found is None:
        raise NotFound
    if not policies.keeps_rules(actor, found.agency_id):
        raise NotFound
    if found.called_back_at is not None:
        return found
    if found.valid_from <= clock.today():
        raise Refused(
            f"Bản này đã áp dụng từ {found.valid_from:%d/%m/%Y}, không bỏ được. Lưu bản khác để thay từ ngày cần đổi."
        )
    found.called_back_at, found.called_back_by_name = clock.now(), actor.name
    found.save(update_fields=["called_back_at", "called_back_by_name"])
    _recorded(actor, found, "call_back_document_rules")
    return found


def changes_between(before: RuleEdition | None, after: RuleEdition) -> list[str]:
    """What the later one does differently, a sentence each."""
    if after.follows_common:
        return ["Thôi dùng quy tắc riêng, theo quy tắc chung của tỉnh."]
    return changes_to(before, *data_of(after))


def data_of(edition: RuleEdition) -> tuple[list[UrgencyData], list[TellingData]]:
    """An edition as it is typed, the most urgent first."""
    rows = sorted(edition.urgencies.all(), key=lambda row: ORDER.index(Urgency(row.urgency)))
    return (
        [UrgencyData(urgency=row.urgency, submit_hours=row.submit_hours, settle_days=row.settle_days) for row in rows],
        [
            TellingData(occasion=row.rule.occasion, hours=row.rule.hours, told=row.rule.told)
            for row in edition.tellings.all()
        ],
    )


def changes_to(
    before: RuleEdition | None, urgencies: Sequence[UrgencyData], tellings: Sequence[TellingData]
) -> list[str]:
    """What rules as typed do differently from an edition, a sentence each."""
    was_urgent, was_told = data_of(before) if before is not None else ([], [])
    old = {each.urgency: each for each in was_urgent}
    found = []
    for each in urgencies:
        was = old.get(each.urgency)
        label = f"Văn bản {Urgency(each.urgency).label.lower()}"
        if was is None or was.submit_hours != each.submit_hours:
            now = _until(each.submit_hours)
            found.append(f"{label}: trình {now}" + (f" (trước là {_until(was.submit_hours)})." if was else "."))
        if was is None or was.settle_days != each.settle_days:
            days = f"{each.settle_days} ngày làm việc"
            found.append(
                f"{label}: đề xuất giải quyết trong {days}" + (f" (trước là {was.settle_days})." if was else ".")
            )
    found += [f"Báo thêm: {said_of(each)}." for each in tellings if each not in was_told]
    found += [f"Thôi báo: {said_of(each)}." for each in was_told if each not in tellings]
    return found


def said_of(rule: TellingData) -> str:
    """`Hạn của phần việc, quá hạn 8 giờ làm việc, báo người giao`."""
    when = (
        "đúng lúc hết hạn"
        if not rule.hours
        else f"{'trước' if rule.hours < 0 else 'quá'} hạn {abs(rule.hours)} giờ làm việc"
    )
    return f"{Occasion(rule.occasion).label}, {when}, báo {ToldTo(rule.told).label.lower()}"


def _until(hours: int | None) -> str:
    return "chậm nhất hết ngày làm việc tiếp theo" if hours is None else f"trong {hours} giờ làm việc"


def _locked(actor: Actor, agency_id: int | None, opened: int) -> None:
    if not policies.keeps_rules(actor, agency_id):
        raise NotAllowed(
            "Quy tắc chung do quản trị hệ thống sửa; quy tắc riêng do văn thư của cơ quan ấy sửa. Đổi sang chức vụ đó rồi thử lại."
        )
    # Rules are changed a few times a year, so everybody may wait for everybody; there need be no row to lock yet.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RULES_LOCK])
    if ruling.newest_edition(agency_id) != opened:
        last = RuleEdition.objects.filter(ruling.of_agency(agency_id)).order_by("-id").first()
        by = (
            f"{last.made_by_name} vừa sửa lúc {last.made_at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}. " if last else ""
        )
        raise RulesChanged(f"{by}Quy tắc đã khác lúc mở trang. Mở lại trang, xem bản mới rồi sửa.")


def _new(
    actor: Actor, agency_id: int | None, valid_from: date, reason: str, *, follows_common: bool = False
) -> RuleEdition:
    return RuleEdition.objects.create(
        agency_id=agency_id,
        valid_from=valid_from,
        follows_common=follows_common,
        reason=clean(reason)[:300],
        made_at=clock.now(),
        made_by_name=actor.name,
    )


def _same(before: RuleEdition, urgencies: Sequence[UrgencyData], tellings: Sequence[TellingData]) -> bool:
    return not changes_to(before, urgencies, tellings)


def _recorded(actor: Actor, edition: RuleEdition, verb: str, **details: object) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        subject_type="document_rules",
        subject_id=edition.pk,
        details={
            "agency": edition.agency_id,
            "valid_from": edition.valid_from.isoformat(),
            "reason": edition.reason,
            **details,
        },
    )
