"""Finding documents (tìm văn bản): by words of abstract and content, by number, by who issued, signed, holds them. Rights through `visible_documents` only."""

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta

from django.contrib.postgres.search import SearchQueryField
from django.db.models import Exists, F, FloatField, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Left

from lienthong.domain.correspondence import policies
from lienthong.domain.correspondence.choices import OPEN_STATES, Direction, Kind, Part, State, TaskState, Urgency
from lienthong.domain.correspondence.models import Document, DocumentFile, DocumentTask
from lienthong.domain.correspondence.notation import read_notation
from lienthong.domain.correspondence.queries.documents import agencies_read, visible_documents
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock, word_search
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid
from lienthong.kit.pagination import MOST_HELD, Matching, Page, keyset_page, planned_anew
from lienthong.kit.snippets import READ, Piece, snippet
from lienthong.kit.text_vi import clean, fold, words

CANDIDATES = 600
"""Documents whose relevance is reckoned: the newest that hold the words."""
READ_FOR_RANK, FEW = 4_000, 40
"""Where FEW of the nearest READ_FOR_RANK documents hold the words, only these are ranked: gathering all that hold them took 1.6 s."""
LONGEST = 200
OVERDUE, OPEN = "overdue", "open"
NEWEST, RELEVANT = "moi", "sat"
ORDER = ("-arrived_at", "-id")

_NUMBER_ONLY = re.compile(r"(?:so\s*)?0*(\d{1,6})")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ABBREVIATIONS = {fold(kind.value) for kind in Kind if kind.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for, as in the address of the page. `state` also takes "open" and "overdue"; `holder`: "p12" a seat, "d3" a department."""

    text: str = ""
    direction: str = ""
    issuer: str = ""
    signer: str = ""
    since: date | None = None
    until: date | None = None
    kind: str = ""
    urgency: str = ""
    register: str = ""
    holder: str = ""
    state: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing is asked for: everything visible, newest first."""
        return self == Wanted()

    def params(self) -> dict[str, str]:
        """For an address, and as a saved search keeps it: only what is asked for."""
        found = {name: getattr(self, each.name) for each, name in zip(fields(self), PARAMS, strict=True)}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items() if value}


PARAMS = ("q", "chieu", "noi-ban-hanh", "nguoi-ky", "tu", "den", "loai", "do-khan", "so", "dang-giu", "trang-thai")


def wanted_of(params: Mapping[str, str]) -> Wanted:
    """What an address asks for; what cannot be read is as if it were not there."""
    given = {each.name: clean(str(params.get(name, "")))[:LONGEST] for each, name in zip(fields(Wanted), PARAMS, strict=True)}  # fmt: skip
    known = {
        "direction": Direction.values,
        "kind": [value for value in Kind.values if value],
        "urgency": Urgency.values,
        "state": [*State.values, OPEN, OVERDUE],
    }
    for name, values in known.items():
        if given[name] not in values:
            given[name] = ""
    if not re.fullmatch(r"\d{1,9}", given["register"]):
        given["register"] = ""
    if not re.fullmatch(r"[pd]\d{1,9}", given["holder"]):
        given["holder"] = ""
    since, until = day_of(given.pop("since")), day_of(given.pop("until"))
    return Wanted(**given, since=since, until=until)


