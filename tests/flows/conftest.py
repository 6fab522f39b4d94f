"""A small province with everything a dossier needs: one ward, its officers with a leader's certificate, a citizen, the catalogue."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from lienthong.domain.procedures import services as procedures
from lienthong.foundation.accounts import queries as account_queries
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.accounts.adapters.vneid import VneidIdentity
from lienthong.foundation.organizations import queries as organization_queries
from lienthong.foundation.organizations import services as organizations
from lienthong.foundation.signing import services as signing
from lienthong.foundation.workdays import services as workdays
from lienthong.kit.actor import SYSTEM, Actor


@dataclass(frozen=True)
class Ward:
    """The ward and the people in it."""

    agency_id: int
    one_stop: Actor
    specialist: Actor
    leader: Actor
    clerk: Actor
    citizen: Actor
    neighbour: Actor


def _officer(agency_id: int, username: str, name: str, title: str, role: str) -> Actor:
    account = accounts.create_officer(
        actor=SYSTEM,
        username=username,
        full_name=name,
        password=f"mat-khau-{username}-2026",
        email=f"{username}@gialai.gov.vn",
    )
    organizations.appoint(
        actor=SYSTEM, account_id=account.pk, agency_id=agency_id, title=title, roles=[role], valid_from=date(2025, 7, 1)
    )
    return account_queries.actor_for(account)


def _citizen(name: str, id_number: str) -> Actor:
    account = accounts.sign_in_with_vneid(
        identity=VneidIdentity(
            subject=id_number,
            id_number=id_number,
            full_name=name,
            birth_date=date(1995, 3, 12),
            gender="Nữ",
            phone="0905000512",
            email=f"{id_number}@example.vn",
            address="Tổ 5",
            commune_code="23575",
        )
    )
    return account_queries.actor_for(account)


@pytest.fixture
def ward(db: None, settings: object, tmp_path: Path) -> Ward:
    """Loaded through the same services as the demo."""
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    settings.SIGNING_KEYS_DIR = tmp_path / "keys"  # type: ignore[attr-defined]
    organizations.load_profile(actor=SYSTEM, profile="2tier-2025", province="52")
    workdays.load_default_calendar()
    procedures.load_catalogue(actor=SYSTEM)
    signing.create_demo_authority()
    agency = organization_queries.communes().first()
    assert agency is not None
    leader = _officer(agency.id, "lanh-dao", "Nguyễn Hồng Hà", "Phó Chủ tịch", "agency_leader")
    assert leader.position is not None
    signing.issue_certificate(
        position_id=leader.position.id,
        common_name=leader.name,
        title="Phó Chủ tịch",
        agency_name=agency.name,
        organization="UBND tỉnh Gia Lai",
    )
    return Ward(
        agency_id=agency.id,
        one_stop=_officer(agency.id, "mot-cua", "Trần Thị Bích", "Công chức một cửa", "one_stop_officer"),
        specialist=_officer(agency.id, "ho-tich", "Lê Văn Dũng", "Công chức tư pháp - hộ tịch", "specialist"),
        leader=leader,
        clerk=_officer(agency.id, "van-thu", "Rơ Châm H'Lan", "Văn thư", "clerk"),
        citizen=_citizen("Siu H'Ngan", "064195000512"),
        neighbour=_citizen("Ksor Y Blô", "064091000733"),
    )
