"""What people thought of a service (mức độ hài lòng): who was asked, what they said, what came of it."""

import secrets

from django.db import models
from django.db.models import Q

from lienthong.domain.ratings.choices import FollowUpState, Score, Way
from lienthong.kit import clock


def new_token() -> str:
    """What stands in the address of a question: not to be guessed."""
    return secrets.token_urlsafe(18)


class Asking(models.Model):
    """The question how it was, asked once for one subject (lời mời đánh giá). Whoever has the address may answer, once."""

    token = models.CharField(max_length=32, unique=True, default=new_token)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    label = models.CharField("mã hồ sơ", max_length=60)
    matter = models.CharField("thủ tục", max_length=300)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField("mời lúc", default=clock.now)
    closes_at = models.DateTimeField("nhận đến")

    class Meta:
        verbose_name = "lời mời đánh giá"
        constraints = [models.UniqueConstraint(fields=["subject_type", "subject_id"], name="asked_once")]

    def __str__(self) -> str:
        return self.label


class Rating(models.Model):
    """One answer about one subject (a dossier today): one vote, however it was given. The owner of the account may change it.

    `answers`: key of an item of the survey -> 1 to 5; `survey` names the set of items. Public figures never show who answered.
    """

    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    label = models.CharField("mã hồ sơ", max_length=60, blank=True)
    matter = models.CharField("thủ tục", max_length=300, blank=True)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.ACCOUNT)
    score = models.PositiveSmallIntegerField("mức độ hài lòng, 1 đến 5")
    aspects = models.JSONField("các mặt chưa hài lòng", default=list)
    survey = models.CharField("mẫu phiếu", max_length=20, blank=True)
    answers = models.JSONField("từng mặt, 1 đến 5", default=dict)
    comment = models.TextField("ý kiến", blank=True)
    rated_at = models.DateTimeField(default=clock.now)
    reply = models.TextField("trả lời", blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        verbose_name = "đánh giá"
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id"], name="rated_once"),
            models.CheckConstraint(condition=Q(score__gte=1) & Q(score__lte=5), name="rating_score_1_to_5"),
        ]
        indexes = [
            models.Index(fields=["agency", "-rated_at", "-id"], name="rating_of_agency"),
            models.Index(fields=["rated_at"], name="rating_by_time"),
            models.Index(
                fields=["agency", "-rated_at", "-id"],
                condition=~Q(comment="") & Q(replied_at__isnull=True),
                name="rating_to_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}: {self.score}"

    @property
    def level(self) -> str:
        """The score in words."""
        return str(Score(self.score).label)


class FollowUp(models.Model):
    """A low rating is looked into (xem xét đánh giá thấp), by `due_at` in working time; told up when it is not."""

    rating = models.OneToOneField(Rating, on_delete=models.PROTECT, related_name="follow_up")
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=FollowUpState.choices, default=FollowUpState.OPEN)
    opened_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField("xem xét trước")
    finding = models.TextField("kết quả xem xét", blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by_name = models.CharField(max_length=160, blank=True)
    told_up_at = models.DateTimeField("báo cấp trên lúc", null=True)

    class Meta:
        verbose_name = "xem xét đánh giá thấp"
        indexes = [
            models.Index(fields=["agency", "due_at", "id"], condition=Q(state="open"), name="follow_up_open"),
            models.Index(
                fields=["due_at"], condition=Q(state="open", told_up_at__isnull=True), name="follow_up_untold"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating_id}: {self.state}"


class Device(models.Model):
    """A screen at a counter that asks one person at a time (máy đánh giá tại quầy)."""

    agency = models.ForeignKey("organizations.Agency", on_delete=models.CASCADE, related_name="+")
    name = models.CharField("tên", max_length=40)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    asking = models.ForeignKey(Asking, null=True, on_delete=models.SET_NULL, related_name="+")
    asks_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "máy đánh giá"
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="device_name_once_per_agency")]

    def __str__(self) -> str:
        return self.name
