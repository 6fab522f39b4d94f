"""Users who ask (bộ tạo tải): one thread and one kept connection each, with as little work per request as Python allows.

The driver shares the processors with what it measures, so it speaks HTTP/1.1 over a plain socket: about 0.1 ms a request
where http.client takes 0.4.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count, islice
from urllib.parse import urlencode

from bench.figures import Processor, Sample

TIMEOUT_SECONDS = 60.0
WARM_UP = 5


class UnexpectedAnswer(Exception):
    """The platform answered something else than the load expects; nothing measured after it would mean anything."""


@dataclass(frozen=True, slots=True)
class Request:
    """Bytes to send, the status that is right, and a word that the answer must hold (b"" for any)."""

    raw: bytes
    status: int = 200
    holds: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, head and body as they came (a compressed body stays compressed)."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """A header's value, empty when it is not there; the last one of several."""
        for line in reversed(self.head.split(b"\r\n")[1:]):
            key, _, value = line.partition(b":")
            if key.lower() == name.lower().encode():
                return value.strip().decode("latin-1")
        return ""


def request(
    method: str,
    path: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    form: Mapping[str, str] | None = None,
    status: int = 200,
    holds: str = "",
) -> Request:
    """Compose a request once, to be sent many times. `form` makes an urlencoded body."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: keep-alive"]
    if form is not None:
        body = urlencode(form).encode()
        lines.append("Content-Type: application/x-www-form-urlencoded")
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    head = "\r\n".join([*lines, "", ""]).encode()
    return Request(head + (body or b""), status, holds.encode())


class Connection:
    """One kept connection. `source` is the address we come from; Linux takes any of 127.0.0.0/8."""

    def __init__(self, port: int, source: str = "127.0.0.1") -> None:
        self._address = ("127.0.0.1", port)
        self._source = (source, 0)
        self._socket: socket.socket | None = None

    def open(self) -> socket.socket:
        """Connect unless that is done."""
        if self._socket is None:
            self._socket = socket.create_connection(self._address, TIMEOUT_SECONDS, self._source)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    def send(self, request: Request) -> Answer:
        """Send and read the whole answer. Raises UnexpectedAnswer."""
        self.open().sendall(request.raw)
        answer = self._read()
        if answer.status != request.status or request.holds not in answer.body:
            told = request.raw.split(b"\r\n", 1)[0].decode()
            raise UnexpectedAnswer(
                f"{told}: {answer.status}, expected {request.status} with {request.holds!r}: {answer.body[:600]!r}"
            )
        return answer

    def close(self) -> None:
        """End the connection; the next request opens another."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _read(self) -> Answer:
        assert self._socket is not None
        received = self._socket.recv(65536)
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, _, body = received.partition(b"\r\n\r\n")
        answer = Answer(int(head[9:12]), head, b"")
        if answer.header("transfer-encoding") == "chunked":
            return Answer(answer.status, head, self._chunks(body))
        length = int(answer.header("content-length") or 0)
        parts = [body]
        missing = length - len(body)
        while missing > 0:
            parts.append(self._more())
            missing -= len(parts[-1])
        return Answer(answer.status, head, b"".join(parts))

    def _chunks(self, buffer: bytes) -> bytes:
        whole = b""
        while True:
            while b"\r\n" not in buffer:
                buffer += self._more()
            size, _, buffer = buffer.partition(b"\r\n")
            length = int(size, 16)
            while len(buffer) < length + 2:
                buffer += self._more()
            whole, buffer = whole + buffer[:length], buffer[length + 2 :]
            if length == 0:
                return whole

    def _more(self) -> bytes:
        assert self._socket is not None
        part = self._socket.recv(262144)
        if not part:
            raise UnexpectedAnswer("the platform closed the connection in the middle of an answer")
        return part


type Script = Callable[[int, int], Request | None]
"""(user, number of the request) -> what to send; None when there is nothing left to ask, which ends that user."""


def drive(
    port: int,
    script: Script,
    *,
    users: int,
    seconds: float,
    least: int = 1,
    processor: Callable[[], Processor],
    addresses: Callable[[int, int], str] | None = None,
    heard: Callable[[int, Answer], None] | None = None,
) -> Sample:
    """`users` ask without pause for `seconds`, and until `least` answers have come. The first requests of each warm up, unmeasured.

    `addresses` names the address a user comes from at each request; `heard` is told every user and answer. Raises what a user met.
    """
    numbers: Iterator[int] = count()
    times: list[list[float]] = [[] for _ in range(users)]
    met: list[BaseException] = []
    started = threading.Barrier(users + 1)
    ends = [0.0]

    def user(place: int) -> None:
        connection = Connection(port)
        comes_from = ""
        mine = times[place]
        try:
            asking = _asked(script, place, numbers)
            for _, asked in islice(asking, WARM_UP):
                connection.send(asked)
            started.wait()
            for number, asked in asking:
                if met or (time.perf_counter() >= ends[0] and sum(map(len, times)) >= least):
                    break
                if addresses is not None and (now_from := addresses(place, number)) != comes_from:
                    connection.close()
                    connection = Connection(port, now_from)
                    connection.open()
                    comes_from = now_from
                before = time.perf_counter()
                answer = connection.send(asked)
                mine.append(time.perf_counter() - before)
                if heard is not None:
                    heard(place, answer)
        except BaseException as problem:  # noqa: BLE001  # told to the thread that measures
            met.append(problem)
            started.abort()
        finally:
            connection.close()

    threads = [threading.Thread(target=user, args=(place,), daemon=True) for place in range(users)]
    for thread in threads:
        thread.start()
    ends[0] = time.perf_counter() + seconds + 3600
    try:
        started.wait()
    except threading.BrokenBarrierError:
        raise met[0] from None
    before, begun = processor(), time.perf_counter()
    ends[0] = begun + seconds
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - begun
    if met:
        raise met[0]
    return Sample(users, [each for mine in times for each in mine], wall, processor() - before)


def _asked(script: Script, user: int, numbers: Iterator[int]) -> Iterator[tuple[int, Request]]:
    """What one user sends, each with its number, until the script has nothing left."""
    for number in numbers:
        asked = script(user, number)
        if asked is None:
            return
        yield number, asked
