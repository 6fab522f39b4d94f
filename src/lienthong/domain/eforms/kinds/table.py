"""Rows of the same questions (bảng): members of a household, parcels, floors."""

from lienthong.domain.eforms.kinds.base import Inputs, Read, text_problem
from lienthong.domain.eforms.kinds.dates import iso_problem, read_typed_day, shown_day
from lienthong.domain.eforms.kinds.text import id_number_problem
from lienthong.domain.eforms.structure import Column, Json, Question
from lienthong.kit.text_vi import clean, shown

MOST_ROWS = 30
GENDERS = ("Nam", "Nữ")
_CELL = 200


def _cell_problem(column: Column, value: Json) -> str:
    if column.kind == "id_number":
        return id_number_problem(value, called="Số định danh")
    if column.kind == "date":
        return iso_problem(value, past=column.label.casefold().startswith(("ngày sinh", "ngày cấp")))
    if column.kind == "gender" and value not in GENDERS:
        return f"“{shown(value)}” không phải là Nam hoặc Nữ"
    return text_problem(value, _CELL)


class Table:
    widget = "table"
    verb = "ghi"

    def schema(self, question: Question) -> dict[str, Json]:
        """Rows with at least one cell filled."""
        cells = {column.key: {"type": "string", "minLength": 1, "maxLength": _CELL} for column in question.columns}
        row = {"type": "object", "properties": cells, "additionalProperties": False, "minProperties": 1}
        return {"type": "array", "items": row, "minItems": 1, "maxItems": MOST_ROWS}

    def read(self, question: Question, inputs: Inputs) -> Read:
        """Boxes `name-<row>-<column>`; `name-rows` says how many rows the page had."""
        rows: list[dict[str, str]] = []
        value: list[dict[str, str]] = []
        problem = ""
        for number in range(min(inputs.number("rows"), MOST_ROWS)):
            if inputs.without == str(number):
                continue
            raw = {column.key: inputs.text(f"{number}-{column.key}") for column in question.columns}
            cells = {column.key: clean(raw[column.key]) for column in question.columns}
            if not any(cells.values()):
                continue
            rows.append(raw)
            for column in question.columns:
                wrong = ""
                if column.kind == "date" and cells[column.key]:
                    cells[column.key], wrong = read_typed_day(cells[column.key])
                elif column.kind == "id_number":
                    cells[column.key] = cells[column.key].replace(" ", "").replace(".", "")
                problem = problem or (wrong and f"Dòng {len(rows)}, {column.label}: {wrong[:1].lower()}{wrong[1:]}")
            value.append({key: text for key, text in cells.items() if text})
        return Read(value=None if problem else value or None, problem=problem, raw={"rows": rows})

    def problem(self, question: Question, value: Json) -> str:
        """The first wrong cell, by row and column."""
        if not isinstance(value, list) or not value:
            return "Bảng cần ít nhất một dòng"
        if len(value) > MOST_ROWS:
            return f"Có {len(value)} dòng. Ghi tối đa {MOST_ROWS} dòng, phần còn lại nộp kèm danh sách"
        columns = {column.key: column for column in question.columns}
        for number, row in enumerate(value, 1):
            if not isinstance(row, dict) or not row or not {*row} <= {*columns}:
                return f"Dòng {number} không đúng các cột: {', '.join(columns)}"
            for key, cell in row.items():
                problem = _cell_problem(columns[key], cell)
                if problem:
                    return f"Dòng {number}, {columns[key].label}: {problem[:1].lower()}{problem[1:]}"
        return ""

    def _cell(self, column: Column, row: dict[str, str]) -> str:
        text = row.get(column.key, "")
        return shown_day(text) if column.kind == "date" and text else text

    def display(self, question: Question, value: Json) -> str:
        """One line a row."""
        rows = (
            ", ".join(
                f"{column.label}: {self._cell(column, row)}" for column in question.columns if row.get(column.key)
            )
            for row in value
        )
        return "\n".join(f"{number}. {row}" for number, row in enumerate(rows, 1))

    def boxes(self, question: Question, value: Json) -> dict[str, Json]:
        """The rows as typed."""
        return {"rows": [{column.key: self._cell(column, row) for column in question.columns} for row in value]}
