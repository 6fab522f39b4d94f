"""`.venv/bin/python -m bench.documents [--documents N] [--reuse] [--quick] [--plans] [--only PART…]` (đo văn bản đến, đi).

Makes a data set of documents in its own PostgreSQL (.cache/bench-documents), measures pages, searches, registration, numbering, signing,
verification and recognition in the background, prints a table and writes bench/out/<moment>.json. Ends with 1 when a promise of issue 5
is missed. docs/operations/bench.md says how to read it.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from urllib.parse import quote

from bench import driving, limits, plans, report
from bench.driving import Request, request
from bench.figures import Figure, Promise, Sample
from bench.loads import Bench
from bench.province import PASSWORD, Cast
from bench.stage import FOLDER, Stage
from lienthong.config.installation import PROJECT

USUAL = 20_000
SPREAD, STEP = 20_000, 97
"""Of the latest SPREAD documents of the busiest agency every one of STEP is opened."""
HOME = FOLDER.with_name("bench-documents")
SEARCHES = {
    "many hold": "cấp giấy phép",
    "any order, without accents": "dat quyen su dung dieu chinh",
    "a phrase": '"báo cáo đánh giá tác động môi trường"',
    "few hold": "{some} số hiệu",
    "none holds": "thiên thạch rơi",
    "a number": "12/QĐ-UBND",
    "one word": "quảng",
    "abstract and content": "thu hồi thủy sản lần đầu rượu",
}
type Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody at the busiest agency: the session of their browser, and their seat."""

    name: str
    account_id: int
    position_id: int
    session: str

    @property
    def cookie(self) -> dict[str, str]:
        """The header of their browser."""
        return {"Cookie": f"sessionid={self.session}"}


def main() -> int:
    """Run; the exit code."""
    words = _words()
    stage = Stage(workers=words.workers, threads=2, folder=HOME)
    started = time.monotonic()

    def say(text: str) -> None:
        print(f"[{time.monotonic() - started:6.1f} s] {text}", file=sys.stderr, flush=True)

    say("starting PostgreSQL in .cache/bench-documents")
    stage.open(reuse=words.reuse)
    try:
        import django
        from django.core.management import call_command

        django.setup()
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("migrate", verbosity=0)
        if not words.reuse:
            _load()
            from bench import generating_documents

            began = time.monotonic()
            generating_documents.generate(stage.url, words.documents, say)
            say(f"{words.documents:,} documents in {time.monotonic() - began:.0f} s")
        desks = {role: desk(role) for role in ("clerk", "agency_leader", "specialist")}
        own = {figure.name: figure for figure in limits.measure(stage, seconds=words.seconds)}
        bench = Bench(stage, Cast(None, [], None, [], [], {}), own, words.seconds)  # type: ignore[arg-type]  # nobody of them asks here
        figures = _measure(bench, desks, words, say)
        if words.plans:
            print(_plans(desks))
    finally:
        stage.close()
    print(report.table(figures))
    say(f"written to {report.write(figures, dossiers=words.documents, seconds=words.seconds)}")
    missed = [figure.name for figure in figures if figure.kept is False]
    say(f"missed: {'; '.join(missed)}" if missed else "every promise is kept")
    return 1 if missed else 0


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.documents", description="Measure the promises on documents.")
    parser.add_argument("--documents", type=int, default=USUAL, metavar="N", help=f"size of the data set ({USUAL})")
    parser.add_argument("--reuse", action="store_true", help="use the data set of the last run")
    parser.add_argument("--quick", action="store_true", help="one second a load")
    parser.add_argument("--plans", action="store_true", help="also print how PostgreSQL finds the lists")
    parser.add_argument("--seconds", type=float, default=5.0, metavar="S", help="length of each load (5)")
    parser.add_argument("--workers", type=int, default=min(len(os.sched_getaffinity(0)), 8), metavar="N", help="web processes (one a core)")  # fmt: skip
    parser.add_argument("--only", nargs="*", default=[], choices=list(_PARTS), metavar="PART", help=", ".join(_PARTS))
    words = parser.parse_args()
    if words.quick:
        words.seconds = 1.0
    return words


def _load() -> None:
    """The tree of agencies, the calendar and the demo authority; documents need no catalogue."""
    from lienthong.foundation.organizations import services as organizations
    from lienthong.foundation.signing import services as signing
    from lienthong.foundation.workdays import services as workdays
    from lienthong.kit.actor import SYSTEM

    organizations.load_profile(actor=SYSTEM, profile=os.environ["PROFILE"], province=os.environ["PROVINCE"])
    workdays.load_default_calendar()
    signing.create_demo_authority()


@cache
def agencies() -> tuple[int, ...]:
    """Every agency of the province; the first, its people's committee, is the busiest of the generated data."""
    from lienthong.foundation.organizations import queries as organizations

    root = organizations.root_agency().pk
    return (root, *(pk for pk in sorted(organizations.subtree_ids(root)) if pk != root))


