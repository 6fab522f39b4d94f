"""States of a letter (trạng thái thư)."""

from django.db import models


class MailState(models.TextChoices):
    """A letter is SENDING only while one worker holds it."""

    QUEUED = "queued", "Chờ gửi"
    SENDING = "sending", "Đang gửi"
    SENT = "sent", "Đã gửi"
    FAILED = "failed", "Không gửi được"
