"""What the architecture tests share: the apps of the house and the order in which they stand."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "src" / "lienthong"
LAYERS = ("kit", "foundation", "domain", "flows", "sites", "config")

# Lowest first. Files of one app may import files of the same rank or lower.
RANKS = (
    ("choices", "errors"),
    ("models",),
    ("states", "events"),
    ("adapters",),
    ("policies",),
    ("queries",),
    ("services",),
    ("forms",),
    ("views", "api", "admin", "jobs", "management"),
    ("urls",),
)
RANK = {name: rank for rank, names in enumerate(RANKS) for name in names}
SHELF = {"services", "queries", "events", "policies", "choices", "errors"}


def apps(*layers: str) -> list[str]:
    """Dotted names of the apps in `layers`, e.g. `lienthong.foundation.files`."""
    return sorted(
        f"lienthong.{layer}.{folder.name}"
        for layer in layers
        for folder in (PACKAGE / layer).iterdir()
        if (folder / "__init__.py").exists() and folder.name != "tests"
    )


def python_files() -> list[Path]:
    """Every Python file of ours that people write."""
    roots = [PROJECT / name for name in ("src", "sandbox", "bench", "scripts", "tests")]
    return [
        path
        for root in roots
        for path in root.rglob("*.py")
        if not {"node_modules", "__pycache__", "build"} & set(path.parts)
    ]
