"""Who is asking (người thực hiện), and what an account may know of accounts and persons."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from lienthong.foundation.accounts.models import Account, ApiToken, Person, folded_name
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import rights_of
from lienthong.kit import clock
from lienthong.kit.actor import Actor, ActorPosition
from lienthong.kit.errors import NotFound
from lienthong.kit.text_vi import fold

SESSION_POSITION = "position_id"

# Plain SQL: every request of the API pays it, and building it with the ORM costs ten times what running it does.
_WHO_HOLDS = f"""
SELECT account.id, account.full_name, account.person_id,
    seat.id, seat.title, seat.agency_id, agency.name, seat.department_id, seat.roles,
    ARRAY(SELECT ended.id FROM organizations_succession came JOIN organizations_agency ended ON ended.id = came.predecessor_id
        WHERE came.successor_id = seat.agency_id AND ended.valid_to < %(today)s ORDER BY 1),
    {organizations.STAND_INS}
FROM accounts_apitoken token
JOIN accounts_account account ON account.id = token.account_id
LEFT JOIN organizations_position seat ON seat.id = token.position_id
LEFT JOIN organizations_agency agency ON agency.id = seat.agency_id
WHERE token.digest = %(digest)s AND token.revoked_at IS NULL AND (token.expires_at IS NULL OR token.expires_at > %(now)s)
  AND account.is_active
  AND (seat.id IS NULL OR seat.valid_from <= %(today)s AND (seat.valid_to IS NULL OR seat.valid_to >= %(today)s))
"""  # noqa: S608  # both parts are our own


def actor_for(account: Account, position_id: int | None = None, *, seats: list[ActorPosition] | None = None) -> Actor:
    """The account as an actor, acting from `position_id`, else from the primary seat. One query, none when `seats` are given.

    Only seats held today count: one that has ended carries no right, and the next seat takes its place.
    """
    seats = positions_of(account) if seats is None else seats
    active = next((seat for seat in seats if seat.id == position_id), seats[0] if seats else None)
    return Actor(account_id=account.pk, name=account.full_name, person_id=account.person_id, position=active)


def actor_of(account_id: int, position_id: int) -> Actor | None:
    """Somebody as they stand now in one seat, for what they confirmed earlier; None when the account is closed or the seat no longer theirs."""
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None:
        return None
    actor = actor_for(account, position_id)
    return actor if actor.position is not None and actor.position.id == position_id else None


def positions_of(account: Account) -> list[ActorPosition]:
    """Seats the account holds today, the primary one first (chức vụ)."""
    return organizations.positions_held(account.pk)


def actor_for_token(plaintext: str) -> Actor | None:
    """The actor behind a bearer token, or None when it is unknown, revoked, expired or its seat has ended. One query.

    Nothing is cached: a revoked token stops at once.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WHO_HOLDS, {"digest": token_digest(plaintext), "now": clock.now(), "today": clock.today()})
        found = cursor.fetchone()
    if found is None:
        return None
    account_id, name, person_id, seat_id, title, agency_id, agency_name, department_id, roles, before, given = found
    seat = None
    if seat_id is not None:
        seat = ActorPosition(
            id=seat_id,
            title=title,
            agency_id=agency_id,
            agency_name=agency_name,
            department_id=department_id,
            roles=frozenset(roles),
            rights=rights_of(roles),
            predecessor_ids=tuple(before),
            stand_ins=organizations.stand_ins(given),
        )
    return Actor(account_id=account_id, name=name, person_id=person_id, position=seat)


def token_digest(plaintext: str) -> str:
    """SHA-256, hex. Tokens are 256 random bits, so a plain digest is enough."""
    return hashlib.sha256(plaintext.encode()).hexdigest()


def own_account(actor: Actor) -> Account:
    """The actor's account with its person. Raises NotFound for the system and for strangers."""
    account = Account.objects.select_related("person").filter(pk=actor.account_id or 0).first()
    if account is None:
        raise NotFound
    return account


def own_tokens(actor: Actor) -> QuerySet[ApiToken]:
    """The actor's tokens that still work, newest first."""
    return ApiToken.objects.filter(account_id=actor.account_id or 0, revoked_at__isnull=True).order_by("-id")