def department_of(agency_id: int) -> int:
    """A department of an agency, made when there is none."""
    from lienthong.foundation.organizations.models import Department

    found, _ = Department.objects.get_or_create(agency_id=agency_id, code="do", defaults={"name": "Phòng Tổng hợp"})
    return int(found.pk)


def desk(role: str) -> Desk:
    """Somebody of a role at the busiest agency, signed in. The specialist and the leader are those of the generated tasks."""
    from django.test import Client

    from lienthong.foundation.accounts.models import Account
    from lienthong.foundation.organizations.models import Position

    place = agencies()[0]
    name = {"agency_leader": "leader", "specialist": "specialist"}.get(role, role)
    account, made = Account.objects.get_or_create(
        username=f"{name}-{place}", defaults={"full_name": f"{name} {place}", "password": PASSWORD}
    )
    if made:
        Position.objects.create(
            agency_id=place, account=account, title="Đo", roles=[role], valid_from=date(2025, 7, 1),
            department_id=department_of(place),
        )  # fmt: skip
    seat = Position.objects.get(account=account)
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return Desk(account.username, account.pk, seat.pk, client.cookies["sessionid"].value)


def _measure(bench: Bench, desks: dict[str, Desk], words: argparse.Namespace, say: Say) -> list[Figure]:
    figures: list[Figure] = []
    for name, part in _PARTS.items():
        if words.only and name not in words.only:
            continue
        say(f"measuring {name}")
        try:
            figures += part(bench, desks)
        except (driving.UnexpectedAnswer, OSError) as problem:
            say(f"{name} could not be measured: {problem}")
            figures.append(Figure(name, float("nan"), "", Promise(0.0, "to be measured"), note="could not be measured"))
    figures += _sizes(words.documents)
    return figures


def _sizes(documents: int) -> list[Figure]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_database_size(current_database()), pg_total_relation_size('correspondence_documentwords'), pg_relation_size('document_content')"
        )
        whole, kept, index = (size / 2**20 for size in cursor.fetchone())
    note = f"{documents:,} documents; words of content {kept:,.0f} MB, of that their index {index:,.0f} MB"
    return [Figure("data on disk", whole, "MB", note=note)]


def _pages(bench: Bench, desks: dict[str, Desk]) -> list[Figure]:
    """Lists and the page of a document, each time another one."""
    from lienthong.domain.correspondence.models import Document

    rows = Document.objects.filter(agency_id=agencies()[0])
    latest = rows.order_by("-arrived_at").values_list("pk", flat=True)
    incoming, outgoing = (list(latest.filter(direction=way)[:SPREAD])[::STEP] for way in ("incoming", "outgoing"))
    clerk, leader, specialist = (desks[role].cookie for role in ("clerk", "agency_leader", "specialist"))

    def each(paths: list[str], headers: dict[str, str]) -> Sample:
        asked = [request("GET", path, headers=headers) for path in paths]
        return bench.run(lambda _, number: asked[number % len(asked)])

    with bench.stage.web():
        return [
            bench.latency("inbox of a specialist", each(["/lam-viec/van-ban-den/cua-toi/"], specialist), 60.0),
            bench.latency("list of arrivals of a clerk", each(["/lam-viec/van-ban-den/?xem=tat-ca"], clerk), 60.0),
            bench.latency(
                "page of an incoming document", each([f"/lam-viec/van-ban-den/{pk}/" for pk in incoming], leader), 60.0
            ),
            bench.latency(
                "page of an outgoing document", each([f"/lam-viec/van-ban-di/{pk}/" for pk in outgoing], clerk), 60.0
            ),
            bench.latency(
                "relations of a document", each([f"/lam-viec/van-ban/{pk}/quan-he/" for pk in incoming], clerk), 60.0
            ),
            bench.latency("register of arrivals, a page", each(["/lam-viec/van-ban/so/"], clerk), 60.0),
            bench.latency(
                "figures of the agency, a month", each(["/lam-viec/van-ban/thong-ke/?theo=loai"], clerk), None
            ),
        ]


def _searches(bench: Bench, desks: dict[str, Desk]) -> list[Figure]:
    """Full text newest first, by relevance, and with conditions; as a clerk who sees everything of the busiest agency."""
    clerk, specialist = desks["clerk"].cookie, desks["specialist"].cookie
    find = "/lam-viec/van-ban/tim/?q="
    texts = [text.format(some=_some()) for text in SEARCHES.values()]

    def mixed(headers: dict[str, str], more: str = "") -> Sample:
        asked = [request("GET", find + quote(text) + more, headers=headers) for text in texts]
        return bench.run(lambda _, number: asked[number % len(asked)], least=160)

    def one(text: str, more: str = "") -> Sample:
        asked = request("GET", find + quote(text) + more, headers=clerk)
        return bench.run(lambda *_: asked, least=40)

    with bench.stage.web():
        figures = [
            bench.latency("full text, newest first, mixed", mixed(clerk), 60.0),
            bench.latency("full text, by relevance, mixed", mixed(clerk, "&xep=sat"), 150.0),
            bench.latency("full text, newest first, a seat given 60 of 100 documents", mixed(specialist), None),
        ]
        for (name, _), text in zip(SEARCHES.items(), texts, strict=True):
            figures.append(bench.latency(f"full text, {name}", one(text), None))
            figures.append(bench.latency(f"by relevance, {name}", one(text, "&xep=sat"), None))
        figures.append(bench.latency("full text, urgent plans only", one("cấp", "&loai=KH&do-khan=express"), None))
        figures.append(
            bench.latency(
                "without words: open with a seat", one("", f"&dang-giu=p{desks['specialist'].position_id}"), None
            )
        )
    return figures


