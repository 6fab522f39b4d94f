"""The generated documents (văn bản sinh để đo): three years of a province in bulk by SQL, with text, tasks and relations."""

import re
from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import psycopg

from bench import generating
from lienthong.kit import clock

SQL = Path(__file__).with_name("generate_documents.sql")
BATCH = 50_000
FILES = 500
LARGE = ("document_content", "document_words")
"""Indexes of words: built once over all rows, which costs a tenth of adding to them row by row."""
ISSUERS = 60
TABLES = [
    "correspondence_document", "correspondence_documentfile", "correspondence_documenttask", "correspondence_documentlink",
    "correspondence_outgoing", "correspondence_recipient", "correspondence_documentwords",
]  # fmt: skip


def generate(url: str, documents: int, say: Callable[[str], None]) -> None:
    """Documents of three years up to now, then fresh statistics. Rows are ours and right, so triggers and foreign keys rest meanwhile."""
    with psycopg.connect(url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET maintenance_work_mem = '512MB'")
        connection.execute("SET synchronous_commit = off")
        values = _prepare(connection, documents)
        indexes = _drop_large(connection)
        eased = _ease(connection)
        connection.commit()
        statements = [each for each in re.split(r";\n", SQL.read_text()) if each.strip()]
        for first in range(1, documents + 1, BATCH):
            span = {"first": first, "last": min(documents, first + BATCH - 1)}
            for statement in statements:
                connection.execute(statement, {**values, **span})
            connection.commit()
            say(f"{span['last']:,} documents")
        say("building the indexes of words")
        for definition in indexes:
            connection.execute(definition)
        for table, column in eased:
            connection.execute(f'ALTER TABLE {table} ALTER COLUMN "{column}" DROP DEFAULT')
        connection.execute(
            """INSERT INTO numbering_sequence (scope, key, value)
               SELECT CASE n.direction WHEN 'incoming' THEN 'document-in' ELSE 'document-out' END, r.id || '-' || n.year, n.last
               FROM bench_number n JOIN correspondence_register r ON r.agency_id = n.agency_id AND r.direction = n.direction AND r.is_main"""
        )
        connection.commit()
    with psycopg.connect(url, autocommit=True) as connection:
        say("vacuum, analyze")
        connection.execute("VACUUM ANALYZE")  # what autovacuum does within minutes


def _prepare(connection: psycopg.Connection, documents: int) -> dict[str, object]:
    """The small tables the SQL draws from, and a register of each direction at each agency."""
    from lienthong.kit.text_vi import words

    connection.execute(
        "CREATE TEMP TABLE bench_number (agency_id bigint, direction text, year int, last bigint, PRIMARY KEY (agency_id, direction, year))"
    )
    connection.execute("CREATE TEMP TABLE bench_words (n int PRIMARY KEY, text text, folded text)")
    connection.execute("CREATE TEMP TABLE bench_issuer (rank int PRIMARY KEY, name text, folded text, sign text)")
    connection.execute(
        "CREATE TEMP TABLE bench_place (rank int PRIMARY KEY, agency_id bigint, name text, seat_id bigint, leader_id bigint, department_id bigint)"
    )
    connection.execute("CREATE TEMP TABLE bench_file (rank int PRIMARY KEY, id uuid)")
    said = [" ".join(parts) for parts in product(generating.VERBS, generating.OBJECTS, generating.SUBJECTS)]
    cursor = connection.cursor()
    with cursor.copy("COPY bench_words FROM STDIN") as copy:
        for number, text in enumerate(said):
            copy.write_row((number, text, " ".join(words(text))))
    with cursor.copy("COPY bench_issuer FROM STDIN") as copy:
        for number in range(ISSUERS):
            name = "Ủy ban nhân dân tỉnh Gia Lai" if number == 0 else f"Sở, ban, ngành thứ {number}"
            copy.write_row((number + 1, name, " ".join(words(name)), "UBND" if number == 0 else f"SBN{number}"))
    seats = _seats(connection)
    connection.execute(
        """INSERT INTO correspondence_register (agency_id, direction, name, is_main, is_open, kinds, issuer_name, sign)
           SELECT agency_id, way, CASE way WHEN 'incoming' THEN 'Sổ đăng ký văn bản đến' ELSE 'Sổ đăng ký văn bản đi' END, true, true, '{}', '', ''
           FROM bench_place CROSS JOIN unnest(ARRAY['incoming', 'outgoing']) way"""
    )
    paper = _paper()
    connection.execute(
        """WITH made AS (INSERT INTO files_storedfile (id, name, media_type, size, sha256, pages, path, purpose, created_at)
               SELECT gen_random_uuid(), 'van-ban.pdf', 'application/pdf', %s, %s, 1, %s, 'document', now()
               FROM generate_series(0, %s) RETURNING id)
           INSERT INTO bench_file SELECT row_number() OVER () - 1, id FROM made""",
        [paper.size, paper.sha256, paper.path, FILES],
    )
    connection.execute("ANALYZE bench_words, bench_issuer, bench_place, bench_file")
    return {
        "total": documents,
        "places": seats,
        "words": len(said),
        "issuers": ISSUERS,
        "files": FILES,
        "until": clock.now(),
    }


def _paper() -> Any:
    """A stored paper whose bytes every generated document shows."""
    from lienthong.foundation.files import services as files
    from lienthong.kit import pdf

    content = pdf.result(
        {
            "agency": "Ủy ban nhân dân tỉnh",
            "place": "Pleiku",
            "number": "12/KH-UBND",
            "date": clock.now(),
            "title": "Kế hoạch",
            "paragraphs": ["Các sở, ban, ngành triển khai thực hiện."],
            "signer_title": "Chủ tịch",
            "signer_name": "Rah Lan Chung",
            "code": "",
        }
    )
    return files.store_bytes(
        name="van-ban.pdf", media_type="application/pdf", content=content, purpose="document", pages=1
    )


def _seats(connection: psycopg.Connection) -> int:
    """A leader, a specialist and a clerk at every agency; the first is the busiest. The number of agencies."""
    from bench import documents
    from lienthong.foundation.accounts.models import Account
    from lienthong.foundation.organizations.models import Agency, Position

    places = documents.agencies()
    accounts = Account.objects.bulk_create(
        Account(username=f"{role}-{place}", full_name=f"{role} {place}", password="!")
        for place in places
        for role in ("leader", "specialist")
    )
    by_name = {account.username: account.pk for account in accounts}
    seats = Position.objects.bulk_create(
        Position(
            agency_id=place,
            account_id=by_name[f"{role}-{place}"],
            title="Đo",
            valid_from=date(2025, 7, 1),
            roles=["agency_leader" if role == "leader" else "specialist"],
        )
        for place in places
        for role in ("leader", "specialist")
    )
    names = dict(Agency.objects.filter(pk__in=places).values_list("pk", "name"))
    cursor = connection.cursor()
    for rank, place in enumerate(places):
        leader, specialist = seats[2 * rank], seats[2 * rank + 1]
        department = documents.department_of(place) if rank == 0 else None
        cursor.execute(
            "INSERT INTO bench_place VALUES (%s, %s, %s, %s, %s, %s)",
            [rank + 1, place, names[place], specialist.pk, leader.pk, department],
        )
    return len(places)


def _drop_large(connection: psycopg.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(LARGE)]
    ).fetchall()
    for name, _ in rows:
        connection.execute(f'DROP INDEX "{name}"')
    return [definition for _, definition in rows]


def _ease(connection: psycopg.Connection) -> list[tuple[str, str]]:
    """Columns that the SQL does not name get an empty value for the time of the load, so that a new column does not break it."""
    empty = {"text": "''", "character varying": "''", "boolean": "false", "ARRAY": "'{}'", "jsonb": "'{}'"}
    rows = connection.execute(
        """SELECT table_name, column_name, data_type FROM information_schema.columns
           WHERE table_name = ANY(%s) AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'""",
        [TABLES],
    ).fetchall()
    eased = []
    for table, column, kind in rows:
        value = empty.get(kind, "0" if kind in {"integer", "smallint", "bigint"} and not column.endswith("id") else "")
        if value and column != "words":
            connection.execute(f'ALTER TABLE {table} ALTER COLUMN "{column}" SET DEFAULT {value}')
            eased.append((table, column))
    return eased
