"""Who works in the demo province (cán bộ, công chức): which offices are staffed, with whom, under which sign-in names."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lienthong.config.demo_province.people import KINH, Neighbours
from lienthong.foundation.accounts import queries as account_queries
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations import services as organization_services
from lienthong.foundation.organizations.choices import Role
from lienthong.foundation.signing import queries as certificates
from lienthong.foundation.signing import services as signing
from lienthong.foundation.signing.errors import NoCertificate
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.text_vi import slug

PRIMARY = "Phường Diên Hồng"
STAFFED = {
    "2tier-2025": (
        "Phường Pleiku",
        "Phường Thống Nhất",
        "Phường An Phú",
        "Phường Hội Phú",
        "Phường Quy Nhơn",
        "Xã Ia Mơ",
        "Xã Chư Sê",
    ),
    "3tier-2019": (
        "Phường Hội Phú",
        "Phường Hoa Lư",
        "Xã Ia Mơ",
        "Thị trấn Chư Sê",
        "Thành phố Pleiku",
        "Huyện Chư Prông",
        "Huyện Chư Sê",
    ),
}
CENTRE, OFFICE = "Trung tâm Phục vụ hành chính công tỉnh", "Văn phòng UBND tỉnh"
DEPARTMENTS = {
    "2tier-2025": (
        "Sở Y tế",
        "Sở Nông nghiệp và Môi trường",
        "Sở Nội vụ",
        "Sở Xây dựng",
        "Sở Giáo dục và Đào tạo",
        "Sở Văn hóa, Thể thao và Du lịch",
        "Công an tỉnh",
    ),
    "3tier-2019": (
        "Sở Y tế",
        "Sở Tài nguyên và Môi trường",
        "Sở Nông nghiệp và Phát triển nông thôn",
        "Sở Lao động - Thương binh và Xã hội",
        "Sở Giao thông vận tải",
        "Sở Giáo dục và Đào tạo",
        "Sở Tư pháp",
        "Công an tỉnh",
    ),
}
SINCE = date(2025, 7, 1)

# short sign-in name, title, role
POSTS = (
    ("motcua", "Công chức Bộ phận Một cửa", Role.ONE_STOP_OFFICER),
    ("chuyenvien", "Chuyên viên Phòng Văn hóa - Xã hội", Role.SPECIALIST),
    ("chuyenvien2", "Chuyên viên Phòng Văn hóa - Xã hội", Role.SPECIALIST),
    ("truongphong", "Trưởng phòng Văn hóa - Xã hội", Role.DEPARTMENT_HEAD),
    ("lanhdao", "Phó Chủ tịch UBND", Role.AGENCY_LEADER),
    ("vanthu", "Văn thư", Role.CLERK),
)
ROOMS = {
    "motcua": ("mot-cua", "van-phong"),
    "chuyenvien": ("van-hoa-xa-hoi", "nghiep-vu"),
    "chuyenvien2": ("van-hoa-xa-hoi", "nghiep-vu"),
    "truongphong": ("van-hoa-xa-hoi", "nghiep-vu"),
    "vanthu": ("van-phong",),
}
"""Codes of the department a post sits in, in a commune or at a department of the province; the leaders sit in none."""
_PRIMARY_NAMES = {
    "motcua": "Trần Thị Bích Ngọc",
    "chuyenvien": "Lê Văn Dũng",
    "chuyenvien2": "Rơ Mah Thiêm",
    "truongphong": "Phan Thị Kim Oanh",
    "lanhdao": "Nguyễn Hồng Hải",
    "vanthu": "Rơ Châm H'Nhung",
}
SHOWN = {
    "motcua": "Cán bộ một cửa",
    "chuyenvien": "Chuyên viên",
    "truongphong": "Trưởng phòng",
    "lanhdao": "Lãnh đạo (ký số)",
    "vanthu": "Văn thư",
}


@dataclass(frozen=True, slots=True)
class Staff:
    """One office and its people, by role."""

    agency: Any
    by_role: dict[str, list[Actor]] = field(default_factory=dict)

    def one(self, role: str, dice: random.Random) -> Actor:
        """Somebody with this role."""
        return dice.choice(self.by_role[role])


@dataclass(frozen=True, slots=True)
class Login:
    """A line of the printed table; `account_id` and `position_id` are for the token."""

    role: str
    username: str
    agency: str
    account_id: int
    position_id: int | None


@dataclass(frozen=True, slots=True)
class Province:
    """Every staffed office; the first commune is the one where the printed accounts sit."""

    communes: list[Staff]
    districts: list[Staff]
    departments: list[Staff]
    centre: Staff
    logins: list[Login]

    def of(self, agency_id: int) -> Staff:
        """The people of an office."""
        return next(
            each
            for each in (*self.communes, *self.districts, *self.departments, self.centre)
            if each.agency.pk == agency_id
        )


def staff_province(*, profile: str, password: str, dice: random.Random) -> Province:
    """Create every officer with seats and the leaders' certificates. The tree of agencies must be loaded."""
    names = Neighbours(dice)
    agencies = {each.short_name: each for each in organizations.visible_agencies(SYSTEM) if each.tier.code != "xa"}
    agencies |= {each.short_name: each for each in organizations.communes()}
    wards = [
        _staff(agencies[name], names, password)
        for name in (PRIMARY, *STAFFED[profile])
        if agencies[name].tier.code == "xa"
    ]
    districts = [
        _staff(agencies[name], names, password) for name in STAFFED[profile] if agencies[name].tier.code == "huyen"
    ]
    departments = [_staff(agencies[name], names, password) for name in DEPARTMENTS[profile]]
    centre = _staff(agencies[CENTRE], names, password, roles={Role.ONE_STOP_OFFICER})
    logins = [
        Login(
            SHOWN[name],
            name,
            agencies[PRIMARY].name,
            actor.account_id or 0,
            actor.position.id if actor.position else None,
        )
        for name, actor in (
            (post[0], next(each for each in wards[0].by_role[post[2]])) for post in POSTS if post[0] in SHOWN
        )
    ]
    logins += [
        _single(
            "quantri",
            "Đỗ Quang Vinh",
            "Quản trị hệ thống",
            "Quản trị viên",
            Role.ADMINISTRATOR,
            agencies[OFFICE],
            password,
        ),
        _single(
            "tinh",
            "Bùi Thị Thanh Thảo",
            "Theo dõi toàn tỉnh",
            "Chuyên viên Phòng Kiểm soát thủ tục hành chính",
            Role.SUPERVISOR,
            agencies[OFFICE],
            password,
        ),
        _two_seats(wards, password),
    ]
    return Province(communes=wards, districts=districts, departments=departments, centre=centre, logins=logins)


