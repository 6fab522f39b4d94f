"""Names of files as they are kept (tên tệp)."""

import unicodedata
from pathlib import PurePosixPath

from lienthong.foundation.files.choices import MAX_NAME


def clean_name(name: str) -> str:
    """NFC, last path part, without control and direction characters, at most `MAX_NAME` characters, never empty."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(
        " " if char.isspace() else char for char in name if char.isspace() or unicodedata.category(char)[0] != "C"
    )
    name = " ".join(name.replace('"', "'").split()).strip(". ")
    if len(name) > MAX_NAME:
        suffix = PurePosixPath(name).suffix[:8]
        name = name[: MAX_NAME - len(suffix)].rstrip() + suffix
    return name or "tep"
