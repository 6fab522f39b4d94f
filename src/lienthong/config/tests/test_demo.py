"""What `lienthong demo` asks of its variables, and how it looks after its children."""

import json
import stat
import sys
import time
from pathlib import Path

import pytest

from lienthong.config.demo import Plan, accounts_table
from lienthong.config.env import BadEnvironment
from lienthong.config.installation import Installation
from lienthong.config.supervisor import Child, Supervisor


def test_the_ports_of_the_sandbox_follow_the_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8300")
    plan = Plan.read()
    assert (plan.sandbox_port, plan.smtp_port, plan.imap_port) == (8301, 8302, 8303)
    assert plan.url == "http://127.0.0.1:8300"


@pytest.mark.parametrize("value", ["0", "70000", "tám nghìn"])
def test_a_wrong_port_is_named(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PORT", value)
    with pytest.raises(BadEnvironment, match="PORT"):
        Plan.read()


def test_secrets_are_made_once_and_only_the_owner_reads_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "SECRET_KEY",
        "VNEID_CLIENT_SECRET",
        "BANK_WEBHOOK_SECRET",
        "DATA_DIR",
        "PUBLIC_URL",
        "STATIC_ROOT",
        "FRONTEND_DIR",
    ):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv(name, "x")  # so that monkeypatch restores what `prepare` sets
        monkeypatch.delenv(name)
    place = Installation(tmp_path / "data")
    place.prepare({"PUBLIC_URL": "http://127.0.0.1:1"})
    first = place.read_env()
    place.prepare({"PUBLIC_URL": "http://127.0.0.1:2"})
    second = place.read_env()
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert len(first["SECRET_KEY"]) >= 50
    assert second["PUBLIC_URL"] == "http://127.0.0.1:2"
    assert stat.S_IMODE(place.env_file.stat().st_mode) == 0o600


def test_reset_deletes_what_is_ours_and_nothing_else(tmp_path: Path) -> None:
    place = Installation(tmp_path)
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "paper.pdf").write_bytes(b"%PDF")
    (tmp_path / "thesis.txt").write_text("not ours")
    place.remove()
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.txt"]


def test_the_table_of_accounts_lines_up(tmp_path: Path) -> None:
    path = tmp_path / "demo-accounts.json"
    path.write_text(json.dumps([{"role": "Công dân", "username": "an", "password": "p", "agency": "", "token": "t"}]))
    assert accounts_table(path).splitlines()[1].split() == ["Công", "dân", "an", "p"]


def test_a_crashed_child_is_started_again_and_all_end_together(tmp_path: Path) -> None:
    told: list[str] = []
    crashing = Child("crashing", [sys.executable, "-c", "raise SystemExit(3)"], tmp_path / "a.log")
    steady = Child("steady", [sys.executable, "-c", "import signal; signal.pause()"], tmp_path / "b.log")
    supervisor = Supervisor([crashing, steady], told.append)
    supervisor.start()
    deadline = time.monotonic() + 20
    while crashing.crashes < 2 and time.monotonic() < deadline:
        supervisor.look_after()
        if crashing.process is not None and crashing.start_again_at is None:
            crashing.process.wait(10)
    supervisor.stop()
    assert "crashing ended with code 3" in told[0]
    assert crashing.crashes == 2
    assert not steady.is_running
