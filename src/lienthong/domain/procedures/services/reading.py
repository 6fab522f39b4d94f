"""Reading a catalogue file (đọc tệp danh mục): what must hold before anything of it is published.

The file is `{"fields": [{"code", "name"}], "procedures": [entry, …]}`. A folder is the
same in parts: `index.json` names the fields, `<field>.json` holds the procedures of one. Checks here are those the database and the
compilers of forms and workflows cannot make.
"""

import json
from pathlib import Path

from lienthong.domain.eforms import queries as eforms
from lienthong.domain.eforms.errors import FormNotFound
from lienthong.domain.procedures.errors import CatalogueRefused
from lienthong.domain.procedures.meaning import also_said, glued, plain
from lienthong.domain.procedures.record import Entry, hours_of, questions_asked_for, results_of
from lienthong.kit.text_vi import clean

BUILT_IN = Path(__file__).resolve().parents[1] / "data" / "catalogue"


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


def questions_of(entry: Entry) -> set[str]:
    """Names of the questions of its form, written out (`questions`) or named (`code`). Raises CatalogueRefused for an unknown form."""
    form = entry.get("form") or {}
    if "questions" in form:
        return {question["name"] for question in form["questions"]}
    if not form:
        return set()
    try:
        return set(eforms.current_form(form["code"]).schema["properties"])
    except FormNotFound as refusal:
        raise CatalogueRefused(
            f"Thủ tục {entry['code']}: chưa có tờ khai nào mã “{form['code']}” được công bố. Công bố tờ khai trước."
        ) from refusal


def check_entry(entry: Entry) -> None:
    """Refuse an entry whose parts contradict each other. Raises CatalogueRefused with the code and the finding."""
    code = entry["code"]
    asked_for = questions_asked_for(entry.get("fees") or ())
    questions = questions_of(entry) if any(asked_for.values()) else set()
    for fee, named in asked_for.items():
        if unknown := named - questions:
            raise CatalogueRefused(
                f"Thủ tục {code}: khoản “{fee}” tính theo câu hỏi {sorted(unknown)} không có trong tờ khai."
            )
    keys = [paper["key"] for paper in entry.get("requirements") or ()]
    if len(keys) != len(set(keys)):
        raise CatalogueRefused(f"Thủ tục {code}: hai giấy tờ có cùng khóa. Mỗi giấy tờ có một khóa riêng.")
    limit = entry.get("time_limit_value")
    steps = (entry.get("workflow") or {}).get("steps") or []
    if limit is None or not steps:
        return
    given = hours_of(limit, entry["time_limit_unit"])
    used = sum(step["hours"] for step in steps)
    if used > given + 0.01:
        raise CatalogueRefused(
            f"Thủ tục {code}: các bước cộng lại {used:g} giờ, quá thời hạn {given:g} giờ. Rút ngắn giờ của các bước."
        )


def search_columns(entry: Entry, field_name: str) -> dict[str, str]:
    """The four search columns of a period; `queries.search` says how they are used."""
    results = [result["name"] for result in results_of(entry)]
    names = [entry.get("short_name") or entry["name"], *(entry.get("keywords") or ()), *results[:1]]
    names += also_said([*names, entry["name"]])
    bare_code = entry["code"].split(".", 1)[-1]
    papers = [paper["name"] for paper in entry.get("requirements") or ()]
    everything = [
        entry["code"],
        bare_code,
        *names,
        *results[1:],
        entry["name"],
        field_name,
        entry.get("summary") or "",
        *papers,
    ]
    return {
        "search_exact": clean(" | ".join([*names, entry["name"]])).lower(),
        "search_title": " " + " ".join(plain(name) for name in names),
        "search_text": " " + " ".join(plain(part) for part in everything),
        "search_glued": " ".join(glued(name) for name in names),
    }
