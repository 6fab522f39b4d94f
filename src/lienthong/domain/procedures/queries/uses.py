"""Which procedures ask with which form (thủ tục dùng biểu mẫu), for officials who keep forms."""

from collections.abc import Sequence
from dataclasses import dataclass

from lienthong.domain.procedures.choices import ProcedureStatus
from lienthong.domain.procedures.models import Period
from lienthong.kit import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class FormUse:
    """A procedure in force and the version of the form it asks with."""

    code: str
    short_name: str
    version: int
    form_code: str
    form_version: int


def uses_of_forms(form_codes: Sequence[str]) -> dict[str, list[FormUse]]:
    """Form code -> procedures in force that use one of its versions, by code (1 query)."""
    rows = (
        Period.objects.filter(version__form__code__in=form_codes, days__contains=clock.today())
        .exclude(status=ProcedureStatus.WITHDRAWN)
        .order_by("code")
        .values_list("code", "version__short_name", "version__number", "version__form__code", "version__form__version")
    )
    uses: dict[str, list[FormUse]] = {}
    for code, short_name, number, form_code, form_version in rows:
        use = FormUse(code=code, short_name=short_name, version=number, form_code=form_code, form_version=form_version)
        uses.setdefault(form_code, []).append(use)
    return uses


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowUse:
    """A procedure in force that is handled by a process, and the form it asks with."""

    code: str
    short_name: str
    form_code: str


def uses_of_workflows(workflow_codes: Sequence[str]) -> dict[str, list[WorkflowUse]]:
    """Code of a process -> procedures in force that are handled by it, by code (1 query)."""
    rows = (
        Period.objects.filter(version__workflow__code__in=workflow_codes, days__contains=clock.today())
        .exclude(status=ProcedureStatus.WITHDRAWN)
        .order_by("code")
        .values_list("code", "version__short_name", "version__form__code", "version__workflow__code")
    )
    uses: dict[str, list[WorkflowUse]] = {}
    for code, short_name, form_code, workflow_code in rows:
        use = WorkflowUse(code=code, short_name=short_name, form_code=form_code or "")
        uses.setdefault(workflow_code, []).append(use)
    return uses
