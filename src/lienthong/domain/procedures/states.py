"""The life of a procedure (vòng đời thủ tục) as one table: Luật Ban hành VBQPPL and Nghị định 63/2010/NĐ-CP (amended) have it published,
suspended and withdrawn by decision; only publishing begins it, and only publishing revives what was withdrawn."""

from lienthong.domain.procedures.choices import DecisionKind, ProcedureStatus

PREPARED, ACTIVE = ProcedureStatus.PREPARED, ProcedureStatus.ACTIVE
SUSPENDED, WITHDRAWN = ProcedureStatus.SUSPENDED, ProcedureStatus.WITHDRAWN

NEXT: dict[tuple[str, str], ProcedureStatus] = {
    (PREPARED, DecisionKind.PUBLISH): ACTIVE,
    (ACTIVE, DecisionKind.PUBLISH): ACTIVE,
    (ACTIVE, DecisionKind.SUSPEND): SUSPENDED,
    (ACTIVE, DecisionKind.WITHDRAW): WITHDRAWN,
    (SUSPENDED, DecisionKind.PUBLISH): SUSPENDED,  # a new version does not lift a suspension
    (SUSPENDED, DecisionKind.RESUME): ACTIVE,
    (SUSPENDED, DecisionKind.WITHDRAW): WITHDRAWN,
    (WITHDRAWN, DecisionKind.PUBLISH): ACTIVE,
}


def verbs(status: str) -> tuple[DecisionKind, ...]:
    """What may be decided about a procedure that stands in `status`."""
    return tuple(kind for kind in DecisionKind if (status, kind) in NEXT)
