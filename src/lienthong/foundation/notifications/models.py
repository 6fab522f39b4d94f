"""What people are told (thông báo) and the letters that carry it (thư điện tử)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lienthong.foundation.notifications.choices import MailState
from lienthong.kit import clock
from lienthong.kit.ids import new_id


class Notification(models.Model):
    """One line in someone's list. At most one per event and recipient; `id` sorts by time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event_id = models.UUIDField()
    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.SlugField("loại", max_length=40)
    subject = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung")
    url = models.CharField(
        "trang liên quan", max_length=250, blank=True, help_text="Đường dẫn trong hệ thống, bắt đầu bằng /"
    )
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField("đọc lúc", null=True, blank=True)

    class Meta:
        verbose_name = "thông báo"
        constraints = [
            models.UniqueConstraint(
                fields=["event_id", "account"],
                condition=Q(account__isnull=False),
                name="notification_once_per_event_and_account",
            ),
            models.UniqueConstraint(
                fields=["event_id", "person"],
                condition=Q(person__isnull=False),
                name="notification_once_per_event_and_person",
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=False) | Q(person__isnull=False), name="notification_has_recipient"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-id"]),
            models.Index(fields=["person", "-id"]),
            models.Index(fields=["account"], condition=Q(read_at__isnull=True), name="notification_unread_of_account"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notification_unread_of_person"),
        ]

    def __str__(self) -> str:
        return self.subject


class MailMessage(models.Model):
    """One letter to one address. At most one per event and address; made into MIME when it is sent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event_id = models.UUIDField()
    to = models.EmailField("người nhận")
    subject = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung")
    url = models.CharField("trang liên quan", max_length=250, blank=True)
    file_ids = ArrayField(models.UUIDField(), default=list, blank=True, verbose_name="tệp kèm theo")
    is_followed = models.BooleanField("báo khi gửi xong hoặc hỏng", default=False)
    state = models.CharField("trạng thái", max_length=8, choices=MailState.choices, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField("số lần gửi", default=0)
    error = models.CharField("lỗi gần nhất", max_length=250, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    tried_at = models.DateTimeField("lần gửi gần nhất", null=True, blank=True)
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)

    class Meta:
        verbose_name = "thư điện tử"
        constraints = [models.UniqueConstraint(fields=["event_id", "to"], name="mail_once_per_event_and_address")]
        indexes = [models.Index(fields=["created_at"], condition=~Q(state="sent"), name="mail_not_yet_sent")]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
