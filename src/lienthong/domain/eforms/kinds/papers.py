# every kind answers the same calls, whether or not it needs the question
"""Identity papers (giấy tờ tùy thân): kind, number, who issued it and when."""

import re

from lienthong.domain.eforms.kinds.base import Inputs, Read, text_problem
from lienthong.domain.eforms.kinds.dates import iso_problem, read_day, shown_day
from lienthong.domain.eforms.kinds.text import id_number_problem
from lienthong.domain.eforms.structure import Json, Question
from lienthong.kit.text_vi import clean, shown

PAPERS = ("Căn cước", "Hộ chiếu", "Chứng minh nhân dân (9 số)", "Giấy khai sinh", "Giấy tờ khác")


class IdDocument:
    """The identity card is enough by its number: the rest is known to the State."""

    widget = "id_document"
    verb = "ghi"

    def schema(self, question: Question) -> dict[str, Json]:
        """Kind and number are needed."""
        return {
            "type": "object",
            "properties": {
                "kind": {"enum": list(PAPERS)},
                "number": {"type": "string", "minLength": 1, "maxLength": 40},
                "issued_by": {"type": "string", "minLength": 1, "maxLength": 200},
                "issued_on": {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
            },
            "required": ["kind", "number"],
            "additionalProperties": False,
        }

    def read(self, question: Question, inputs: Inputs) -> Read:
        """A kind alone is a blank: it is chosen beforehand."""
        raw: dict[str, Json] = {
            part: inputs.text(part) for part in ("kind", "number", "issued_by", "day", "month", "year")
        }
        number = re.sub(r"[\s.\-]+", "", clean(raw["number"])).upper()
        issuer = clean(raw["issued_by"])
        issued, problem = read_day(raw["day"], raw["month"], raw["year"])
        if not (number or issuer or issued or problem):
            return Read(raw=raw)
        if problem:
            return Read(problem=f"Ngày cấp: {problem[:1].lower()}{problem[1:]}", raw=raw)
        parts = {"kind": clean(raw["kind"]) or PAPERS[0], "number": number, "issued_by": issuer, "issued_on": issued}
        return Read(value={part: text for part, text in parts.items() if text}, raw=raw)

    def problem(self, question: Question, value: Json) -> str:
        """The number fits the kind of paper."""
        if not isinstance(value, dict) or not {*value} <= {"kind", "number", "issued_by", "issued_on"}:
            return "Giấy tờ gồm loại (kind), số (number), nơi cấp (issued_by), ngày cấp (issued_on)"
        kind = value.get("kind")
        if kind not in PAPERS:
            return f"Loại giấy tờ “{shown(kind)}” không có trong danh sách. Chọn một loại có sẵn"
        if "number" not in value:
            return "Chưa ghi số giấy tờ"
        if kind == PAPERS[0]:
            problem = id_number_problem(value["number"], called="Số căn cước")
        elif kind == PAPERS[2]:
            problem = id_number_problem(value["number"], digits=9, called="Số chứng minh nhân dân")
        else:
            problem = text_problem(value["number"], 40)
        if not problem and "issued_by" in value:
            problem = text_problem(value["issued_by"], 200)
        return problem or (iso_problem(value["issued_on"], past=True) if "issued_on" in value else "")

    def display(self, question: Question, value: Json) -> str:
        """`Căn cước số 052095001234, cấp ngày 31/01/2024, Cục Cảnh sát …`."""
        issued = f"cấp ngày {shown_day(value['issued_on'])}" if value.get("issued_on") else ""
        return ", ".join(filter(None, (f"{value['kind']} số {value['number']}", issued, value.get("issued_by", ""))))

    def boxes(self, question: Question, value: Json) -> dict[str, Json]:
        """Six boxes."""
        year, month, day = (value.get("issued_on") or "--").split("-")
        return {
            "kind": value["kind"],
            "number": value["number"],
            "issued_by": value.get("issued_by", ""),
            "day": day.lstrip("0"),
            "month": month.lstrip("0"),
            "year": year,
        }
