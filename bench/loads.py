"""The loads (các phép đo): real pages and API operations, each with the promise it is held against (issue 2, Speed)."""

import json
import statistics
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from bench import driving, limits
from bench.driving import Answer, Request, request
from bench.figures import Figure, Promise, Sample
from bench.province import RECEIVED_HERE, Cast
from bench.stage import Stage

USERS = 8
TRIES_FROM_ONE_ADDRESS = 25
"""The progress page lets one address try thirty times in ten minutes; the load comes from many addresses, as people do."""

AS_TYPED = ("as it is written", "without accents", "one wrong letter", "glued")
"""What issue 3 promises one by one; each kind is measured as the page asks for it, while somebody types."""

SEARCHES = {
    "as it is written": "đăng ký khai sinh",
    "without accents": "giay xac nhan tinh trang hon nhan",
    "one wrong letter": "dang ki kai sinh",
    "glued": "giaykhaisinh",
    "a code": "1.013225",
    "many found": "cấp giấy phép",
    "nothing like it": "bệ phóng vệ tinh",
}


@dataclass(frozen=True, slots=True)
class Bench:
    """What every load needs."""

    stage: Stage
    cast: Cast
    limits: dict[str, Figure]
    seconds: float

    def run(
        self,
        script: driving.Script,
        *,
        users: int = 1,
        least: int = 50,
        heard: Callable[[int, Answer], None] | None = None,
        spread: bool = False,
    ) -> Sample:
        """Drive it; `spread` comes from a new address every few requests."""
        return driving.drive(
            self.stage.port,
            script,
            users=users,
            seconds=self.seconds,
            least=least,
            processor=self.stage.processor,
            heard=heard,
            addresses=_many_addresses if spread else None,
        )

    def latency(self, name: str, sample: Sample, most_ms: float | None) -> Figure:
        """The 95th percentile, beside the bare page."""
        bare = self.limits[f"{limits.BARE}, 1 user"].sample
        assert bare is not None
        promise = Promise(most_ms, "ms p95") if most_ms else None
        return Figure(name, sample.p95_ms, "ms p95", promise, sample, sample.p50_ms / bare.p50_ms, "p50 of a bare page")

    def rate(self, name: str, sample: Sample, least: float | None, *, against: str) -> Figure:
        """Requests a second, beside one of the machine's limits."""
        promise = Promise(least, "/s", at_most=False) if least else None
        return Figure(name, sample.rate, "/s", promise, sample, sample.rate / self.limits[against].measured, against)


def queues(bench: Bench, *, size: int) -> list[Figure]:
    """A page of twenty of the specialist's queue, first and last, by the API and as a page."""
    officer = bench.cast.officer
    bearer = {"Authorization": f"Bearer {officer.token}"}
    cookie = {"Cookie": f"sessionid={officer.session}"}
    pages = [
        ("API, first page", request("GET", "/api/v1/queue", headers=bearer, holds='"items":[{'), 15.0),
        ("API, last page", request("GET", "/api/v1/queue?cursor=last", headers=bearer, holds='"items":[{'), 15.0),
        ("page, first", request("GET", "/lam-viec/xu-ly/", headers=cookie, holds="H21."), 40.0),
        ("page, last", request("GET", "/lam-viec/xu-ly/?tu=last", headers=cookie, holds="H21."), 40.0),
    ]
    return [
        bench.latency(f"queue of {size:,} dossiers, {name}", bench.run(_always(asked)), most)
        for name, asked, most in pages
    ]


def register(bench: Bench, *, size: int) -> list[Figure]:
    """The agency's list of dossiers; not promised, but used all day."""
    cookie = {"Cookie": f"sessionid={bench.cast.officer.session}"}
    pages = {
        "first": "/lam-viec/ho-so/",
        "last": "/lam-viec/ho-so/?tu=last",
        "searched by name": "/lam-viec/ho-so/?q=nguyen+van+an",
    }
    return [
        bench.latency(
            f"register of {size:,} dossiers, {name}", bench.run(_always(request("GET", path, headers=cookie))), None
        )
        for name, path in pages.items()
    ]


def searches(bench: Bench) -> list[Figure]:
    """Procedure search the way people type."""
    from urllib.parse import quote

    bearer = {"Authorization": f"Bearer {bench.cast.citizens[0].token}"}
    figures = []
    for where, path, headers in (("page", "/thu-tuc/?q=", {}), ("API", "/api/v1/procedures?q=", bearer)):
        asked = [request("GET", path + quote(text), headers=headers) for text in SEARCHES.values()]
        sample = bench.run(lambda _, number, asked=asked: asked[number % len(asked)], least=70)  # type: ignore[misc]  # bound now
        figures.append(bench.latency(f"procedure search, {where}, mixed", sample, 30.0))
    for name in AS_TYPED:
        asked_once = request(
            "GET", "/thu-tuc/?q=" + quote(SEARCHES[name]), headers={"HX-Request": "true"}, holds="/thu-tuc/"
        )
        figures.append(bench.latency(f"procedure search as typed, {name}", bench.run(_always(asked_once)), 30.0))
    for name, text in SEARCHES.items():
        asked_once = request("GET", "/api/v1/procedures?q=" + quote(text), headers=bearer)
        figures.append(bench.latency(f"procedure search, API, {name}", bench.run(_always(asked_once)), None))
    return figures


