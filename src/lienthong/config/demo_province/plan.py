"""Which stories are told (kịch bản hồ sơ): how many of each kind, for whom, how fast."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from lienthong.config.demo_province.people import NGUOI_DAN, VNEID_CITIZENS, Neighbours, Person

DEFAULT_DOSSIERS = 240

# How a story ends; the value says how many of the 240 lie open in the primary ward.
OPEN = {
    "new": 12,
    "handle": 13,
    "sign": 15,
    "supplement": 6,
    "return": 9,
    "draft": 7,
    "approve": 6,
    "stamp": 6,
    "paused": 4,
    "answered": 3,
    "unpaid": 3,
    "rejected": 4,
    "withdrawn": 3,
    "consulted": 4,
    "asking": 3,
    "extended": 3,
    "halted": 3,
    "owing": 3,
    "handed": 2,
    "stopped": 2,
    "reopened": 2,
    "closed": 2,
}
# Procedures and how often people need them.
WEIGHTS = {
    "2.000815": 15,
    "1.001193": 14,
    "1.004873": 9,
    "2.000635": 9,
    "1.001612": 7,
    "2.000884": 7,
    "1.000894": 6,
    "1.004194": 6,
    "1.010041": 5,
    "1.014027": 5,
    "1.013225": 5,
    "1.000656": 4,
    "1.001776": 4,
    "1.004222": 3,
    "1.004859": 3,
    "1.013855": 3,
    "1.002755": 2,
    "1.001266": 2,
    "2.000908": 2,
    "1.001731": 2,
    "3.000722": 5,
    "1.014061": 4,
    "1.013831": 4,
    "3.000333": 4,
    "3.000347": 4,
    "1.014748": 4,
    "1.013978": 3,
    "1.011607": 3,
    "1.001699": 3,
    "2.000720": 3,
    "2.002854": 3,
    "2.001159": 3,
    "2.001035": 3,
    "1.013067": 2,
    "1.001570": 2,
    "1.013229": 2,
    "1.014159": 2,
    "1.001022": 2,
    "1.004884": 2,
    "1.010833": 2,
    "1.014028": 2,
    "1.012789": 2,
    "1.012783": 2,
    "3.000465": 2,
    "1.013274": 2,
    "1.012289": 2,
    "2.002288": 2,
    "1.012784": 1,
    "1.012812": 1,
    "1.014199": 1,
    "2.001827": 1,
    "1.002693": 1,
    "1.008004": 1,
    "2.000181": 1,
    "1.001662": 1,
    "1.003622": 1,
    "1.001029": 1,
    "1.013792": 1,
    "1.004837": 1,
    "2.001263": 1,
}
_COUNTER_ONLY = {"1.011607", "1.010833", "1.012812", "2.001263"}
_WITH_APPROVAL = (
    *("1.001612", "1.013225", "1.014027", "1.001776", "1.001731", "1.001266"),
    *("2.000720", "1.001570", "1.013229", "1.014159", "1.014028", "1.013978", "1.013274"),
)
_WITH_PAPER = (
    *("1.001193", "1.000656", "1.013225", "1.004859", "1.004194", "1.001731"),
    *("1.001022", "2.001035", "2.002854"),
)
_WITH_FEE = ("1.004873", "1.001612", "1.004194")
EXAMINED = {"handle", "consulted", "asking", "extended", "halted", "owing", "handed", "stopped", "reopened"}
_WITHOUT_EXAMINATION = {"2.000815", "2.000884"}
_ONLY = {
    "approve": _WITH_APPROVAL,
    "supplement": _WITH_PAPER,
    "paused": _WITH_PAPER,
    "answered": _WITH_PAPER,
    "unpaid": _WITH_FEE,
}
_OF_NGUOI_DAN = {
    "new": ("1.004873",),
    "supplement": ("1.001193",),
    "handle": ("1.001612",),
    "return": ("2.000635",),
    "unpaid": ("1.004194",),
    "returned": ("2.000815", "1.001193"),  # what lies in her vault
    "sign": ("1.001193",),
    "owing": ("1.001612",),
}
# Parents and couples are young, the social pension begins at 75.
_BORN = {
    "1.001193": (1985, 2004),
    "3.000722": (1985, 2004),
    "1.000894": (1988, 2004),
    "1.004873": (1985, 2004),
    "1.014748": (1975, 2003),
    "1.004194": (1970, 2003),  # from 60 years on nothing is charged, and an unpaid filing needs a fee
    "1.014027": (1936, 1950),
}
ONLINE_ONLY = {"supplement", "paused", "answered", "unpaid", "withdrawn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One dossier to be. `office` is the index of the commune (0 = the primary ward), `age` how much of the last step's
    limit has gone, `pace` how much of the others' limits was used, `ends` how many working hours ago a finished one ended."""

    number: int
    ending: str
    code: str
    person: Person
    office: int
    online: bool
    age: float
    pace: float
    ends: float
    sent_back: bool
    supplemented: bool
    rated: bool


