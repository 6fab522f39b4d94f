"""Mailboxes from which documents are collected, and what became of each letter (hộp thư, thư đã lấy)."""

from django.db import models
from django.db.models import Q

from lienthong.domain.correspondence.choices import LetterState, Security
from lienthong.domain.correspondence.models.arriving import WaitingArrival
from lienthong.kit import clock


class Mailbox(models.Model):
    """A folder of a mailbox of an agency. `secret` is sealed (`adapters.sealed`) and never shown.

    `next_uid` is of `uid_validity`: letters from it on are taken, read or not; before it only unread ones. `failures` in a row; the next
    try is not before `not_before`. `claimed_at`: a worker collects since.
    """

    agency = models.ForeignKey("organizations.Agency", on_delete=models.CASCADE, related_name="+")
    host = models.CharField("máy chủ", max_length=200)
    port = models.PositiveIntegerField("cổng", default=993)
    security = models.CharField("mã hóa", max_length=8, choices=Security.choices, default=Security.TLS)
    username = models.CharField("tên đăng nhập", max_length=200)
    secret = models.TextField("mật khẩu, đã mã hóa")
    folder = models.CharField("thư mục", max_length=200, default="INBOX")
    is_active = models.BooleanField("đang lấy", default=True)
    kept_by = models.ForeignKey("accounts.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    kept_by_name = models.CharField(max_length=160)
    kept_at = models.DateTimeField(default=clock.now)
    uid_validity = models.BigIntegerField(default=0)
    next_uid = models.BigIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField("lần thử gần nhất", null=True)
    worked_at = models.DateTimeField("lần được gần nhất", null=True)
    not_before = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField("số lần hỏng liên tiếp", default=0)
    problem = models.CharField("vì sao hỏng", max_length=400, blank=True)
    taken = models.PositiveIntegerField("số thư đã lấy", default=0)

    class Meta:
        ordering = ["agency", "username"]
        verbose_name = "hộp thư"
        constraints = [models.UniqueConstraint(fields=["host", "username", "folder"], name="mailbox_once")]

    def __str__(self) -> str:
        return f"{self.username} ({self.host})"


class CollectedLetter(models.Model):
    """A letter of a mailbox: taken, which it is once, or why it is not."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="letters", db_index=False)
    uid_validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=LetterState.choices)
    attempts = models.PositiveSmallIntegerField(default=1)
    problem = models.CharField("vì sao không lấy được", max_length=400, blank=True)
    arrival = models.ForeignKey(WaitingArrival, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "thư đã lấy"
        constraints = [models.UniqueConstraint(fields=["mailbox", "uid_validity", "uid"], name="letter_collected_once")]
        indexes = [
            models.Index(fields=["mailbox", "-id"], condition=Q(state=LetterState.FAILED), name="letter_not_taken")
        ]

    def __str__(self) -> str:
        return f"{self.mailbox_id}: {self.uid}"
