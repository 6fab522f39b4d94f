"""What is typed on the pages of drafts (biểu mẫu của dự thảo): shape only, the rules stand in the services."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, QueryDict

from lienthong.domain.drafts.choices import RecipientRole
from lienthong.domain.drafts.queries import RecipientLine
from lienthong.domain.drafts.services import Asked, Facts, Upload
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.signing import queries as signing
from lienthong.kit.actor import Actor
from lienthong.kit.recordkeeping import Kind, Urgency
from lienthong.kit.word import MAX_BYTES, DocumentRefused

BLANK_ROWS = 3
MOST_ROWS = 200
AGENCIES_OFFERED = 400
MOST_PDF = 20 * 1024 * 1024
USUAL_KINDS = (
    Kind.LETTER,
    Kind.DECISION,
    Kind.SUBMISSION,
    Kind.REPORT,
    Kind.NOTICE,
    Kind.PLAN,
    Kind.INVITATION,
)


def number(said: str | None, otherwise: int = -1) -> int:
    """A whole number, `otherwise` for anything else."""
    return int(said) if said and said.isascii() and said.isdecimal() and len(said) < 12 else otherwise


def kind_choices() -> list[tuple[str, str]]:
    """The types offices write daily first, then the others."""
    rest = [kind for kind in Kind if kind and kind not in USUAL_KINDS]
    return [(kind.value, kind.label) for kind in (*USUAL_KINDS, *rest)]


def read_upload(request: HttpRequest, name: str = "document") -> Upload:
    """The file of a request. Raises DocumentRefused where there is none, or a too large one."""
    file = request.FILES.get(name)
    if file is None or file.size is None:
        raise DocumentRefused.of(["Chưa chọn tệp. Chọn tệp .docx hoặc .pdf rồi bấm lại."])
    is_pdf = (file.name or "").lower().endswith(".pdf")
    most = MOST_PDF if is_pdf else MAX_BYTES
    if file.size > most:
        raise DocumentRefused.of(
            [
                f"Tệp có {file.size / 1048576:.1f} MB, nhiều nhất {most // 1048576} MB. Bỏ bớt ảnh, tách phụ lục ra tệp riêng."
            ]
        )
    return Upload(file.name or "du-thao.docx", file.read())


def read_recipients(actor: Actor, post: QueryDict) -> tuple[RecipientLine, ...]:
    """The rows of recipients; a name that is exactly an agency's or a department's of ours is that one."""
    names, roles, purposes = (post.getlist(f"recipient_{part}")[:MOST_ROWS] for part in ("name", "role", "purpose"))
    typed = [name.strip() for name in names]
    agencies = _agencies_by_name(actor, [name for name in typed if name])
    rooms = {each.name: each.pk for each in organizations.departments_of(actor.agency_id or 0)}
    made = []
    for place, name in enumerate(typed):
        if name:
            made.append(
                RecipientLine(
                    name=name,
                    role=roles[place] if place < len(roles) else RecipientRole.COPY,
                    agency_id=agencies.get(name),
                    department_id=rooms.get(name) if name not in agencies else None,
                    purpose=purposes[place] if place < len(purposes) else "",
                )
            )
    return tuple(made)


def _agencies_by_name(actor: Actor, names: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    twice: set[str] = set()
    for each in organizations.visible_agencies(actor).filter(name__in=names):
        if each.name in found:
            twice.add(each.name)  # two of one name: nobody guesses which
        found[each.name] = each.pk
    return {name: pk for name, pk in found.items() if name not in twice}


def read_facts(actor: Actor, post: QueryDict) -> Facts:
    """What the document is, as typed."""
    signer, signer_for = signing.seat_of_key(post.get("signer", ""))
    return Facts(
        kind=post.get("kind", ""),
        abstract=post.get("abstract", ""),
        urgency=post.get("urgency", Urgency.NORMAL),
        symbol=post.get("symbol"),
        enacting=post.get("enacting"),
        signer_position_id=signer or None,
        signer_for_id=signer_for,
        recipients=read_recipients(actor, post),
    )


def read_asked(post: QueryDict) -> list[Asked]:
    """`asked` holds `s12` for a seat and `d3` for a department."""
    made = []
    for each in post.getlist("asked")[:60]:
        key = number(each[1:])
        if key > 0 and each[:1] in {"s", "d"}:
            made.append(Asked(position_id=key) if each[0] == "s" else Asked(department_id=key))
    return made


def recipient_rows(lines: Iterable[Any]) -> list[dict[str, str]]:
    """What stands there, then blank ones."""
    rows = [{"name": each.name, "role": each.role, "purpose": each.purpose} for each in lines]
    return rows + [{"name": "", "role": "copy" if rows else "to", "purpose": ""}] * BLANK_ROWS


def agency_names(actor: Actor) -> list[str]:
    """Names offered while one types."""
    return list(organizations.visible_agencies(actor).values_list("name", flat=True)[:AGENCIES_OFFERED])


def signer_choices(actor: Actor) -> list[tuple[str, str]]:
    """Who may sign at the agency, with the lines that will stand above their name; those by delegation last."""
    if actor.agency_id is None:
        return [("", "Chưa chọn")]
    seats = signing.signing_seats(actor, actor.agency_id) + signing.delegated_seats(actor, actor.agency_id)
    return [("", "Chưa chọn")] + [
        (
            seat.key,
            f"{seat.holder}, {seat.title} ({' / '.join(seat.authority.lines)}){f', {seat.by_whom}' if seat.by_whom else ''}",
        )
        for seat in seats
    ]


def asked_choices(actor: Actor, *, without: int | None) -> list[tuple[str, str]]:
    """Departments and people of the agency whose opinion may be asked."""
    if actor.agency_id is None:
        return []
    rooms = [(f"d{each.pk}", each.name) for each in organizations.departments_of(actor.agency_id)]
    seats = organizations.seats_held([actor.agency_id])[:MOST_ROWS]
    return rooms + [(f"s{each.pk}", f"{each.account.full_name}, {each.title}") for each in seats if each.pk != without]
