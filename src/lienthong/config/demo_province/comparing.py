"""The national catalogue of the demo and two comparisons with it (đối soát của tỉnh chạy thử).

What the sandbox answers with is our own catalogue in national shape, written to DATA_DIR; the sandbox then changes what
`national_deviations.json` says. Here the same changes are read, so that the demo opens with differences in every state.
"""

import copy
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from lienthong.config.demo_province.timeline import Timeline
from lienthong.domain.comparisons import queries, services
from lienthong.domain.comparisons.choices import Trigger
from lienthong.domain.procedures.queries import interchange
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor

FILE = "national-catalogue.json"
DEVIATIONS = settings.PROJECT / "sandbox" / "national_deviations.json"
KEPT, TAKEN = "1.014027", "1.004873"
KEPT_REASON = "Tên lĩnh vực theo quyết định công bố của Chủ tịch UBND tỉnh"
AN_HOUR_AGO = 1.0


def write_national_catalogue() -> dict[str, dict[str, Any]]:
    """Our catalogue as the national database would hold it, code -> record, for the sandbox to answer with."""
    records = {code: row.record for code, row in interchange.running_records().items()}
    path = Path(settings.DATA_DIR) / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(list(records.values()), ensure_ascii=False))
    return records


def compare_catalogue(timeline: Timeline, keeper: Actor) -> None:
    """Two nightly runs, and what the keeper of the catalogue did about a few differences."""
    records = _deviated(write_national_catalogue())
    before = copy.deepcopy(records)
    mended = next(iter(sorted(set(records) - _touched())), None)
    if mended:
        before[mended]["TENTTHC"] += " (bản cũ)"  # the ministry has mended this one since
    with clock.at(timeline.at(timeline.now) - timedelta(days=1, hours=6)):
        _run(before)
    with clock.at(timeline.at(timeline.now) - timedelta(hours=6)):
        _run(records)
    with clock.at(timeline.at(timeline.now - AN_HOUR_AGO)):
        rows = queries.visible_findings(SYSTEM)
        kept, taken = (list(rows.filter(code=code).values_list("pk", flat=True)) for code in (KEPT, TAKEN))
        if kept:
            services.keep_ours(actor=keeper, finding_ids=kept, reason=KEPT_REASON)
        if taken:
            services.take_theirs(actor=keeper, finding_ids=taken)


class _Records:
    """The other sides, without a network."""

    def __init__(self, records: dict[str, dict[str, Any]]) -> None:
        self._records = records

    def list_codes(self) -> list[str]:
        """All of them."""
        return list(self._records)

    def read(self, code: str) -> Any:
        """One of them."""
        return self._records.get(code)


def _run(national: dict[str, dict[str, Any]]) -> None:
    run = services.request_run(actor=SYSTEM, trigger=Trigger.NIGHTLY)
    ours = {code: row.record for code, row in interchange.running_records().items()}
    services.run_comparison(run_id=run.pk, national=_Records(national), portal=_Records(ours))


def _deviations() -> list[dict[str, Any]]:
    return list(json.loads(DEVIATIONS.read_text())) if DEVIATIONS.exists() else []


def _touched() -> set[str]:
    return {str(each.get("code") or each["new"]["MATTHC"]) for each in _deviations()}


def _deviated(ours: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """As sandbox/national_catalogue.py changes them; the sandbox cannot be imported here, for it is the outside world."""
    records = copy.deepcopy(ours)
    for each in _deviations():
        try:
            if "new" in each:
                records[each["new"]["MATTHC"]] = each["new"]
            elif not each["path"]:
                del records[each["code"]]
            else:
                _change(records[each["code"]], each)
        except (KeyError, IndexError, TypeError):
            continue
    return records


def _change(place: Any, deviation: dict[str, Any]) -> None:
    *way, last = deviation["path"]
    for step in way:
        place = place[step]
    if "add" in deviation:
        place[last].append(deviation["add"])
    elif "remove" in deviation:
        del place[last]
    elif place[last] is not None:
        place[last] = deviation["set"]
