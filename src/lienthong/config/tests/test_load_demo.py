"""The demo province (tỉnh chạy thử): a small one fills every desk, keeps the rules of the state table, and loads once."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import F
from django.test import Client

from lienthong.config.demo_province import loading
from lienthong.config.demo_province.archive import TIMES
from lienthong.config.demo_province.officers import PRIMARY
from lienthong.config.demo_province.people import VNEID_CITIZENS
from lienthong.config.demo_province.post import COLLECTED
from lienthong.config.demo_province.timeline import Timeline
from lienthong.config.installation import PROJECT
from lienthong.domain.dossiers.choices import State
from lienthong.domain.dossiers.models import Dossier, DossierStep, Filing, PostalChoice, Reception
from lienthong.domain.dossiers.states import TRANSITIONS
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.eforms import services as eform_services
from lienthong.foundation.notifications.models import MailMessage, Notification
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM

ENDED = {State.RETURNED, State.CLOSED, State.REJECTED, State.WITHDRAWN, State.STOPPED}
WAITING = {State.SUPPLEMENT, State.AWAITING_PAYMENT, State.PAUSED, State.DUTY}
DESKS = {
    "motcua": "one_stop_officer",
    "chuyenvien": "specialist",
    "truongphong": "department_head",
    "lanhdao": "agency_leader",
    "vanthu": "clerk",
}


@pytest.fixture
def data_dir(db: None, settings: object, tmp_path: Path) -> Path:
    """Files, keys and the table of accounts go to a folder of this test."""
    for name, value in {
        "DATA_DIR": tmp_path,
        "MEDIA_ROOT": tmp_path / "files",
        "SIGNING_KEYS_DIR": tmp_path / "keys",
    }.items():
        setattr(settings, name, value)
    return tmp_path


def test_a_small_province_fills_every_desk(data_dir: Path, client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_demo", "--dossiers", "44")

    rows = json.loads((data_dir / "demo-accounts.json").read_text())
    assert (data_dir / "demo-accounts.json").stat().st_mode & 0o777 == 0o600
    for row in rows:
        bearer = {"Authorization": f"Bearer {row['token']}"}
        role = DESKS.get(row["username"])
        if role:
            queue = client.get(f"/api/v1/queue?role={role}", headers=bearer)
            assert queue.status_code == 200, row
            assert queue.json()["items"], f"{row['username']} has nothing to do"
        else:
            assert client.get("/api/v1/dossiers", headers=bearer).status_code == 200, row
    drafts = {row.code: row.draft for row in eforms.form_rows(SYSTEM, state="draft")}
    judged = {}
    for code, draft in drafts.items():
        trial = eform_services.trial_of(draft)
        cases = eform_services.run_cases(trial, eforms.cases_of(code), {})
        judged[code] = ([each.said for each in cases if not each.passed], sorted(trial.broken))
    assert judged == {"1.004873": ([], []), "ho-tro-sua-nha": ([], ["q11", "q7"])}
    assert {row["agency"] for row in rows if row["username"] in DESKS} == {
        f"Ủy ban nhân dân {PRIMARY[:1].lower()}{PRIMARY[1:]}"
    }

    states = set(Dossier.objects.values_list("state", flat=True))
    assert states == set(State.values)
    _check_rules()
    drafts = Filing.objects.filter(sent_at__isnull=True, dossier__isnull=True)
    assert drafts.filter(reception__isnull=True).count() == 2
    _check_counters()
    assert Notification.objects.filter(created_at__lt=clock.now() - timedelta(hours=1)).exists()
    assert not MailMessage.objects.exclude(state="sent").exists()
    assert client.login(username="motcua", password=loading.PASSWORD)

    capsys.readouterr()
    call_command("load_demo", "--dossiers", "44")
    assert "đã được nạp trước đó" in capsys.readouterr().out
    own = Dossier.objects.filter(parent__isnull=True)  # children are opened from them
    assert own.filter(receptions__isnull=True).count() == 44 + len(COLLECTED) + 44 * TIMES


def _check_counters() -> None:
    """What counters have done and left: interrupted receptions, one with its fee taken; dossiers taken in for another agency."""
    left = Reception.objects.filter(state="open")
    assert left.filter(filing__isnull=False).count() == 2
    assert left.filter(filing__isnull=True).count() == 1
    across = Dossier.objects.filter(helped_agency__isnull=False).exclude(helped_agency=F("agency"))
    assert across.filter(reception_agency=F("helped_agency")).count() == 3
    assert across.filter(reception_agency=F("agency"), state="submitted").count() == 1
    assert Dossier.objects.filter(receptions__state="supplement", state="supplement").count() == 1


def _check_rules() -> None:
    """Every state can be reached by the table, and steps, times and states agree."""
    reachable = {move.target for move in TRANSITIONS.values()} | {State.SUBMITTED, State.AWAITING_PAYMENT}
    now = clock.now()
    for dossier in Dossier.objects.all():
        open_steps = list(DossierStep.objects.filter(dossier=dossier, finished_at__isnull=True))
        assert dossier.state in reachable
        assert bool(open_steps) == (dossier.state not in ENDED), dossier.code
        choice = PostalChoice.objects.filter(dossier=dossier).first()
        waits = dossier.state in WAITING or (choice is not None and choice.awaits_papers)
        assert all(step.is_paused == waits for step in open_steps), dossier.code
        assert bool(dossier.timeliness) == (dossier.state in {State.COMPLETED, State.RETURNED, State.CLOSED})
        moments = [
            each
            for each in (dossier.submitted_at, dossier.accepted_at, dossier.completed_at, dossier.returned_at)
            if each is not None
        ]
        assert moments == sorted(moments)
        assert moments[-1] <= now


def test_the_vneid_citizens_are_those_of_the_sandbox() -> None:
    known = json.loads((PROJECT / "sandbox" / "citizens.json").read_text())
    ours = [
        (each.subject, each.name, each.birth_date.isoformat(), each.id_number, each.commune, each.phone, each.email)
        for each in VNEID_CITIZENS
    ]
    assert ours == [
        (
            each["sub"],
            each["name"],
            each["birthdate"],
            each["id_number"],
            each["commune_code"],
            each["phone_number"],
            each["email"],
        )
        for each in known
    ]


def test_an_hour_of_the_timeline_is_a_working_hour(db: None) -> None:
    sunday = datetime(2026, 11, 22, 8, 0, tzinfo=clock.VIETNAM)
    timeline = Timeline.until(sunday)
    assert timeline.at(timeline.now) == datetime(2026, 11, 20, 17, 0, tzinfo=clock.VIETNAM)
    assert timeline.at(timeline.now - 1) == datetime(2026, 11, 20, 16, 0, tzinfo=clock.VIETNAM)
    assert timeline.at(timeline.now - 8.5).astimezone(clock.VIETNAM).day == 19
    assert timeline.at(timeline.morning_of(timeline.now - 1)) == datetime(2026, 11, 20, 7, 0, tzinfo=clock.VIETNAM)


def test_the_province_of_2019_loads_too(data_dir: Path, settings: object) -> None:
    settings.PROFILE = "3tier-2019"
    call_command("load_demo", "--profile", "3tier-2019", "--dossiers", "8")
    assert Dossier.objects.count() >= 8
    assert Filing.objects.filter(sent_at__isnull=True, dossier__isnull=True).exists()
