"""What a change would do, said before it is done (chạy thử phương án). Nothing is changed, nothing is locked."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Q

from lienthong.foundation.organizations.choices import ReorganizationKind, Role
from lienthong.foundation.organizations.models import Agency, Department, Position, Reorganization, Successor
from lienthong.foundation.organizations.policies import require_manage
from lienthong.foundation.organizations.services.passages import Counts, Passage, movers
from lienthong.foundation.workdays import queries as workdays
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound
from lienthong.kit.text_vi import fold

SEATS, DEPARTMENTS, CHILDREN = "chức vụ đang giữ", "phòng, ban", "cơ quan trực thuộc"


@dataclass(frozen=True, slots=True)
class SeatMove:
    """A person whose seat goes to another agency; `to` is "" when the seat ends."""

    position_id: int
    name: str
    title: str
    origin: str
    to: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something to know; `blocks` when the change cannot be carried out before it is mended."""

    text: str
    blocks: bool = False


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """The change as it would happen now: counts by kind, whose seats move, what stands against it."""

    counts: Counts
    seats: list[SeatMove]
    conflicts: list[Conflict] = field(default_factory=list)

    @property
    def blocking(self) -> list[Conflict]:
        """What must be mended first."""
        return [each for each in self.conflicts if each.blocks]


@dataclass(frozen=True, kw_only=True)
class Routing:
    """A plan worked out: agencies by id, seats and departments with where they go. Ids below zero: not founded yet."""

    plan: Reorganization
    sources: dict[int, Agency]
    heirs: list[Successor]
    targets: list[int]
    ending: tuple[int, ...]
    seats: list[tuple[Position, int]]
    departments: list[tuple[Department, int]]
    passage: Passage | None

    def name_of(self, agency_id: int) -> str:
        """Short name of a target."""
        return str(self.heirs[self.targets.index(agency_id)])


def rehearse(*, actor: Actor, reorganization_id: int) -> Rehearsal:
    """What the plan would do. Raises NotAllowed, NotFound."""
    require_manage(actor)
    plan = Reorganization.objects.filter(pk=reorganization_id).first()
    if plan is None:
        raise NotFound
    return rehearsal_of(route(plan))


def route(plan: Reorganization) -> Routing:
    """Work the plan out against the agencies and seats of today."""
    sources = {each.pk: each for each in plan.sources.order_by("pk")}
    heirs = list(plan.successors.select_related("agency"))
    targets = [heir.agency_id if heir.agency_id is not None else -heir.order - 1 for heir in heirs]
    if plan.kind == ReorganizationKind.RENAME:
        return Routing(
            plan=plan, sources=sources, heirs=heirs, targets=targets, ending=(), seats=[], departments=[], passage=None
        )
    ending = tuple(pk for pk in sources if pk not in targets)
    leaving = tuple(sources) if plan.kind == ReorganizationKind.SPLIT else ending
    today = clock.today()
    alive = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    departments, seats = [], []
    placed: dict[int, int] = {}
    for department in Department.objects.filter(alive, agency_id__in=leaving).order_by("pk"):
        target = _target(plan, targets, "departments", department.pk)
        placed[department.pk] = target
        if target not in (0, department.agency_id):
            departments.append((department, target))
    found = Position.objects.filter(alive, agency_id__in=leaving).select_related("account", "agency").order_by("pk")
    for seat in found:
        target = _target(plan, targets, "seats", seat.pk, placed.get(seat.department_id or 0))
        if target != seat.agency_id:
            seats.append((seat, target))
    passage = Passage(
        leaving=leaving,
        main=targets[0] if targets else 0,
        at=clock.now(),
        seats={seat.pk: seat.pk for seat, target in seats if target},
        seated={seat.pk: target for seat, target in seats if target},
        by_field={
            code: targets[order] for code, order in plan.places.get("fields", {}).items() if order < len(targets)
        },
    )
    return Routing(
        plan=plan,
        sources=sources,
        heirs=heirs,
        targets=targets,
        ending=ending,
        seats=seats,
        departments=departments,
        passage=passage,
    )


def _target(plan: Reorganization, targets: list[int], part: str, key: int, otherwise: int | None = None) -> int:
    """Where a part goes; 0 when nobody takes it."""
    order: int | None = plan.places.get(part, {}).get(str(key))
    if order is not None and 0 <= order < len(targets):
        return targets[order]
    return otherwise if otherwise is not None else targets[0] if targets else 0


def rehearsal_of(routing: Routing) -> Rehearsal:
    """Counts, seats and conflicts of a plan that was worked out."""
    counts: Counts = {}
    passage = routing.passage
    if passage is not None:
        children = Agency.objects.filter(parent_id__in=routing.ending, valid_to__isnull=True).exclude(
            pk__in=[*routing.sources, *routing.targets]
        )
        counts = {SEATS: len(routing.seats), DEPARTMENTS: len(routing.departments), CHILDREN: children.count()}
        for mover in movers():
            for label, number in mover.count(passage).items():
                counts[label] = counts.get(label, 0) + number
    counts = {label: number for label, number in counts.items() if number}
    seats = [
        SeatMove(seat.pk, seat.account.full_name, seat.title, seat.agency.short_name, routing.name_of(to) if to else "")
        for seat, to in routing.seats
    ]
    return Rehearsal(counts=counts, seats=seats, conflicts=_conflicts(routing, counts))


