"""Internal processes and their runs (quy trình nội bộ). What a run is about, a dossier or a document, is not known here."""

from django.db import models

from lienthong.foundation.workflows.choices import InstanceStatus
from lienthong.kit import clock
from lienthong.kit.ids import new_id


class Workflow(models.Model):
    """One published version of an internal process (quy trình nội bộ). Never changed: a change is the next version.

    `steps` is the table officials edit; `bpmn` is compiled from it. Shape of a step: `rules.steps.StepSpec`. `successor`: what runs
    that would begin with this version begin with since an official put it in its place (ADR 0031).
    """

    code = models.SlugField("mã", max_length=80)
    version = models.PositiveIntegerField("phiên bản")
    name = models.CharField("tên", max_length=300)
    steps = models.JSONField("các bước")
    bpmn = models.TextField("BPMN 2.0")
    published_at = models.DateTimeField("ban hành lúc", default=clock.now)
    published_by = models.CharField("người ban hành", max_length=160, blank=True)
    note = models.CharField("thay đổi gì, căn cứ nào", max_length=400, blank=True)
    legal_hours = models.FloatField("thời hạn theo quy định (giờ làm việc)", null=True)
    successor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="workflow_version_once")]
        verbose_name = "quy trình"

    def __str__(self) -> str:
        return f"{self.name} (phiên bản {self.version})"


class WorkflowInstance(models.Model):
    """One run (lần thực hiện). `state` is zlib-packed JSON of the run alone; the process itself stays with the workflow."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workflow = models.ForeignKey(Workflow, on_delete=models.PROTECT, related_name="instances")
    status = models.CharField("trạng thái", max_length=10, choices=InstanceStatus, default=InstanceStatus.RUNNING)
    state = models.BinaryField()
    started_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "lần thực hiện quy trình"

    def __str__(self) -> str:
        return str(self.id)


class WorkflowDraft(models.Model):
    """The next version of a process while it is written (bản đang soạn). `edits` counts saves: who saves with an old count is told.

    `content`: the JSON of `rules.drafts`, which may be wrong. `replaced` keeps what another official had saved when it was
    overwritten knowingly: {content, by, at}.
    """

    code = models.SlugField("mã", max_length=80, unique=True)
    content = models.JSONField("nội dung")
    edits = models.PositiveIntegerField("số lần lưu", default=1)
    edited_at = models.DateTimeField("lưu lúc", default=clock.now)
    edited_by = models.CharField("người lưu", max_length=160, blank=True)
    replaced = models.JSONField(null=True)

    class Meta:
        verbose_name = "quy trình đang soạn"

    def __str__(self) -> str:
        return f"{self.code} draft {self.edits}"


class WorkflowMove(models.Model):
    """Runs of one version moved to another, together (chuyển hồ sơ sang phiên bản mới)."""

    source = models.ForeignKey(Workflow, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Workflow, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField(default=clock.now)
    moved_by = models.CharField(max_length=160, blank=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "lần chuyển phiên bản"

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class MovedRun(models.Model):
    """One run of a move with its state before and after, byte for byte: undoing writes `before` back."""

    move = models.ForeignKey(WorkflowMove, on_delete=models.CASCADE, related_name="runs")
    instance = models.ForeignKey(WorkflowInstance, on_delete=models.CASCADE, related_name="+")
    before = models.BinaryField()
    after = models.BinaryField()
    is_undone = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["move", "instance"], name="moved_run_once")]
        verbose_name = "lần thực hiện đã chuyển"

    def __str__(self) -> str:
        return str(self.instance_id)
