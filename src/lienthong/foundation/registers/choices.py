"""Registers and what becomes of a question (cơ sở dữ liệu, kết quả tra cứu). The registers and their legal bases are data [M]."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import models

_DATA = Path(__file__).parent / "data" / "registers.json"

LOOK_UP = "registers.look_up"


class Outcome(models.TextChoices):
    """How a register answered."""

    FOUND = "found", "Có thông tin"
    NOT_FOUND = "not_found", "Không tìm thấy"
    UNREACHABLE = "unreachable", "Không kết nối được"
    REFUSED = "refused", "Bị từ chối"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing that a register must be told; `answers`: questions of forms that hold it."""

    name: str
    label: str
    pattern: str
    hint: str = ""
    answers: tuple[str, ...] = ()

    def fits(self, text: str) -> bool:
        """Whether it has the form that the register wants."""
        return re.fullmatch(self.pattern, text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterField:
    """One thing that a register says; `kind`: name, date, text, address, number; `answers`: questions of forms that ask the same."""

    key: str
    label: str
    kind: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """By which rule it may be asked (căn cứ pháp lý)."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One national register; `subject`: "person" (asked with a number of a person) or "thing"."""

    code: str
    name: str
    short_name: str
    keeper: str
    subject: str
    asks: tuple[Asked, ...]
    fields: tuple[RegisterField, ...]
    bases: tuple[Basis, ...]

    def basis(self, code: str) -> Basis | None:
        """The basis with this code."""
        return next((each for each in self.bases if each.code == code), None)


@cache
def registers() -> dict[str, Register]:
    """Code -> register, in the order of the data."""
    read = json.loads(_DATA.read_text())
    return {
        row["code"]: Register(
            **{name: row[name] for name in ("code", "name", "short_name", "keeper", "subject")},
            asks=tuple(Asked(**{**each, "answers": tuple(each.get("answers", ()))}) for each in row["asks"]),
            fields=tuple(
                RegisterField(**{**each, "answers": tuple(each.get("answers", ()))}) for each in row["fields"]
            ),
            bases=tuple(Basis(**each) for each in row["bases"]),
        )
        for row in read
    }
