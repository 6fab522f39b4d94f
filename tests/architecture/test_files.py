"""Names and sizes of files, and reasons where a rule is switched off."""

import re
import tomllib

import pytest
from tests.architecture.house import LAYERS, PACKAGE, PROJECT, apps, python_files

FORBIDDEN = {"utils", "helpers", "helper", "common", "mixins", "signals", "managers", "misc", "base_utils"}
MOST_LINES = 400


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [str(path.relative_to(PROJECT)) for path in python_files() if path.stem in FORBIDDEN] == []
    assert [
        str(path.relative_to(PROJECT)) for path in PACKAGE.rglob("*") if path.is_dir() and path.name in FORBIDDEN
    ] == []


def test_no_file_grows_beyond_what_one_reads_at_once() -> None:
    def counts(path: object) -> bool:
        return not {"tests", "migrations"} & set(getattr(path, "parts", ()))

    long = {
        str(path.relative_to(PROJECT)): len(path.read_text().splitlines()) for path in python_files() if counts(path)
    }
    assert {path: lines for path, lines in long.items() if lines > MOST_LINES} == {}


def test_every_ignored_lint_rule_has_its_reason() -> None:
    text = (PROJECT / "pyproject.toml").read_text()
    ignores = re.search(r"^ignore = \[\n(.*?)^\]", text, re.DOTALL | re.MULTILINE)
    per_file = re.search(r"^\[tool\.ruff\.lint\.per-file-ignores\]\n(.*?)^\[", text, re.DOTALL | re.MULTILINE)
    assert ignores
    assert per_file
    lines = [line for part in (ignores, per_file) for line in part[1].splitlines() if line.strip()]
    assert [line for line in lines if not re.search(r"#\s*\S.{8,}", line)] == []


def test_no_lint_rule_is_switched_off_for_a_whole_file() -> None:
    pattern = re.compile(r"^\s*#\s*(ruff: noqa|flake8: noqa|mypy: ignore-errors)", re.MULTILINE)
    assert [str(path.relative_to(PROJECT)) for path in python_files() if pattern.search(path.read_text())] == []


def test_installed_apps_stand_in_the_order_of_the_layers() -> None:
    from django.conf import settings

    ours = [
        name.removesuffix(f".{name.rsplit('.', 1)[-1]}") if "Config" in name else name
        for name in settings.INSTALLED_APPS
    ]
    ranks = [LAYERS.index(name.split(".")[1]) for name in ours if name.startswith("lienthong.")]
    assert ranks == sorted(ranks)


def test_every_app_with_tables_or_pages_is_installed() -> None:
    from django.conf import settings

    with_config = [
        app
        for app in apps("foundation", "domain", "sites")
        if (PACKAGE / app.removeprefix("lienthong.").replace(".", "/") / "apps.py").exists()
    ]
    assert [app for app in with_config if app not in settings.INSTALLED_APPS] == []


def test_every_app_has_its_row_on_the_map() -> None:
    text = (PROJECT / "docs" / "map.md").read_text()
    missing = [
        app
        for app in apps("foundation", "domain", "sites")
        if f"`{app.removeprefix('lienthong.').replace('.', '/')}`" not in text
    ]
    assert missing == []


@pytest.mark.parametrize("name", ["base", "demo", "dev", "node"])
def test_locks_hold_hashes_and_no_registry(name: str) -> None:
    text = (PROJECT / "requirements" / f"{name}.txt").read_text()
    pins = [line for line in text.splitlines() if "==" in line and not line.lstrip().startswith("#")]
    assert pins
    assert all(line.rstrip().endswith("\\") for line in pins)
    assert "://" not in text


def test_the_version_is_told_once() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    assert f"## [{project['version']}]" in (PROJECT / "CHANGELOG.md").read_text()