def procedure_pages(bench: Bench) -> list[Figure]:
    """Pages of procedures, each a different one (a process meets most of them for the first time), and one that everybody reads."""
    from lienthong.domain.procedures.models import Period

    codes = list(Period.objects.order_by("code").values_list("code", flat=True))
    asked = [request("GET", f"/thu-tuc/{code}/", holds=code) for code in codes]
    most_read = request("GET", f"/thu-tuc/{RECEIVED_HERE}/", holds=RECEIVED_HERE)
    step = 7  # neighbours in the list were generated alike

    def another(_: int, number: int) -> Request:
        return asked[number * step % len(asked)]

    return [
        bench.latency(f"procedure page, any of {len(codes):,}", bench.run(another, least=200), 40.0),
        bench.latency("procedure page, the most read", bench.run(_always(most_read)), 40.0),
    ]


def progress(bench: Bench) -> Figure:
    """Following a dossier by code and four digits, over all kinds of dossiers."""
    from lienthong.domain.dossiers.models import Dossier

    form = request("GET", "/tra-cuu/")
    connection = driving.Connection(bench.stage.port)
    token = connection.send(form).header("set-cookie").partition("csrftoken=")[2].partition(";")[0]
    connection.close()
    known = list(
        Dossier.objects.order_by("id").values_list("code", "applicant_id_last4")[
            :: max(1, Dossier.objects.count() // 500)
        ]
    )
    asked = [
        request(
            "POST",
            "/tra-cuu/",
            headers={"Cookie": f"csrftoken={token}"},
            form={"csrfmiddlewaretoken": token, "code": code, "digits": digits},
            holds=code,
        )
        for code, digits in known
    ]
    return bench.latency("progress page", bench.run(lambda _, number: asked[number % len(asked)], spread=True), 20.0)


def submissions(bench: Bench) -> tuple[Figure, list[tuple[str, str]]]:
    """Complete submissions by eight citizens; also (token, code) of each dossier filed, for the receipts."""
    filed: list[tuple[str, str]] = []

    def file_one(user: int, number: int) -> Request:
        citizen = bench.cast.citizens[user]
        body = {
            "procedure": RECEIVED_HERE,
            "agency": bench.cast.communes[number % len(bench.cast.communes)],
            "answers": bench.cast.answers | {"child_name": f"Siu Bảo An {chr(65 + number % 26)}"},
            "papers": [{"requirement": "birth_notice", "file": citizen.paper}],
        }
        headers = {
            "Authorization": f"Bearer {citizen.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid.uuid4()),
        }
        return request(
            "POST",
            "/api/v1/dossiers",
            headers=headers,
            body=json.dumps(body).encode(),
            status=201,
            holds='"state":"submitted"',
        )

    def heard(user: int, answer: Answer) -> None:
        filed.append((bench.cast.citizens[user].token, json.loads(answer.body)["code"]))

    sample = bench.run(file_one, users=USERS, heard=heard)
    figure = bench.rate(
        f"complete submissions, {USERS} users", sample, 150.0, against=f"{limits.COMMIT}, {USERS} users"
    )
    used = sample.each_ms(sample.processor.web + sample.processor.database)
    figure.note = f"{used:.1f} ms of processor time each, web {sample.each_ms(sample.processor.web):.1f} and database {sample.each_ms(sample.processor.database):.1f}"
    return figure, filed


def receipts(bench: Bench, codes: list[tuple[str, str]]) -> Figure:
    """Receipts of dossiers just filed, printed at the first asking; `codes` are (token, code)."""
    asked = [
        request(
            "GET", f"/api/v1/dossiers/{code}/receipt.pdf", headers={"Authorization": f"Bearer {token}"}, holds="%PDF"
        )
        for token, code in codes
    ]
    sample = bench.run(lambda _, number: asked[number % len(asked)], users=USERS)
    return bench.rate(f"receipts as PDF, {USERS} users", sample, 20.0, against=f"{limits.BARE}, {USERS} users")


def median_of(figures: list[Figure]) -> Figure:
    """The figure whose measured value is the median of several runs of the same load."""
    middle = statistics.median_low([figure.measured for figure in figures])
    return next(figure for figure in figures if figure.measured == middle)


def _always(asked: Request) -> driving.Script:
    return lambda *_: asked


def _many_addresses(user: int, number: int) -> str:
    turn = number // TRIES_FROM_ONE_ADDRESS
    return f"127.{10 + user}.{turn // 250 % 250}.{1 + turn % 250}"
