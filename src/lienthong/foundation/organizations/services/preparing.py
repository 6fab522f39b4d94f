"""A change of agencies is prepared or called back (lập, thu hồi phương án sắp xếp)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from lienthong.foundation.organizations.choices import ReorganizationKind, ReorganizationState
from lienthong.foundation.organizations.errors import IdentifierTaken, NotADraft
from lienthong.foundation.organizations.events import ReorganizationCalledBack, ReorganizationPrepared
from lienthong.foundation.organizations.identifiers import check_identifier
from lienthong.foundation.organizations.models import Agency, Reorganization, Successor
from lienthong.foundation.organizations.policies import require_manage
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotFound
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean


@dataclass(frozen=True, kw_only=True)
class Heir:
    """A successor as prepared: an agency there is (`agency_id`), or a new one by identifier and names."""

    agency_id: int | None = None
    identifier: str = ""
    name: str = ""
    short_name: str = ""


@transaction.atomic
def prepare_reorganization(
    *,
    actor: Actor,
    kind: str,
    sources: Sequence[int],
    heirs: Sequence[Heir] = (),
    effective_on: date,
    decision: str,
    reason: str = "",
    places: Mapping[str, Any] | None = None,
) -> Reorganization:
    """Keep a plan. A rename names the agency itself as its one heir, with the new names.

    Raises NotAllowed; Invalid naming each box; BadIdentifier and IdentifierTaken for a new agency.
    """
    require_manage(actor)
    problems = _problems(kind, list(dict.fromkeys(sources)), heirs, decision)
    if problems:
        raise Invalid(problems)
    for heir in heirs:
        if heir.agency_id is None:
            check_identifier(heir.identifier)
            taken = Agency.objects.filter(identifier=heir.identifier).first()
            if taken is not None:
                raise IdentifierTaken(heir.identifier, taken.name)
    plan = Reorganization.objects.create(
        kind=kind,
        effective_on=effective_on,
        decision=clean(decision),
        reason=clean(reason),
        places=dict(places or {}),
        prepared_at=clock.now(),
        prepared_by_name=actor.name,
    )
    plan.sources.set(sources)
    Successor.objects.bulk_create(
        Successor(
            reorganization=plan,
            order=order,
            agency_id=heir.agency_id,
            identifier=heir.identifier,
            name=clean(heir.name),
            short_name=clean(heir.short_name) or clean(heir.name)[:80],
        )
        for order, heir in enumerate(heirs)
    )
    publish(ReorganizationPrepared(reorganization_id=plan.pk, **by(actor)))
    return plan


@transaction.atomic
def place_parts(*, actor: Actor, reorganization_id: int, places: Mapping[str, Any]) -> Reorganization:
    """Say where the departments, seats and fields of a split go. Raises NotAllowed, NotFound, NotADraft."""
    plan = locked_draft(actor, reorganization_id)
    heirs = plan.successors.count()
    plan.places = {
        part: {str(key): int(order) for key, order in places.get(part, {}).items() if 0 <= int(order) < heirs}
        for part in ("departments", "seats", "fields")
    }
    plan.save(update_fields=["places"])
    return plan


@transaction.atomic
def call_back_reorganization(*, actor: Actor, reorganization_id: int) -> Reorganization:
    """Give a plan up; nothing has changed and nothing will. Raises NotAllowed, NotFound, NotADraft."""
    plan = locked_draft(actor, reorganization_id)
    plan.state = ReorganizationState.CALLED_BACK
    plan.ended_at, plan.ended_by_name = clock.now(), actor.name
    plan.save(update_fields=["state", "ended_at", "ended_by_name"])
    publish(ReorganizationCalledBack(reorganization_id=plan.pk, **by(actor)))
    return plan


def locked_draft(actor: Actor, reorganization_id: int) -> Reorganization:
    """The plan, locked, while it is a draft. Raises NotAllowed, NotFound, NotADraft."""
    require_manage(actor)
    plan = Reorganization.objects.select_for_update().filter(pk=reorganization_id).first()
    if plan is None:
        raise NotFound
    if plan.state != ReorganizationState.DRAFT:
        raise NotADraft(plan.get_state_display())
    return plan


def by(actor: Actor) -> dict[str, Any]:
    """Who acts, as events carry it."""
    return {
        "by_account_id": actor.account_id,
        "by_position_id": actor.position.id if actor.position else None,
        "by_name": actor.name,
    }


def _problems(kind: str, sources: list[int], heirs: Sequence[Heir], decision: str) -> dict[str, str]:
    problems = {}
    if kind not in ReorganizationKind.values:
        problems["kind"] = "Chưa chọn hình thức sắp xếp. Chọn sáp nhập, chia tách, đổi tên hoặc giải thể."
        return problems
    if not clean(decision):
        problems["decision"] = "Chưa ghi số quyết định. Ghi như trên văn bản, ví dụ 1664/NQ-UBTVQH15."
    today = clock.today()
    found = set(Agency.objects.valid_on(today).filter(pk__in=sources).values_list("pk", flat=True))
    if not sources or found != set(sources):
        problems["sources"] = (
            "Chưa chọn cơ quan được sắp xếp, hoặc cơ quan đã thôi hoạt động. Chọn cơ quan đang hoạt động."
        )
    elif kind != ReorganizationKind.MERGE and len(sources) > 1:
        problems["sources"] = f"Đã chọn {len(sources)} cơ quan. Chia tách, đổi tên, giải thể làm cho từng cơ quan một."
    known = [heir.agency_id for heir in heirs if heir.agency_id is not None]
    if len(known) != len(set(known)) or Agency.objects.valid_on(today).filter(pk__in=known).count() != len(known):
        problems["heirs"] = "Cơ quan kế thừa bị ghi hai lần, hoặc đã thôi hoạt động. Chọn cơ quan đang hoạt động."
    elif kind == ReorganizationKind.MERGE and (len(heirs) != 1 or set(sources) <= set(known)):
        problems["heirs"] = "Sáp nhập cần đúng một cơ quan kế thừa, khác với ít nhất một cơ quan được sắp xếp."
    elif kind == ReorganizationKind.SPLIT and len(heirs) < 2:
        problems["heirs"] = (
            "Chia tách cần từ hai cơ quan trở lên. Ghi cơ quan cũ vào danh sách nếu cơ quan ấy vẫn tồn tại."
        )
    elif kind == ReorganizationKind.CLOSE and (len(heirs) > 1 or set(known) & set(sources)):
        problems["heirs"] = "Giải thể có nhiều nhất một cơ quan nhận phần việc còn lại, không phải chính cơ quan ấy."
    elif kind == ReorganizationKind.RENAME and (known != sources or not clean(heirs[0].name)):
        problems["name"] = "Chưa ghi tên mới. Ghi đầy đủ, ví dụ Ủy ban nhân dân phường Pleiku."
    for heir in heirs:
        if heir.agency_id is None and not clean(heir.name):
            problems["heirs"] = f"Cơ quan mới {heir.identifier} chưa có tên. Ghi tên đầy đủ theo quyết định thành lập."
    return problems