def _some() -> int:
    """The number that one older document of the busiest agency holds in its text."""
    from lienthong.domain.correspondence.models import Document

    row = Document.objects.filter(agency_id=agencies()[0], key__startswith="bench-").order_by("arrived_at")[10]
    return int(row.key.removeprefix("bench-"))


def _in_background(bench: Bench, desks: dict[str, Desk]) -> list[Figure]:
    """Pages asked while scans are recognised, against the same pages without: as the worker does it, niced and one page at a time."""
    from bench.recognizing import recognized_in_background

    clerk = desks["clerk"].cookie
    pages = [
        request("GET", path, headers=clerk)
        for path in (
            "/lam-viec/van-ban-den/?xem=tat-ca",
            "/lam-viec/van-ban/tim/?q=gi%E1%BA%A5y+ph%C3%A9p",
            "/lam-viec/van-ban/so/",
        )
    ]

    def script(_: int, number: int) -> Request:
        return pages[number % len(pages)]

    with bench.stage.web():
        alone = bench.run(script, least=90)
        with recognized_in_background() as done:
            together = bench.run(script, least=90)
        pace = done()
    slower = (together.p50_ms / alone.p50_ms - 1) * 100
    note = f"p50 {alone.p50_ms:.1f} ms alone, {together.p50_ms:.1f} ms while scans are read"
    return [
        Figure("pages while scans are recognised, slower by", slower, "%", Promise(25.0, "%"), together, note=note),
        Figure(
            "pages of scans recognised in the background",
            pace,
            "pages/min",
            note=f"2,000 pages in {2000 / max(pace, 0.01):.0f} minutes",
        ),
    ]


def _plans(desks: dict[str, Desk]) -> str:
    """How PostgreSQL finds each list of documents."""
    from lienthong.domain.correspondence import queries
    from lienthong.domain.correspondence.models import Document, Register
    from lienthong.domain.correspondence.queries import registers, statistics
    from lienthong.domain.correspondence.queries.books import BOOKS, Span
    from lienthong.foundation.accounts.queries import actor_of
    from lienthong.kit import clock
    from lienthong.kit.actor import Actor

    clerk, specialist = (actor_of(desks[role].account_id, desks[role].position_id) for role in ("clerk", "specialist"))
    assert clerk
    assert specialist
    some = Document.objects.filter(agency_id=agencies()[0]).order_by("-arrived_at")[40]
    book = Register.objects.get(agency_id=agencies()[0], direction="incoming", is_main=True)
    span = Span(register_id=book.pk, year=clock.today().year)
    today = clock.today()
    asked = statistics.Asked(since=today.replace(day=1), until=today, by="loai")

    def find(actor: Actor, **params: str) -> Callable[[], object]:
        return lambda: queries.documents_found(actor, queries.wanted_of(params))

    return plans.explained(
        {
            "list of arrivals": lambda: queries.documents_page(clerk),
            "inbox": lambda: queries.inbox(specialist),
            "inbox, open": lambda: list(queries.visible_documents(specialist).order_by("-arrived_at", "-id")[:20]),
            "found, many hold": find(clerk, q="cấp giấy phép"),
            "found, few hold": find(clerk, q=f"so hieu {_some()}"),
            "found, a number": find(clerk, q="12/QĐ-UBND"),
            "found by a specialist": find(specialist, q="rượu"),
            "by relevance": lambda: queries.most_relevant(clerk, queries.wanted_of({"q": "thu hồi thủy sản"})),
            "relations": lambda: queries.walk_from(clerk, some),
            "register": lambda: registers.lines_page(clerk, BOOKS["den"], span),
            "transfers": lambda: registers.lines_page(clerk, BOOKS["chuyen-giao"], span),
            "figures": lambda: statistics.counted(clerk, asked),
        },
        suspect=("Seq Scan on correspondence",),
    )


def _entering(bench: Bench, desks: dict[str, Desk]) -> list[Figure]:
    from bench import entering

    return [entering.registration(bench, desks["clerk"]), entering.numbers(bench)]


def _signing(bench: Bench, desks: dict[str, Desk]) -> list[Figure]:
    from bench import entering

    return entering.signing(bench, desks["agency_leader"])


_PARTS: dict[str, Callable[[Bench, dict[str, Desk]], list[Figure]]] = {
    "pages": _pages,
    "searches": _searches,
    "entering": _entering,
    "signing": _signing,
    "recognition": _in_background,
}

if __name__ == "__main__":
    os.chdir(PROJECT)
    sys.exit(main())
