"""How officers of the demo keep their lists (bàn xử lý): filters under a name, work given to colleagues, what goes first."""

from datetime import timedelta

from lienthong.config.demo_province.officers import Province
from lienthong.config.demo_province.timeline import Timeline
from lienthong.domain.dossiers import queries, services
from lienthong.foundation.organizations.choices import Role
from lienthong.kit import clock
from lienthong.kit.actor import Actor

FILTERS = (
    # who, list, name, conditions, shared, opens the list
    (Role.SPECIALIST, "processing", "Quá hạn", {"han": "qua-han"}, True, False),
    (Role.SPECIALIST, "processing", "Khai sinh", {"thu-tuc": "1.001193"}, False, False),
    (Role.SPECIALIST, "processing", "Ưu tiên chưa giao", {"uu-tien": "co", "nguoi-xu-ly": "chua-giao"}, True, False),
    (Role.ONE_STOP_OFFICER, "reception", "Sắp đến hạn", {"han": "sap-han"}, False, False),
    (Role.DEPARTMENT_HEAD, "assigning", "Chưa giao", {"nguoi-xu-ly": "chua-giao"}, True, False),
    (Role.DEPARTMENT_HEAD, "assigning", "Quá hạn", {"han": "qua-han"}, False, False),
)
EVERY_NTH = 7
PRIORITIES = ("elderly", "merit", "disabled", "mother")


def keep_desks(province: Province, timeline: Timeline) -> None:
    """The first commune: its filters, a morning on which the head shared out half of the work, and a few dossiers that go first."""
    ward = province.communes[0].by_role
    for role, name, title, params, shared, opens in FILTERS:
        services.save_filter(
            actor=ward[role][0], queue=name, name=title, params=params, is_shared=shared, is_default=opens
        )
    head, specialists = ward[Role.DEPARTMENT_HEAD][0], ward[Role.SPECIALIST]
    rows = queries.queue_page(head, Role.SPECIALIST, everyone=True, limit=60).items
    with clock.at(timeline.present - timedelta(hours=3)):
        for order, row in enumerate(rows[:: EVERY_NTH // 2]):
            _first(specialists[0], row.code, PRIORITIES[order % len(PRIORITIES)])
        half = [row.id for row in rows[1::2]]
        shares = {step: _seat(specialists[order % len(specialists)]) for order, step in enumerate(half)}
        if shares:
            services.assign_steps(actor=head, shares=dict(shares), seen=dict.fromkeys(half))


def _first(actor: Actor, code: str, ground: str) -> None:
    services.set_priority(actor=actor, dossier_id=queries.dossier_for(actor, code).id, priority=ground)


def _seat(actor: Actor) -> int:
    assert actor.position is not None
    return actor.position.id