# Plain SQL: every filing asks who files.
_PERSON_COLUMNS = [field.attname for field in Person._meta.concrete_fields]
_PERSON = f"SELECT {', '.join(_PERSON_COLUMNS)} FROM accounts_person WHERE id = %s"  # noqa: S608  # names of our own columns


def get_person(person_id: int) -> Person:
    """One person. The caller's policy has decided that the actor may see them. Raises NotFound."""
    with connection.cursor() as cursor:
        cursor.execute(_PERSON, [person_id])
        found = cursor.fetchone()
    if found is None:
        raise NotFound
    return Person.from_db(connection.alias, _PERSON_COLUMNS, found)


def person_by_id_number(actor: Actor, id_number: str) -> Person | None:
    """A person by number: for officers who may file for others, and for the person themself; None for everybody else."""
    if not (actor.is_system or actor.may("dossiers.file_for_others")):
        return Person.objects.filter(pk=actor.person_id or 0, id_number=id_number).first()
    return Person.objects.filter(id_number=id_number).first()


MOST_PERSONS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookalike:
    """Another number that may be the same human being. `same` and `differs`: what agrees and what does not, each in words."""

    person_id: int
    full_name: str
    last4: str
    same: tuple[str, ...]
    differs: tuple[str, ...]


def find_persons(actor: Actor, text: str) -> list[Person]:
    """People by twelve-digit number, telephone or part of a name, at most MOST_PERSONS + 1; none unless the actor files for others.

    The caller records what was looked for; who of them is chosen is recorded when the choice is made.
    """
    if not (actor.is_system or actor.may("dossiers.file_for_others")):
        return []
    digits = re.sub(r"[\s.\-]", "", text)
    rows = Person.objects.all()
    if digits.isascii() and digits.isdigit():
        rows = rows.filter(id_number=digits) if len(digits) == 12 else rows.filter(phone=digits)
    elif len(name := fold(text)) >= 4:
        rows = rows.annotate(folded=folded_name()).filter(folded__contains=name)
    else:
        return []
    return list(rows.order_by("id")[: MOST_PERSONS + 1])


def lookalikes(
    actor: Actor, *, id_number: str, full_name: str, birth_date: date | None = None, phone: str = ""
) -> list[Lookalike]:
    """People with another number who bear the same name and were born the same day, or have the same telephone (có thể trùng người).

    Two queries by index; none unless the actor files for others. At most five.
    """
    if not (actor.is_system or actor.may("dossiers.file_for_others")):
        return []
    others = Person.objects.exclude(id_number=id_number)
    found: dict[int, Person] = {}
    if birth_date is not None:
        name = fold(full_name)
        found |= {each.pk: each for each in others.filter(birth_date=birth_date) if fold(each.full_name) == name}
    if phone:
        found |= {each.pk: each for each in others.filter(phone=phone)[:5]}
    here = Person(id_number=id_number, full_name=full_name, birth_date=birth_date, phone=phone)
    return [_lookalike(here, each) for each in list(found.values())[:5]]


def _lookalike(here: Person, other: Person) -> Lookalike:
    same, differs = [], [f"số định danh, bốn số cuối {other.id_number[-4:]}"]
    for label, mine, theirs in (
        ("họ tên", fold(here.full_name), fold(other.full_name)),
        ("ngày sinh", here.birth_date, other.birth_date),
        ("điện thoại", here.phone, other.phone),
    ):
        if not (mine and theirs):
            continue
        if mine == theirs:
            same.append(label)
        elif label == "họ tên":
            differs.append(f"họ tên: {other.full_name}")
        elif isinstance(theirs, date):
            differs.append(f"ngày sinh: {theirs:%d/%m/%Y}")
        else:
            differs.append(label)
    return Lookalike(
        person_id=other.pk,
        full_name=other.full_name,
        last4=other.id_number[-4:],
        same=tuple(same),
        differs=tuple(differs),
    )


def contact_of(*, account_id: int | None = None, person_id: int | None = None) -> tuple[int | None, str]:
    """(account id, e-mail) to which news for a person or an account goes; e-mail "" when none is known."""
    if account_id is not None:
        account = Account.objects.filter(pk=account_id).values_list("pk", "email").first()
        return account or (None, "")
    person = Person.objects.filter(pk=person_id or 0).values_list("account__pk", "account__email", "email").first()
    if person is None:
        return None, ""
    return person[0], person[1] or person[2]
