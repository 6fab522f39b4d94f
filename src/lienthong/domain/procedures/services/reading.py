"""Reading a catalogue file (đọc tệp danh mục): what must hold before anything of it is published.

The file is `{"fields": [{"code", "name"}], "procedures": [entry, …]}`; an entry is shown in docs/guides/thu-tuc.md. A folder is the
same in parts: `index.json` names the fields, `<field>.json` holds the procedures of one. Checks here are those the database and the
compilers of forms and workflows cannot make.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from lienthong.domain.procedures.choices import TimeUnit
from lienthong.domain.procedures.errors import CatalogueRefused
from lienthong.domain.procedures.queries.search import plain
from lienthong.kit.text_vi import clean, glue

type Entry = dict[str, Any]

BUILT_IN = Path(__file__).resolve().parents[1] / "data" / "catalogue"
HOURS_A_DAY = 8
# Công lịch ra ngày làm việc: 22 of 30 days are worked.
WORKED_OF_30_DAYS = 22


def read_catalogue(path: Path | None) -> Entry:
    """The file or folder at `path`, or what comes with the platform. Raises CatalogueRefused."""
    place = path or BUILT_IN
    if not place.is_dir():
        return _read(place)
    data = _read(place / "index.json")
    parts = [_read(place / f"{field['code']}.json") for field in data["fields"]]
    return data | {"procedures": [entry for part in parts for entry in part["procedures"]]}


def _read(path: Path) -> Entry:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise CatalogueRefused(
            f"Không đọc được tệp danh mục {path}: {error}. Tệp phải là JSON, mã hóa UTF-8."
        ) from error


def digest(entry: Entry) -> str:
    """SHA-256 of what a version says; popularity and search words may change without a new version."""
    said = {key: value for key, value in entry.items() if key not in {"popularity", "keywords", "field", "status"}}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def hours_of(limit: int, unit: str) -> float:
    """A time limit in working hours."""
    match unit:
        case TimeUnit.SAME_DAY:
            return HOURS_A_DAY
        case TimeUnit.HOURS:
            return limit
        case TimeUnit.WORKING_DAYS:
            return limit * HOURS_A_DAY
        case TimeUnit.DAYS:
            return limit * WORKED_OF_30_DAYS / 30 * HOURS_A_DAY
        case _:
            return limit * WORKED_OF_30_DAYS * HOURS_A_DAY


def check_entry(entry: Entry) -> None:
    """Refuse an entry whose parts contradict each other. Raises CatalogueRefused with the code and the finding."""
    code = entry["code"]
    questions = {question["name"] for question in entry["form"]["questions"]} if entry.get("form") else set()
    for fee in entry["fees"]:
        named = {term["answer"] for term in fee.get("quantity", [])} | (
            {fee["applies"]["answer"]} if fee.get("applies") else set()
        )
        if unknown := named - questions:
            raise CatalogueRefused(
                f"Thủ tục {code}: khoản “{fee['name']}” tính theo câu hỏi {sorted(unknown)} không có trong tờ khai."
            )
    keys = [paper["key"] for paper in entry["requirements"]]
    if len(keys) != len(set(keys)):
        raise CatalogueRefused(f"Thủ tục {code}: hai giấy tờ có cùng khóa. Mỗi giấy tờ có một khóa riêng.")
    given = hours_of(entry["time_limit_value"], entry["time_limit_unit"])
    used = sum(step["hours"] for step in entry["workflow"]["steps"]) if entry.get("workflow") else 0
    if used > given + 0.01:
        raise CatalogueRefused(
            f"Thủ tục {code}: các bước cộng lại {used:g} giờ, quá thời hạn {given:g} giờ. Rút ngắn giờ của các bước."
        )


def search_columns(entry: Entry, field_name: str) -> dict[str, str]:
    """The four search columns of a procedure; `queries.search` says how they are used."""
    names = [entry["short_name"], *entry.get("keywords", []), entry["result"]["name"]]
    bare_code = entry["code"].split(".", 1)[-1]
    papers = [paper["name"] for paper in entry["requirements"]]
    everything = [entry["code"], bare_code, *names, entry["name"], field_name, entry["summary"], *papers]
    return {
        "search_exact": clean(" | ".join([*names, entry["name"]])).lower(),
        "search_title": " " + " ".join(plain(name) for name in names),
        "search_text": " " + " ".join(plain(part) for part in everything),
        "search_glued": " ".join(glue(name) for name in names),
    }
