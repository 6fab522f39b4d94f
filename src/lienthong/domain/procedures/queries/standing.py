"""How a procedure stands today and what is already decided for later (tình trạng thủ tục)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from lienthong.domain.procedures.choices import DecisionKind, ProcedureStatus
from lienthong.domain.procedures.errors import ProcedureClosed, ProcedureNotFileable, ProcedureNotFound
from lienthong.domain.procedures.queries.versions import VersionSnapshot, version
from lienthong.kit import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """A decision as people read it; `file_id` of its stored file or None."""

    id: int
    kind: str
    number: str
    decided_on: date | None
    effective_from: date
    issuer: str
    reason: str
    file_id: Any
    version_number: int | None = None

    @property
    def kind_name(self) -> str:
        """`Tạm ngừng`."""
        return str(DecisionKind(self.kind).label)

    @property
    def words(self) -> str:
        """`Quyết định số 512/QĐ-UBND ngày 12/11/2026 của Chủ tịch UBND tỉnh Gia Lai`."""
        text = f"Quyết định số {self.number}" if self.number else "Quyết định của cơ quan có thẩm quyền"
        if self.decided_on:
            text += f" ngày {self.decided_on:%d/%m/%Y}"
        return f"{text} của {self.issuer}" if self.issuer else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One period: `status` from `since` until the day before `until` (None: no end decided), under `version_id`, by `decision`."""

    procedure_id: int
    code: str
    short_name: str
    status: str
    since: date
    until: date | None
    version_id: int
    version_number: int
    decision: DecisionLine

    @property
    def status_name(self) -> str:
        """`Tạm ngừng tiếp nhận`."""
        return str(ProcedureStatus(self.status).label)

    @property
    def is_open(self) -> bool:
        """New dossiers are taken."""
        return self.status == ProcedureStatus.ACTIVE


# Plain SQL: the page of a procedure and every filing begin with it, and building the joins anew costs several times what they do.
_PERIODS = """
SELECT p.procedure_id, p.code, v.short_name, p.status, lower(p.days), upper(p.days), p.version_id, v.number,
    d.id, d.kind, d.number, d.decided_on, d.effective_from, d.issuer, d.reason, d.file_id, dv.number
FROM procedures_period p JOIN procedures_procedureversion v ON v.id = p.version_id JOIN procedures_decision d ON d.id = p.decision_id
LEFT JOIN procedures_procedureversion dv ON dv.id = d.version_id
WHERE p.code = %s AND (%s::date IS NULL OR p.days @> %s::date) ORDER BY p.days"""


def standing(code: str, *, on: date | None = None) -> Standing:
    """How the procedure stands today or on a day (1 query). Raises ProcedureNotFound before its first publication takes effect."""
    rows = _read(code, on or clock.today())
    if not rows:
        raise ProcedureNotFound(code)
    return rows[0]


def standings(code: str) -> tuple[Standing, ...]:
    """All its periods, past and decided, oldest first (1 query)."""
    return _read(code, None)


def version_to_file(code: str) -> VersionSnapshot:
    """The version a new dossier is filed under today (2 queries at most).

    Raises ProcedureNotFound, ProcedureClosed with the decision that closed it, ProcedureNotFileable.
    """
    now = standing(code)
    if not now.is_open:
        raise ProcedureClosed(closed_text(now), procedure=code, procedure_status=now.status)
    found = version(now.version_id)
    if not found.is_fileable:
        raise ProcedureNotFileable(
            f"Thủ tục “{found.short_name}” chưa có tờ khai điện tử hoặc quy trình giải quyết trên hệ thống này. "
            "Nộp trực tiếp tại cơ quan giải quyết; trang thủ tục ghi rõ giấy tờ và nơi nộp."
        )
    return found


def closed_text(now: Standing) -> str:
    """Why no new dossier is taken, by which decision, and what becomes of dossiers already taken."""
    stops = "đã bãi bỏ" if now.status == ProcedureStatus.WITHDRAWN else "tạm ngừng tiếp nhận hồ sơ mới"
    text = f"Thủ tục “{now.short_name}” {stops} từ ngày {now.since:%d/%m/%Y} theo {_lowered(now.decision.words)}."
    if now.decision.reason:
        text += f" Lý do: {now.decision.reason.rstrip('.')}."
    return f"{text} Hồ sơ đã tiếp nhận trước ngày đó vẫn được giải quyết."


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def _read(code: str, day: date | None) -> tuple[Standing, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_PERIODS, [code, day, day])
        return tuple(_standing(*row) for row in cursor.fetchall())


def _standing(*row: Any) -> Standing:
    procedure_id, code, short_name, status, since, until, version_id, version_number, *decision = row
    pk, kind, number, decided_on, effective_from, issuer, reason, file_id, published = decision
    return Standing(
        procedure_id=procedure_id,
        code=code,
        short_name=short_name,
        status=status,
        since=since,
        until=until,
        version_id=version_id,
        version_number=version_number,
        decision=DecisionLine(
            id=pk,
            kind=kind,
            number=number,
            decided_on=decided_on,
            effective_from=effective_from,
            issuer=issuer,
            reason=reason,
            file_id=file_id,
            version_number=published,
        ),
    )
