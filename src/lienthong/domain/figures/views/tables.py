"""Every unit, every procedure, in one table: sorted by any column, found by name without accents (bảng số liệu)."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.domain.figures import queries
from lienthong.domain.figures.queries import EditionRow, Row
from lienthong.domain.figures.views.frame import edition_of, frame, query_of
from lienthong.kit.access import public
from lienthong.kit.text_vi import fold
from lienthong.kit.ui.formats import number_vi, percent

TABLE_ROWS = 40
TIERS = {"tinh": "Cấp tỉnh", "huyen": "Cấp huyện", "xa": "Cấp xã"}
# key -> (head of the column, value to sort by)
SORTS: dict[str, tuple[str, Callable[[Row], float]]] = {
    "giai-quyet": ("Phải giải quyết", lambda row: row.numbers.taken),
    "xong": ("Đã giải quyết", lambda row: row.numbers.done),
    "dung-han": ("Đúng hạn", lambda row: -1 if row.numbers.on_time_rate is None else row.numbers.on_time_rate),
    "tre": ("Giải quyết quá hạn", lambda row: row.numbers.late),
    "dang": ("Đang giải quyết", lambda row: row.numbers.open),
    "dang-tre": ("Đang quá hạn", lambda row: row.numbers.overdue),
    "hai-long": ("Hài lòng", lambda row: -1 if row.answers.rate is None else row.answers.rate),
}


@require_safe
@public
def units(request: HttpRequest) -> HttpResponse:
    """Every unit; sorted by any column, found by name without accents."""
    edition = edition_of(request)
    if edition is None:
        return render(request, "figures/none.html", {})
    rows = queries.units_of(edition)
    groups = {row.group: TIERS.get(row.group, row.group) for row in rows if row.group}
    return _table(request, edition, rows, what="don-vi", groups=groups, group_key="cap", heard=True)


@require_safe
@public
def procedures(request: HttpRequest) -> HttpResponse:
    """Every procedure, likewise."""
    edition = edition_of(request)
    if edition is None:
        return render(request, "figures/none.html", {})
    rows = queries.procedures_of(edition)
    groups = dict(sorted({row.group: row.group_name for row in rows}.items(), key=lambda each: each[1]))
    return _table(request, edition, rows, what="thu-tuc", groups=groups, group_key="linh-vuc", heard=False)


def _table(
    request: HttpRequest,
    edition: EditionRow,
    rows: list[Row],
    *,
    what: str,
    groups: dict[str, str],
    group_key: str,
    heard: bool,
) -> HttpResponse:
    text, group, sort = (
        request.GET.get("q", "")[:80],
        request.GET.get(group_key, ""),
        request.GET.get("sap", "-giai-quyet"),
    )
    group = group if group in groups else ""
    key = sort.lstrip("-")
    if text.strip():
        rows = [row for row in rows if fold(text) in fold(f"{row.name} {row.code}")]
    if group:
        rows = [row for row in rows if row.group == group]
    if key in SORTS:
        rows = sorted(rows, key=SORTS[key][1], reverse=sort.startswith("-"))
    else:
        rows = sorted(rows, key=lambda row: fold(row.name), reverse=sort.startswith("-"))
        key = "ten"
    given = {
        name: value for name, value in request.GET.items() if name in {"ky", "ban", "q", group_key, "sap"} and value
    }
    page = Paginator(rows, TABLE_ROWS).get_page(request.GET.get("trang"))
    heads = {
        "ten": "Đơn vị" if what == "don-vi" else "Thủ tục",
        **{name: label for name, (label, _) in SORTS.items() if heard or name != "hai-long"},
    }
    columns = []
    for name, label in heads.items():
        turned = f"-{name}" if sort == name or (sort != f"-{name}" and name != "ten") else name
        columns.append(
            {
                "label": label,
                "num": name != "ten",
                "sort": ("descending" if sort.startswith("-") else "ascending") if name == key else "",
                "sort_url": f"?{urlencode({**given, 'sap': turned})}",
            }
        )
    context = {
        **frame(request, edition),
        "columns": columns,
        "rows": [
            {"url": f"/so-lieu/{what}/{row.code}/{query_of(request)}", "cells": _cells(row, heard=heard)}
            for row in page
        ],
        "page": {
            "text": f"{page.start_index()} đến {page.end_index()} trong {number_vi(len(rows))}" if rows else "",
            "prev_url": f"?{urlencode({**given, 'trang': page.number - 1})}" if page.has_previous() else "",
            "next_url": f"?{urlencode({**given, 'trang': page.number + 1})}" if page.has_next() else "",
        },
        "what": what,
        "is_units": what == "don-vi",
        "caption": f"{'Đơn vị' if what == 'don-vi' else 'Thủ tục'}: {number_vi(len(rows))} dòng",
        "cleared": f"/so-lieu/{what}/{query_of(request)}",
        "text": text,
        "group": group,
        "group_key": group_key,
        "groups": list(groups.items()),
        "sort": sort,
    }
    return render(request, "figures/table.html", context)


def _cells(row: Row, *, heard: bool) -> list[str]:
    numbers = row.numbers
    cells = [
        row.name,
        number_vi(numbers.taken),
        number_vi(numbers.done),
        percent(numbers.on_time_rate) if numbers.on_time_rate is not None else "–",
        number_vi(numbers.late),
        number_vi(numbers.open),
        number_vi(numbers.overdue),
    ]
    if heard:
        cells.append(percent(row.answers.rate) if row.answers.rate is not None else "–")
    return cells