def day_of(text: str) -> date | None:
    """`2026-11-26` of a date field or `26/11/2026` as typed."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=clock.VIETNAM).date()
        except ValueError:
            continue
    return None


def terms_of(text: str, *, unfinished: bool = False) -> list[str]:
    """What was typed into the field as parts of a query: a number (`12/QĐ-UBND`, `12 qd ubnd`, `so 12`), else words and "phrases"; the last word as it
    stands, or `unfinished`."""
    only = _NUMBER_ONLY.fullmatch(fold(text))
    if only and not _YEAR.fullmatch(only[1]):
        return [f"('=n{int(only[1])}' | '=s{int(only[1])}')"]
    if (read := read_notation(text)).number is not None and not any(quote in text for quote in '"“”'):
        number, *parts = read.key.split()
        if parts and ("/" in text or parts[0] in _ABBREVIATIONS):
            return [f"'=n{int(re.sub('[^0-9]', '', number))}'", *(f"'{word}':A" for word in parts)]
    return word_search.terms(text, unfinished=unfinished)


def documents_found(actor: Actor, wanted: Wanted, *, cursor: str | None = None, limit: int = 20) -> Page["Document"]:
    """Visible documents that are looked for, newest first. The last word is taken as unfinished only where nothing holds it as it stands:
    all the words that begin with a common one cost 0.1 s."""
    rows, asked = _asked(actor, wanted)
    matching = None if asked is None else Matching(asked, asked)
    page = keyset_page(rows, order=ORDER, cursor=cursor, limit=limit, matching=matching)
    if page.items or terms_of(wanted.text) == terms_of(wanted.text, unfinished=True):
        return page
    rows, asked = _asked(actor, wanted, unfinished=True)
    assert asked is not None
    return keyset_page(rows, order=ORDER, cursor=cursor, limit=limit, matching=Matching(asked, asked))


def most_relevant(actor: Actor, wanted: Wanted, *, page: int = 1, limit: int = 20) -> tuple[list[Document], bool]:
    """(documents, whether more follow) by how well they answer the words: of the CANDIDATES newest that hold them all."""
    rows, asked = _asked(actor, wanted)
    query = " & ".join(terms_of(wanted.text))
    if asked is None or not query:
        found = documents_found(actor, wanted, limit=limit)
        return found.items, False
    nearest = rows.order_by(*ORDER).values("pk")[:READ_FOR_RANK]
    ids = list(rows.filter(asked, pk__in=nearest).values_list("pk", flat=True)[:CANDIDATES])
    if len(ids) < FEW:  # then few hold them in all, and the index gives every one
        held = rows.order_by().filter(asked).values("pk")[:MOST_HELD]
        with planned_anew():
            ids = list(rows.filter(pk__in=held).order_by(*ORDER).values_list("pk", flat=True)[:CANDIDATES])
    if not ids:
        found = documents_found(actor, wanted, limit=limit)
        return found.items, False
    rank = Func(
        F("found_by__words"),
        Cast(Value(query), SearchQueryField()),
        Value(1),
        function="ts_rank",
        output_field=FloatField(),
    )
    ranked = Document.objects.filter(pk__in=ids).annotate(rank=rank).order_by("-rank", *ORDER)
    begin = (max(page, 1) - 1) * limit
    found_rows: list[Document] = list(ranked[begin : begin + limit + 1])
    return found_rows[:limit], len(found_rows) > limit


def new_for(actor: Actor, wanted: Wanted, *, since: datetime) -> QuerySet[Document]:
    """Visible documents that are looked for and arrived since then: for searches that tell."""
    rows, asked = _asked(actor, wanted)
    rows = rows.filter(arrived_at__gte=since)
    return (rows if asked is None else rows.filter(asked)).order_by(*ORDER)


def _asked(actor: Actor, wanted: Wanted, *, unfinished: bool = False) -> tuple[QuerySet[Document], Q | None]:
    """Rows by the order of the list, and what narrows them: None when nothing does."""
    rows = visible_documents(actor)
    if wanted.since is not None:
        rows = rows.filter(arrived_at__gte=datetime.combine(wanted.since, time(), clock.VIETNAM))
    if wanted.until is not None:
        rows = rows.filter(arrived_at__lt=datetime.combine(wanted.until + timedelta(days=1), time(), clock.VIETNAM))
    parts = terms_of(wanted.text, unfinished=unfinished) if wanted.text else []
    nothing = bool(wanted.text.strip()) and not parts
    marks = {"d": wanted.direction, "k": wanted.kind, "u": wanted.urgency, "r": wanted.register}
    parts += [f"'={mark}{value}'" for mark, value in marks.items() if value]
    parts += [f"'{word}':B" for word in words(wanted.issuer)]
    parts += [f"'{word}':C" for word in words(wanted.signer)]
    asked = Q()
    if parts:
        mine = " | ".join(f"'=a{agency}'" for agency in agencies_read(actor))
        if mine:
            parts.append(f"({mine})")
        asked &= Q(word_search.matches("found_by__words", " & ".join(parts)))
    if wanted.state in {OPEN, OVERDUE}:
        asked &= Q(state__in=OPEN_STATES)
    elif wanted.state:
        asked &= Q(state=wanted.state)
    if wanted.state == OVERDUE:
        asked &= Q(due_at__lt=clock.now())
    if wanted.holder:
        who = {"p": "position_id", "d": "department_id"}[wanted.holder[0]]
        held = DocumentTask.objects.filter(**{who: int(wanted.holder[1:])}, state=TaskState.OPEN)
        asked &= Q(Exists(held.filter(document_id=OuterRef("pk"))))
    if nothing:
        asked &= Q(pk__in=[])
    return rows, asked or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A document with the words that were looked for marked, and who holds it now."""

    document: Document
    abstract: list[Piece]
    content: list[Piece]
    holders: list[str] = field(default_factory=list)


