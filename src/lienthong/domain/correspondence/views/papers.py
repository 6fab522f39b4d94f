"""The files beside the work (tệp bên cạnh việc): which of them the browser shows, which are only handed out."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from lienthong.domain.correspondence.models import Document, WaitingArrival, WaitingFile
from lienthong.domain.correspondence.queries import files_of
from lienthong.foundation.files import services as files
from lienthong.foundation.files.choices import JPEG, PDF, PNG, SHEET_WIDTHS
from lienthong.kit.errors import NotFound
from lienthong.kit.word import DOCX

MOST_PICTURES = 40
"""Pages shown as pictures on a phone; the rest is in the file."""


def sheets_of(owner: Document | WaitingArrival) -> list[dict[str, Any]]:
    """{place, name, url, is_pdf, is_picture, problem, size, pages, file_id}, in order."""
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
            "is_pdf": row.file.media_type == PDF,
            "is_picture": row.file.media_type in {JPEG, PNG},
            "problem": getattr(row, "problem", "") or _only_handed_out(row.file.media_type),
            "size": row.file.size,
            "pages": row.file.pages,
            "pictures": [
                f"{reverse(route, args=[owner.pk, row.place])}trang/{number}/"
                for number in range(1, min(row.file.pages or 1, MOST_PICTURES) + 1)
            ]
            if row.file.media_type == PDF and isinstance(owner, WaitingArrival)
            else [],
            "file_id": row.file_id,
        }
        for row in rows
    ]


def _only_handed_out(media_type: str) -> str:
    if media_type in {PDF, JPEG, PNG}:
        return ""
    if media_type == DOCX:
        return "Tệp Word không xem được trên trang này; tải về để mở. Chữ trong tệp đã đọc để tra cứu."
    return "Tệp này không xem được trên trang; bản gốc được giữ nguyên, tải về để mở."


def page_answer(row: WaitingFile, number: int) -> HttpResponse:
    """One page as a picture, for browsers that show no PDF inside a page. Raises NotFound."""
    picture = files.sheet(row.file, number, width=SHEET_WIDTHS[1])
    if picture is None:
        raise NotFound
    headers = {"Cache-Control": "private, max-age=3600, immutable"}
    return HttpResponse(picture, content_type="image/webp", headers=headers)
