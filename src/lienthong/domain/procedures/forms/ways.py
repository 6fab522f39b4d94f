"""Channels with their time limits and fees, and the fees the platform reckons (cách nộp, thời hạn, phí)."""

from typing import Any

from lienthong.domain.procedures.choices import FeeChannel, FeeKind, FilingChannel, Mark, TimeUnit
from lienthong.domain.procedures.forms.boxes import Box, Choices, Part, Row, Table
from lienthong.domain.procedures.record import Entry

RULES: Choices = (
    ("in", "là một trong"),
    ("not_in", "không phải"),
    ("below", "nhỏ hơn"),
    ("from", "từ"),
    ("older_than_days", "đã quá số ngày"),
)
TERMS_OF_QUANTITY = (1, 2)
FEES_OF_TERM = (1, 2, 3)


def _load_terms(entry: Entry) -> list[Row]:
    return [
        {
            **term,
            **_fee_boxes(term),
            "channel": way.get("channel"),
            "way_note": way.get("note"),
            "place": f"{way.get('channel')}#{number}",
        }
        for way in entry.get("ways") or ()
        for number, term in enumerate(way.get("terms") or (), 1)
    ] + [
        {"channel": way.get("channel"), "way_note": way.get("note"), "place": f"{way.get('channel')}#0"}
        for way in entry.get("ways") or ()
        if not way.get("terms")
    ]


def _build_terms(rows: list[Row]) -> dict[str, Any]:
    """Ways again, each with its terms; fees that the record prints beside a term stay with it."""
    ways: dict[str, Row] = {}
    for row in rows:
        channel = row.get("channel") or FilingChannel.COUNTER.value
        way = ways.setdefault(channel, {"channel": channel, "note": "", "terms": []})
        way["note"] = way["note"] or row.get("way_note") or ""
        fees = _fees_of(row)
        if row.get("value") is not None or row.get("text") or row.get("note") or fees:
            known = {
                key: value
                for key, value in row.items()
                if key not in {"channel", "way_note", "place"} and not key.startswith("fee")
            }
            known = {key: value for key, value in known.items() if key == "value" or value not in (None, "")}
            way["terms"].append({**known, "unit": row.get("unit") or "", "fees": fees})
    return {"ways": [{key: value for key, value in way.items() if value or key != "note"} for way in ways.values()]}


def _fee_boxes(term: Row) -> Row:
    """The first fees that the record prints beside a term, each as two boxes."""
    boxes: Row = {}
    for number, fee in zip(FEES_OF_TERM, term.get("fees") or (), strict=False):
        boxes[f"fee{number}"] = fee.get("amount")
        boxes[f"fee{number}_text"] = fee.get("text") or fee.get("note")
    return boxes


def _fees_of(row: Row) -> list[Row]:
    """The fees again: what the boxes do not show of a fee stays with it."""
    old = row.get("fees") or []
    fees = []
    for number in FEES_OF_TERM:
        was = old[number - 1] if number <= len(old) else {}
        amount, text = row.get(f"fee{number}"), row.get(f"fee{number}_text") or ""
        if amount is None and not text:
            continue
        said = "text" if amount is None or was.get("text") else "note"
        fees.append({"currency": "đồng", **was, "amount": amount, said: text})
    return fees + old[len(FEES_OF_TERM) :]


def _load_fees(entry: Entry) -> list[Row]:
    rows = []
    for fee in entry.get("fees") or ():
        row = dict(fee)
        for number, term in zip(TERMS_OF_QUANTITY, fee.get("quantity") or (), strict=False):
            row |= {f"q{number}": term["answer"]}
            row |= {f"q{number}_{key}": term[key] for key in ("after", "first", "most") if key in term}
        applies = fee.get("applies") or {}
        rule = next((code for code, _ in RULES if code in applies), "")
        value = applies.get(rule)
        row |= {
            "if_question": applies.get("answer"),
            "if_rule": rule,
            "if_value": "; ".join(map(str, value)) if isinstance(value, list) else value,
        }
        rows.append(row)
    return rows


def _build_fees(rows: list[Row]) -> dict[str, Any]:
    return {"fees": [_fee(row) for row in rows if row.get("name") and row.get("amount") is not None]}


def _fee(row: Row) -> Row:
    quantity = [
        {"answer": row[f"q{number}"]}
        | {
            key: row[f"q{number}_{key}"]
            for key in ("after", "first", "most")
            if row.get(f"q{number}_{key}") is not None
        }
        for number in TERMS_OF_QUANTITY
        if row.get(f"q{number}")
    ]
    fee = {
        "kind": row.get("kind") or FeeKind.FEE.value,
        "name": row["name"],
        "amount": row["amount"],
        "per": row.get("per") or "lần",
        "channel": row.get("channel") or "",
        "note": row.get("note") or "",
        "quantity": quantity + (row.get("quantity") or [])[len(TERMS_OF_QUANTITY) :],
        "applies": _applies(row),
        "mark": row.get("mark") or "",
    }
    return {key: value for key, value in fee.items() if value not in ("", [], {})}


