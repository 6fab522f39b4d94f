"""Answers from the questions themselves (ví dụ trong gợi ý): a hint ends in an example, and that is what a careful person would write."""

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from lienthong.domain.eforms.parts import inner_questions

if TYPE_CHECKING:
    from lienthong.config.demo_province.answers import Teller
    from lienthong.config.demo_province.people import Person

_EXAMPLE = re.compile(r"[Vv]í dụ ([^;]+)")
_PERSONAL = ("name", "pin", "birth_date", "birth_year", "address", "gender", "phone", "ethnicity", "nationality")
_YOUNG = ("child", "student", "ward", "disabled", "members")
_OLD = ("dead", "merit", "martyr")
_KNOWN = {"w_nationality": "KR"}
_AHEAD = ("expiry", "_to", "start_plan", "appointment", "move_date", "from_date", "sign_day", "from_time", "w_from")


class Examples:
    """Answers to questions nobody tells about. People of one prefix (`child_`, `dead_`) are one person throughout a form."""

    def __init__(self, teller: "Teller") -> None:
        self.teller = teller
        self._people: dict[str, Person] = {}

    def answer(self, question: Any) -> Any:
        """A valid answer of the question's kind; what its hint gives as an example, where that fits."""
        if question.name in _KNOWN:
            return _KNOWN[question.name]
        personal = self._personal(question)
        if personal is not None:
            return personal
        simple = self._simple(question)
        return self._chosen(question) if simple is None else simple

    def _personal(self, question: Any) -> Any:
        """What belongs to the person the question's name begins with."""
        part = next((part for part in _PERSONAL if question.name.endswith(f"_{part}")), None)
        if part is None or (question.choices and part != "gender") or question.kind not in _SHAPES[part]:
            return None
        prefix = question.name.removesuffix(f"_{part}")
        return _SHAPES[part][question.kind](self._person(prefix))

    def _person(self, prefix: str) -> "Person":
        if prefix in {"req", "p"}:
            return self.teller.person
        if prefix not in self._people:
            born = (2012, 2020) if prefix in _YOUNG else (1932, 1950) if prefix in _OLD else (1965, 1998)
            gender = {"father": "Nam", "husband": "Nam", "mother": "Nữ", "wife": "Nữ"}.get(prefix, "")
            self._people[prefix] = self.teller.neighbours.one(
                commune=self.teller.person.commune, gender=gender, born=born
            )
        return self._people[prefix]

    def _simple(self, question: Any) -> Any:
        teller, person = self.teller, self.teller.person
        match question.kind:
            case "text" | "textarea":
                return self._written(question)
            case "name":
                return self._person(question.name).name
            case "id_number":
                return self._person(question.name.rsplit("_", 1)[0]).id_number
            case "date":
                return self._day(question)
            case "datetime":
                return f"{teller.ahead(3, 9)}T08:30"
            case "number" | "decimal" | "money":
                return self._figure(question)
        return {
            "id_document": {"kind": "Căn cước", "number": person.id_number},
            "address": person.address,
            "phone": person.international_phone,
            "email": "hop.thu@congdan.example",
            "time": "08:30",
            "checkbox": True,
            "statement": True,
            "yes_no": False,
            "tax_code": "5900189678",
            "agency": "H21",
        }.get(question.kind)

    def _chosen(self, question: Any) -> Any:
        teller = self.teller
        if question.kind == "catalog" and question.catalogue:
            listed = {
                "ethnicities": teller.person.ethnicity,
                "nationalities": "VN",
                "provinces": "52",
                "kinships": "04",
            }
            return listed.get(question.catalogue, "CLN")
        if question.kind in {"person", "organization", "group"}:
            inner = {
                each.name: self._inner(question, each) for each in inner_questions(question) if each.kind != "computed"
            }
            return [inner] * max(1, question.minimum or 0) if question.kind == "group" else inner
        if question.kind == "table":
            return [{column.key: self._cell(column) for column in question.columns}]
        choice = teller.dice.choice(question.choices)
        return [choice] if question.kind == "multiselect" else choice

    def _inner(self, question: Any, part: Any) -> Any:
        """A part of a person or of a row: of the same person throughout."""
        name = {"full_name": "name", "id_number": "pin", "born_year": "birth_year"}.get(part.name, part.name)
        shape = _SHAPES.get(name, {}).get(part.kind)
        one = self._person(question.name.rsplit("_", 1)[-1])
        return shape(one) if shape and question.kind != "organization" else self.answer(part)

    def _written(self, question: Any) -> str:
        found = _EXAMPLE.search(question.hint)
        text = (
            found.group(1).strip(" .")
            if found
            else f"{question.spoken[:1].upper()}{question.spoken[1:]} như hồ sơ gửi kèm"
        )
        return f"{text[:1].upper()}{text[1:]}"[: question.max_length or 300]

    def _day(self, question: Any) -> str:
        if not question.past and (question.name.endswith(_AHEAD) or "muốn" in question.label.casefold()):
            return self.teller.ahead(8, 40)
        return self.teller.ago(20, 60)

    def _figure(self, question: Any) -> float:
        lowest = question.minimum or 0
        if question.name.endswith("year"):
            return max(lowest, 2024 - self.teller.dice.randint(0, 20))
        found = _EXAMPLE.search(question.hint)
        digits = re.search(r"\d[\d.]*(,\d+)?", found.group(1)) if found else None
        if digits:
            figure = float(digits.group().rstrip(".").replace(".", "").replace(",", "."))
            if lowest <= figure <= (question.maximum or 10**12):
                return int(figure) if figure.is_integer() or question.kind != "decimal" else figure
        return {"money": 20_000_000, "decimal": 50}.get(question.kind, max(1, lowest) if question.maximum != 0 else 0)

    def _cell(self, column: Any) -> str:
        if column.kind == "date":
            return (date(1990, 1, 1) + timedelta(days=self.teller.dice.randint(0, 9000))).isoformat()
        if column.kind in {"id_number", "gender"}:
            one = self._person("row")
            return one.id_number if column.kind == "id_number" else one.gender
        label = column.label.casefold()
        for word, text in _CELLS.items():
            if word in label:
                return text
        return self._person("row").name if "tên" in label or "chủ" in label else "1"


