"""Open data (dữ liệu mở): what anybody may take and use, with how it is shaped, how old it is and under which licence.

Who opens it: a newspaper, a firm that writes software, another province. They see the files, the fields, the day, the licence; a program
that has the newest edition already is told so (304).
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import http_date, parse_http_date_safe
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from lienthong.domain.figures import queries as figures
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.procedures.queries import Edition
from lienthong.kit.access import public

LICENCE = "https://creativecommons.org/licenses/by/4.0/deed.vi"
KEPT_SECONDS = 300
LINES_A_PART = 100
BOM = "\ufeff"


@public
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """The page."""
    edition = procedures.edition()
    context = {
        "edition": edition,
        "columns": procedures.COLUMNS,
        "licence": LICENCE,
        "figures": figures.open_tables(),
        "catalogue": mark_safe(json.dumps(_dcat(edition), ensure_ascii=False).replace("<", "\\u003C")),  # noqa: S308  # our own words
    }
    return render(request, "portal/open_data.html", context)


@public
@require_safe
def procedures_json(request: HttpRequest) -> HttpResponseBase:
    """The catalogue as one JSON document, streamed."""
    edition = procedures.edition()
    return _not_again(request, edition, "json") or _streamed(
        request, edition, "json", _json_parts(edition), "application/json; charset=utf-8"
    )


@public
@require_safe
def procedures_csv(request: HttpRequest) -> HttpResponseBase:
    """The catalogue as CSV, one line a procedure, streamed. `bom=1`: begins with the mark that spreadsheets look for."""
    edition = procedures.edition()
    form = "csv-bom" if request.GET.get("bom") == "1" else "csv"
    return _not_again(request, edition, form) or _streamed(
        request, edition, form, _csv_parts(bom=form == "csv-bom"), "text/csv; charset=utf-8"
    )


@public
@require_safe
def procedures_schema(request: HttpRequest) -> HttpResponse:
    """JSON Schema of the JSON document."""
    return HttpResponse(
        json.dumps(procedures.open_data_schema(), ensure_ascii=False, indent=1), content_type="application/schema+json"
    )


@public
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """What data there are, for programs: DCAT."""
    return HttpResponse(
        json.dumps(_dcat(procedures.edition()), ensure_ascii=False, indent=1), content_type="application/ld+json"
    )


def _not_again(request: HttpRequest, edition: Edition, form: str) -> HttpResponse | None:
    """304 for who has this edition, by its fingerprint or else by its date."""
    asked = request.headers.get("If-None-Match")
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    same = (
        _etag(edition, form) in {each.strip() for each in asked.split(",")}
        if asked
        else since is not None and int(edition.changed_at.timestamp()) <= since
    )
    return HttpResponse(status=304, headers=_headers(edition, form)) if same else None


def _streamed(
    request: HttpRequest, edition: Edition, form: str, parts: Iterable[str], kind: str
) -> StreamingHttpResponse | HttpResponse:
    headers = _headers(edition, form) | {
        "Content-Disposition": f'inline; filename="thu-tuc-{edition.changed_at:%Y%m%d}.{form.partition("-")[0]}"'
    }
    if request.method == "HEAD":
        return HttpResponse(content_type=kind, headers=headers)
    return StreamingHttpResponse((part.encode() for part in parts), content_type=kind, headers=headers)


def _headers(edition: Edition, form: str) -> dict[str, str]:
    return {
        "ETag": _etag(edition, form),
        "Last-Modified": http_date(edition.changed_at.timestamp()),
        "Cache-Control": f"public, max-age={KEPT_SECONDS}",
        "Access-Control-Allow-Origin": "*",
        "Link": f'<{LICENCE}>; rel="license"',
    }


def _etag(edition: Edition, form: str) -> str:
    return f'"{edition.fingerprint}-{form}"'


def _json_parts(edition: Edition) -> Iterator[str]:
    head = {
        "title": f"Danh mục thủ tục hành chính tỉnh {settings.PROVINCE_NAME}",
        "publisher": f"Ủy ban nhân dân tỉnh {settings.PROVINCE_NAME}",
        "licence": LICENCE,
        "schema": f"{_site()}/du-lieu-mo/thu-tuc.schema.json",
        "schema_version": procedures.SCHEMA_VERSION,
        "changed_at": edition.changed_at.isoformat(),
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "procedures": [\n'
    before = ""
    for row in procedures.open_rows():
        yield before + json.dumps(row, ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"


def _csv_parts(*, bom: bool) -> Iterator[str]:
    out = io.StringIO(BOM if bom else "")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([name for name, _ in procedures.COLUMNS])
    for number, row in enumerate(procedures.open_rows(), start=1):
        writer.writerow(procedures.csv_row(row))
        if number % LINES_A_PART == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _dcat(edition: Edition) -> dict[str, Any]:
    """DCAT 3 in JSON-LD (W3C): one catalogue, one data set, its three distributions and the API."""
    site = _site()
    publisher = {"@type": "foaf:Agent", "foaf:name": f"Ủy ban nhân dân tỉnh {settings.PROVINCE_NAME}"}

    def distribution(file: str, title: str, kind: str) -> dict[str, Any]:
        address = {"@id": f"{site}/du-lieu-mo/{file}"}
        return {
            "@type": "dcat:Distribution",
            "dct:title": title,
            "dcat:downloadURL": address,
            "dcat:accessURL": address,
            "dcat:mediaType": kind,
            "dct:license": {"@id": LICENCE},
        }

    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": f"{site}/du-lieu-mo/",
        "@type": "dcat:Catalog",
        "dct:title": f"Dữ liệu mở tỉnh {settings.PROVINCE_NAME}",
        "dct:publisher": publisher,
        "dct:language": "vi",
        "dcat:dataset": [
            {
                "@id": f"{site}/du-lieu-mo/#thu-tuc",
                "@type": "dcat:Dataset",
                "dct:title": "Danh mục thủ tục hành chính",
                "dct:description": "Thủ tục đã công bố, đang áp dụng, tạm ngừng hoặc đã bãi bỏ: giấy tờ, thời hạn, phí, kết quả, căn cứ.",
                "dct:publisher": publisher,
                "dct:license": {"@id": LICENCE},
                "dct:modified": {"@type": "xsd:dateTime", "@value": edition.changed_at.isoformat()},
                "dct:accrualPeriodicity": {"@id": "http://publications.europa.eu/resource/authority/frequency/IRREG"},
                "dct:conformsTo": {"@id": f"{site}/du-lieu-mo/thu-tuc.schema.json"},
                "dcat:landingPage": {"@id": f"{site}/thu-tuc/"},
                "dcat:keyword": ["thủ tục hành chính", "dịch vụ công"],
                "dcat:distribution": [
                    distribution("thu-tuc.json", "JSON", "application/json"),
                    distribution("thu-tuc.csv", "CSV", "text/csv"),
                    distribution("thu-tuc.csv?bom=1", "CSV cho bảng tính", "text/csv"),
                ],
            },
            *_dcat_of_figures(site, publisher),
        ],
        "dcat:service": [
            {
                "@type": "dcat:DataService",
                "dct:title": "API thủ tục hành chính",
                "dcat:endpointURL": {"@id": f"{site}/api/v1/procedures"},
                "dcat:endpointDescription": {"@id": f"{site}/api/v1/openapi.json"},
            }
        ],
    }


def _dcat_of_figures(site: str, publisher: dict[str, Any]) -> list[dict[str, Any]]:
    """The figures of the newest month, one data set with two distributions a table; nothing before the first is published."""
    found = figures.open_tables()
    if found is None:
        return []
    return [
        {
            "@type": "dcat:Dataset",
            "@id": f"{site}/du-lieu-mo/#so-lieu",
            "dct:title": f"Số liệu giải quyết thủ tục hành chính, {found.period_name.lower()}",
            "dct:description": "Hồ sơ chuyển sang, tiếp nhận, giải quyết, còn lại; đúng hạn, quá hạn; mức độ hài lòng. Cân đối từng ô.",
            "dct:publisher": publisher,
            "dct:license": {"@id": LICENCE},
            "dct:modified": {"@type": "xsd:dateTime", "@value": found.published_at.isoformat()},
            "dct:temporal": {"dcat:startDate": found.since.isoformat(), "dcat:endDate": found.until.isoformat()},
            "dct:accrualPeriodicity": {"@id": "http://publications.europa.eu/resource/authority/frequency/MONTHLY"},
            "dct:conformsTo": {"@id": f"{site}/so-lieu/tu-dien.json"},
            "dcat:landingPage": {"@id": f"{site}/so-lieu/"},
            "dcat:keyword": ["một cửa", "đúng hạn", "mức độ hài lòng"],
            "dcat:distribution": [
                {
                    "@type": "dcat:Distribution",
                    "dct:title": f"{title}, {form.upper()}",
                    "dcat:downloadURL": {"@id": f"{site}{address}.{form}"},
                    "dcat:accessURL": {"@id": f"{site}{address}.{form}"},
                    "dcat:mediaType": kind,
                    "dct:license": {"@id": LICENCE},
                }
                for address, title in found.tables
                for form, kind in (("csv", "text/csv"), ("json", "application/json"))
            ],
        }
    ]


def _site() -> str:
    return str(settings.PUBLIC_URL).rstrip("/")
