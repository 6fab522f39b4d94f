"""Reading parcels (tra cứu bưu gửi). What an actor may see is decided in `visible_orders` and nowhere else."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet

from lienthong.foundation.postal import freight
from lienthong.foundation.postal.carrier_codes import built_in_codes
from lienthong.foundation.postal.choices import (
    OPEN_STATES,
    CodState,
    Kind,
    Need,
    NoticeOutcome,
    State,
    Verb,
)
from lienthong.foundation.postal.models import (
    CarrierCode,
    CarrierNotice,
    CodStatement,
    Manifest,
    PostalOrder,
    TrackingEvent,
)
from lienthong.foundation.postal.policies import HANDLE
from lienthong.foundation.postal.tracking_numbers import read
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound
from lienthong.kit.pagination import Page, keyset_page

# What the functions below return, by a name that other apps may use.
type Order = PostalOrder

COD_LATE = timedelta(days=10)
"""[M] After that, money a postman took should stand in a statement."""
CEILING = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One event in words for people: `state` is done, now, late or paused, as the timeline component has them."""

    title: str
    at: datetime
    place: str
    text: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """A code of the carrier, what it means, who says so, and how often it was seen lately."""

    code: str
    verb: str
    text: str
    origin: str
    seen: int
    last_seen: datetime | None

    @property
    def meaning(self) -> str:
        """In words; empty while nobody has said."""
        return str(Verb(self.verb).label) if self.verb else ""


def is_connected() -> bool:
    """Whether this installation has a carrier; without one nothing of the post is offered."""
    return bool(settings.POST_URL)


def weight_classes() -> list[tuple[str, str]]:
    """(code, label), the lightest first."""
    return [(each.code, each.label) for each in freight.weight_classes().values()]


def expected_freight(*, from_province: str, to_province: str, weight_class: str = freight.LIGHTEST) -> int:
    """What the table says, in VND; the carrier reckons anew when it takes the order."""
    return freight.estimate(weight_class=weight_class, from_province=from_province, to_province=to_province)


def freight_range() -> tuple[int, int]:
    """Freight of the lightest class within the province and beyond, in VND."""
    row = freight.weight_classes()[freight.LIGHTEST]
    return row.province, row.country


def visible_orders(actor: Actor) -> QuerySet[PostalOrder]:
    """The parcels of the actor's office; the system sees all, others none. Citizens reach theirs through what it is about."""
    if actor.is_system:
        return PostalOrder.objects.all()
    if actor.agency_id is None or not (actor.may(HANDLE) or actor.may("dossiers.view_agency")):
        return PostalOrder.objects.none()
    return PostalOrder.objects.filter(agency_id=actor.agency_id)


def order_for(actor: Actor, code: str) -> PostalOrder:
    """One parcel by our number. Raises NotFound."""
    found = visible_orders(actor).select_related("manifest", "previous", "agency").filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def find(actor: Actor, text: str, *, limit: int = 20) -> list[PostalOrder]:
    """By tracking number, our number or the code of the dossier, however a scanner or a hand wrote it."""
    typed = text.strip()[:200]
    if not typed:
        return []
    rows = visible_orders(actor)
    for match in ({"tracking": read(typed)}, {"code": typed.upper()}, {"subject_code": typed.upper()}):
        found = list(rows.filter(**match).order_by("-created_at")[:limit])
        if found:
            return found
    return []


def orders_of(subject_type: str, subject_id: object) -> list[PostalOrder]:
    """All parcels of one subject, the newest first; whether the actor may see the subject is its owner's business."""
    return list(
        PostalOrder.objects.filter(subject_type=subject_type, subject_id=str(subject_id)).order_by("-created_at")[:20]
    )


def order_by_id(order_id: uuid.UUID) -> PostalOrder:
    """One parcel, for reactions. Raises NotFound."""
    found = PostalOrder.objects.filter(pk=order_id).first()
    if found is None:
        raise NotFound
    return found