def open_work(counts: Counts) -> Counts:
    """What of the counts needs somebody to take it: a seat or a department simply ends with its agency."""
    return {label: number for label, number in counts.items() if label not in (SEATS, DEPARTMENTS)}


def in_words(counts: Counts) -> str:
    """`12 hồ sơ đang giải quyết, 3 bản khai chưa gửi`."""
    return ", ".join(f"{number} {label}" for label, number in counts.items())


def _conflicts(routing: Routing, counts: Counts) -> list[Conflict]:
    today = clock.today()
    found = [
        Conflict(f"{each.short_name} đã thôi hoạt động từ trước. Lập phương án khác.", blocks=True)
        for each in routing.sources.values()
        if not _is_alive(each)
    ]
    for heir in routing.heirs:
        taken = Agency.objects.filter(identifier=heir.identifier).first() if heir.agency_id is None else None
        if heir.agency is not None and not _is_alive(heir.agency):
            found.append(Conflict(f"{heir.agency.short_name} đã thôi hoạt động, không nhận việc được.", blocks=True))
        if taken is not None:
            found.append(
                Conflict(f"Mã định danh {heir.identifier} của cơ quan mới nay đã dùng cho {taken.name}.", blocks=True)
            )
    if routing.plan.effective_on > today:
        found.append(
            Conflict(f"Chưa đến ngày hiệu lực {routing.plan.effective_on:%d/%m/%Y}; thực hiện từ ngày ấy.", blocks=True)
        )
    if routing.passage is None:
        return found
    left = open_work(counts)
    if not routing.targets and left:
        name = next(iter(routing.sources.values())).short_name
        found.append(
            Conflict(f"{name} còn {in_words(left)} mà chưa có cơ quan nhận. Ghi cơ quan kế thừa.", blocks=True)
        )
    found += _same_codes(routing)
    found += _leaders(routing)
    tiers = {each.tier_id for each in routing.sources.values()} | {
        heir.agency.tier_id for heir in routing.heirs if heir.agency is not None
    }
    if len(tiers) > 1:
        found.append(Conflict("Các cơ quan không cùng cấp: thủ tục của cấp này có thể không làm được ở cấp kia."))
    if routing.targets:
        main = str(routing.heirs[0])
        found += [
            Conflict(
                f"{each.agency.short_name} có lịch làm việc riêng. Hồ sơ nhận sau sắp xếp tính theo lịch của {main}; "
                "hồ sơ đã tiếp nhận giữ nguyên ngày hẹn trả."
            )
            for each in workdays.calendars()
            if each.agency is not None and each.agency_id in routing.ending
        ]
        found += [Conflict(text) for mover in movers() for text in mover.notes(routing.passage)]
    return found


def _same_codes(routing: Routing) -> list[Conflict]:
    found, joined = [], []
    for department, target in routing.departments:
        same = Department.objects.filter(agency_id=target, code=department.code, valid_to__isnull=True).first()
        if same is not None and fold(same.name) != fold(department.name):
            found.append(
                Conflict(
                    f"“{department.name}” và “{same.name}” cùng mã {same.code}: phòng chuyển đến nhận mã khác, hai phòng vẫn riêng."
                )
            )
        elif same is not None:
            joined.append(same.name)
    if joined:
        found.append(
            Conflict(f"Phòng, ban cùng tên, cùng mã ở hai bên nhập làm một: {', '.join(dict.fromkeys(joined))}.")
        )
    return found


def _leaders(routing: Routing) -> list[Conflict]:
    coming: dict[int, list[str]] = {target: [] for target in routing.targets}
    moving = {seat.pk for seat, _ in routing.seats}
    today = clock.today()
    staying = Position.objects.valid_on(today).filter(
        agency_id__in=routing.targets, roles__contains=[Role.AGENCY_LEADER]
    )
    for seat in staying.exclude(pk__in=moving).select_related("account"):
        coming[seat.agency_id].append(f"{seat.account.full_name} ({seat.title})")
    arriving = Counter[int]()
    for seat, target in routing.seats:
        if target and Role.AGENCY_LEADER in seat.roles:
            coming[target].append(f"{seat.account.full_name} ({seat.title})")
            arriving[target] += 1
    return [
        Conflict(
            f"{routing.name_of(target)} sẽ có {len(names)} lãnh đạo: {', '.join(names)}. Kết thúc chức vụ không còn sau sắp xếp."
        )
        for target, names in coming.items()
        if len(names) > 1 and arriving[target]
    ]


def _is_alive(agency: Agency) -> bool:
    return agency.valid_to is None or agency.valid_to >= clock.today()