def _applies(row: Row) -> Row:
    question, rule, value = row.get("if_question"), row.get("if_rule"), row.get("if_value") or ""
    if not (question and rule and value):
        return {}
    if rule in {"in", "not_in"}:
        return {"answer": question, rule: [each.strip() for each in value.split(";") if each.strip()]}
    return {"answer": question, rule: int(value)} if value.isdecimal() else {}


def _questions(known: Any) -> Choices:
    return tuple(known.questions)


def _quantity(number: int) -> tuple[Box, ...]:
    name = "Nhân với câu hỏi" if number == 1 else "rồi nhân với"
    return (
        Box(key=f"q{number}", label=name, kind="select", choices=_questions),
        Box(key=f"q{number}_after", label="bỏ qua số đầu", kind="number", wide="narrow"),
        Box(key=f"q{number}_first", label="chỉ tính số đầu", kind="number", wide="narrow"),
        Box(key=f"q{number}_most", label="nhiều nhất", kind="number", wide="narrow"),
    )


_UNITS = tuple((str(code), str(label)) for code, label in TimeUnit.choices)

WAYS = Part(
    boxes=(
        Box(key="channels", label="Cách nộp", kind="checks", choices=FilingChannel.choices, wide="wide"),
        Box(key="time_limit_value", label="Thời hạn để tính ngày hẹn", kind="number", wide="narrow"),
        Box(key="time_limit_unit", label="Đơn vị", kind="select", choices=_UNITS, wide="narrow"),
        Box(key="time_note", label="Ghi chú về thời hạn", kind="long", rows=2, wide="wide"),
        Box(
            key="exemptions", label="Miễn, giảm phí, lệ phí, mỗi dòng một đối tượng", kind="lines", rows=3, wide="wide"
        ),
    ),
    tables=(
        Table(
            key="terms",
            label="Thời hạn theo từng cách nộp",
            one="thời hạn",
            hint="Không có số thì để trống ô số và giữ nguyên lời văn.",
            boxes=(
                Box(key="channel", label="Cách nộp", kind="select", choices=FilingChannel.choices),
                Box(key="value", label="Số", kind="number", wide="narrow"),
                Box(key="unit", label="Đơn vị", kind="select", choices=_UNITS),
                Box(key="text", label="Nguyên văn", kind="long", rows=1, wide="wide"),
            ),
            more=(
                Box(key="note", label="Mô tả của thời hạn", kind="long", rows=2, wide="wide"),
                Box(key="way_note", label="Mô tả của cách nộp", kind="long", rows=2, wide="wide"),
                *(
                    box
                    for number in FEES_OF_TERM
                    for box in (
                        Box(key=f"fee{number}", label=f"Mức phí {number} (đồng)", kind="number", wide="narrow"),
                        Box(key=f"fee{number}_text", label="ghi như bản quốc gia", wide="wide"),
                    )
                ),
            ),
            load=_load_terms,
            build=_build_terms,
            name_of=lambda row: str(row.get("place") or ""),
        ),
        Table(
            key="fees",
            label="Phí, lệ phí hệ thống tính",
            one="khoản",
            hint="Mức 0 nghĩa là không thu, vẫn hiện cho người dân thấy.",
            boxes=(
                Box(key="name", label="Tên khoản", wide="wide"),
                Box(key="kind", label="Loại", kind="select", choices=FeeKind.choices, wide="narrow"),
                Box(key="amount", label="Mức (đồng)", kind="number", wide="narrow"),
                Box(key="per", label="Mỗi", wide="narrow"),
                Box(key="channel", label="Cách nộp", kind="select", choices=FeeChannel.choices),
            ),
            more=(
                Box(key="note", label="Ghi chú cho người dân", wide="wide"),
                *_quantity(1),
                *_quantity(2),
                Box(key="if_question", label="Chỉ thu khi câu hỏi", kind="select", choices=_questions),
                Box(key="if_rule", label="có trả lời", kind="select", choices=RULES),
                Box(key="if_value", label="giá trị (nhiều giá trị cách nhau bằng dấu ;)"),
                Box(key="mark", label="Đối chiếu", kind="select", choices=Mark.choices),
            ),
            load=_load_fees,
            build=_build_fees,
            name_of=lambda row: str(row.get("name") or ""),
        ),
    ),
)
