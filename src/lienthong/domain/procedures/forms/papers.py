"""Papers of the dossier (thành phần hồ sơ)."""

from typing import Any

from lienthong.domain.procedures.choices import AcceptedAs, Mark, PaperMode
from lienthong.domain.procedures.forms.boxes import Box, Part, Row, Table
from lienthong.domain.procedures.record import Entry
from lienthong.kit.text_vi import slug

_SHOWN = ("sample_name", "sample_url", "only_shown", "optional")


def _load(entry: Entry) -> list[Row]:
    rows = []
    for paper in entry.get("requirements") or ():
        sample = paper.get("sample_form") or {}
        rows.append(
            {"originals": 1, "copies": 0, **paper}
            | {
                "optional": not paper.get("required", True),
                "only_shown": paper.get("mode") == PaperMode.PRESENT,
                "sample_name": sample.get("name"),
                "sample_url": sample.get("url"),
            }
        )
    return rows


def _build(rows: list[Row]) -> dict[str, Any]:
    taken = {row["key"] for row in rows if row.get("key")}
    return {"requirements": [_paper(row, taken) for row in rows if row.get("name")]}


def _paper(row: Row, taken: set[str]) -> Row:
    key = row.get("key")
    if not key:
        base = slug(row["name"])[:40].strip("-") or "giay-to"
        key = base
        number = 2
        while key in taken:
            key, number = f"{base}-{number}", number + 1
        taken.add(key)
    paper = {name: value for name, value in row.items() if name not in _SHOWN and value not in (None, "", [], False)}
    paper |= {
        "key": key,
        "originals": row.get("originals") if row.get("originals") is not None else 1,
        "copies": row.get("copies") or 0,
    }
    for name, value in (("required", not row.get("optional")), ("mode", PaperMode.PRESENT.value)):
        paper.pop(name, None)
        if (name == "required" and not value) or (name == "mode" and row.get("only_shown")):
            paper[name] = value
    if row.get("sample_name") or row.get("sample_url"):
        paper["sample_form"] = {"name": row.get("sample_name") or "", "url": row.get("sample_url") or ""}
    else:
        paper.pop("sample_form", None)
    return paper


PAPERS = Part(
    tables=(
        Table(
            key="papers",
            label="Thành phần hồ sơ",
            one="giấy tờ",
            hint="Bản khai của người dân đi theo khóa của giấy tờ: sửa tên thì giấy đã tải lên vẫn ở đúng chỗ, bỏ dòng thì giấy không còn được hỏi.",
            boxes=(
                Box(key="name", label="Tên giấy tờ", kind="long", rows=1, wide="wide"),
                Box(key="originals", label="Bản chính", kind="number", wide="narrow"),
                Box(key="copies", label="Bản sao", kind="number", wide="narrow"),
                Box(key="optional", label="Nếu có", kind="bool", wide="narrow"),
            ),
            more=(
                Box(key="accepted_as", label="Nhận loại bản", kind="checks", choices=AcceptedAs.choices, wide="wide"),
                Box(key="when", label="Khi nào phải có", kind="long", rows=2),
                Box(key="instead", label="Giấy tờ thay thế", kind="long", rows=2),
                Box(key="cases", label="Chỉ cho trường hợp (không chọn: mọi trường hợp)", kind="checks", choices=lambda known: known.cases, wide="wide"),
                Box(key="only_shown", label="Chỉ xuất trình, không nộp", kind="bool"),
                Box(key="from_form", label="Lập từ tờ khai điện tử, không hỏi tệp", kind="bool"),
                Box(key="from_register", label="Không hỏi người đã định danh: lấy từ cơ sở dữ liệu", kind="bool"),
                Box(key="register", label="Cơ sở dữ liệu nguồn"),
                Box(key="code", label="Mã giấy tờ"),
                Box(key="sample_name", label="Tên mẫu đơn"),
                Box(key="sample_url", label="Địa chỉ mẫu đơn"),
                Box(key="mark", label="Đối chiếu", kind="select", choices=Mark.choices),
            ),
            load=_load,
            build=_build,
            name_of=lambda row: str(row.get("key") or ""),
        ),
    )
)  # fmt: skip
