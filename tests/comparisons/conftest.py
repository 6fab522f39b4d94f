"""The built-in catalogue here, the very same there."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sandbox import national_catalogue
from tests.comparisons.outside import Outside

from lienthong.domain.procedures import queries as procedures
from lienthong.domain.procedures import services as catalogue
from lienthong.domain.procedures.queries import interchange
from lienthong.kit.actor import SYSTEM


@pytest.fixture
def outside(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    """The built-in catalogue here, the very same there."""
    monkeypatch.setattr(national_catalogue, "DEVIATIONS", tmp_path / "none.json")
    (tmp_path / "none.json").write_text("[]")
    catalogue.load_catalogue(actor=SYSTEM)
    made = Outside(tmp_path)
    made.hold(json.loads(json.dumps({code: row.record for code, row in interchange.running_records().items()})))
    procedures.version.cache_clear()
    yield made
    made.sandbox.close()
