"""What stands beside the pages (bên cạnh trang): signatures, and the words of a page."""

import uuid
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lienthong.foundation.files import services as files
from lienthong.foundation.reading import queries
from lienthong.kit.access import ActorRequest, signed_in

MOST_ASKED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Which file is read, through whom."""

    key: str
    subject: str
    file_id: uuid.UUID

    @property
    def parts(self) -> tuple[str, str, uuid.UUID]:
        """In the order of the addresses."""
        return self.key, self.subject, self.file_id


def panel(
    request: ActorRequest, name: str, address: Address, shown: queries.Readable, **context: object
) -> HttpResponse:
    """The fragment beside the pages, or a page of its own without a script."""
    fragment = request.headers.get("HX-Request") == "true"
    template = f"reading/_{name}.html" if fragment else "reading/panel.html"
    given = {
        **context,
        "shown": shown,
        "address": address,
        "panel_template": f"reading/_{name}.html",
        "fragment": fragment,
        "viewer_url": reverse("reading:viewer", args=address.parts),
    }
    status = context.get("status", 200)
    return render(request, template, given, status=status if isinstance(status, int) else 200)


@require_safe
@signed_in
def signatures(request: ActorRequest, source: str, subject: str, file_id: uuid.UUID) -> HttpResponse:
    """Every signature with its verdict in plain words."""
    shown = queries.readable(request.actor, source, subject, file_id)
    address = Address(key=source, subject=subject, file_id=file_id)
    seen, original = queries.signatures_of(shown.file), queries.original_of(shown.file)
    return panel(request, "signatures", address, shown, seen=seen, original=original)


@require_safe
@signed_in
def text(request: ActorRequest, source: str, subject: str, file_id: uuid.UUID, number: int) -> HttpResponse:
    """The words of one page, to read and copy; `?nhan-dang` recognises them in the picture."""
    shown = queries.readable(request.actor, source, subject, file_id)
    recognise = "nhan-dang" in request.GET
    asked = " ".join(request.GET.get("tim", "").split())[:MOST_ASKED]
    lines = files.words(shown.file, number, recognise=recognise)
    address = Address(key=source, subject=subject, file_id=file_id)
    count = len(queries.opened(shown).sheets)
    return panel(
        request,
        "text",
        address,
        shown,
        number=number,
        count=count,
        lines=_lines(lines),
        recognised=recognise,
        asked=asked,
        found=files.pages_that_say(shown.file, asked) if len(asked) > 1 else (),
    )


def _lines(found: tuple[files.Line, ...]) -> list[str]:
    """Runs on one height make a line."""
    lines: list[tuple[float, list[str]]] = []
    for each in found:
        middle = each.box[1] + each.box[3] / 2
        if lines and abs(lines[-1][0] - middle) < each.box[3] * 0.6:
            lines[-1][1].append(each.text)
        else:
            lines.append((middle, [each.text]))
    return [" ".join(" ".join(words).split()) for _, words in lines]