def to_do_page(actor: Actor, *, need: str = "", cursor: str | None = None) -> Page[PostalOrder]:
    """What somebody has to do something about, the longest waiting first."""
    rows = visible_orders(actor).exclude(need=Need.NOTHING)
    rows = rows.filter(need=need) if need in Need.values and need else rows
    return keyset_page(rows, order=("need_since", "id"), cursor=cursor)


def under_way_page(actor: Actor, *, cursor: str | None = None) -> Page[PostalOrder]:
    """On their way, the newest first."""
    return keyset_page(visible_orders(actor).filter(state__in=OPEN_STATES), order=("-created_at", "-id"), cursor=cursor)


def all_page(actor: Actor, *, cursor: str | None = None) -> Page[PostalOrder]:
    """Every parcel of the office, the newest first."""
    return keyset_page(visible_orders(actor), order=("-created_at", "-id"), cursor=cursor)


def need_counts(actor: Actor) -> dict[str, int]:
    """How many parcels ask for what, of the first hundred that ask for anything."""
    asked = visible_orders(actor).exclude(need=Need.NOTHING).order_by("need_since").values_list("need", flat=True)
    counts: dict[str, int] = {}
    for need in asked[:CEILING]:
        counts[need] = counts.get(need, 0) + 1
    return counts


def waiting(actor: Actor) -> int:
    """For a badge, counted to a ceiling."""
    return sum(need_counts(actor).values()) if actor.may(HANDLE) else 0


def to_pack(actor: Actor) -> list[PostalOrder]:
    """Results that wait for the postman, the longest waiting first."""
    return list(visible_orders(actor).filter(need=Need.PACK).order_by("need_since", "id")[:200])


def ids_of(actor: Actor, codes: list[str]) -> list[uuid.UUID]:
    """Parcels of the office by our numbers; unknown ones are left out."""
    return list(visible_orders(actor).filter(code__in=codes[:400]).values_list("id", flat=True))


def manifests(actor: Actor, *, limit: int = 20) -> list[Manifest]:
    """The last hand-over lists of the office, each with `many` parcels."""
    if actor.agency_id is None or not actor.may(HANDLE):
        return []
    rows = Manifest.objects.filter(agency_id=actor.agency_id).annotate(many=Count("orders")).order_by("-made_at")
    return list(rows[:limit])


def manifest_for(actor: Actor, number: str) -> Manifest:
    """One hand-over list of the actor's office. Raises NotFound."""
    found = (
        Manifest.objects.filter(number=number, agency_id=actor.agency_id or 0).select_related("agency").first()
        if actor.may(HANDLE)
        else None
    )
    if found is None:
        raise NotFound
    return found


def orders_on(manifest: Manifest) -> list[PostalOrder]:
    """What stands on a list, in its order."""
    return list(manifest.orders.order_by("tracking"))


def statements(*, limit: int = 30) -> list[CodStatement]:
    """The last statements, each with `many` lines and `wrong` of them."""
    rows = CodStatement.objects.annotate(many=Count("lines"), wrong=Count("lines", filter=~Q(lines__outcome="matched")))
    return list(rows[:limit])


def statement(number: str) -> CodStatement:
    """One statement with its lines. Raises NotFound."""
    found = CodStatement.objects.filter(number=number).prefetch_related("lines__order").first()
    if found is None:
        raise NotFound
    return found


def cod_outstanding(*, limit: int = 100) -> list[PostalOrder]:
    """Money that postmen took longer ago than COD_LATE and that no statement names yet, the longest first."""
    before = clock.now() - COD_LATE
    rows = PostalOrder.objects.filter(cod_state=CodState.COLLECTED, cod_at__lt=before).select_related("agency")
    return list(rows.order_by("cod_at")[:limit])


def stray_notices(*, limit: int = 50) -> list[CarrierNotice]:
    """Messages about parcels that nobody knows, the newest first."""
    return list(CarrierNotice.objects.filter(outcome=NoticeOutcome.UNKNOWN_PARCEL).order_by("-received_at")[:limit])


