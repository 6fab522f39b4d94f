"""The printed sheet of a procedure (tờ hướng dẫn A4): plain data for the template, as short as one page allows."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.safestring import SafeString

from lienthong.domain.procedures.queries.leaflet import Leaflet, Paper, channels_in_words, leaflet_of
from lienthong.domain.procedures.queries.versions import VersionSnapshot
from lienthong.kit.pdf import qr_svg, render

TEMPLATE = Path(__file__).resolve().parents[1] / "paper" / "leaflet.typ"
PT_LARGE, PT_SMALL = 10.5, 9.0
"""Letters of a usual sheet, and of one with much on it."""
MUCH = 2_600
MOST_STEPS = 9
LONGEST_STEP = 260


@lru_cache(maxsize=8192)
def qr_of(address: str) -> SafeString:
    """The QR code of an address, drawn once per process."""
    return qr_svg(address, "Mã QR mở trang thủ tục")


def leaflet_pdf(
    version: VersionSnapshot, *, case: str, site: str, province: str, today: date, notices: tuple[str, ...] = ()
) -> bytes:
    """One A4 sheet, two for the longest records. `notices`: what must be known first (suspended, about to change)."""
    what = leaflet_of(version, case)
    address = f"{site}/thu-tuc/{version.code}/" + (f"?truong-hop={what.case}" if what.case else "")
    said: dict[str, Any] = {
        "title": version.short_name,
        "agency": f"Ủy ban nhân dân tỉnh {province}",
        "code": version.code,
        "summary": version.summary,
        "notices": list(notices),
        "case": what.case_name,
        "url": address,
        "qr": str(qr_svg(address)),
        "printed": f"In ngày {today:%d/%m/%Y} · phiên bản {version.number}, áp dụng từ {version.valid_from:%d/%m/%Y}",
        "facts": _facts(version, what, site.partition("://")[2]),
        "papers": [_paper(each) for each in what.papers],
        "limits": [
            {"channel": row.channel, "time": row.time, "note": row.note, "fees": "; ".join(row.fees)}
            for row in what.limits
        ],
        "conditions": list(version.conditions),
        "steps": _steps(version, what),
        "laws": "; ".join(_law(law.kind, law.number, law.title) for law in version.legal_bases) + "."
        if version.legal_bases
        else "",
        "demo": version.has_demo,
    }
    said["size"] = PT_SMALL if len(str(said)) - len(said["qr"]) > MUCH else PT_LARGE
    return render(TEMPLATE, said)


def _facts(version: VersionSnapshot, what: Leaflet, site: str) -> list[dict[str, Any]]:
    rows = [
        ("Ông/bà nhận được", [name for name in what.results if name]),
        ("Ai được nộp", [what.subjects]),
        ("Chi phí", [f"{cost.text}{f' ({cost.name})' if cost.name else ''}" for cost in what.costs]),
        ("Thời gian", [version.time_limit_text + (f". {version.time_note}" if version.time_note else "")]),
        ("Cơ quan giải quyết", ["; ".join(version.agencies or what.carried_out_by)]),
        ("Nộp ở đâu", [each.replace("trên trang này", f"tại {site}") for each in channels_in_words(version)]),
    ]
    kept = [(label, [line for line in lines if line]) for label, lines in rows]
    return [{"label": label, "lines": lines} for label, lines in kept if lines]


def _paper(paper: Paper) -> dict[str, Any]:
    notes = [part.rstrip(".") for part in (paper.cases, paper.when, paper.instead) if part]
    if not paper.required:
        notes.insert(0, "Nếu có")
    what = f"Không phải nộp: lấy từ {paper.register}" if paper.register else paper.to_do
    if paper.is_filled_here:
        return {"name": paper.name, "note": "", "what": "Điền khi nộp trực tuyến hoặc tại quầy", "tick": False}
    shape = ", ".join(part for part in (paper.shape, paper.counted) if part)
    return {
        "name": paper.name,
        "note": ". ".join(notes) + ("." if notes else ""),
        "what": what if paper.register or not shape else f"{shape}. {what}",
        "tick": not paper.register,
    }


def _steps(version: VersionSnapshot, what: Leaflet) -> list[str]:
    if version.steps:
        inner = [step for step in version.steps if step.kind != "return"]
        told = [
            f"{step.name}{f' ({step.time_text[:1].lower() + step.time_text[1:]})' if step.time_text else ''}"
            for step in inner
        ]
        return ["Ông/bà nộp hồ sơ", *told, "Ông/bà nhận kết quả"]
    steps = [f"{part.case}: {step}" if part.case else step for part in what.order for step in part.steps][:MOST_STEPS]
    return [step if len(step) <= LONGEST_STEP else step[: LONGEST_STEP - 1].rsplit(" ", 1)[0] + "…" for step in steps]


def _law(kind: str, number: str, title: str) -> str:
    return f"{kind} {number} {title}".strip() if number else title
