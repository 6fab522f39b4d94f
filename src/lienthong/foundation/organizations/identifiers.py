"""Electronic identifiers of agencies in both forms (mã định danh điện tử).

The form of QĐ 20/2020/QĐ-TTg begins with the level-1 code: `H51.15`. The form of QCVN 102:2016/BTTTT is fixed at 13
characters and begins with the smallest unit, `level4.level3.level2.level1`, empty levels zero: `000.00.15.H51`.
Pairs seen in real envelopes stand in a table and win; the rest follows the rule. What the old form cannot hold (a group of
three characters on level 2 or 3, a fifth level) has no old form.
"""

import re

from lienthong.foundation.organizations.choices import IDENTIFIER_PATTERN
from lienthong.foundation.organizations.errors import BadIdentifier

# form of 2020 -> form of 2016, seen in public sample envelopes
SEEN = {
    "G22": "000.00.00.G22",
    "H41": "000.00.00.H41",
    "H51.15": "000.00.15.H51",
    "H13.20.002": "002.00.20.H13",
}
_SEEN_BACK = {old: new for new, old in SEEN.items()}
_WELL_FORMED = re.compile(IDENTIFIER_PATTERN)
_FORM_2016 = re.compile(r"^([0-9A-Z]{3})\.([0-9A-Z]{2})\.([0-9A-Z]{2})\.([A-Z]\d{2})$")


def check_identifier(identifier: str) -> str:
    """The identifier unchanged when it is well formed; raises BadIdentifier otherwise."""
    if not _WELL_FORMED.fullmatch(identifier):
        raise BadIdentifier(identifier)
    return identifier


def to_2016(identifier: str) -> str:
    """`H51.15` -> `000.00.15.H51`; "" where the old form has no room. Raises BadIdentifier."""
    check_identifier(identifier)
    if identifier in SEEN:
        return SEEN[identifier]
    level1, *groups = identifier.split(".")
    # The old form has room for 2 + 2 + 3 characters; a last group of three goes to the last place.
    places = {"level2": "00", "level3": "00", "level4": "000"}
    for place, group in zip(_places_for(groups), groups, strict=True):
        if place == "" or len(group) > len(places[place]):
            return ""
        places[place] = group.zfill(len(places[place]))
    return f"{places['level4']}.{places['level3']}.{places['level2']}.{level1}"


def from_2016(old: str) -> str:
    """`000.00.15.H51` -> `H51.15`: groups reversed, zero groups dropped. Raises BadIdentifier."""
    if old in _SEEN_BACK:
        return _SEEN_BACK[old]
    match = _FORM_2016.fullmatch(old)
    if match is None:
        raise BadIdentifier(old)
    level4, level3, level2, level1 = match.groups()
    return ".".join([level1, *(group for group in (level2, level3, level4) if group.strip("0"))])


def _places_for(groups: list[str]) -> list[str]:
    if len(groups) == 2 and len(groups[1]) == 3:
        return ["level2", "level4"]
    return ["level2", "level3", "level4", ""][: len(groups)] if len(groups) <= 4 else [""] * len(groups)
