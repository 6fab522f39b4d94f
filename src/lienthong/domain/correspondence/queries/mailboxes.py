"""Mailboxes from which documents are collected (hộp thư nhận văn bản): for administrators, and whom to tell of trouble."""

from django.db.models import Count, Q

from lienthong.domain.correspondence import policies
from lienthong.domain.correspondence.choices import LetterState
from lienthong.domain.correspondence.models import CollectedLetter, Mailbox
from lienthong.domain.correspondence.queries.telling import clerks_of
from lienthong.foundation.notifications.services import Told
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

MOST_SHOWN = 300
PAGE = "/lam-viec/van-ban/hop-thu/"


def mailboxes(actor: Actor) -> list[Mailbox]:
    """All of the province with `not_taken`, those in trouble first."""
    rows = Mailbox.objects.select_related("agency") if actor.may(policies.ADMINISTER) else Mailbox.objects.none()
    given_up = Count("letters", filter=Q(letters__state=LetterState.FAILED))
    return list(rows.annotate(not_taken=given_up).order_by("-failures", "agency__name", "username")[:MOST_SHOWN])


def mailbox_for(actor: Actor, mailbox_id: int) -> Mailbox:
    """One of them. Raises NotFound."""
    found = Mailbox.objects.select_related("agency").filter(pk=mailbox_id).first()
    if found is None or not actor.may(policies.ADMINISTER):
        raise NotFound
    return found


def letters_not_taken(mailbox: Mailbox, *, limit: int = 20) -> list[CollectedLetter]:
    """Those that were given up or are tried again, the last first."""
    return list(mailbox.letters.filter(state=LetterState.FAILED).order_by("-id")[:limit])


def mailboxes_in_trouble(actor: Actor) -> list[Mailbox]:
    """Of the own agency, for its clerks: why nothing comes by mail."""
    rows = Mailbox.objects.filter(agency_id=actor.agency_id or 0, is_active=True).exclude(problem="")
    return list(rows[:5]) if actor.may(policies.REGISTER) else []


def mailbox_failed(mailbox_id: int) -> Told | None:
    """To who keeps it and to the clerks; None when it works again."""
    row = Mailbox.objects.select_related("agency").filter(pk=mailbox_id, is_active=True).exclude(problem="").first()
    if row is None:
        return None
    return Told(
        accounts=_watchers(row),
        subject=f"Không lấy được thư của {row.username}"[:200],
        body=f"{row.agency.name}, máy chủ {row.host}. {row.problem}\nVăn bản gửi tới hộp thư này chưa vào danh sách chờ vào sổ.",
        url="/lam-viec/van-ban-den/?xem=cho",
    )


def letter_not_taken(letter_id: int) -> Told | None:
    """To the same: one letter has to be looked at in the mailbox itself."""
    letter = CollectedLetter.objects.select_related("mailbox").filter(pk=letter_id, state=LetterState.FAILED).first()
    if letter is None:
        return None
    return Told(
        accounts=_watchers(letter.mailbox),
        subject=f"Một thư trong {letter.mailbox.username} không lấy được"[:200],
        body=f"{letter.problem}\nThư còn nguyên trong hộp thư, chưa đánh dấu đã đọc (UID {letter.uid}).",
        url="/lam-viec/van-ban-den/vao-so/",
    )


def _watchers(row: Mailbox) -> tuple[int, ...]:
    kept_by = [row.kept_by_id] if row.kept_by_id is not None else []
    return tuple(dict.fromkeys([*clerks_of(row.agency_id), *kept_by]))