def _staff(agency: Any, names: Neighbours, password: str, roles: set[str] | None = None) -> Staff:
    staff = Staff(agency)
    primary = agency.short_name == PRIMARY
    for short, title, role in POSTS:
        if roles is not None and role not in roles:
            continue
        name = (
            _PRIMARY_NAMES[short]
            if primary
            else names.name(names.one().gender, KINH if short == "lanhdao" else names.one().ethnicity)
        )
        username = short if primary else f"{short}.{_place(agency)}"
        held = _title(agency, title, role)
        actor = appoint_one(username, name, held, role, agency, password, ROOMS.get(short, ()))
        staff.by_role.setdefault(role, []).append(actor)
        if role == Role.AGENCY_LEADER and actor.position is not None and not _can_sign(actor.position.id):
            signing.issue_certificate(
                position_id=actor.position.id,
                common_name=name,
                title=held,
                agency_name=agency.name,
                organization="UBND tỉnh Gia Lai",
            )
    signing.issue_agency_certificate(agency_id=agency.id, agency_name=agency.name, organization="UBND tỉnh Gia Lai")
    return staff


def _place(agency: Any) -> str:
    """`yte` of Sở Y tế, `pleiku` of Phường Pleiku, `congantinh`."""
    name = agency.short_name if agency.kind == "cong-an" else agency.short_name.split(" ", 1)[1]
    return slug(name).replace("-", "")


def _can_sign(position_id: int) -> bool:
    try:
        certificates.certificate_of_position(position_id)
    except NoCertificate:
        return False
    return True


def _title(agency: Any, title: str, role: str) -> str:
    if agency.tier.code == "tinh":
        return {
            Role.SPECIALIST: "Chuyên viên Phòng Nghiệp vụ",
            Role.DEPARTMENT_HEAD: "Trưởng phòng Nghiệp vụ",
            Role.AGENCY_LEADER: "Phó Giám đốc",
        }.get(Role(role), title)
    if role == Role.AGENCY_LEADER:
        return f"{title} {agency.short_name[:1].lower()}{agency.short_name[1:]}"
    return title


def appoint_one(
    username: str, name: str, title: str, role: str, agency: Any, password: str, rooms: Sequence[str] = ()
) -> Actor:
    """An account with one seat, in the first of the departments named that there is."""
    account = accounts.create_officer(
        actor=SYSTEM, username=username, full_name=name, password=password, email=f"{username}@gialai.example"
    )
    organization_services.appoint(
        actor=SYSTEM,
        account_id=account.pk,
        agency_id=agency.pk,
        department_id=_room(agency.pk, rooms),
        title=title,
        roles=[role],
        valid_from=SINCE,
    )
    return account_queries.actor_for(account)


def _room(agency_id: int, codes: Sequence[str]) -> int | None:
    """The first of these departments that the agency has; one of 2019 may have none."""
    if not codes:
        return None
    found = {each.code: each.pk for each in organizations.departments_of(agency_id)}
    return next((found[code] for code in codes if code in found), None)


def _single(username: str, name: str, shown: str, title: str, role: str, agency: Any, password: str) -> Login:
    actor = appoint_one(username, name, title, role, agency, password)
    return Login(shown, username, agency.name, actor.account_id or 0, actor.position.id if actor.position else None)


def _two_seats(wards: list[Staff], password: str) -> Login:
    """One officer with two seats, to try the switch."""
    first, second = wards[0].agency, wards[1].agency
    actor = appoint_one(
        "kiemnhiem", "Võ Minh Tuấn", "Công chức địa chính - xây dựng", Role.SPECIALIST, first, password, ["kinh-te"]
    )
    organization_services.appoint(
        actor=SYSTEM,
        account_id=actor.account_id or 0,
        agency_id=second.pk,
        department_id=_room(second.pk, ["kinh-te"]),
        title="Phó Trưởng phòng Kinh tế, Hạ tầng và Đô thị (biệt phái)",
        roles=[Role.DEPARTMENT_HEAD],
        valid_from=SINCE,
    )
    return Login(
        "Hai chức vụ (thử đổi)",
        "kiemnhiem",
        f"{first.short_name}; {second.short_name}",
        actor.account_id or 0,
        actor.position.id if actor.position else None,
    )
