"""Who acts (người thực hiện). Plain data, so that every layer may ask `actor.may(...)` without a query."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorPosition:
    """The seat an officer acts from (chức vụ đang dùng). `predecessor_ids`: agencies its agency came after, whose archive it reads."""

    id: int
    title: str
    agency_id: int
    agency_name: str
    department_id: int | None
    roles: frozenset[str]
    rights: frozenset[str]
    predecessor_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Someone or something that reads or changes. Made by `accounts.queries.actor_for`, passed down unchanged.

    A citizen has `person_id`, an officer has `position`; the system itself has neither and `is_system` set.
    """

    account_id: int | None = None
    name: str = ""
    person_id: int | None = None
    position: ActorPosition | None = None
    is_system: bool = False

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


ANONYMOUS = Actor()
SYSTEM = Actor(name="Hệ thống", is_system=True)
