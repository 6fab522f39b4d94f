"""Documents registered, numbers given, papers signed and verified (vào sổ, cấp số, ký, kiểm): by the services, without pages."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from bench.figures import Figure, Promise, Sample
from bench.loads import Bench

if TYPE_CHECKING:
    from bench.documents import Desk

CLIENTS = 16
ENTERING = 2
"""Processes that register at once."""


def registration(bench: Bench, clerk: "Desk") -> Figure:
    """Several clerks enter documents in one register; afterwards its numbers are counted for gaps."""
    from lienthong.domain.correspondence.models import Register
    from lienthong.domain.correspondence.queries.registers import extent_of
    from lienthong.kit import clock

    before, began = bench.stage.processor(), time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "bench.entering",
        str(clerk.account_id),
        str(clerk.position_id),
        str(bench.seconds),
    ]
    running = [
        subprocess.Popen([*command, str(number)], stdout=subprocess.PIPE, text=True) for number in range(ENTERING)
    ]
    told = [each.communicate()[0].split() for each in running]  # waits for all of them
    if any(each.returncode for each in running):
        raise OSError("a clerk could not go on")
    times = [float(time_of) for lines in told for time_of in lines[:-1]]
    used = replace(bench.stage.processor() - before, driver=sum(float(lines[-1]) for lines in told))
    rate = len(times) / bench.seconds
    sample = Sample(ENTERING, times, time.perf_counter() - began, used)
    register = Register.objects.get(agency_id=_agency(clerk), direction="incoming", is_main=True)
    extent = extent_of(register, clock.today().year)
    if not extent.is_whole:
        raise RuntimeError(f"the register has a gap: {extent}")
    return Figure(
        "documents registered",
        rate,
        "/s",
        Promise(120.0, "/s", at_most=False),
        sample,
        note=f"{extent.last:,} numbers without a gap",
    )


def _agency(clerk: "Desk") -> int:
    from lienthong.foundation.organizations.models import Position

    return int(Position.objects.get(pk=clerk.position_id).agency_id)


def numbers(bench: Bench) -> Figure:
    """Sixteen clients take numbers of one series, each in its own transaction. A gap or a double is a wrong answer."""
    from django.db import connection, transaction

    from lienthong.foundation.numbering import services as numbering

    key = f"bench-{time.time_ns()}"
    given: list[list[int]] = [[] for _ in range(CLIENTS)]
    times: list[list[float]] = [[] for _ in range(CLIENTS)]
    ready = threading.Barrier(CLIENTS + 1)
    ends = [0.0]

    def client(place: int) -> None:
        connection.ensure_connection()
        ready.wait()
        try:
            while (began := time.perf_counter()) < ends[0]:
                with transaction.atomic():
                    given[place].append(numbering.next_number(scope="document-out", key=key))
                times[place].append(time.perf_counter() - began)
        finally:
            connection.close()

    threads = [threading.Thread(target=client, args=(place,)) for place in range(CLIENTS)]
    for thread in threads:
        thread.start()
    before, began = bench.stage.processor(), time.perf_counter()
    ends[0] = began + bench.seconds
    ready.wait()
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - began
    every = sorted(number for mine in given for number in mine)
    if every != list(range(1, len(every) + 1)):
        raise RuntimeError("numbers have a gap or a double")
    sample = Sample(CLIENTS, [each for mine in times for each in mine], wall, bench.stage.processor() - before)
    return Figure(
        f"numbers given to {CLIENTS} clients",
        len(every) / wall,
        "/s",
        Promise(300.0, "/s", at_most=False),
        sample,
        note="no gap, no double",
    )


def signing(bench: Bench, leader: "Desk") -> list[Figure]:
    """PAdES B-B with a software key, one paper after the other, then each of them verified; in one process, so on one core."""
    from django.test import override_settings

    from lienthong.foundation.accounts.queries import actor_of
    from lienthong.foundation.signing import services
    from lienthong.foundation.signing.errors import NoCertificate
    from lienthong.foundation.signing.queries import certificate_of_position
    from lienthong.kit import clock, pdf

    actor = actor_of(leader.account_id, leader.position_id)
    assert actor is not None
    try:
        certificate_of_position(leader.position_id)
    except NoCertificate:
        services.issue_certificate(
            position_id=leader.position_id,
            common_name=actor.name,
            title="Chủ tịch",
            agency_name="UBND tỉnh",
            organization="Gia Lai",
        )
    paper = pdf.result(
        {
            "agency": "Ủy ban nhân dân tỉnh", "place": "Pleiku", "number": "", "date": clock.now(), "title": "Thông báo",
            "paragraphs": ["Lịch làm việc của tuần tới."], "signer_title": "Chủ tịch", "signer_name": actor.name, "code": "",
        }
    )  # fmt: skip

    def sign() -> bytes:
        return services.sign_pdf(actor=actor, content=paper, reason="Đo", location="Gia Lai")

    with override_settings(SIGNING_LEVEL="B-B"):
        signed = sign()
        sample = _for(bench, sign)
        checked = _for(bench, lambda: services.verify_pdf(signed))
        verdict = services.verify_pdf(signed)
    if not verdict.signers:
        raise RuntimeError("a signed paper shows no signature")
    return [
        Figure("papers signed, PAdES B-B, one core", sample.rate, "/s", Promise(25.0, "/s", at_most=False), sample),
        Figure(
            "signatures verified, one core",
            checked.rate,
            "/s",
            Promise(25.0, "/s", at_most=False),
            checked,
            note=f"valid: {verdict.valid}",
        ),
    ]


def _for(bench: Bench, act: Callable[[], object]) -> Sample:
    times = []
    before, began = bench.stage.processor(), time.perf_counter()
    while (at := time.perf_counter()) < began + bench.seconds:
        act()
        times.append(time.perf_counter() - at)
    return Sample(1, times, time.perf_counter() - began, bench.stage.processor() - before)


def _enter(account_id: int, position_id: int, seconds: float, place: str) -> None:
    """One clerk: register until the time is over; the time of each, then the processor time of all, on standard output."""
    import django

    django.setup()
    from lienthong.domain.correspondence import services
    from lienthong.foundation.accounts.queries import actor_of
    from lienthong.kit.ids import new_id

    actor = actor_of(account_id, position_id)
    assert actor is not None

    def register() -> None:
        name = new_id()
        services.register_document(
            actor=actor,
            arrival=services.Arrival(
                issuer_name="Sở Nội vụ",
                notation=f"{name.int % 90_000}/SNV-{place}{name.hex[-6:]}",
                issued_on=None,
                abstract="Về việc báo cáo kết quả thực hiện kế hoạch cải cách hành chính, chuyển đổi số năm nay",
                source="exchange",
            ),
            key=f"enter-{name}",
        )

    for _ in range(5):
        register()
    ends, spent = time.perf_counter() + seconds, time.process_time()
    while (began := time.perf_counter()) < ends:
        register()
        print(time.perf_counter() - began)  # read by who started us
    print(time.process_time() - spent)


if __name__ == "__main__":
    _enter(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), sys.argv[4])
