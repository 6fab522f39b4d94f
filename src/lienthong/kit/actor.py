"""Who acts (người thực hiện). Plain data, so that every layer may ask `actor.may(...)` without a query."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

_LONGEST_NAME = 50
"""Letters of each of two names that stand in one column of 120."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """A seat on whose behalf another may act now (thay mặt, theo ủy quyền): what was delegated of what that seat itself may do.

    `procedures`: codes of the procedures it is limited to, empty for all. `since`, `until`: its period.
    """

    delegation_id: int
    seat_id: int
    holder: str
    title: str
    agency_id: int
    agency_name: str
    department_id: int | None
    roles: frozenset[str]
    rights: frozenset[str]
    until: datetime
    procedures: frozenset[str] = frozenset()
    predecessor_ids: tuple[int, ...] = ()
    since: datetime | None = None

    def covers(self, procedure_code: str) -> bool:
        """Whether what is delegated holds for this procedure."""
        return not self.procedures or procedure_code in self.procedures

    @property
    def archive_agency_ids(self) -> tuple[int, ...]:
        """The agency acted for and those it came after."""
        return (self.agency_id, *self.predecessor_ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorPosition:
    """The seat an officer acts from (chức vụ đang dùng). `predecessor_ids`: agencies its agency came after, whose archive it reads.

    `stand_ins`: seats that delegated to this one, now. Rights of theirs are not among `rights`: see `Actor.as_each`.
    """

    id: int
    title: str
    agency_id: int
    agency_name: str
    department_id: int | None
    roles: frozenset[str]
    rights: frozenset[str]
    predecessor_ids: tuple[int, ...] = ()
    stand_ins: tuple[StandIn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Someone or something that reads or changes. Made by `accounts.queries.actor_for`, passed down unchanged.

    A citizen has `person_id`, an officer has `position`; the system itself has neither and `is_system` set. One who acts on
    behalf of another seat (`for_seat`) has that seat's agency and rights in `position`, with the id of their own, and both names in
    `name`: whatever records the actor records both.
    """

    account_id: int | None = None
    name: str = ""
    person_id: int | None = None
    position: ActorPosition | None = None
    is_system: bool = False
    for_seat: StandIn | None = None
    own_name: str = ""
    own_title: str = ""

    @property
    def is_officer(self) -> bool:
        """Acts from a position in an agency."""
        return self.position is not None

    @property
    def is_signed_in(self) -> bool:
        """Known to us by an account."""
        return self.account_id is not None

    @property
    def agency_id(self) -> int | None:
        """The agency acted for, None for citizens and the system."""
        return self.position.agency_id if self.position else None

    @property
    def archive_agency_ids(self) -> tuple[int, ...]:
        """The agency acted for and those it came after: whose dossiers may be read."""
        return (self.position.agency_id, *self.position.predecessor_ids) if self.position else ()

    def may(self, right: str) -> bool:
        """Whether the position carries `right`; the system may everything it is asked to."""
        return self.is_system or (self.position is not None and right in self.position.rights)

    def has_role(self, role: str) -> bool:
        """Whether the position carries `role`."""
        return self.position is not None and role in self.position.roles

    @property
    def stand_ins(self) -> tuple[StandIn, ...]:
        """Seats on whose behalf this actor may act now."""
        return self.position.stand_ins if self.position else ()

    def may_enter(self, right: str) -> bool:
        """Whether a page of `right` opens: by the position, or on behalf of another seat. What may be done there is asked with `may`."""
        return self.may(right) or any(right in stand.rights for stand in self.stand_ins)

    def acting_for(self, stand: StandIn) -> "Actor":
        """This actor acting for that seat: its agency and its delegated rights, under both names. Cannot be handed on."""
        assert self.position is not None
        mine = self.position
        return replace(
            self,
            name=f"{self.name[:_LONGEST_NAME]} (thay mặt {stand.holder[:_LONGEST_NAME]})",
            position=replace(
                mine,
                title=f"{mine.title[:_LONGEST_NAME]}, thừa ủy quyền {stand.title[:_LONGEST_NAME]}",
                agency_id=stand.agency_id,
                agency_name=stand.agency_name,
                department_id=stand.department_id,
                roles=stand.roles,
                rights=stand.rights,
                predecessor_ids=stand.predecessor_ids,
                stand_ins=(),
            ),
            for_seat=stand,
            own_name=self.name,
            own_title=mine.title,
        )

    def as_each(self, procedure_code: str) -> Iterator["Actor"]:
        """The actor as themself first, then for each seat whose delegation covers this procedure."""
        yield self
        for stand in self.stand_ins:
            if stand.covers(procedure_code):
                yield self.acting_for(stand)

    def first_that(self, may: Callable[["Actor"], bool], *rights: str) -> "Actor | None":
        """The actor as themself where `may` holds, else for the first seat that delegated one of these rights for which it does.

        Without delegations `may` is asked once.
        """
        if may(self):
            return self
        lent = (self.acting_for(stand) for stand in self.stand_ins if stand.rights.intersection(rights))
        return next((each for each in lent if may(each)), None)

    @property
    def seat_id(self) -> int | None:
        """The seat acted for: on behalf of another that one, else one's own."""
        if self.for_seat is not None:
            return self.for_seat.seat_id
        return self.position.id if self.position else None

    @property
    def on_behalf_of(self) -> str:
        """Whom this actor acts for, `Nguyễn Văn A, Chủ tịch`; empty when for nobody else."""
        return f"{self.for_seat.holder}, {self.for_seat.title}" if self.for_seat else ""

    @property
    def signature(self) -> tuple[str, str, str]:
        """(prefix, title, name) of the signature line of a paper; the prefix is "TUQ. Chủ tịch" on behalf of another (Điều 13 Nghị định 30/2020/NĐ-CP)."""
        if self.for_seat is not None:
            return f"TUQ. {self.for_seat.title}", self.own_title, self.own_name
        return "", self.position.title if self.position else "", self.name


ANONYMOUS = Actor()
SYSTEM = Actor(name="Hệ thống", is_system=True)
