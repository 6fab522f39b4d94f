"""Who acts for whom in the demo (ủy quyền): one in every standing, and two people away."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from lienthong.config.demo_province.officers import Province
from lienthong.config.demo_province.timeline import Timeline
from lienthong.foundation.organizations import services
from lienthong.foundation.organizations.choices import DelegatedAct, Role
from lienthong.foundation.signing import services as signing
from lienthong.kit import clock
from lienthong.kit.actor import Actor

BIRTH, DEATH, MARRIAGE = "1.001193", "1.000656", "1.000894"


def delegate_some(province: Province, timeline: Timeline) -> None:
    """The first commune: its leader travels, a specialist is on leave; what was before has ended in its own way."""
    ward = province.communes[0].by_role
    leader, head, clerk = ward[Role.AGENCY_LEADER][0], ward[Role.DEPARTMENT_HEAD][0], ward[Role.CLERK][0]
    first, second = ward[Role.SPECIALIST][:2]
    counter = ward[Role.ONE_STOP_OFFICER][0]
    assert head.position
    today = timeline.present.astimezone(clock.VIETNAM).date()

    def day(number: int) -> datetime:
        return datetime.combine(today + timedelta(days=number), time(), tzinfo=clock.VIETNAM)

    def give(
        giver: Actor, receiver: Actor, acts: Sequence[str], begins: int, ends: int, reason: str, **more: Any
    ) -> int:
        accept = more.pop("accept", True)
        with clock.at(min(day(begins) - timedelta(hours=10), timeline.present - timedelta(hours=20))):
            assert receiver.position
            made = services.delegate(
                actor=giver,
                receiver_id=receiver.position.id,
                acts=acts,
                begins_at=day(begins),
                ends_at=day(ends),
                reason=reason,
                **more,
            )
            if accept:
                services.accept_delegation(actor=receiver, delegation_id=made.pk)
        return made.pk

    def end(by: Actor, delegation: int, begins: int, reason: str) -> None:
        with clock.at(day(begins) + timedelta(hours=9)):
            services.end_delegation(actor=by, delegation_id=delegation, reason=reason)

    signing.issue_certificate(
        position_id=head.position.id,
        common_name=head.name,
        title=head.position.title,
        agency_name=head.position.agency_name,
        organization="UBND tỉnh Gia Lai",
    )
    sign: list[str] = [DelegatedAct.SIGN]
    give(
        leader,
        head,
        [*sign, DelegatedAct.APPROVE],
        -40,
        -37,
        "Đi học tập kinh nghiệm tại Lâm Đồng",
        document="08/GUQ-UBND",
    )
    end(leader, give(leader, head, sign, -20, -10, "Tiếp đoàn kiểm tra của tỉnh"), -18, "Đoàn kiểm tra hoãn lịch")
    end(
        first,
        give(first, second, [DelegatedAct.PROCESS], -15, -8, "Tập huấn nghiệp vụ hộ tịch"),
        -12,
        "Phải trực bão, không làm thay được",
    )
    end(
        clerk,
        give(counter, clerk, [DelegatedAct.RECEIVE], -9, -6, "Nghỉ phép", accept=False),
        -9,
        "Trùng lịch trực văn thư",
    )
    give(
        leader,
        head,
        sign,
        -1,
        4,
        "Họp Hội đồng nhân dân tỉnh",
        document="12/GUQ-UBND",
        procedures=[BIRTH, DEATH, MARRIAGE],
    )
    give(second, first, [DelegatedAct.PROCESS], -1, 6, "Nghỉ phép năm")
    give(clerk, counter, [DelegatedAct.STAMP], 5, 8, "Đi tập huấn văn thư, lưu trữ")
    give(head, leader, [DelegatedAct.ASSIGN], 6, 9, "Về quê giải quyết việc gia đình", accept=False)
    services.record_absence(
        actor=second,
        kind="leave",
        begins_on=today - timedelta(days=1),
        ends_on=today + timedelta(days=5),
        note="Phép năm 2026",
    )
    services.record_absence(
        actor=clerk, kind="training", begins_on=today + timedelta(days=5), ends_on=today + timedelta(days=7)
    )  # fmt: skip
