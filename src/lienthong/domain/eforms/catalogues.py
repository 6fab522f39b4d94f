"""Lists that answers come from (danh mục dùng chung): peoples, nationalities, provinces, communes, land, kinship.

Sources: peoples QĐ 121-TCTK/PPCĐ of 1979 (54 codes); nationalities ISO 3166-1 with CLDR names; provinces and communes by
the codes of the General Statistics Office after the reorganisation of 2025 (thanglequoc/vietnamese-provinces-database, MIT).
"""

import difflib
import json
import re
from functools import cache
from pathlib import Path

from django.conf import settings

from lienthong.kit.text_vi import clean, glue

ABROAD = "NN"
NAMES = ("ethnicities", "kinships", "land_uses", "nationalities", "provinces")
_DATA = Path(__file__).parent / "data"
_LEVEL = re.compile(r"^(xã|phường|đặc khu|thị trấn|p\.|x\.|tt\.)\s*", re.IGNORECASE)


@cache
def _load(name: str) -> dict[str, str]:
    return dict(json.loads((_DATA / name).read_text(encoding="utf-8")))


@cache
def _units() -> dict[str, tuple[str, dict[str, str]]]:
    raw = json.loads((_DATA / "units.json").read_text(encoding="utf-8"))
    return {code: (unit["name"], unit["communes"]) for code, unit in raw.items()}


@cache
def catalogue(name: str) -> dict[str, str]:
    """Code -> name, in the order in which it is offered. Raises KeyError for an unknown list."""
    if name in {"ethnicities", "nationalities", "land_uses", "kinships"}:
        return _load(f"{name}.json")
    if name == "provinces":
        return {code: unit[0] for code, unit in _units().items()}
    raise KeyError(name)


def province_name(code: str) -> str:
    """`52` -> `Tỉnh Gia Lai`; empty when there is none."""
    return catalogue("provinces").get(code, "")


def communes(province: str) -> dict[str, str]:
    """Code -> full name of the communes and wards of a province, in alphabetical order."""
    unit = _units().get(province)
    return unit[1] if unit else {}


def commune_name(province: str, commune: str) -> str:
    """Full name by code; what is not a code (a former commune, a place abroad) is its own name."""
    return communes(province).get(commune, commune)


@cache
def province_of_commune(commune: str) -> str:
    """The code of the province a commune lies in; empty when unknown."""
    return next((code for code, unit in _units().items() if commune in unit[1]), "")


@cache
def _commune_keys(province: str) -> dict[str, tuple[str, ...]]:
    """Search key -> codes. Full names first, so that `xa ba to` finds one where `ba to` finds two."""
    keys: dict[str, list[str]] = {}
    for code, name in communes(province).items():
        for key in (glue(name), glue(_LEVEL.sub("", name))):
            keys.setdefault(key, []).append(code)
    return {key: tuple(codes) for key, codes in keys.items()}


def find_communes(province: str, typed: str) -> tuple[str, ...]:
    """Codes of the communes a person means: by code, by name with or without accents and level. Several when it is not clear."""
    typed = clean(typed[:200])
    if typed in communes(province):
        return (typed,)
    keys = _commune_keys(province)
    bare = _LEVEL.sub("", typed).casefold()
    found = keys.get(glue(typed)) or keys.get(glue(bare), ())
    # Without accents Ba Tơ and Ba Tô are one; with them they are two.
    exact = tuple(code for code in found if _LEVEL.sub("", communes(province)[code]).casefold() == bare)
    return exact if len(exact) == 1 else found


def similar_communes(province: str, typed: str) -> list[str]:
    """Up to three full names that look like what was typed."""
    keys = _commune_keys(province)
    found = difflib.get_close_matches(glue(_LEVEL.sub("", typed[:80])), keys, n=3, cutoff=0.7)
    return list(dict.fromkeys(communes(province)[keys[key][0]] for key in found))


def home_province() -> str:
    """The code of the province this installation serves."""
    return str(settings.PROVINCE_CODE)
