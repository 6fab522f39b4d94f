"""Internal processes and their runs (quy trình nội bộ). What a run is about, a dossier or a document, is not known here."""

from django.db import models

from lienthong.foundation.workflows.choices import InstanceStatus
from lienthong.kit import clock
from lienthong.kit.ids import new_id


class Workflow(models.Model):
    """One published version of an internal process (quy trình nội bộ). Never changed: a change is the next version.

    `steps` is the table officials edit; `bpmn` is compiled from it. Shape of a step: `rules.steps.StepSpec`.
    """

    code = models.SlugField("mã", max_length=80)
    version = models.PositiveIntegerField("phiên bản")
    name = models.CharField("tên", max_length=300)
    steps = models.JSONField("các bước")
    bpmn = models.TextField("BPMN 2.0")
    published_at = models.DateTimeField("ban hành lúc", default=clock.now)

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
