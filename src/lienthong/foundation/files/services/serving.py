"""Handing a file to a browser (trả tệp về trình duyệt), after the owner app has decided that it may."""

import unicodedata
from urllib.parse import quote

from django.http import FileResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase

from lienthong.foundation.files import errors
from lienthong.foundation.files.adapters import content_store
from lienthong.foundation.files.choices import JPEG, PDF, PNG
from lienthong.foundation.files.models import StoredFile

# What browsers show by themselves; everything else is only downloaded.
_SHOWN = frozenset({PDF, JPEG, PNG})
# A sandbox would stop the browsers' own PDF viewer; PDFs with scripts were refused on the way in.
_PDF_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'"
)
_OTHER_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"


def response_for(file: StoredFile, *, download: bool, if_none_match: str = "") -> HttpResponseBase:
    """The file as an answer. `if_none_match` is the request's header of that name; the bytes of an id never change.

    Raises FileDamaged when the storage has lost it.
    """
    etag = f'"{file.sha256}"'
    response: HttpResponseBase
    if etag in if_none_match:
        response = HttpResponseNotModified()
    else:
        try:
            stream = content_store.open_stream(file.path)
        except FileNotFoundError:
            raise errors.FileDamaged(file_id=str(file.id)) from None
        response = FileResponse(stream, content_type=file.media_type)
        response["Content-Length"] = str(file.size)
        shown = file.media_type in _SHOWN and not download
        response["Content-Disposition"] = _disposition("inline" if shown else "attachment", file.name)
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _PDF_POLICY if file.media_type == PDF else _OTHER_POLICY
    response["Cache-Control"] = "private, max-age=3600, immutable"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _disposition(kind: str, name: str) -> str:
    """RFC 6266: a plain ASCII name for old clients, the true one as RFC 5987."""
    plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D")).encode("ascii", "ignore").decode()
    plain = "".join(char if char.isprintable() and char not in '"\\%;' else "_" for char in plain) or "tep"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
