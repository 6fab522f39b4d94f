"""The launcher of the embedded database."""

import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lienthong.config.embedded_postgres import DatabaseFailed, EmbeddedPostgres

SMALL = {"shared_buffers": "16MB", "fsync": "off"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    made = EmbeddedPostgres(tmp_path_factory.mktemp("postgres"), settings=SMALL)
    made.start()
    yield made
    made.remove()


def test_it_speaks_vietnamese_and_keeps_its_password_private(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.url) as connection:
        assert connection.execute("select lower('ĐƯỜNG LIÊN XÃ')").fetchone() == ("đường liên xã",)
    assert stat.S_IMODE((server.data_dir / "postgres.json").stat().st_mode) == 0o600


def test_a_second_start_joins_the_running_server(server: EmbeddedPostgres) -> None:
    beside = EmbeddedPostgres(server.data_dir, settings=SMALL)
    assert beside.start() is False
    assert beside.url == server.url
    assert beside.running_pid() == server.running_pid()


def test_it_recovers_after_kill_9_and_keeps_address_and_data(server: EmbeddedPostgres) -> None:
    before = server.url
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("create table kept (n int)")
        connection.execute("insert into kept values (7)")
    pid = server.running_pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    again = EmbeddedPostgres(server.data_dir, settings=SMALL)
    while again.running_pid() == pid:  # the kernel needs a moment
        os.sched_yield()
    assert again.start() is True
    assert again.url == before
    with psycopg.connect(again.url) as connection:
        assert connection.execute("select n from kept").fetchone() == (7,)
    again.stop()
    assert again.running_pid() is None
    server.start()


def test_a_stale_lock_that_names_a_living_stranger_is_no_obstacle(server: EmbeddedPostgres) -> None:
    server.stop()
    lock = Path(server._home) / "data" / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n/elsewhere\n")
    assert server.running_pid() is None
    assert server.start() is True


def test_an_unreadable_record_is_told_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "postgres.json").write_text("{half")
    with pytest.raises(DatabaseFailed, match="RESET=1"):
        EmbeddedPostgres(tmp_path)
