"""The register of certificates (sổ chứng thư số): what is in it, narrowed and counted. Who sees whose is decided here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from lienthong.foundation.signing import policies
from lienthong.foundation.signing.choices import Purpose, RaisingState, Status
from lienthong.foundation.signing.models import AgencySigning, Certificate, CertificateQuerySet, Picture, Raising
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound
from lienthong.kit.pagination import Page, keyset_page

SOON_DAYS = 60
MOST_EXPORTED = 20_000
PLACES = {
    "software": "Khóa mềm tại máy chủ (chạy thử)",
    "pkcs11": "Thiết bị HSM, token của máy chủ",
    "csc": "Nhà cung cấp ký từ xa",
    "token": "Thiết bị của người giữ",
    "": "Không giữ khóa",
}
STATES = {
    "": "Đang dùng",
    "hieu-luc": "Còn hiệu lực",
    "sap-het": "Sắp hết hạn",
    "het-han": "Đã hết hạn",
    "thu-hoi": "Đã thu hồi",
    "tat-ca": "Tất cả",
}
PURPOSES = {"ca-nhan": Purpose.PERSON, "co-quan": Purpose.AGENCY, "chung-thuc": Purpose.AUTHORITY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of the register is shown. `state` a key of STATES, `purpose` a key of PURPOSES or "", `agency_id` 0 for all, `text` free."""

    state: str = ""
    purpose: str = ""
    agency_id: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One certificate as the register shows it. `state` a key of STATES; `days` to its end, negative afterwards."""

    row: Certificate
    state: str
    days: int

    @property
    def state_text(self) -> str:
        """In Vietnamese."""
        return STATES[self.state]

    @property
    def place(self) -> str:
        """Where the key lies."""
        return PLACES.get(self.row.key_ref.partition(":")[0], "Không rõ")

    @property
    def holder_agency(self) -> str:
        """The agency of the seat or of the seal."""
        return self.row.agency_name


def register_page(actor: Actor, wanted: Wanted, cursor: str | None, *, limit: int = 50) -> Page[Entry]:
    """One page, those that end first on top. Raises BadCursor."""
    now = clock.now()
    page = keyset_page(_rows(actor, wanted, now), order=("not_after", "id"), cursor=cursor, limit=limit)
    return Page([_entry(row, now) for row in page.items], page.previous, page.next)


def register_rows(actor: Actor, wanted: Wanted) -> Iterator[Entry]:
    """All of it, for a sheet, at most `MOST_EXPORTED`."""
    now = clock.now()
    rows = _rows(actor, wanted, now).order_by("not_after", "id")[:MOST_EXPORTED]
    return (_entry(row, now) for row in rows.iterator(chunk_size=500))


def register_counts(actor: Actor) -> dict[str, int]:
    """How many in each state, by the keys of STATES. One query."""
    now = clock.now()
    found = _visible(actor).aggregate(
        **{f"n{i}": Count("id", filter=_in_state(key, now)) for i, key in enumerate(STATES)}
    )
    return {key: found[f"n{i}"] for i, key in enumerate(STATES)}


def entry(actor: Actor, certificate_id: int) -> Entry:
    """One certificate. Raises NotFound, also for another agency's."""
    row = _visible(actor).filter(pk=certificate_id).first()
    if row is None:
        raise NotFound
    return _entry(row, clock.now())


def own_certificates(actor: Actor) -> list[Entry]:
    """Those of the actor's seat that may be used now, newest first."""
    if actor.position is None:
        return []
    now = clock.now()
    rows = Certificate.objects.filter(purpose=Purpose.PERSON, position_id=actor.position.id).valid_at(now)
    return [_entry(row, now) for row in rows.order_by("-not_after", "-id")]


def agency_level(agency_id: int) -> str:
    """The level an agency chose; empty: as the installation."""
    return AgencySigning.objects.filter(agency_id=agency_id).values_list("level", flat=True).first() or ""


def waiting_for_proof(actor: Actor) -> dict[str, int]:
    """How many signatures wait for proof, got it, were given up; administrators only."""
    if not policies.keeps_register(actor):
        return {}
    counts = dict(Raising.objects.values_list("state").annotate(many=Count("id")))
    return {str(RaisingState(key).label): many for key, many in counts.items() if key != RaisingState.REPLACED}


def hand_of(actor: Actor) -> Picture | None:
    """The picture of one's own signature."""
    return Picture.objects.filter(kind="hand", account_id=actor.account_id or 0, is_current=True).first()


def seal_of(agency_id: int) -> Picture | None:
    """The picture of an agency's seal."""
    return Picture.objects.filter(kind="seal", agency_id=agency_id, is_current=True).first()


def _rows(actor: Actor, wanted: Wanted, now: datetime) -> CertificateQuerySet:
    rows = _visible(actor).filter(_in_state(wanted.state, now))
    if wanted.purpose in PURPOSES:
        rows = rows.filter(purpose=PURPOSES[wanted.purpose])
    if wanted.agency_id:
        rows = rows.filter(Q(agency_id=wanted.agency_id) | Q(position__agency_id=wanted.agency_id))
    if wanted.text:
        text = wanted.text[:80]
        rows = rows.filter(
            Q(common_name__icontains=text) | Q(serial__startswith=text.lower()) | Q(agency_name__icontains=text)
        )
    return rows


def _visible(actor: Actor) -> CertificateQuerySet:
    rows = Certificate.objects.select_related("position", "agency")
    if policies.keeps_register(actor):
        return rows
    if actor.agency_id is None:
        return rows.none()
    return rows.filter(Q(agency_id=actor.agency_id) | Q(position__agency_id=actor.agency_id))


def _in_state(state: str, now: datetime) -> Q:
    soon = now + timedelta(days=SOON_DAYS)
    active = Q(status=Status.ACTIVE)
    return {
        "": active & Q(not_after__gt=now),
        "hieu-luc": active & Q(not_after__gt=soon),
        "sap-het": active & Q(not_after__gt=now, not_after__lte=soon),
        "het-han": active & Q(not_after__lte=now),
        "thu-hoi": Q(status=Status.REVOKED),
    }.get(state, Q())


def _entry(row: Certificate, now: datetime) -> Entry:
    days = (row.not_after - now).days
    if row.status == Status.REVOKED:
        state = "thu-hoi"
    elif row.not_after <= now:
        state = "het-han"
    else:
        state = "sap-het" if row.not_after <= now + timedelta(days=SOON_DAYS) else "hieu-luc"
    return Entry(row, state, days)
