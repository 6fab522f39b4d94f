"""The catalogue as open data (dữ liệu mở danh mục thủ tục): what is published, nothing of anybody, row by row so that no catalogue is too large.

Documented by data/open_data.schema.json; a change of a field's meaning is a new `schema_version`.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet

from lienthong.domain.procedures.choices import ProcedureStatus
from lienthong.domain.procedures.models import Decision, Period, ProcedureVersion
from lienthong.domain.procedures.queries.national import national_parts
from lienthong.domain.procedures.queries.versions import time_text
from lienthong.kit import clock

SCHEMA_VERSION = "1.0"
SCHEMA = Path(__file__).resolve().parents[1] / "data" / "open_data.schema.json"
CHUNK = 200
COLUMNS = (
    # name in the CSV, what it holds
    ("ma_thu_tuc", "Mã trong cơ sở dữ liệu quốc gia, ví dụ 1.001193"),
    ("ten", "Tên đầy đủ theo quyết định công bố"),
    ("ten_ngan", "Tên gọi ngắn"),
    ("ma_linh_vuc", "Mã lĩnh vực"),
    ("linh_vuc", "Tên lĩnh vực"),
    ("tinh_trang", "active đang áp dụng, suspended tạm ngừng, withdrawn đã bãi bỏ"),
    ("tu_ngay", "Ngày tình trạng này có hiệu lực, dạng 2026-11-26"),
    ("phien_ban", "Số phiên bản"),
    ("ap_dung_tu", "Ngày phiên bản có hiệu lực"),
    ("quyet_dinh", "Quyết định công bố, tạm ngừng hoặc bãi bỏ"),
    ("co_quan", "Cơ quan giải quyết, cách nhau dấu chấm phẩy"),
    ("doi_tuong", "citizen công dân, business doanh nghiệp, organization cơ quan, tổ chức"),
    ("cach_nop", "counter trực tiếp, online trực tuyến, post bưu chính"),
    ("thoi_han", "Thời hạn bằng chữ"),
    ("thoi_han_so", "Thời hạn bằng số, trống khi hồ sơ công bố chỉ ghi bằng lời"),
    ("thoi_han_don_vi", "same_day, hours, working_days, days, months"),
    ("giay_to", "Tên giấy tờ, cách nhau dấu chấm phẩy"),
    ("phi", "Mức phí, lệ phí (đồng) và cách tính, cách nhau dấu chấm phẩy"),
    ("ket_qua", "Kết quả, cách nhau dấu chấm phẩy"),
    ("can_cu", "Số, ký hiệu văn bản, cách nhau dấu chấm phẩy"),
    ("muc_do", "full toàn trình, partial một phần, info cung cấp thông tin"),
    ("du_lieu_minh_hoa", "1: có mục chưa đối chiếu với văn bản gốc"),
    ("dia_chi", "Trang của thủ tục"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """How far the data go: `changed_at` (UTC) and a fingerprint that is the same while nothing changes; how many rows."""

    changed_at: datetime
    fingerprint: str
    procedures: int
    withdrawn: int


def edition() -> Edition:
    """The data as they are now (2 queries). Statuses turn with the day, so a day to come may change it without anybody's act."""
    today = clock.today()
    told = Decision.objects.aggregate(
        last=Max("made_at"),
        back=Max("called_back_at"),
        day=Max("effective_from", filter=Q(effective_from__lte=today, called_back_at__isnull=True)),
        count=Count("pk"),
        now=Count("pk", filter=Q(effective_from__lte=today, called_back_at__isnull=True)),
    )
    rows = _today().aggregate(
        all=Count("pk"), withdrawn=Count("pk", filter=Q(status=ProcedureStatus.WITHDRAWN)), newest=Max("pk")
    )
    moments = [told["last"], told["back"]]
    if told["day"]:
        moments.append(datetime.combine(told["day"], time(), tzinfo=clock.VIETNAM).astimezone(UTC))
    said = json.dumps(
        [SCHEMA_VERSION, settings.PROFILE, settings.PUBLIC_URL, *map(str, [*told.values(), *rows.values()])]
    )
    return Edition(
        changed_at=max((each for each in moments if each), default=datetime(2000, 1, 1, tzinfo=UTC)),
        fingerprint=hashlib.sha256(said.encode()).hexdigest()[:24],
        procedures=rows["all"],
        withdrawn=rows["withdrawn"],
    )


