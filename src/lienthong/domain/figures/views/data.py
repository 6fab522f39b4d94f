"""The same figures as data (dữ liệu mở của số liệu): one file a table, in CSV and JSON, with its dictionary."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from lienthong.domain.figures import queries
from lienthong.domain.figures.errors import NoSuchPeriod
from lienthong.domain.figures.queries import EditionRow
from lienthong.domain.figures.rules.cells import COLUMNS
from lienthong.domain.figures.rules.periods import read_slug
from lienthong.domain.figures.rules.protecting import ALONGSIDE, LEAST, SHARES, SMALL
from lienthong.domain.figures.rules.words import CHANNELS, LABELS, MEASURES, WORDS
from lienthong.kit.access import public

LICENCE = "https://creativecommons.org/licenses/by/4.0/deed.vi"
KEPT_SECONDS = 300
BOM = "\ufeff"
MARKS = {SMALL: f"<{LEAST}", ALONGSIDE: "*"}
RATES = ("done", "on_time_rate", "open", "days_each")
SHARE_WORDS = {
    "in_time": "Giải quyết trước hạn, đúng hạn",
    "late": "Giải quyết quá hạn",
    "other": "Từ chối, rút, dừng, chuyển đi",
    "open": "Đang giải quyết",
}

type Line = dict[str, Any]


def _province(edition: EditionRow) -> Iterator[Line]:
    for key, label in {
        "all": "Mọi hồ sơ của cơ quan",
        "people": "Theo người dân (hồ sơ con tính một lần)",
        **CHANNELS,
    }.items():
        if key in edition.totals:
            yield {"group": key, "name": label, **edition.totals[key]}


def _units(edition: EditionRow) -> Iterator[Line]:
    for row in queries.units_of(edition):
        heard = row.answers
        yield {
            "code": row.code, "name": row.name, "tier": row.group, **row.numbers._asdict(), **_rates(row),
            "answers": heard.number if heard.rate is not None or not heard.number else f"<{LEAST}",
            "satisfied_rate": _round(heard.rate),
            "late_minutes": row.late_minutes,
        }  # fmt: skip


def _procedures(edition: EditionRow) -> Iterator[Line]:
    for row in queries.procedures_of(edition):
        yield {
            "code": row.code,
            "name": row.name,
            "field": row.group,
            "field_name": row.group_name,
            **row.numbers._asdict(),
            **_rates(row),
        }


def _fields(edition: EditionRow) -> Iterator[Line]:
    for row in queries.fields_of(edition):
        yield {"code": row.code, "name": row.name, **row.numbers._asdict(), **_rates(row)}


def _meetings(edition: EditionRow) -> Iterator[Line]:
    for unit, procedure, meeting in queries.all_meetings(edition):
        yield {
            "unit": unit[0], "unit_name": unit[1], "procedure": procedure[0], "procedure_name": procedure[1],
            "whole": MARKS.get(meeting.whole, meeting.whole),
            **{name: MARKS.get(count, count) for name, count in zip(SHARES, meeting.shares, strict=True)},
        }  # fmt: skip


TABLES: dict[str, Callable[[EditionRow], Iterator[Line]]] = {
    "toan-tinh": _province,
    "don-vi": _units,
    "thu-tuc": _procedures,
    "linh-vuc": _fields,
    "don-vi-thu-tuc": _meetings,
}
"""Address of a table -> its lines."""


@require_safe
@public
def table(request: HttpRequest, slug: str, name: str, form: str) -> HttpResponseBase:
    """One table of the newest edition of a period (`ban`: of that edition). 304 for who has it. Raises NoSuchPeriod."""
    number = request.GET.get("ban", "")
    edition = queries.edition_for(
        read_slug(slug), int(number) if number.isascii() and number.isdecimal() and len(number) < 4 else None
    )
    if name not in TABLES:
        raise NoSuchPeriod("Không có bảng này. Xem danh sách bảng ở trang Dữ liệu mở.")
    with_bom = form == "csv" and request.GET.get("bom") == "1"
    etag = f'"{edition.digest[:20]}-{name}-{form}{"-bom" if with_bom else ""}"'
    headers = {
        "ETag": etag,
        "Cache-Control": f"public, max-age={KEPT_SECONDS}",
        "Access-Control-Allow-Origin": "*",
        "Link": f'<{LICENCE}>; rel="license"',
        "Content-Disposition": f'inline; filename="so-lieu-{slug}-{name}.{form}"',
    }
    if edition.published_at is not None:
        headers["Last-Modified"] = http_date(edition.published_at.timestamp())
    if etag in {each.strip() for each in request.headers.get("If-None-Match", "").split(",")}:
        return HttpResponse(status=304, headers=headers)
    lines = TABLES[name](edition)
    if form == "csv":
        return HttpResponse(
            (BOM if with_bom else "") + _csv(lines), content_type="text/csv; charset=utf-8", headers=headers
        )
    return HttpResponse(_json(edition, name, lines), content_type="application/json; charset=utf-8", headers=headers)


@require_safe
@public
def words(request: HttpRequest) -> HttpResponse:
    """The dictionary of every column."""
    return HttpResponse(
        json.dumps(dictionary_of_data(), ensure_ascii=False, indent=1),
        content_type="application/json; charset=utf-8",
        headers={"Access-Control-Allow-Origin": "*", "Cache-Control": f"public, max-age={KEPT_SECONDS}"},
    )


def dictionary_of_data() -> list[dict[str, str]]:
    """Key, label, definition and source of each column of the files."""
    rows = [word._asdict() for word in (*WORDS, *MEASURES)]
    rows += [
        {
            "key": f"{name} (don-vi-thu-tuc)",
            "label": label,
            "definition": f"Số từ 1 đến {LEAST - 1} ở lĩnh vực nhạy cảm ghi “<{LEAST}”; “*”: ẩn kèm theo để không tính ngược ra được.",
            "source": "",
        }
        for name, label in SHARE_WORDS.items()
    ]
    rows.append(
        {
            "key": "spent",
            "label": "Giây giải quyết",
            "definition": "Cộng thời gian giải quyết của các hồ sơ xong trong kỳ, tính bằng giây.",
            "source": "",
        }
    )
    return rows


def _rates(row: queries.Row) -> Line:
    numbers = row.numbers
    return {
        "done": numbers.done,
        "on_time_rate": _round(numbers.on_time_rate),
        "open": numbers.open,
        "days_each": _round(numbers.days_each),
    }


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _csv(lines: Iterable[Line]) -> str:
    out = io.StringIO()
    writer: Any = None
    for line in lines:
        if writer is None:
            writer = csv.DictWriter(out, list(line), lineterminator="\r\n")
            writer.writeheader()
        writer.writerow({name: _plain(value) for name, value in line.items()})
    return out.getvalue()


def _plain(value: object) -> object:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "@", "-"} else value


def _json(edition: EditionRow, name: str, lines: Iterable[Line]) -> str:
    period = edition.report.period
    return json.dumps(
        {
            "title": f"{queries.OPEN_TABLES[name]}, {period.name}",
            "publisher": f"Ủy ban nhân dân tỉnh {settings.PROVINCE_NAME}",
            "licence": LICENCE,
            "period": period.slug,
            "from": period.starts_on.isoformat(),
            "to": period.last_day.isoformat(),
            "edition": edition.number,
            "reason": edition.reason,
            "published_at": edition.published_at.isoformat() if edition.published_at else None,
            "digest": edition.digest,
            "method": edition.method,
            "columns": {**{key: LABELS[key] for key in COLUMNS}, **{word.key: word.label for word in MEASURES}},
            "rows": list(lines),
        },
        ensure_ascii=False,
    )
