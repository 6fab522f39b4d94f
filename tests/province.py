"""A small province for tests: one ward, its officers with a leader's certificate, two citizens, the catalogue.

Loading it through the services takes four seconds, so a run does it once, in a database of its own beside the empty one. A test
that asks for `ward` is led to that database and its transaction is taken back as ever; tests that want an empty database have
one. A transactional test empties the database it ran in, so it gets the rows as COPY data into the empty one instead.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from tests.databases import blank, copied

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


def load_ward() -> Ward:
    """Load it through the same services as the demo."""
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


@dataclass(frozen=True)
class KeptWard:
    """The ward as rows: `tables` holds (name, columns, COPY data). `database`: where they stand."""

    ward: Ward
    keys: Path
    tables: list[tuple[str, str, bytes]]
    database: str


APART = 20_000_000
"""Keys of the ward begin here: rows of the empty database never share one, for what is remembered by its key while a process lives."""

_kept: list[KeptWard] = []


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture: to the database this test wants."""
    if _kept:
        _lead_to(_kept[0].database if _wants_ward(item) else _kept[0].database.removesuffix("_ward"))


def _wants_ward(item: pytest.Item) -> bool:
    """Whether it asks for the ward and leaves it as it was: no transactional test, no rows that a module loads for all its tests."""
    names = getattr(item, "fixturenames", ())
    marker = item.get_closest_marker("django_db")
    if (
        "ward" not in names
        or {"transactional_db", "live_server"} & {*names}
        or (marker and marker.kwargs.get("transaction"))
    ):
        return False
    known = item._fixtureinfo.name2fixturedefs.values()  # type: ignore[attr-defined]
    return not any(each.scope == "module" and "django_db_blocker" in each.argnames for (*_, each) in known)


def _lead_to(database: str) -> None:
    if connection.settings_dict["NAME"] != database and not connection.in_atomic_block:
        connection.close()
        connection.settings_dict["NAME"] = database


def _columns(cursor: Any) -> dict[str, str]:
    """Table -> its columns that may be written, quoted. Generated ones write themselves."""
    cursor.execute(
        """select table_name, string_agg(quote_ident(column_name), ',' order by ordinal_position)
             from information_schema.columns
             join information_schema.tables using (table_schema, table_name)
            where table_schema = 'public' and table_type = 'BASE TABLE' and is_generated = 'NEVER'
              and table_name not like 'django\\_%%' and table_name not like 'procrastinate\\_%%'
            group by table_name order by table_name"""
    )
    return dict(cursor.fetchall())


def _copy_out(cursor: Any, before: set[str]) -> list[tuple[str, str, bytes]]:
    kept = []
    for table, columns in _columns(cursor).items():
        if table in before:
            continue
        with cursor.copy(f'COPY "{table}" ({columns}) TO STDOUT') as copy:
            data = b"".join(bytes(block) for block in copy)
        if data:
            kept.append((table, columns, data))
    return kept


def _filled(cursor: Any) -> set[str]:
    """Tables that hold rows already, put there by migrations."""
    filled = set()
    for table in _columns(cursor):
        cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")')  # noqa: S608  # a name from the catalogue of this database
        if cursor.fetchone()[0]:
            filled.add(table)
    return filled


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The database of this process begins as a copy of the migrated one."""
    connection.settings_dict["TEST"]["TEMPLATE"] = blank()


@pytest.fixture(scope="session")
def kept_ward(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KeptWard]:
    """Loaded once, into a copy of the migrated database."""
    keys = tmp_path_factory.mktemp("keys")
    from django.test import override_settings

    empty = connection.settings_dict["NAME"]
    with copied(f"{empty}_ward") as database:
        _lead_to(database)
        try:
            with (
                django_db_blocker.unblock(),
                override_settings(SIGNING_KEYS_DIR=keys, MEDIA_ROOT=tmp_path_factory.mktemp("files")),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(
                    "select setval(format('%%I.%%I', schemaname, sequencename)::regclass, %s) from pg_sequences",
                    [APART],
                )
                before = _filled(cursor)
                ward = load_ward()
                tables = _copy_out(cursor, before)
                cursor.execute("analyze")
        finally:
            _lead_to(empty)
        _kept.append(KeptWard(ward, keys, tables, database))
        yield _kept[0]
        _kept.clear()
        _lead_to(empty)


@pytest.fixture
def ward(db: None, kept_ward: KeptWard, settings: Any, tmp_path: Path) -> Ward:
    """The province is there, and files go to a directory of this test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.SIGNING_KEYS_DIR = kept_ward.keys
    if connection.settings_dict["NAME"] != kept_ward.database:
        # Foreign keys are checked at the end of the transaction, so the order of the tables does not matter.
        with transaction.atomic(), connection.cursor() as cursor:
            for table, columns, data in kept_ward.tables:
                with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
                    copy.write(data)
    return kept_ward.ward
