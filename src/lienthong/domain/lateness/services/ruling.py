"""The rules of telling (quy tắc nhắc việc): the common ones, and those an agency has for itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from lienthong.domain.lateness import policies
from lienthong.domain.lateness.choices import Measure, Moment, Receiver
from lienthong.domain.lateness.models import Reminder, ReminderRule
from lienthong.domain.lateness.queries.reminders import own_rules
from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed

MOST_RULES = 12
LONGEST_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleData:
    """One rule as typed. `id` of a rule that is there already, else None."""

    id: int | None = None
    measure: str
    moment: str
    amount: int
    receivers: tuple[str, ...]
    is_active: bool = True


STANDARD = (
    RuleData(measure=Measure.STEP, moment=Moment.LEFT, amount=50, receivers=(Receiver.HANDLER,)),
    RuleData(measure=Measure.DOSSIER, moment=Moment.BEFORE, amount=1, receivers=(Receiver.HANDLER, Receiver.HEAD)),
    RuleData(measure=Measure.DOSSIER, moment=Moment.OVERDUE, amount=0, receivers=(Receiver.LEADER,)),
    RuleData(measure=Measure.DOSSIER, moment=Moment.AFTER, amount=3, receivers=(Receiver.ABOVE,)),
)
"""What holds until somebody decides otherwise [M]: not read from a decree."""


def check_rules(rules: Sequence[RuleData]) -> dict[str, str]:
    """What is wrong, by `<place>-<field>`, places from 0."""
    problems = {}
    if len(rules) > MOST_RULES:
        problems["rules"] = f"Mỗi cơ quan tối đa {MOST_RULES} quy tắc, đang có {len(rules)}. Gộp hoặc bỏ bớt."
    seen: set[tuple[str, str, int]] = set()
    for place, rule in enumerate(rules):
        if rule.measure not in Measure.values or rule.moment not in Moment.values:
            problems[f"{place}-moment"] = "Chưa chọn thời điểm báo."
            continue
        if rule.moment == Moment.LEFT and not 1 <= rule.amount <= 99:
            problems[f"{place}-amount"] = "Phần trăm còn lại phải từ 1 đến 99."
        if rule.moment in {Moment.BEFORE, Moment.AFTER} and not 1 <= rule.amount <= LONGEST_DAYS:
            problems[f"{place}-amount"] = f"Số ngày làm việc phải từ 1 đến {LONGEST_DAYS}."
        if not rule.receivers or not set(rule.receivers) <= set(Receiver.values):
            problems[f"{place}-receivers"] = "Chưa chọn báo cho ai. Bỏ dấu “Đang dùng” nếu không muốn báo."
        what = (rule.measure, rule.moment, rule.amount)
        if what in seen:
            problems[f"{place}-amount"] = "Trùng với một quy tắc ở trên. Thêm người nhận vào quy tắc đó."
        seen.add(what)
    return problems


@transaction.atomic
def save_rules(*, actor: Actor, agency_id: int | None, rules: Sequence[RuleData]) -> list[ReminderRule]:
    """Put these in place of the rules of the agency (None: the common ones). Raises NotAllowed, Invalid.

    A rule that has told somebody is kept, switched off; what was told stays told, so a change never tells the same twice.
    """
    if not policies.keeps_rules(actor, agency_id):
        raise NotAllowed("Quy tắc chung do quản trị hệ thống sửa; quy tắc riêng do lãnh đạo của cơ quan ấy sửa.")
    if problems := check_rules(rules):
        raise Invalid(problems)
    kept = ReminderRule.objects.select_for_update(of=("self",)).filter(own_rules(agency_id), is_retired=False)
    there = {each.pk: each for each in kept}
    now, saved = clock.now(), []
    for place, each in enumerate(rules):
        rule = there.pop(each.id or 0, None)
        same = rule is not None and (rule.measure, rule.moment, rule.amount) == (each.measure, each.moment, each.amount)
        if rule is not None and not same and Reminder.objects.filter(rule=rule).exists():
            # Another moment is another rule: what the old one has told says nothing about it.
            _retire(rule)
            rule = None
        rule = rule or ReminderRule(agency_id=agency_id)
        rule.place, rule.measure, rule.moment = place, each.measure, each.moment
        rule.amount = 0 if each.moment == Moment.OVERDUE else each.amount
        rule.receivers = [receiver for receiver in Receiver.values if receiver in each.receivers]
        rule.is_active = each.is_active
        rule.changed_at, rule.changed_by_name = now, actor.name
        rule.save()
        saved.append(rule)
    for rule in there.values():
        if Reminder.objects.filter(rule=rule).exists():
            _retire(rule)
        else:
            rule.delete()
    audit.record(
        actor=actor,
        verb="save_reminder_rules",
        subject_type="agency",
        subject_id=agency_id or "",
        details={
            "rules": [f"{each.measure} {each.moment} {each.amount} -> {'+'.join(each.receivers)}" for each in rules]
        },
    )
    return saved


@transaction.atomic
def use_common_rules(*, actor: Actor, agency_id: int) -> None:
    """Give up the own rules. Raises NotAllowed."""
    save_rules(actor=actor, agency_id=agency_id, rules=[])


def _retire(rule: ReminderRule) -> None:
    rule.is_active, rule.is_retired = False, True
    rule.save(update_fields=["is_active", "is_retired"])
