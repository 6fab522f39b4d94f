"""Forms in the making (biểu mẫu đang soạn): a list of questions, who changed what, and the tries it must stand."""

from django.db import models

from lienthong.kit import clock


class FormDraft(models.Model):
    """The next version of one form, or the first of a new one.

    `questions` is a list of entries, each with an `id` that stays while its wording and name change (see `drafting.entries`).
    `edits` counts the changes: who saves says which count they saw, so two officials at one draft lose nothing.
    """

    code = models.CharField("mã", max_length=60, unique=True)
    title = models.CharField("tên", max_length=300)
    questions = models.JSONField("câu hỏi", default=list)
    edits = models.PositiveIntegerField("số lần sửa", default=0)
    notes = models.JSONField("điều chưa chuyển được khi nhập từ tệp", default=list)
    next_number = models.PositiveIntegerField("số của câu hỏi mới kế tiếp", default=1)
    begun_at = models.DateTimeField("soạn từ", default=clock.now)
    edited_at = models.DateTimeField("sửa lúc", default=clock.now)
    edited_by = models.CharField("người sửa", max_length=200, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = "biểu mẫu đang soạn"

    def __str__(self) -> str:
        return f"{self.title} (đang soạn)"


class FormDraftEdit(models.Model):
    """One change of a draft, kept until the draft is published: it says who did what and can be taken back.

    `changes` is [{"id", "before": {"entry", "at"} or null, "after": {"entry", "at"} or null}]; `title_before` is set when the title changed.
    """

    draft = models.ForeignKey(FormDraft, verbose_name="bản soạn", on_delete=models.CASCADE, related_name="history")
    number = models.PositiveIntegerField("lần sửa thứ")
    said = models.CharField("nội dung", max_length=400)
    changes = models.JSONField("thay đổi", default=list)
    title_before = models.CharField("tên trước đó", max_length=300, blank=True)
    undone = models.BooleanField("đã hoàn tác", default=False)
    is_undo = models.BooleanField("là lần hoàn tác", default=False)
    account_id = models.BigIntegerField("tài khoản", null=True)
    by = models.CharField("người sửa", max_length=200)
    at = models.DateTimeField("lúc", default=clock.now)

    class Meta:
        ordering = ["draft", "-number"]
        verbose_name = "lần sửa biểu mẫu"
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="form_draft_edit_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.said}"


class FormCase(models.Model):
    """A try that is kept (tình huống kiểm thử): what is typed, and whether the form must take it or say no, and where.

    It belongs to the form's code, not to a draft: the next version must stand it too. `typed` is {question id: {ending of the
    box's name: [texts]}}; `wrong_at` the ids of the questions that must be refused, empty when everything is right.
    """

    code = models.CharField("mã biểu mẫu", max_length=60)
    name = models.CharField("tên", max_length=120)
    typed = models.JSONField("nội dung gõ vào", default=dict)
    wrong_at = models.JSONField("câu phải bị từ chối", default=list)
    kept_by = models.CharField("người giữ", max_length=200, blank=True)
    kept_at = models.DateTimeField("giữ lúc", default=clock.now)

    class Meta:
        ordering = ["code", "kept_at", "id"]
        verbose_name = "tình huống kiểm thử"
        constraints = [models.UniqueConstraint(fields=["code", "name"], name="form_case_once_per_code")]

    def __str__(self) -> str:
        return self.name
