"""How an office arranges its queue (bố trí quầy, hàng chờ, khung giờ hẹn)."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from lienthong.domain.tickets.choices import FIRST_LINES, FIRST_POINTS
from lienthong.domain.tickets.models import QueueLine, ServicePoint, SlotPlan
from lienthong.domain.tickets.policies import require_serving
from lienthong.foundation.audit import services as audit
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotFound
from lienthong.kit.text_vi import clean

MOST_POINTS = 40


@transaction.atomic
def open_office(*, actor: Actor, agency_id: int) -> None:
    """Lines, two counters and a slot plan for an office that has none. Opening twice changes nothing."""
    require_serving(actor, agency_id)
    if QueueLine.objects.filter(agency_id=agency_id).exists():
        return
    QueueLine.objects.bulk_create(
        (QueueLine(agency_id=agency_id, letter=letter, name=name) for letter, name in FIRST_LINES),
        ignore_conflicts=True,
    )
    ServicePoint.objects.bulk_create(
        (ServicePoint(agency_id=agency_id, name=name) for name in FIRST_POINTS), ignore_conflicts=True
    )
    SlotPlan.objects.get_or_create(agency_id=agency_id)
    audit.record(actor=actor, verb="open_office", subject_type="agency", subject_id=agency_id)


@transaction.atomic
def arrange_office(
    *, actor: Actor, lines: Mapping[int, tuple[str, bool]], minutes: int, capacity: int, days_ahead: int
) -> None:
    """Names of the lines and whether they take people, {line id: (name, is open)}, and how appointments are booked. Raises Invalid."""
    agency_id = actor.agency_id or 0
    require_serving(actor, agency_id)
    problems = {}
    if not 5 <= minutes <= 120:
        problems["minutes"] = f"Một khung giờ dài từ 5 đến 120 phút; giá trị nhận được là {minutes}."
    if not 1 <= capacity <= 50:
        problems["capacity"] = f"Mỗi khung giờ nhận từ 1 đến 50 người; giá trị nhận được là {capacity}."
    if not 1 <= days_ahead <= 60:
        problems["days_ahead"] = f"Đặt trước từ 1 đến 60 ngày; giá trị nhận được là {days_ahead}."
    for line_id, (name, _) in lines.items():
        if not 2 <= len(clean(name)) <= 80:
            problems[f"line-{line_id}"] = "Tên hàng chờ từ 2 đến 80 ký tự, ví dụ Nộp hồ sơ."
    if problems:
        raise Invalid(problems)
    for line in QueueLine.objects.select_for_update().filter(agency_id=agency_id, pk__in=lines):
        name, is_open = lines[line.pk]
        line.name, line.is_open = clean(name), is_open
        line.save(update_fields=["name", "is_open"])
    SlotPlan.objects.update_or_create(
        agency_id=agency_id, defaults={"minutes": minutes, "capacity": capacity, "days_ahead": days_ahead}
    )
    audit.record(actor=actor, verb="arrange_office", subject_type="agency", subject_id=agency_id)


@transaction.atomic
def save_point(
    *, actor: Actor, point_id: int | None, name: str, line_ids: Iterable[int] = (), is_open: bool = True
) -> ServicePoint:
    """A counter, new or changed; no line named: it serves all. Raises Invalid, NotFound."""
    agency_id = actor.agency_id or 0
    require_serving(actor, agency_id)
    name = clean(name)
    others = ServicePoint.objects.filter(agency_id=agency_id).exclude(pk=point_id or 0)
    if not 1 <= len(name) <= 40:
        raise Invalid({"point": "Tên quầy từ 1 đến 40 ký tự, ví dụ Quầy 3."})
    if others.filter(name=name).exists():
        raise Invalid({"point": f"Đã có quầy tên “{name}”. Đặt tên khác."})
    if others.count() >= MOST_POINTS:
        raise Invalid({"point": f"Mỗi cơ quan có tối đa {MOST_POINTS} quầy."})
    if point_id is None:
        point = ServicePoint.objects.create(agency_id=agency_id, name=name, is_open=is_open)
    else:
        found = ServicePoint.objects.select_for_update().filter(pk=point_id, agency_id=agency_id).first()
        if found is None:
            raise NotFound
        point = found
        point.name, point.is_open = name, is_open
        point.save(update_fields=["name", "is_open"])
    point.lines.set(QueueLine.objects.filter(agency_id=agency_id, pk__in=list(line_ids)))
    audit.record(
        actor=actor, verb="save_point", subject_type="service_point", subject_id=point.pk, details={"name": name}
    )
    return point
