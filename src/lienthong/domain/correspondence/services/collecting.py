"""Letters are collected from mailboxes over IMAP (lấy thư từ hộp thư): each once, whole, into the arrivals that wait to be registered.

The network is never asked inside a transaction. A letter is kept before it is noted as taken and noted before it is marked as read, so a
worker that dies loses nothing; what it did already is known by Message-ID (`take_letter`) or by UIDVALIDITY and UID (`CollectedLetter`).
"""

import logging
import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import AlreadyEnqueued

from lienthong.domain.correspondence import policies
from lienthong.domain.correspondence.adapters import imap, sealed
from lienthong.domain.correspondence.adapters.imap import Access, Folder, MailboxTrouble
from lienthong.domain.correspondence.choices import LetterState, Security
from lienthong.domain.correspondence.events import LetterNotTaken, MailboxFailed
from lienthong.domain.correspondence.models import CollectedLetter, Mailbox, WaitingArrival
from lienthong.domain.correspondence.services.taking import take_letter
from lienthong.foundation.audit import services as audit
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound, Refused
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean

log = logging.getLogger(__name__)
COLLECT_JOB: Final = "correspondence.collect_mailbox"
LARGEST: Final = 80 * 1024 * 1024
BATCH: Final = 50
"""Letters a run takes at most; the next run goes on."""
MOST_ATTEMPTS: Final = 3
TOLD_AT: Final = 3
"""Failures in a row after which people are told; at once where trying again changes nothing."""
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*")
ABANDONED = timedelta(minutes=15)  # a worker that collects longer than this died with it
LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxData:
    """A mailbox as typed. An empty `password` leaves the one that is kept, for the same server and name only."""

    agency_id: int
    host: str
    port: int
    security: str
    username: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a connection that works has shown."""

    letters: int
    unseen: int
    folders: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Collected:
    """What one run did."""

    taken: int = 0
    known: int = 0
    failed: int = 0


@transaction.atomic
def keep_mailbox(*, actor: Actor, data: MailboxData, mailbox_id: int | None = None) -> Mailbox:
    """Documents are collected from this mailbox from now on. Raises NotAllowed, NotFound, Invalid."""
    _require_administrator(actor)
    row = _row(mailbox_id) if mailbox_id is not None else Mailbox()
    if problems := _problems(data, row):
        raise Invalid(problems)
    elsewhere = (row.host, row.username, row.folder) != (data.host.strip(), data.username.strip(), data.folder.strip())
    if elsewhere:
        # Numbers count within one folder: another one may use the same, and its letters are not those that were taken.
        row.uid_validity, row.next_uid = 0, 0
        CollectedLetter.objects.filter(mailbox_id=row.pk).delete()
    row.agency_id = organizations.agency(data.agency_id).pk
    row.host, row.port, row.security = clean(data.host), data.port, data.security
    row.username, row.folder = data.username.strip(), data.folder.strip() or "INBOX"
    if data.password:
        row.secret = sealed.seal(data.password)
    row.is_active, row.failures, row.problem, row.not_before = data.is_active, 0, "", None
    row.kept_by_id, row.kept_by_name, row.kept_at = actor.account_id, actor.name, clock.now()
    row.save()
    audit.record(
        actor=actor,
        verb="keep_mailbox",
        subject_type="mailbox",
        subject_id=row.pk,
        details={
            "agency": row.agency_id,
            "host": f"{row.host}:{row.port}",
            "username": row.username,
            "folder": row.folder,
            "active": row.is_active,
            "password": "changed" if data.password else "kept",
        },
    )
    return row


def try_mailbox(*, actor: Actor, data: MailboxData, mailbox_id: int | None = None) -> Trial:
    """Connect with what is typed, take nothing. Raises NotAllowed, NotFound, Invalid, Refused with the reason."""
    _require_administrator(actor)
    row = Mailbox.objects.filter(pk=mailbox_id).first() if mailbox_id is not None else Mailbox()
    if row is None:
        raise NotFound
    if problems := {name: said for name, said in _problems(data, row).items() if name != "agency"}:
        raise Invalid(problems)
    with transaction.atomic():
        audit.record(
            actor=actor,
            verb="try_mailbox",
            subject_type="mailbox",
            subject_id=row.pk or "",
            details={"host": f"{clean(data.host)}:{data.port}", "username": data.username.strip()},
        )
    try:
        access = Access(
            host=clean(data.host),
            port=data.port,
            security=data.security,
            username=data.username.strip(),
            password=data.password or sealed.unseal(row.secret),
            folder=data.folder.strip() or "INBOX",
        )
        with imap.opened(access) as folder:
            letters, unseen = folder.count, len(folder.unseen())
        return Trial(letters=letters, unseen=unseen, folders=tuple(imap.folders_of(access)))
    except sealed.NotOpened:
        raise Refused(NOT_OPENED, field="password") from None
    except MailboxTrouble as trouble:
        raise Refused(trouble.said) from trouble


def mailboxes_due(*, now: datetime | None = None) -> list[int]:
    """Which are to be collected now: those that work, and those that failed and have waited long enough."""
    at = now or clock.now()
    rows = Mailbox.objects.filter(Q(not_before=None) | Q(not_before__lte=at), is_active=True)
    return list(rows.order_by("tried_at", "pk").values_list("pk", flat=True))


def collect_soon(*, mailbox_id: int) -> None:
    """Have it collected by a job; one that waits already is enough."""
    name = f"{COLLECT_JOB}-{mailbox_id}"
    with suppress(AlreadyEnqueued), transaction.atomic():
        jobs.configure_task(COLLECT_JOB, queueing_lock=name, lock=name).defer(mailbox_id=mailbox_id)


def collect_mailbox(*, mailbox_id: int) -> Collected | None:
    """Take what is new. None where another worker is at it, or it is switched off. Trouble is written beside the mailbox, told, and tried later."""
    row = _claim(mailbox_id)
    if row is None:
        return None
    done = Collected()
    try:
        access = Access(
            host=row.host,
            port=row.port,
            security=row.security,
            username=row.username,
            password=sealed.unseal(row.secret),
            folder=row.folder,
        )
        with imap.opened(access) as folder:
            _collect(row, folder, done)
    except sealed.NotOpened:
        _failed(row, MailboxTrouble(NOT_OPENED, is_lasting=True))
    except MailboxTrouble as trouble:
        _failed(row, trouble)
    else:
        _worked(row)
    finally:
        # Also where something unforeseen went wrong: the next run need not wait for this one to be given up.
        Mailbox.objects.filter(pk=row.pk, claimed_at=row.claimed_at).update(
            claimed_at=None, taken=F("taken") + done.taken
        )
    return done


NOT_OPENED = "Mật khẩu đã lưu không mở được bằng khóa của hệ thống (SECRET_KEY đã đổi). Ghi lại mật khẩu của hộp thư."


def _collect(row: Mailbox, folder: Folder, done: Collected) -> None:
    if (
        row.uid_validity != folder.uid_validity
    ):  # the first time, or the server counts anew: what was taken is known by Message-ID
        row.uid_validity, row.next_uid = folder.uid_validity, folder.next_uid
    failed = dict(
        CollectedLetter.objects.filter(
            mailbox=row, uid_validity=row.uid_validity, state=LetterState.FAILED
        ).values_list("uid", "attempts")
    )
    again = [uid for uid, attempts in failed.items() if attempts < MOST_ATTEMPTS]
    wanted = {*folder.unseen(), *folder.since(row.next_uid), *again}
    fresh = sorted(uid for uid in wanted if failed.get(uid, 0) < MOST_ATTEMPTS)
    taken = set(
        CollectedLetter.objects.filter(
            mailbox=row, uid_validity=row.uid_validity, uid__in=fresh, state=LetterState.TAKEN
        ).values_list("uid", flat=True)
    )
    for uid in sorted(taken)[
        :BATCH
    ]:  # noted, but not marked as read when its worker stopped, or on a server that keeps no marks
        folder.mark_seen(uid)
        done.known += 1
    new = [uid for uid in fresh if uid not in taken]
    for uid in new[:BATCH]:
        _take(row, folder, uid, done)
        row.next_uid = max(row.next_uid, uid + 1)
    if len(new) <= BATCH:
        row.next_uid = max(row.next_uid, folder.next_uid)
    Mailbox.objects.filter(pk=row.pk).update(uid_validity=row.uid_validity, next_uid=row.next_uid)


def _take(row: Mailbox, folder: Folder, uid: int, done: Collected) -> None:
    size = folder.size(uid)
    if size > LARGEST:
        said = f"Thư {size // (1024 * 1024)} MB, lớn hơn {LARGEST // (1024 * 1024)} MB. Tải tệp từ hộp thư rồi đưa vào sổ bằng tay."
        done.failed += 1
        _not_taken(row, uid, said, is_final=True)
        return
    raw = folder.read(uid)
    if not raw.strip():  # moved or deleted meanwhile by somebody
        return
    try:
        arrival = take_letter(raw=raw, agency_id=row.agency_id)
    except Refused as refusal:
        said = " ".join(refusal.problems.values()) if isinstance(refusal, Invalid) else refusal.message
        done.failed += 1
        _not_taken(row, uid, said, is_final=True)
    except Exception as error:  # one letter nobody foresaw keeps none of the others waiting
        log.exception("letter %s of mailbox %s", uid, row.pk)
        done.failed += 1
        _not_taken(row, uid, f"Lỗi khi đọc thư ({type(error).__name__}). Hệ thống thử lại.", is_final=False)
    else:
        if _taken(row, uid, arrival):
            done.taken += 1
        else:
            done.known += 1  # the same letter under another number
        folder.mark_seen(uid)


@transaction.atomic
def _taken(row: Mailbox, uid: int, arrival: WaitingArrival) -> bool:
    before = CollectedLetter.objects.filter(mailbox=row, arrival=arrival).exists()
    CollectedLetter.objects.update_or_create(
        mailbox=row,
        uid_validity=row.uid_validity,
        uid=uid,
        defaults={"state": LetterState.TAKEN, "arrival": arrival, "problem": "", "at": clock.now()},
    )
    return not before


@transaction.atomic
def _not_taken(row: Mailbox, uid: int, said: str, *, is_final: bool) -> None:
    letter, _ = CollectedLetter.objects.select_for_update().get_or_create(
        mailbox=row,
        uid_validity=row.uid_validity,
        uid=uid,
        defaults={"state": LetterState.FAILED, "problem": said[:400], "attempts": 0},
    )
    letter.state, letter.problem, letter.at = LetterState.FAILED, said[:400], clock.now()
    letter.attempts = MOST_ATTEMPTS if is_final else letter.attempts + 1
    letter.save(update_fields=["state", "problem", "at", "attempts"])
    if letter.attempts >= MOST_ATTEMPTS:
        publish(LetterNotTaken(mailbox_id=row.pk, letter_id=letter.pk))


@transaction.atomic
def _claim(mailbox_id: int) -> Mailbox | None:
    at = clock.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=at - ABANDONED)
    if not Mailbox.objects.filter(free, pk=mailbox_id, is_active=True).update(claimed_at=at, tried_at=at):
        return None
    return Mailbox.objects.get(pk=mailbox_id)


def _worked(row: Mailbox) -> None:
    Mailbox.objects.filter(pk=row.pk).update(failures=0, problem="", not_before=None, worked_at=clock.now())


@transaction.atomic
def _failed(row: Mailbox, trouble: MailboxTrouble) -> None:
    failures = row.failures + 1
    wait = min(timedelta(minutes=3) * 2 ** min(failures, 6), LONGEST_WAIT)
    Mailbox.objects.filter(pk=row.pk).update(
        failures=failures, problem=trouble.said[:400], not_before=clock.now() + wait
    )
    if failures == (1 if trouble.is_lasting else TOLD_AT):
        publish(MailboxFailed(mailbox_id=row.pk, agency_id=row.agency_id))


def _require_administrator(actor: Actor) -> None:
    if not actor.may(policies.ADMINISTER):
        raise NotAllowed("Hộp thư nhận văn bản do quản trị hệ thống khai. Đổi sang chức vụ quản trị rồi thử lại.")


def _row(mailbox_id: int) -> Mailbox:
    row = Mailbox.objects.select_for_update(of=("self",)).filter(pk=mailbox_id).first()
    if row is None:
        raise NotFound
    return row


def _problems(data: MailboxData, row: Mailbox) -> dict[str, str]:
    problems = {}
    if not data.agency_id:
        problems["agency"] = "Chọn cơ quan nhận văn bản của hộp thư này, đúng tên trong danh sách."
    if not _HOST.fullmatch(data.host.strip()):
        problems["host"] = "Ghi tên máy chủ thư, ví dụ mail.gialai.gov.vn; không có https:// hay cổng."
    if not 1 <= data.port <= 65535:
        problems["port"] = f"Cổng từ 1 đến 65535, đang ghi {data.port}. Thường là 993."
    if data.security not in Security.values:
        problems["security"] = "Chọn TLS hoặc STARTTLS."
    if not data.username.strip():
        problems["username"] = "Ghi tên đăng nhập hộp thư, thường là cả địa chỉ thư."
    kept_for = (row.host, row.port, row.security, row.username)
    if not data.password and not row.secret:
        problems["password"] = "Ghi mật khẩu của hộp thư."  # noqa: S105  # a sentence
    elif not data.password and kept_for != (data.host.strip(), data.port, data.security, data.username.strip()):
        problems["password"] = (
            "Máy chủ hoặc tên đăng nhập đã đổi. Ghi lại mật khẩu: mật khẩu đã lưu chỉ gửi tới nơi cũ."  # noqa: S105  # a sentence
        )
    twins = Mailbox.objects.filter(
        host__iexact=data.host.strip(), username__iexact=data.username.strip(), folder=data.folder.strip() or "INBOX"
    ).exclude(pk=row.pk)
    if twins.exists():
        problems["username"] = "Thư mục này của hộp thư đã được khai. Mở hộp thư đó để sửa."
    return problems
