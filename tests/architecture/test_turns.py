"""No verb of a dossier goes past the ledger that public figures are counted from."""

from tests.architecture.house import PACKAGE

SERVICES = PACKAGE / "domain" / "dossiers" / "services"
# recording.py is the way; reorganizing.py writes the turns of a thousand dossiers at once.
KNOWN = {"recording.py": "from lienthong.foundation.audit", "reorganizing.py": "keep_turns("}


def test_services_of_dossiers_record_by_the_recorder_of_dossiers() -> None:
    """Import `domain.dossiers.services.recording` as `audit`, not the audit of the foundation."""
    past = [
        path.name
        for path in SERVICES.rglob("*.py")
        if path.name not in KNOWN and "from lienthong.foundation.audit import services" in path.read_text()
    ]
    assert past == []
    assert all(sign in (SERVICES / name).read_text() for name, sign in KNOWN.items())


def test_only_services_of_dossiers_change_a_dossier() -> None:
    """The state of a dossier is written by a service of its own app, and that service records the act."""
    silent = [
        path.name
        for path in SERVICES.rglob("*.py")
        if "dossier.state = " in path.read_text() and "audit.record(" not in path.read_text()
    ]
    # `complete` is called inside the acts that record it.
    assert silent == ["moving.py"]