def _birth_date(person: "Person") -> str:
    return person.birth_date.isoformat()


_SHAPES: dict[str, dict[str, Any]] = {
    "name": {"name": lambda person: person.name},
    "pin": {"id_number": lambda person: person.id_number},
    "birth_date": {"date": _birth_date},
    "birth_year": {"number": lambda person: person.birth_date.year},
    "address": {"address": lambda person: person.address},
    "gender": {"radio": lambda person: person.gender},
    "phone": {"phone": lambda person: person.international_phone},
    "ethnicity": {"catalog": lambda person: person.ethnicity},
    "nationality": {"catalog": lambda _: "VN"},
}
_CELLS = {
    "diện tích": "120",
    "loại đất": "Đất trồng cây lâu năm",
    "loại nhà": "Nhà ở cấp IV",
    "tên thương nhân": "Công ty TNHH Thương mại Hoàng Mai",
    "tên sản phẩm": "Cà phê bột",
    "sản lượng": "12 tấn",
    "nguồn nguyên liệu": "Mua của nông dân xã Ia Ly",
    "địa chỉ": "Thôn Hòa Bình, xã Chư Sê",
    "nơi": "Thôn Hòa Bình, xã Chư Sê",
    "quan hệ": "Con",
    "đang học": "Đang đi học",
    "nghề nghiệp": "Làm nông tại nhà",
    "từ tháng": "Tháng 9/2008",
    "đến tháng": "Nay",
    "biển số": "81C-123.45",
    "nhãn hiệu": "Thaco Ollin",
    "số khung": "RLHPC1234NY000321",
    "lối đi": "Ra đường thôn rộng 4 m",
    "xứ đồng": "Cánh đồng làng Ốp",
    "số giấy phép": "05/GP-UBND",
    "số giấy chứng nhận": "DD 123456",
    "nhiệm vụ": "Phó chủ nhiệm",
    "liên quan": "Người sử dụng đất liền kề",
    "tình trạng": "Đang đi học đại học",
    "năm sinh": "1979",
    "năm": "2015",
}
