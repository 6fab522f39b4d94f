"""The files beside the work (tệp bên cạnh việc): which there are, and why one of them does not open here."""

from typing import Any

from django.urls import reverse

from lienthong.domain.correspondence.models import Document, WaitingArrival
from lienthong.domain.correspondence.queries import files_of


def sheets_of(owner: Document | WaitingArrival) -> list[dict[str, Any]]:
    """{place, name, url, problem, size, pages, file_id}, in order. `problem`: what was found when the file came."""
    if isinstance(owner, Document):
        rows: list[Any] = files_of(owner)
        route = "correspondence:file"
    else:
        rows = list(owner.files.select_related("file").defer("read_text"))
        route = "correspondence:waiting-file"
    return [
        {
            "place": row.place,
            "name": row.file.name,
            "url": reverse(route, args=[owner.pk, row.place]),
            "problem": getattr(row, "problem", ""),
            "size": row.file.size,
            "pages": row.file.pages,
            "file_id": row.file_id,
        }
        for row in rows
    ]
