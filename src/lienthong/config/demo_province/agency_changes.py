"""Changes of agencies in the demo (sắp xếp cơ quan): one name changed a while ago, one merger prepared for next month.

Both are made up to show the screens, and say so.
"""

from datetime import date, timedelta

from lienthong.config.demo_province.timeline import Timeline
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations import services
from lienthong.foundation.organizations.choices import ReorganizationKind
from lienthong.kit import clock
from lienthong.kit.actor import Actor

RENAMED, NEW_NAME = "Ban Quản lý Khu kinh tế", "Ban Quản lý các khu kinh tế, khu công nghiệp"
MERGED, INTO = "Xã Ia Mơ", "Xã Ia Púch"
MADE_UP = "Dữ liệu minh họa"
RENAMED_DAYS_AGO = 20


def change_agencies(actor: Actor, timeline: Timeline) -> None:
    """`actor` is the administrator of the province."""
    by_name = {each.short_name: each for each in organizations.visible_agencies(actor)}
    if RENAMED in by_name:
        agency = by_name[RENAMED]
        with clock.at(timeline.present - timedelta(days=RENAMED_DAYS_AGO)):
            plan = services.prepare_reorganization(
                actor=actor,
                kind=ReorganizationKind.RENAME,
                sources=[agency.pk],
                heirs=[services.Heir(agency_id=agency.pk, name=f"{NEW_NAME} tỉnh", short_name=NEW_NAME)],
                effective_on=clock.today(),
                decision="2046/QĐ-UBND",
                reason=f"{MADE_UP}: đổi tên khi nhận thêm các khu công nghiệp",
            )
            services.carry_out_reorganization(actor=actor, reorganization_id=plan.pk)
    if MERGED in by_name and INTO in by_name:
        with clock.at(timeline.present - timedelta(days=2)):
            services.prepare_reorganization(
                actor=actor,
                kind=ReorganizationKind.MERGE,
                sources=[by_name[MERGED].pk],
                heirs=[services.Heir(agency_id=by_name[INTO].pk)],
                effective_on=_next_month(clock.today()),
                decision="1664/NQ-UBTVQH15",
                reason=f"{MADE_UP}: nhập hai xã liền kề",
            )


def _next_month(day: date) -> date:
    """The first day of the month after `day`, as decisions name it."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
