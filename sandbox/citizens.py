"""The people of the sandbox (công dân thử nghiệm), read once from citizens.json."""

import json
from pathlib import Path
from typing import TypedDict

FILE = Path(__file__).parent / "citizens.json"


class Citizen(TypedDict):
    """One demo citizen. `birthdate` ISO, `gender` male or female, `id_number` 12 digits, `commune_code` GSO."""

    sub: str
    name: str
    birthdate: str
    gender: str
    id_number: str
    address: str
    commune_code: str
    phone_number: str
    email: str
    pin: str


def read() -> dict[str, Citizen]:
    """sub -> citizen, in the order of the file."""
    people: list[Citizen] = json.loads(FILE.read_text("utf-8"))
    return {each["sub"]: each for each in people}
