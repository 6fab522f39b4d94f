"""What becomes of a difference (xử lý khác biệt): theirs into a draft, ours kept with a reason, or open again."""

import json
from collections import defaultdict
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from lienthong.domain.comparisons.choices import Against, Part, State
from lienthong.domain.comparisons.errors import CannotTake, ReasonMissing
from lienthong.domain.comparisons.models import Finding, NationalRecord
from lienthong.domain.comparisons.policies import can_compare
from lienthong.domain.comparisons.rules import differences, taken
from lienthong.domain.procedures import services as procedures
from lienthong.domain.procedures.queries import interchange
from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed, NotFound

SHORTEST_REASON = 10


@transaction.atomic
def take_theirs(*, actor: Actor, finding_ids: Sequence[int]) -> int:
    """Put what the national record says into the draft of each procedure; the running version stays until an official publishes. How many.

    Taking twice changes nothing. Raises NotAllowed, NotFound, CannotTake.
    """
    rows = _locked(actor, finding_ids)
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for row in rows:
        if row.against == Against.PORTAL:
            raise CannotTake(
                f"Thủ tục {row.code}: cổng đang hiển thị khác danh mục, không lấy nội dung của cổng làm danh mục. Làm mới cổng rồi đối soát lại."
            )
        if row.state in {State.OPEN, State.KEPT}:
            by_code[row.code].append(row)
    for code, wanted in by_code.items():
        _take(actor, code, wanted)
        for row in wanted:
            _decide(actor, row, State.DRAFTED)
    return sum(map(len, by_code.values()))


@transaction.atomic
def keep_ours(*, actor: Actor, finding_ids: Sequence[int], reason: str) -> int:
    """Keep what our catalogue says, until either side says something else. Raises NotAllowed, NotFound, ReasonMissing."""
    rows = _locked(actor, finding_ids)
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise ReasonMissing(field="reason")
    for row in rows:
        if row.state != State.GONE:
            _decide(actor, row, State.KEPT, reason)
    return len(rows)


@transaction.atomic
def reopen(*, actor: Actor, finding_ids: Sequence[int]) -> int:
    """Let a decision go. Raises NotAllowed, NotFound."""
    rows = [row for row in _locked(actor, finding_ids) if row.state in {State.KEPT, State.DRAFTED}]
    for row in rows:
        _decide(actor, row, State.OPEN)
    return len(rows)


def _take(actor: Actor, code: str, wanted: Sequence[Finding]) -> None:
    known = NationalRecord.objects.filter(code=code).first()
    if wanted[0].part == Part.PROCEDURE:
        if known is None or wanted[0].theirs == "Không có":
            raise CannotTake(
                f"Thủ tục {code} không còn ở CSDL quốc gia. Bãi bỏ thủ tục bằng quyết định tại trang quản lý thủ tục, hoặc giữ và nêu lý do."
            )
        procedures.import_file(actor=actor, content=json.dumps([known.record]).encode(), file_name=f"CSDLQG {code}")
        return
    if known is None:
        raise CannotTake(f"Chưa có bản ghi quốc gia của thủ tục {code}. Đối soát lại rồi thử lại.")
    draft = procedures.begin_draft(actor=actor, code=code)
    theirs = interchange.plain_of(known.record)
    record = before = interchange.plain_record(draft.entry)
    for row in wanted:
        for difference in differences(record, theirs, province=settings.PROVINCE_NAME):
            if difference.where == row.where or row.where.startswith(difference.where[:240] + "~"):
                record = taken(record, theirs, difference)
                break
    changed = {name: value for name, value in record.items() if value != before.get(name)}
    changed |= {name: "" for name in before if name not in record}
    edits = interchange.draft_edits(draft.entry, changed)
    if changed and not edits:
        raise CannotTake(
            f"Thủ tục {code}: bản khai không có chỗ ghi nội dung này. Mở dự thảo của thủ tục và sửa tay, hoặc giữ và nêu lý do."
        )
    for part, said in edits.items():
        draft = procedures.save_part(actor=actor, code=code, part=part, edits=draft.edits, said=said)


def _decide(actor: Actor, row: Finding, state: str, reason: str = "") -> None:
    if row.state == state and row.reason == reason:
        return
    row.state, row.reason = state, reason
    row.decided_at, row.decided_by_name = clock.now(), actor.name
    row.save(update_fields=["state", "reason", "decided_at", "decided_by_name"])
    audit.record(
        actor=actor,
        verb="settle_catalogue_difference",
        subject_type="procedure",
        subject_id=row.code,
        details={"where": row.where[:120], "against": row.against, "state": str(state), "reason": reason},
    )


def _locked(actor: Actor, finding_ids: Sequence[int]) -> list[Finding]:
    if not can_compare(actor):
        raise NotAllowed
    rows = list(Finding.objects.select_for_update().filter(pk__in=finding_ids).order_by("pk"))
    if not rows or len(rows) != len(set(finding_ids)):
        raise NotFound
    return rows
