"""`python -m tests.e2e.province`: gather static files, load one staffed ward; prints {sign-in name: password} as JSON.

Names and ward are those of the demo province, so that the journeys run there too: LIENTHONG_DOSSIERS=400 loads that province
with so many dossiers instead, for pictures of full desks.
"""

import json
import os
import sys
from datetime import date
from pathlib import Path

import django

WARD = "23563"  # Phường Diên Hồng, home of the sandbox's citizen Nguyễn Thị Thu Hà
OFFICERS = (
    ("motcua", "Trần Thị Bích Ngọc", "Công chức Bộ phận Một cửa", "one_stop_officer"),
    ("chuyenvien", "Lê Văn Dũng", "Công chức tư pháp - hộ tịch", "specialist"),
    ("lanhdao", "Nguyễn Hồng Hải", "Phó Chủ tịch UBND phường Diên Hồng", "agency_leader"),
    ("vanthu", "Rơ Châm H'Nhung", "Văn thư", "clerk"),
    ("quantri", "Bùi Thanh Tâm", "Quản trị hệ thống", "administrator"),
    ("chutich", "Trịnh Công Sơn", "Chủ tịch UBND phường Diên Hồng", "agency_leader"),
    ("truongphong", "Phạm Thị Kim Dung", "Trưởng phòng Văn hóa - Xã hội", "department_head"),
)


def load() -> dict[str, str]:
    """Through the same services as everything else."""
    from lienthong.domain.eligibility import services as eligibility
    from lienthong.domain.life_events import services as life_events
    from lienthong.domain.procedures import services as procedures
    from lienthong.foundation.accounts import services as accounts
    from lienthong.foundation.organizations import queries as organization_queries
    from lienthong.foundation.organizations import services as organizations
    from lienthong.foundation.signing import services as signing
    from lienthong.foundation.workdays import services as workdays
    from lienthong.kit.actor import SYSTEM

    organizations.load_profile(actor=SYSTEM, profile="2tier-2025", province="52")
    workdays.load_default_calendar()
    procedures.load_catalogue(actor=SYSTEM)
    life_events.load_life_events(actor=SYSTEM)
    procedures.load_exemptions(actor=SYSTEM)
    eligibility.load_tables(actor=SYSTEM)
    signing.create_demo_authority()
    agency = next(each for each in organization_queries.communes() if each.unit_code == WARD)
    signing.issue_agency_certificate(agency_id=agency.id, agency_name=agency.name)
    _people_wait(agency.id)
    passwords: dict[str, str] = {}
    for username, name, title, role in OFFICERS:
        passwords[username] = f"mat-khau-{username}-2026"
        account = accounts.create_officer(
            actor=SYSTEM,
            username=username,
            full_name=name,
            password=passwords[username],
            email=f"{username}@gialai.example",
        )
        seat = organizations.appoint(
            actor=SYSTEM,
            account_id=account.pk,
            agency_id=agency.id,
            title=title,
            roles=[role],
            valid_from=date(2025, 7, 1),
        )
        if role == "agency_leader":
            signing.issue_certificate(
                position_id=seat.pk,
                common_name=name,
                title=title,
                agency_name=agency.name,
                organization="UBND tỉnh Gia Lai",
            )
    _lay_before_the_leader(agency.id)
    return passwords


def _people_wait(agency_id: int) -> None:
    """Two people with numbers of today, whatever the hour of the run."""
    from lienthong.domain.tickets import services as tickets
    from lienthong.domain.tickets.models import QueueLine, Ticket
    from lienthong.kit import clock
    from lienthong.kit.actor import SYSTEM

    tickets.open_office(actor=SYSTEM, agency_id=agency_id)
    line = QueueLine.objects.filter(agency_id=agency_id).order_by("letter").first()
    for number in (1, 2):
        Ticket.objects.create(
            agency_id=agency_id,
            line=line,
            day=clock.today(),
            number=number,
            key=f"journey-{number}",
            stands_at=clock.now(),
        )


def _lay_before_the_leader(agency_id: int) -> None:
    """A template of the ward, one dossier to be drafted from it, two drafted and waiting for the signature."""
    from tests.province import Ward, _citizen

    from lienthong.domain.dossiers import services
    from lienthong.domain.dossiers.tests import stages
    from lienthong.domain.dossiers.tests.test_drafting import template_of
    from lienthong.foundation.accounts import queries as account_queries
    from lienthong.foundation.accounts.models import Account

    one_stop, specialist, leader, clerk = (
        account_queries.actor_for(Account.objects.get(username=username)) for username, *_ in OFFICERS[:4]
    )
    citizen = _citizen("Siu H'Ngan", "064195000512")
    ward = Ward(agency_id, one_stop, specialist, leader, clerk, citizen, citizen)
    template_of(ward)
    for _ in range(2):
        stages.with_leader(ward)
    dossier = stages.accepted(ward)
    services.complete_step(actor=specialist, dossier_id=dossier.id, step_id=stages.step_of(dossier).id, note="Đủ")


def load_demo(dossiers: int) -> dict[str, str]:
    """The demo province; its command tells its progress to stderr."""
    from django.conf import settings
    from django.core.management import call_command

    call_command("load_demo", dossiers=dossiers, stdout=sys.stderr)
    accounts = json.loads((Path(settings.DATA_DIR) / "demo-accounts.json").read_text())
    return {each["username"]: each["password"] for each in accounts if each.get("password")}


if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    wanted = int(os.environ.get("LIENTHONG_DOSSIERS", "0"))
    sys.stdout.write(json.dumps(load_demo(wanted) if wanted else load()))
