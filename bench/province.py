"""The people who ask (người dùng của phép đo), in a province loaded through the same services as everywhere."""

import io
import os
from dataclasses import dataclass
from datetime import date, timedelta

from lienthong.kit import clock

PASSWORD = "mat-khau-cua-phep-do-2026"
CITIZENS = 8
DESKS = 8
RECEIVED_HERE = "1.001193"
"""Birth registration: the procedure that is filed most."""


@dataclass(frozen=True, slots=True)
class Citizen:
    """Files by the API; `paper` is a file uploaded before."""

    account_id: int
    token: str
    paper: str


@dataclass(frozen=True, slots=True)
class Officer:
    """The specialist of a commune, or who watches the whole province."""

    agency_id: int
    seat_id: int
    token: str
    session: str


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, and where dossiers may be filed. `officer` is the specialist of the busiest commune, `desks` those of the eight busiest."""

    officer: Officer
    desks: list[Officer]
    supervisor: Officer
    citizens: list[Citizen]
    communes: list[int]
    answers: dict[str, object]


def load() -> None:
    """The tree of agencies, the calendar, the catalogue and the demo authority."""
    from lienthong.domain.eligibility import services as eligibility
    from lienthong.domain.life_events import services as life_events
    from lienthong.domain.procedures import services as procedures
    from lienthong.foundation.organizations import services as organizations
    from lienthong.foundation.signing import services as signing
    from lienthong.foundation.workdays import services as workdays
    from lienthong.kit.actor import SYSTEM

    organizations.load_profile(actor=SYSTEM, profile=os.environ["PROFILE"], province=os.environ["PROVINCE"])
    workdays.load_default_calendar()
    procedures.load_catalogue(actor=SYSTEM)
    life_events.load_life_events(actor=SYSTEM)
    procedures.load_exemptions(actor=SYSTEM)
    eligibility.load_tables(actor=SYSTEM)
    signing.create_demo_authority()


def communes() -> list[int]:
    """Ids of the communes; the first is the busiest of the generated data."""
    from lienthong.foundation.organizations import queries as organizations

    return list(organizations.communes().order_by("id").values_list("id", flat=True))


def gather() -> Cast:
    """Accounts, tokens, a session and papers. Done again it finds the same accounts."""
    places = communes()
    specialists = [_officer(place, number) for number, place in enumerate(places[:DESKS])]
    return Cast(
        officer=specialists[0],
        desks=specialists,
        supervisor=_supervisor(),
        citizens=[_citizen(number) for number in range(CITIZENS)],
        communes=places,
        answers=birth_answers(),
    )


def _officer(agency_id: int, number: int) -> Officer:
    from lienthong.foundation.organizations.choices import Role

    name = "chuyen-vien-do" if number == 0 else f"chuyen-vien-do-{number}"
    return _seated(name, agency_id, "Công chức tư pháp - hộ tịch", Role.SPECIALIST)


def _supervisor() -> Officer:
    from lienthong.foundation.organizations import queries as organizations
    from lienthong.foundation.organizations.choices import Role

    province = organizations.root_agency()
    return _seated("theo-doi-do", province.pk, "Chuyên viên kiểm soát thủ tục hành chính", Role.SUPERVISOR)


def _seated(username: str, agency_id: int, title: str, role: str) -> Officer:
    from django.test import Client

    from lienthong.foundation.accounts import services as accounts
    from lienthong.foundation.organizations import services as organizations
    from lienthong.kit.actor import SYSTEM

    account = accounts.create_officer(
        actor=SYSTEM, username=username, full_name="Lê Văn Dũng", password=PASSWORD, email=""
    )
    seat = organizations.appoint(
        actor=SYSTEM, account_id=account.pk, agency_id=agency_id, title=title, roles=[role], valid_from=date(2025, 7, 1)
    )
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return Officer(
        agency_id=agency_id,
        seat_id=seat.pk,
        token=accounts.issue_token(actor=SYSTEM, account_id=account.pk, position_id=seat.pk, name="bench"),
        session=client.cookies["sessionid"].value,
    )


def _citizen(number: int) -> Citizen:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from lienthong.foundation.accounts import queries as account_queries
    from lienthong.foundation.accounts import services as accounts
    from lienthong.foundation.files import services as files
    from lienthong.kit.actor import SYSTEM

    # No e-mail address: letters in the application are measured, the mail server is not.
    account = accounts.create_citizen(
        actor=SYSTEM,
        username=f"nguoi-dan-do-{number}",
        full_name=f"Siu H'Ngan {number}",
        id_number=f"0641950090{number:02}",
        email="",
        password=PASSWORD,
        phone="0905000512",
        birth_date=date(1995, 3, 12),
        gender="Nữ",
        address="Tổ 5",
        commune_code="23575",
        verified_by="vneid",
    )
    paper = files.store_upload(
        actor=account_queries.actor_for(account),
        upload=SimpleUploadedFile("giay-chung-sinh.png", _picture(), "image/png"),
        purpose="paper",
    )
    token = accounts.issue_token(actor=SYSTEM, account_id=account.pk, position_id=None, name="bench")
    return Citizen(account.pk, token, str(paper.id))


def _picture() -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(buffer, "PNG")
    return buffer.getvalue()


def birth_answers() -> dict[str, object]:
    """A whole birth registration as the API takes it: every required question answered."""
    return {
        "req_name": "Siu H'Ngan",
        "req_pin": "064195009000",
        "req_birth_date": "1995-03-12",
        "req_phone": "+84905000512",
        "req_address": {"province": "52", "commune": "23575", "detail": "Tổ 5"},
        "req_relation": "Mẹ",
        "child_name": "Siu Bảo An",
        "child_birth_date": (clock.today() - timedelta(days=9)).isoformat(),
        "child_gender": "Nam",
        "child_birth_place": "Bệnh viện Nhi Gia Lai, phường Pleiku",
        "child_ethnicity": "10",
        "child_nationality": "VN",
        "child_hometown": {"province": "52", "commune": "23575", "detail": "Làng Ốp"},
        "mother_name": "Siu H'Ngan",
        "mother_birth_year": 1995,
        "father_known": "Không",
    }
