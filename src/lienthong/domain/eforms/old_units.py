"""Provinces, districts and communes before 01/7/2025 (đơn vị hành chính cũ, ba cấp), and what each is called today.

63 provinces, 696 districts, 10,035 communes by the codes of the General Statistics Office, and the new communes each went to, its main heir
first, made from the PyPI package `vietnamadminunits` 1.0.4 (MIT); five island districts without communes were added by hand. The file:
`{province: [name, {district: [name, {commune: [name, "new,new"]}]}]}`.
"""

import difflib
import json
import re
from functools import cache
from pathlib import Path

from lienthong.domain.eforms import catalogues
from lienthong.kit.text_vi import clean, glue

_FILE = Path(__file__).parent / "data" / "units_before_2025.json"
_LEVEL = re.compile(
    r"^(tỉnh|thành phố|quận|huyện|thị xã|phường|xã|thị trấn|tp\.?|q\.|h\.|tx\.?|p\.|x\.|tt\.?)\s*", re.IGNORECASE
)
type District = tuple[str, dict[str, tuple[str, str]]]


@cache
def _load() -> dict[str, tuple[str, dict[str, District]]]:
    raw = json.loads(_FILE.read_text(encoding="utf-8"))
    return {
        province: (
            name,
            {code: (called, {each: (words, new) for each, (words, new) in communes.items()})
             for code, (called, communes) in districts.items()},
        )
        for province, (name, districts) in raw.items()
    }  # fmt: skip


@cache
def provinces() -> dict[str, str]:
    """Code -> name of the 63, in alphabetical order."""
    return {code: name for code, (name, _) in _load().items()}


@cache
def provinces_of_today(province: str) -> tuple[str, ...]:
    """The former provinces that a province of today was made of, the larger part first."""
    here = catalogues.communes(province)
    counts = {
        code: sum(
            new.split(",")[0] in here for _, communes in districts.values() for _, new in communes.values()
        )
        for code, (_, districts) in _load().items()
    }  # fmt: skip
    return tuple(sorted((code for code, count in counts.items() if count), key=lambda code: -counts[code]))


def districts(province: str) -> dict[str, str]:
    """Code -> name of the districts of a former province."""
    found = _load().get(province)
    return {code: name for code, (name, _) in found[1].items()} if found else {}


def communes(province: str, district: str) -> dict[str, str]:
    """Code -> name of the communes of a former district; empty for the five island districts."""
    found = _load().get(province, ("", {}))[1].get(district)
    return {code: name for code, (name, _) in found[1].items() if code} if found else {}


def find(units: dict[str, str], typed: str) -> tuple[str, ...]:
    """Codes of the units a person means: by code, by name with or without accents and level. Several when it is not clear."""
    typed = clean(typed[:200])
    if typed in units:
        return (typed,)
    if not typed:
        return ()
    for key in (glue, lambda name: glue(_LEVEL.sub("", name))):
        wanted = key(typed)
        found = [code for code, name in units.items() if key(name) == wanted]
        exact = [code for code in found if clean(units[code]).casefold() == typed.casefold()]
        if found:
            return tuple(exact if len(exact) == 1 else found)
    return ()


def similar(units: dict[str, str], typed: str) -> list[str]:
    """Up to three names that look like what was typed."""
    keys = {glue(_LEVEL.sub("", name)): name for name in units.values()}
    return [keys[key] for key in difflib.get_close_matches(glue(_LEVEL.sub("", typed[:80])), keys, n=3, cutoff=0.6)]


def today(province: str, district: str, commune: str) -> list[tuple[str, str]]:
    """(province, commune) codes of today that a former commune, or island district, went to; its main heir first."""
    found = _load().get(province, ("", {}))[1].get(district, ("", {}))[1].get(commune)
    codes = found[1].split(",") if found else []
    return [(catalogues.province_of_commune(code), code) for code in codes]


def today_in_words(province: str, district: str, commune: str) -> str:
    """`Phường Diên Hồng, Tỉnh Gia Lai`; several are joined by "hoặc"; empty when unknown."""
    found = today(province, district, commune)
    if not found:
        return ""
    names = " hoặc ".join(catalogues.commune_name(*each) for each in found)
    return f"{names}, {catalogues.province_name(found[0][0])}"