def shown(documents: Iterable[Document], wanted: Wanted) -> list[Found]:
    """Rows for the page. Three queries, whatever their number, and two more where a seat has delegated."""
    rows = list(documents)
    ids = [row.pk for row in rows]
    held: dict[uuid.UUID, list[str]] = {}
    tasks = DocumentTask.objects.filter(document_id__in=ids, state=TaskState.OPEN).exclude(part="inform")
    open_ones = list(tasks.values_list("document_id", "receiver_name", "position_id", "part"))
    standing = _standing_in({position for _, _, position, _ in open_ones if position is not None})
    for document_id, name, position, part in open_ones:
        others = ", ".join(standing.get((position, policies.OF_PART[Part(part)]), ()))
        held.setdefault(document_id, []).append(f"{name} ({others} làm thay)" if others else name)
    texts: dict[uuid.UUID, list[str]] = {}
    asked = wanted.text.replace('"', " ")
    if words(asked):
        files = DocumentFile.objects.filter(document_id__in=ids).exclude(read_text="")
        for document_id, text in files.annotate(begin=Left("read_text", READ)).values_list("document_id", "begin"):
            texts.setdefault(document_id, []).append(text)
    return [
        Found(
            document=row,
            abstract=snippet(row.abstract, asked, length=400) or [(row.abstract, False)],
            content=next((found for text in texts.get(row.pk, []) if (found := snippet(text, asked))), []),
            holders=held.get(row.pk, []),
        )
        for row in rows
    ]


def _standing_in(seats: set[int]) -> dict[tuple[int | None, str], list[str]]:
    """(seat, right) -> names of those who may do it there on its behalf now. One small query, and one for each of two rights where a seat
    has delegated."""
    found: dict[tuple[int | None, str], list[str]] = {}
    given = organizations.seats_that_delegate(seats) if seats else set()
    for right in (policies.DIRECT, policies.WORK) if given else ():
        for each in organizations.substitutes(right, seats=given):
            found.setdefault((each.giver_id, right), []).append(each.name)
    return found


def address_of(document: Document) -> str:
    """The page of a document, incoming or outgoing."""
    way = "di" if document.direction == Direction.OUTGOING else "den"
    return f"/lam-viec/van-ban-{way}/{document.pk}/"


def one_named(actor: Actor, text: str, *, besides: Document) -> Document:
    """The visible document that what was typed names: its notation, its number or words. Raises Invalid when none or several are."""
    rows = [row for row in documents_found(actor, Wanted(text=text), limit=4).items if row.pk != besides.pk]
    if not text.strip() or not rows:
        raise Invalid(
            {
                "other": f"Không tìm thấy văn bản “{clean(text)[:60]}” trong phạm vi được xem. Gõ số, ký hiệu như 12/QĐ-UBND."
            }
        )
    exact = [row for row in rows if row.notation_key and row.notation_key == read_notation(text).key]
    if len(exact) == 1:
        return exact[0]
    if len(rows) > 1:
        names = "; ".join(f"{row.notation or row.abstract[:40]} ({row.issuer_name})" for row in rows[:3])
        raise Invalid({"other": f"Có nhiều văn bản khớp: {names}. Gõ thêm số, ký hiệu đầy đủ hoặc nơi ban hành."})
    return rows[0]
