# every kind answers the same calls, whether or not it needs the question
"""Which agency (cơ quan): one of the province's own tree, typed by name and kept by its electronic identifier."""

import difflib

from lienthong.domain.eforms.kinds.base import Inputs, Read
from lienthong.domain.eforms.structure import Json, Question
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit.actor import ANONYMOUS
from lienthong.kit.errors import NotFound
from lienthong.kit.text_vi import clean, fold, shown

_PATTERN = r"^[A-Z0-9][A-Z0-9.]{2,23}$"
_LONGEST = 200


def offered(question: Question) -> dict[str, str]:
    """Identifier -> name of the agencies that exist today, in Vietnamese order."""
    found = organizations.visible_agencies(ANONYMOUS)
    if question.tiers:
        found = found.filter(tier__code__in=question.tiers)
    return dict(found.order_by("tier__rank", "sort_key").values_list("identifier", "name"))


def name_of(identifier: str) -> str:
    """Its name, also of one that exists no longer; empty when there never was one."""
    try:
        return organizations.agency_by_identifier(identifier).name
    except NotFound:
        return ""


class AgencyKind:
    """The list is offered as one types; what is typed is understood without accents and with UBND for Ủy ban nhân dân."""

    widget = "agency"
    verb = "ghi"

    def schema(self, question: Question) -> dict[str, Json]:
        """An identifier of QĐ 20/2020/QĐ-TTg."""
        return {"type": "string", "pattern": _PATTERN}

    def read(self, question: Question, inputs: Inputs) -> Read:
        """A name, or an identifier."""
        typed = inputs.text()
        meant = clean(typed[:_LONGEST])
        if not meant:
            return Read(raw={"": typed})
        agencies = offered(question)
        if meant.upper() in agencies:
            return Read(value=meant.upper(), raw={"": typed})
        found = _find(agencies, meant)
        if len(found) == 1:
            return Read(value=found[0], raw={"": typed})
        return Read(problem=_not_one(agencies, meant, found), raw={"": typed})

    def problem(self, question: Question, value: Json) -> str:
        """An identifier of the tree, of a tier that the question allows."""
        if not isinstance(value, str) or not name_of(value[:_LONGEST]):
            return f"“{shown(value)}” không phải là mã định danh của một cơ quan trong tỉnh. Chọn một cơ quan trong danh sách"
        if question.tiers and value not in offered(question):
            return f"{name_of(value)} không thuộc cấp của câu hỏi này. Chọn một cơ quan trong danh sách"
        return ""

    def display(self, question: Question, value: Json) -> str:
        """Its name today."""
        return name_of(value) or str(value)

    def boxes(self, question: Question, value: Json) -> dict[str, Json]:
        """Its name."""
        return {"": self.display(question, value)}


def _key(name: str) -> str:
    return fold(name).replace("uy ban nhan dan", "ubnd")


def _find(agencies: dict[str, str], meant: str) -> list[str]:
    """Identifiers whose name is, or else holds, what was typed."""
    key = _key(meant)
    exact = [identifier for identifier, name in agencies.items() if _key(name) == key]
    # `Pleiku` and `phường Pleiku` end the name of one people's committee.
    ending = exact or [identifier for identifier, name in agencies.items() if _key(name).endswith(f" {key}")]
    return ending or [identifier for identifier, name in agencies.items() if key in _key(name)]


def _not_one(agencies: dict[str, str], meant: str, found: list[str]) -> str:
    if found:
        names = "; ".join(agencies[identifier] for identifier in found[:3])
        more = f" và {len(found) - 3} cơ quan khác" if len(found) > 3 else ""
        return f"Có {len(found)} cơ quan tên gần “{shown(meant)}”: {names}{more}. Ghi đủ tên một cơ quan"
    keys = {_key(name): name for name in agencies.values()}
    close = [keys[key] for key in difflib.get_close_matches(_key(meant), keys, n=2, cutoff=0.6)]
    hint = f"Có phải: {'; '.join(close)}" if close else "Gõ vài chữ trong tên rồi chọn trong danh sách"
    return f"Không có cơ quan nào trong tỉnh tên “{shown(meant)}”. {hint}"