def code_rows() -> list[CodeRow]:
    """Codes that are known, and those that were seen in the last ninety days and mean nothing yet; the unknown ones first."""
    since = clock.now() - timedelta(days=90)
    seen = {
        row["code"]: (row["many"], row["last"])
        for row in TrackingEvent.objects.filter(received_at__gte=since)
        .values("code")
        .annotate(many=Count("id"), last=Max("at"))
    }
    own = {row.code: row for row in CarrierCode.objects.all()}
    rows = []
    for code in {*built_in_codes(), *own, *seen}:
        if code.startswith("LT."):
            continue
        many, last = seen.get(code, (0, None))
        if code in own:
            row = own[code]
            verb, text, origin = row.verb, row.text, f"{row.changed_by_name} đặt"
        elif code in built_in_codes():
            known = built_in_codes()[code]
            verb, text = known.verb, known.text
            origin = "Theo tài liệu bưu điện" if known.mark == "S" else "Minh họa, cần đối chiếu hợp đồng"
        else:
            verb, text, origin = "", _last_text(code), "Chưa rõ ý nghĩa"
        rows.append(CodeRow(code=code, verb=verb, text=text, origin=origin, seen=many, last_seen=last))
    return sorted(rows, key=lambda row: (bool(row.verb), row.code.zfill(8)))


def _last_text(code: str) -> str:
    return TrackingEvent.objects.filter(code=code).order_by("-at").values_list("text", flat=True).first() or ""


_WORDS: dict[tuple[str, str], str] = {
    (Kind.COLLECT, Verb.ACCEPT): "Bưu điện đã nhận yêu cầu, bưu tá sẽ gọi trước khi đến lấy",
    (Kind.COLLECT, Verb.PICK_UP): "Bưu tá đã lấy giấy tờ",
    (Kind.COLLECT, Verb.DELIVER): "Giấy tờ đã đến Bộ phận Một cửa",
    (Kind.DELIVER, Verb.ACCEPT): "Bưu điện đã nhận yêu cầu giao kết quả",
    (Kind.DELIVER, Verb.PICK_UP): "Bưu tá đã nhận kết quả từ cơ quan",
    (Kind.DELIVER, Verb.DELIVER): "Đã giao kết quả",
    ("", Verb.MOVE): "Đang trên đường",
    (Kind.COLLECT, Verb.FAIL): "Chưa lấy được giấy tờ",
    (Kind.DELIVER, Verb.FAIL): "Chưa giao được",
    ("", Verb.TURN_BACK): "Đang chuyển trả người gửi",
    ("", Verb.RETURN): "Đã chuyển trả người gửi",
    ("", Verb.CANCEL): "Đã hủy yêu cầu",
    ("", Verb.LOSE): "Bưu điện báo thất lạc",
}
_TONES = {Verb.FAIL: "late", Verb.LOSE: "late", Verb.TURN_BACK: "paused", Verb.RETURN: "paused"}


def journey(order: PostalOrder) -> list[Stop]:
    """The events of a parcel in plain words, the newest first; a code that nobody knows is shown in the carrier's words."""
    meanings = {code: each.verb for code, each in built_in_codes().items()}
    meanings |= dict(CarrierCode.objects.values_list("code", "verb"))
    stops: list[Stop] = []
    for event in order.events.order_by("-at", "-id")[:60]:
        verb = meanings.get(event.code, "")
        known = built_in_codes().get(event.code)
        plain = known.plain if known is not None and known.verb == verb else ""
        title = plain or _WORDS.get((order.kind, verb)) or _WORDS.get(("", verb)) or event.text or f"Mã {event.code}"
        tone = _TONES.get(Verb(verb), "done") if verb else "done"
        state = "now" if not stops and tone == "done" and order.state in OPEN_STATES else tone
        stops.append(Stop(title=title, at=event.at, place=event.place, text=event.reason, state=state))
    return stops


def says(order: PostalOrder) -> str:
    """Where a parcel is, in one phrase for a list."""
    if order.state == State.FAILED:
        return f"{order.get_state_display()} lần {order.fails}"
    return str(order.get_state_display())