def open_rows() -> Iterator[dict[str, Any]]:
    """Every procedure ever published, by code, as the JSON file holds it; of a withdrawn one only what tells of its end. 4 queries a chunk."""
    rows = (
        _today()
        .select_related("version", "field", "decision")
        .prefetch_related("version__requirements", "version__fees", "version__legal_bases")
        .order_by("code")
    )
    for period in rows.iterator(chunk_size=CHUNK):
        yield _row(period)


def csv_row(row: dict[str, Any]) -> list[str]:
    """A row of `open_rows` as the columns of the CSV. Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    limit = row.get("time_limit") or {}
    values = [
        row["code"],
        row["name"],
        row["short_name"],
        row["field"]["code"],
        row["field"]["name"],
        row["status"],
        row["status_since"],
        str(row["version"]),
        row.get("valid_from", ""),
        row["decision"],
        "; ".join(each["agency"] for each in row.get("agencies", ())),
        ";".join(row.get("subjects", ())),
        ";".join(row.get("channels", ())),
        limit.get("text", ""),
        str(limit["value"]) if limit.get("value") is not None else "",
        limit.get("unit", ""),
        "; ".join(each["name"] for each in row.get("requirements", ())),
        "; ".join(f"{each['name']}: {each['amount']}/{each['per']}" for each in row.get("fees", ())),
        "; ".join(each["name"] for each in row.get("results", ())),
        "; ".join(each["number"] or each["title"] for each in row.get("legal_bases", ())),
        row.get("service_level", ""),
        "1" if row.get("has_demo_content") else "0",
        row["url"],
    ]
    return [_harmless(value) for value in values]


@cache
def open_data_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of the JSON file."""
    return dict(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _today() -> QuerySet[Period]:
    return Period.objects.filter(days__contains=clock.today())


def _harmless(text: str) -> str:
    text = " ".join(text.split())
    return f"'{text}" if text[:1] in {"=", "+", "@"} or (text[:1] == "-" and text[1:2].strip()) else text


def _row(period: Period) -> dict[str, Any]:
    version: ProcedureVersion = period.version
    row: dict[str, Any] = {
        "code": period.code,
        "name": version.name,
        "short_name": version.short_name,
        "field": {"code": period.field.code, "name": period.field.name},
        "status": period.status,
        "status_since": period.days.lower.isoformat(),
        "version": version.number,
        "decision": period.decision.number,
        "url": f"{settings.PUBLIC_URL.rstrip('/')}/thu-tuc/{period.code}/",
    }
    if period.status == ProcedureStatus.WITHDRAWN:
        return row
    parts = national_parts(version.entry)
    results = [{"name": each.name, "code": each.code} for each in parts.results if each.name]
    return row | {
        "valid_from": version.valid_from.isoformat(),
        "summary": version.summary,
        "agencies": version.tiers.get(settings.PROFILE, []),
        "carried_out_by": [each.name for each in parts.carried_out_by],
        "combined_with": [each.name for each in parts.combined_with],
        "subjects": list(version.subjects),
        "channels": list(version.channels),
        "time_limit": {
            "value": version.time_limit_value,
            "unit": version.time_limit_unit,
            "text": time_text(version.time_limit_value, version.time_limit_unit),
            "note": version.time_note,
        },
        "dossier_sets": version.dossier_sets,
        "service_level": version.service_level_2022,
        "cases": [{"key": each.code, "name": each.name} for each in parts.cases],
        "requirements": [
            {
                "name": each.name,
                "originals": each.originals,
                "copies": each.copies,
                "required": each.required,
                "when": each.when,
                "cases": list(each.cases),
                "mark": each.mark,
            }
            for each in version.requirements.all()
        ],
        "fees": [
            {
                "kind": each.kind,
                "name": each.name,
                "amount": each.amount,
                "per": each.per,
                "channel": each.channel,
                "note": each.note,
                "mark": each.mark,
            }
            for each in version.fees.all()
        ],
        "conditions": list(version.conditions),
        "results": results
        or ([{"name": version.result_name, "code": version.result_code}] if version.result_name else []),
        "legal_bases": [
            {"number": each.number, "title": each.title, "mark": each.mark} for each in version.legal_bases.all()
        ],
        "has_demo_content": period.is_demo,
    }
