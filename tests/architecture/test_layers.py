"""What import contracts cannot say (pyproject holds the rest): the order inside an app, and the shelf between apps."""

from collections.abc import Iterator

import grimp
import pytest
from tests.architecture.house import RANK, RANKS, SHELF, apps

APPS = apps("foundation", "domain", "sites")


@pytest.fixture(scope="module")
def imports() -> list[tuple[str, str]]:
    """(importer, imported) of our modules, tests and migrations aside."""
    graph = grimp.build_graph("lienthong", cache_dir=".cache/grimp")
    return [
        (importer, imported)
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if _counts(importer)
    ]


def _counts(module: str) -> bool:
    return not {"tests", "migrations"} & set(module.split("."))


def _app_of(module: str) -> str | None:
    return next((app for app in APPS if module == app or module.startswith(app + ".")), None)


def _file_of(module: str, app: str) -> str:
    return module.removeprefix(app).lstrip(".").split(".")[0]


def test_inside_an_app_imports_go_down(imports: list[tuple[str, str]]) -> None:
    def wrong() -> Iterator[str]:
        for importer, imported in imports:
            app = _app_of(importer)
            if app is None or app != _app_of(imported):
                continue
            above, below = RANK.get(_file_of(importer, app)), RANK.get(_file_of(imported, app))
            if above is not None and below is not None and below > above:
                yield f"{importer} imports {imported}: {'|'.join(RANKS[above])} stand below {'|'.join(RANKS[below])}"

    assert sorted(wrong()) == []


def test_apps_meet_only_at_the_shelf(imports: list[tuple[str, str]]) -> None:
    """Another app is reached by its services, queries, events, policies, choices and errors; `config` wires what it likes."""

    def wrong() -> Iterator[str]:
        for importer, imported in imports:
            app = _app_of(imported)
            if app is None or importer.startswith("lienthong.config") or _app_of(importer) == app or imported == app:
                continue
            if _file_of(imported, app) not in SHELF:
                yield f"{importer} imports {imported}"

    assert sorted(wrong()) == []


def test_reactions_live_in_flows(imports: list[tuple[str, str]]) -> None:
    from lienthong.kit import events

    strangers = {
        reaction.__module__
        for reactions in events.registered().values()
        for reaction in reactions
        if not reaction.__module__.startswith(("lienthong.flows.", "tests.")) and ".tests." not in reaction.__module__
    }
    assert strangers == set()
