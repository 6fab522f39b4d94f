"""An office for drafts: a room of the ward with its head and two specialists, the leader who signs."""

from dataclasses import dataclass
from datetime import date

import pytest
from tests.province import Ward

from lienthong.domain.drafts import services
from lienthong.domain.drafts.models import Draft
from lienthong.domain.drafts.queries import RecipientLine
from lienthong.foundation.accounts import queries as account_queries
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.organizations import services as organizations
from lienthong.kit.actor import SYSTEM, Actor

BODY = "Ủy ban nhân dân phường báo cáo kết quả chuyển đổi số như sau:\n1. Đã số hóa 1.200 hồ sơ.\n2. Đề nghị Sở hướng dẫn việc tiếp theo."


@dataclass(frozen=True)
class Office:
    ward: Ward
    room_id: int
    writer: Actor
    head: Actor
    colleague: Actor
    other: Actor

    @property
    def leader(self) -> Actor:
        return self.ward.leader


def seat(actor: Actor) -> int:
    assert actor.position is not None
    return actor.position.id


def _officer(ward: Ward, username: str, name: str, role: str, room_id: int | None) -> Actor:
    account = accounts.create_officer(
        actor=SYSTEM, username=username, full_name=name, password=f"mat-khau-{username}-2026", email=f"{username}@x.vn"
    )
    organizations.appoint(
        actor=SYSTEM,
        account_id=account.pk,
        agency_id=ward.agency_id,
        department_id=room_id,
        title="Trưởng phòng" if role == "department_head" else "Chuyên viên",
        roles=[role],
        valid_from=date(2025, 7, 1),
    )
    return account_queries.actor_for(account)


@pytest.fixture
def office(ward: Ward) -> Office:
    room, other = (
        organizations.create_department(actor=SYSTEM, agency_id=ward.agency_id, code=code, name=name)
        for code, name in (("vhxh-2", "Phòng Văn hóa - Xã hội"), ("kt-2", "Phòng Kinh tế"))
    )
    return Office(
        ward,
        room.pk,
        _officer(ward, "nguoi-soan", "Đinh Thị Lan", "specialist", room.pk),
        _officer(ward, "truong-phong", "Lê Quang Minh", "department_head", room.pk),
        _officer(ward, "dong-nghiep", "Y Thu", "specialist", room.pk),
        _officer(ward, "phong-khac", "Phan Văn Tài", "specialist", other.pk),
    )


@pytest.fixture
def draft(office: Office) -> Draft:
    """An official letter just begun."""
    return services.start_draft(
        actor=office.writer,
        key="mot",
        kind="CV",
        abstract="Về việc báo cáo kết quả chuyển đổi số năm 2026",
        recipients=[RecipientLine(name="Sở Khoa học và Công nghệ", role="to")],
    )


def written(office: Office, draft: Draft, *, signer: bool = True) -> Draft:
    """With a text that breaks no rule, and a signer."""
    services.save_text(
        actor=office.writer,
        draft_id=draft.pk,
        seen=draft.latest,
        grounds="",
        body=BODY,
        facts=services.Facts(
            kind=draft.kind,
            abstract=draft.abstract,
            signer_position_id=seat(office.leader) if signer else None,
            recipients=(RecipientLine(name="Sở Khoa học và Công nghệ", role="to"),),
        ),
    )
    draft.refresh_from_db()
    return draft
