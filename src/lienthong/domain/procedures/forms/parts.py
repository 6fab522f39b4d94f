"""The parts of a draft as officials fill them in (các phần của dự thảo): general, steps, results, form; ways and papers stand beside."""

from dataclasses import dataclass
from typing import Any

from lienthong.domain.procedures.choices import (
    DraftPart,
    Mark,
    OldServiceLevel,
    ServiceLevel,
    Subject,
    TierCode,
)
from lienthong.domain.procedures.forms.boxes import Box, Choices, Part, Row, Table
from lienthong.domain.procedures.forms.papers import PAPERS
from lienthong.domain.procedures.forms.ways import WAYS
from lienthong.domain.procedures.record import Entry, results_of
from lienthong.domain.procedures.wording import EVERY_CASE, PROFILES
from lienthong.kit.text_vi import slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What choices are made of: `fields`, `forms`, `workflows` (code, label); `cases` and `questions` of this draft."""

    fields: Choices = ()
    forms: Choices = ()
    workflows: Choices = ()
    cases: Choices = ()
    questions: Choices = ()


MARKS: Choices = tuple((str(code), str(label)) for code, label in Mark.choices)


def free_key(name: str, taken: set[str]) -> str:
    """A short key made of a name that no other row has."""
    base = slug(name)[:40].strip("-") or "muc"
    key, number = base, 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    taken.add(key)
    return key


def _bare(row: Row, *keys: str) -> Row:
    """The row with `keys` of the editor, without those that say nothing."""
    return {key: value for key, value in row.items() if value not in (None, "", []) or key in keys}


# ---- general ----


def _load_tiers(entry: Entry) -> list[Row]:
    return [{"profile": profile, **row} for profile, rows in (entry.get("tiers") or {}).items() for row in rows]


def _build_tiers(rows: list[Row]) -> dict[str, Any]:
    tiers: dict[str, list[Row]] = {}
    for row in rows:
        profile = row.get("profile") or "2tier-2025"
        tiers.setdefault(profile, []).append(
            {"tier": row.get("tier") or TierCode.COMMUNE.value, "agency": row.get("agency") or ""}
        )
    return {"tiers": tiers}


def _agencies(key: str, label: str) -> Table:
    return Table(
        key=key,
        label=label,
        one="cơ quan",
        boxes=(Box(key="name", label="Tên cơ quan", wide="wide"), Box(key="code", label="Mã định danh", wide="narrow")),
        load=lambda entry: list(entry.get(key) or ()),
        build=lambda rows: {key: [_bare(row) for row in rows if row.get("name")]},
        name_of=lambda row: str(row.get("name") or ""),
    )


GENERAL = Part(
    boxes=(
        Box(key="name", label="Tên đầy đủ, như quyết định công bố", kind="long", rows=2, wide="wide"),
        Box(key="short_name", label="Tên ngắn, như người dân gọi", wide="wide"),
        Box(key="summary", label="Một câu cho người dân", kind="long", rows=2, wide="wide"),
        Box(key="field", label="Lĩnh vực", kind="select", choices=lambda known: known.fields),
        Box(key="service_level_2022", label="Mức độ dịch vụ công (Nghị định 42/2022/NĐ-CP)", kind="select", choices=ServiceLevel.choices),
        Box(key="service_level_2019", label="Mức độ cũ (Nghị định 43/2011/NĐ-CP)", kind="select", choices=tuple((str(code), str(label)) for code, label in OldServiceLevel.choices), is_number=True),
        Box(key="dossier_sets", label="Số bộ hồ sơ", kind="number", wide="narrow"),
        Box(key="subjects", label="Ai được nộp", kind="checks", choices=Subject.choices, wide="wide"),
        Box(key="keywords", label="Từ người dân hay gõ khi tìm, mỗi dòng một từ", kind="lines", rows=3),
        Box(key="national_subjects", label="Đối tượng, như bản quốc gia, mỗi dòng một đối tượng", kind="lines", rows=3),
        Box(key="national_tier", label="Cấp thực hiện, như bản quốc gia"),
        Box(key="kind_text", label="Loại thủ tục, như bản quốc gia"),
    ),
    tables=(
        Table(
            key="tiers",
            label="Nơi giải quyết",
            one="dòng",
            hint="Cấp tỉnh: ghi tên ngắn của sở, ví dụ Sở Y tế; cấp xã: UBND cấp xã.",
            boxes=(
                Box(key="profile", label="Mô hình", kind="select", choices=tuple(PROFILES.items())),
                Box(key="tier", label="Cấp", kind="select", choices=TierCode.choices),
                Box(key="agency", label="Cơ quan", wide="wide"),
            ),
            load=_load_tiers,
            build=_build_tiers,
            name_of=lambda row: f"{row.get('profile')}/{row.get('tier')}/{row.get('agency')}",
        ),
        _agencies("carried_out_by", "Cơ quan thực hiện"),
        _agencies("combined_with", "Cơ quan phối hợp"),
    ),
)  # fmt: skip

# ---- cases and steps ----


def _build_cases(rows: list[Row]) -> dict[str, Any]:
    taken = {row["key"] for row in rows if row.get("key")}
    return {
        "cases": [
            {**row, "key": row.get("key") or free_key(row["name"], taken), "name": row["name"]}
            for row in rows
            if row.get("name")
        ]
    }


def _build_order(rows: list[Row]) -> dict[str, Any]:
    return {"order": [{"case": row.get("case") or "", "steps": row["steps"]} for row in rows if row.get("steps")]}


STEPS = Part(
    tables=(
        Table(
            key="cases",
            label="Trường hợp",
            one="trường hợp",
            hint="Chỉ khai khi thủ tục có nhiều trường hợp với giấy tờ hoặc trình tự khác nhau.",
            boxes=(Box(key="name", label="Tên trường hợp", wide="wide"),),
            load=lambda entry: list(entry.get("cases") or ()),
            build=_build_cases,
            name_of=lambda row: str(row.get("key") or ""),
        ),
        Table(
            key="order",
            label="Trình tự thực hiện",
            one="trình tự",
            hint="Mỗi dòng là một bước. Trường hợp mới thêm ở trên chọn được sau khi lưu.",
            boxes=(
                Box(key="case", label=f"Trường hợp (bỏ trống: {EVERY_CASE.lower()})", kind="select", choices=lambda known: known.cases),
                Box(key="steps", label="Các bước, mỗi dòng một bước", kind="lines", rows=6, wide="wide"),
            ),
            load=lambda entry: list(entry.get("order") or ()),
            build=_build_order,
            name_of=lambda row: str(row.get("case") or ""),
        ),
    )
)  # fmt: skip

# ---- results, legal bases, conditions ----


def _build_results(rows: list[Row]) -> dict[str, Any]:
    results = [_bare(row) for row in rows if row.get("name")]
    return {"result": results[0] if results else None, "results": results if len(results) > 1 else []}


RESULTS = Part(
    boxes=(Box(key="conditions", label="Yêu cầu, điều kiện, mỗi dòng một điều", kind="lines", rows=4, wide="wide"),),
    tables=(
        Table(
            key="results",
            label="Kết quả thực hiện",
            one="kết quả",
            boxes=(Box(key="name", label="Tên kết quả", wide="wide"), Box(key="code", label="Mã kết quả", wide="narrow")),
            load=lambda entry: [dict(row) for row in results_of(entry)],
            build=_build_results,
            name_of=lambda row: str(row.get("name") or ""),
        ),
        Table(
            key="laws",
            label="Căn cứ pháp lý",
            one="văn bản",
            boxes=(
                Box(key="number", label="Số, ký hiệu", wide="narrow"),
                Box(key="title", label="Trích yếu", wide="wide"),
                Box(key="mark", label="Đối chiếu", kind="select", choices=MARKS, wide="narrow"),
            ),
            load=lambda entry: list(entry.get("legal_bases") or ()),
            build=lambda rows: {"legal_bases": [_bare(row) for row in rows if row.get("number") or row.get("title")]},
            name_of=lambda row: f"{row.get('number') or ''} {row.get('title') or ''}",
        ),
    ),
)  # fmt: skip

# ---- form and process ----

KEPT = "="
"""Chosen for the form or the process that the entry brings along itself."""


def _load_form(entry: Entry) -> Row:
    return {key: (entry.get(key) or {}).get("code") or (KEPT if entry.get(key) else "") for key in ("form", "workflow")}


def _build_form(typed: Row, entry: Entry) -> dict[str, Any]:
    return {
        key: entry.get(key) if value == KEPT else {"code": value} if value else None for key, value in typed.items()
    }


FORM = Part(
    load=_load_form,
    build=_build_form,
    boxes=(
        Box(key="form", label="Tờ khai điện tử", kind="select", choices=lambda known: known.forms, wide="wide"),
        Box(
            key="workflow", label="Quy trình nội bộ", kind="select", choices=lambda known: known.workflows, wide="wide"
        ),
    ),
)

PARTS: dict[str, Part] = {
    DraftPart.GENERAL: GENERAL,
    DraftPart.STEPS: STEPS,
    DraftPart.WAYS: WAYS,
    DraftPart.PAPERS: PAPERS,
    DraftPart.RESULTS: RESULTS,
    DraftPart.FORM: FORM,
}
