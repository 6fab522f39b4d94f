"""How PostgreSQL finds the pages (kế hoạch truy vấn): EXPLAIN ANALYZE of every list, to see a scan or a sort before users feel it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection

SUSPECT = (
    "Seq Scan on dossiers",
    "Seq Scan on procedures_p",
    "Seq Scan on workflows",
    "Seq Scan on files",
    "Sort  (",
)


def report(agency_id: int) -> str:
    """The plans of dossiers and procedures, the suspect lines marked with `!`."""
    return explained(_asked(agency_id), suspect=SUSPECT)


def explained(asked: Mapping[str, Callable[[], object]], *, suspect: tuple[str, ...]) -> str:
    """EXPLAIN ANALYZE of every SELECT behind each of what is asked; lines that hold one of `suspect` marked with `!`."""
    parts = []
    for name, ask in asked.items():
        parts.append(f"== {name}")
        for statement, values in _statements(ask):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, SUMMARY ON) {statement}", values)
                lines = [row[0] for row in cursor.fetchall()]
            parts += [f"{'!' if any(sign in line for sign in suspect) else ' '} {line}" for line in lines]
    return "\n".join(parts)


def _asked(agency_id: int) -> dict[str, Callable[[], object]]:
    from lienthong.domain.dossiers import queries
    from lienthong.domain.dossiers.models import Dossier
    from lienthong.domain.procedures import queries as procedures
    from lienthong.foundation.accounts.models import Account
    from lienthong.foundation.accounts.queries import actor_for

    specialist = actor_for(Account.objects.get(username="chuyen-vien-do"))
    citizen = actor_for(Account.objects.get(username="nguoi-dan-do-0"))
    some = Dossier.objects.filter(agency_id=agency_id).order_by("id")[10]
    return {
        "queue, first page": lambda: queries.queue_page(specialist, "specialist"),
        "queue, last page": lambda: queries.queue_page(specialist, "specialist", cursor="last"),
        "queue counts": lambda: queries.queue_counts(specialist, ["specialist"]),
        "register, first page": lambda: queries.dossiers_page(specialist),
        "register, last page": lambda: queries.dossiers_page(specialist, cursor="last"),
        "register, by state": lambda: queries.dossiers_page(specialist, state="stopped"),
        "register, searched": lambda: queries.dossiers_page(specialist, text="nguyen van an"),
        "register, searched for nothing": lambda: queries.dossiers_page(specialist, text="khong co ai ten nay"),
        "a citizen's own": lambda: queries.dossiers_page(citizen),
        "progress": lambda: queries.progress_by_code(some.code, some.applicant_id_last4),
        "steps of a dossier": lambda: queries.steps_of(some),
        "procedure search": lambda: procedures.search_procedures("giay xac nhan tinh trang hon nhan"),
        "procedure search, glued": lambda: procedures.search_procedures("giaykhaisinh"),
        "procedure search, one letter wrong in the second word": lambda: procedures.search_procedures(
            "chung tuc ban sao"
        ),
        "procedure search, close": lambda: procedures.search_procedures("dang ki kai sinh"),
        "procedures, all": lambda: procedures.search_procedures(""),
        "a procedure, how it stands": lambda: procedures.standings("9.002500"),
    }


def _statements(ask: Callable[[], object]) -> list[tuple[Any, Any]]:
    """The SELECTs behind one query, with their values."""
    with _listening() as heard:
        ask()
    return [
        (statement, values) for statement, values in heard if statement.lstrip().upper().startswith(("SELECT", "WITH"))
    ]


@contextmanager
def _listening() -> Iterator[list[tuple[Any, Any]]]:
    heard: list[tuple[Any, Any]] = []

    def listen(execute: Any, statement: Any, values: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  # Django's signature
        heard.append((statement, values))
        return execute(statement, values, many, context)

    with connection.execute_wrapper(listen):
        yield heard