def plan(
    count: int, *, codes: set[str], ward_codes: set[str], offices: int, dice: random.Random, neighbours: Neighbours
) -> list[Story]:
    """`count` stories over procedures `codes`, of which communes handle `ward_codes`, in so many communes. The first 44 hold every ending, the rest follows life."""
    endings = _endings(count)
    seen: dict[str, int] = {}
    return [
        _story(
            number,
            ending,
            seen,
            primary=primary,
            codes=ward_codes if primary else codes,
            offices=offices,
            dice=dice,
            neighbours=neighbours,
        )
        for number, (ending, primary) in enumerate(endings)
    ]


def _endings(count: int) -> Iterator[tuple[str, bool]]:
    """(ending, in the primary ward), open ones of the primary ward first in turn with finished ones."""
    left = dict(OPEN)
    turn = 0
    for number in range(count):
        waiting = [ending for ending, amount in left.items() if amount]
        if number % 2 == 0 and waiting:
            ending = waiting[turn % len(waiting)] if turn >= len(OPEN) else list(OPEN)[turn]
            turn += 1
            left[ending] -= 1
            yield ending, True
        elif number % 7 == 5:  # offices other than the primary have work too
            yield list(OPEN)[(number // 7) % len(OPEN)], False
        else:
            yield "returned", number % 4 == 1


def _story(
    number: int,
    ending: str,
    seen: dict[str, int],
    *,
    primary: bool,
    codes: set[str],
    offices: int,
    dice: random.Random,
    neighbours: Neighbours,
) -> Story:
    turn = seen[ending] = seen.get(ending, 0) + 1
    hers = _OF_NGUOI_DAN.get(ending, ())
    here = seen[f"{ending} here"] = seen.get(f"{ending} here", 0) + int(primary)
    own = primary and here <= len(hers) and hers[here - 1] in codes
    code = hers[here - 1] if own else dice.choices(*_choice(ending, codes))[0]
    office = 0 if primary else dice.randrange(1, offices)
    online = code not in _COUNTER_ONLY and (ending in ONLINE_ONLY or own or dice.random() < 0.72)
    return Story(
        number=number,
        ending=ending,
        code=code,
        person=NGUOI_DAN if own else _person(code, dice, neighbours, online=online),
        office=office,
        online=online,
        age=(0.25, 0.9, 1.6, 0.55, 0.8, 3.0)[turn % 6],
        pace=dice.uniform(1.3, 1.8) if number % 11 == 3 else dice.uniform(0.15, 0.5),
        ends=dice.uniform(1, 290),
        sent_back=dice.random() < 0.06 or (ending in {"sign", "draft"} and turn % 4 == 2),
        supplemented=online and code in _WITH_PAPER and dice.random() < 0.12,
        rated=online and dice.random() < 0.5,
    )


def _choice(ending: str, codes: set[str]) -> tuple[list[str], list[int]]:
    allowed = [code for code in WEIGHTS if code in codes and code in _ONLY.get(ending, WEIGHTS)]
    if ending in EXAMINED:
        allowed = [code for code in allowed if code not in _WITHOUT_EXAMINATION]
    if ending in ONLINE_ONLY:
        allowed = [code for code in allowed if code not in _COUNTER_ONLY]
    return allowed, [WEIGHTS[code] for code in allowed]


def _person(code: str, dice: random.Random, neighbours: Neighbours, *, online: bool) -> Person:
    """Somebody of the age at which people need this procedure."""
    born = _BORN.get(code, (1958, 2003))
    known = [each for each in VNEID_CITIZENS if each != NGUOI_DAN and born[0] <= each.birth_date.year <= born[1]]
    if online and known and dice.random() < 0.15:
        return dice.choice(known)
    return neighbours.one(born=born)
