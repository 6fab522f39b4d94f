"""What a document is, for whom, and who signs it (thông tin chung của dự thảo)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lienthong.domain.drafts.choices import RecipientRole
from lienthong.domain.drafts.models import Draft, DraftRecipient
from lienthong.domain.drafts.queries import RecipientLine
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.signing import queries as signing
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid
from lienthong.kit.recordkeeping import Kind, Urgency
from lienthong.kit.recordkeeping.paper import bare_abstract
from lienthong.kit.text_vi import clean

MOST_RECIPIENTS = 200
LONGEST_ABSTRACT = 500
_SYMBOL = re.compile(r"[A-ZĐ][A-Za-zĐđ0-9]{0,9}(-[A-ZĐ][A-Za-zĐđ0-9]{0,14}){0,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """As typed. `symbol` and `enacting` None leave what stands; `signer_position_id` None has nobody sign yet;
    `signer_for_id`: the head for whom they sign by delegation (KT., TUQ.)."""

    kind: str
    abstract: str
    urgency: str = Urgency.NORMAL
    symbol: str | None = None
    enacting: str | None = None
    signer_position_id: int | None = None
    signer_for_id: int | None = None
    recipients: tuple[RecipientLine, ...] = ()


def judge_facts(actor: Actor, facts: Facts) -> None:
    """Raises Invalid with every problem."""
    problems = {}
    if facts.kind not in Kind.values or not facts.kind:
        problems["kind"] = "Chọn loại văn bản."
    if len(facts.abstract.strip()) > LONGEST_ABSTRACT:
        problems["abstract"] = (
            f"Trích yếu dài {len(facts.abstract.strip())} ký tự, nhiều nhất {LONGEST_ABSTRACT}. Viết gọn trong một câu."
        )
    if facts.urgency not in Urgency.values:
        problems["urgency"] = "Chọn độ khẩn: thường, khẩn, thượng khẩn, hỏa tốc."
    if facts.symbol and not _SYMBOL.fullmatch(facts.symbol.strip()):
        problems["symbol"] = (
            f"Ký hiệu “{facts.symbol.strip()[:40]}” chưa đúng dạng. Ghi như QĐ-UBND, công văn ghi như UBND-VHXH, không ghi số."
        )
    if len(facts.recipients) > MOST_RECIPIENTS:
        problems["recipients"] = (
            f"Có {len(facts.recipients)} nơi nhận, nhiều nhất {MOST_RECIPIENTS}. Gộp theo nhóm, ví dụ: Các phường, xã."
        )
    if any(
        not line.name.strip() and line.agency_id is None and line.department_id is None for line in facts.recipients
    ):
        problems["recipients"] = "Có nơi nhận còn trống tên. Ghi tên hoặc xóa dòng đó."
    if facts.signer_position_id is not None and _chosen(actor, facts) is None:
        problems["signer"] = "Người ký không còn giữ chức vụ có thẩm quyền ký ở cơ quan. Chọn lại người ký."
    if problems:
        raise Invalid(problems)


def put_facts(actor: Actor, draft: Draft, facts: Facts) -> None:
    """Write them into the row; not saved."""
    abstract = clean(facts.abstract)
    draft.kind = facts.kind
    draft.abstract = bare_abstract(abstract) if facts.kind == Kind.LETTER else abstract
    draft.urgency = facts.urgency
    if facts.symbol is not None and facts.symbol.strip():
        draft.symbol = clean(facts.symbol)
    if facts.enacting is not None:
        draft.enacting = clean(facts.enacting)[:200]
    seat = _chosen(actor, facts)
    draft.signer_for_id = seat.for_position_id if seat else None
    draft.signer_id = seat.position_id if seat else None
    draft.signer_name = seat.holder if seat else ""
    draft.authority = list(seat.authority.lines) if seat else []


def keep_recipients(draft: Draft, recipients: Sequence[RecipientLine]) -> None:
    """For whom it is, in this order; names of agencies and departments as they are today."""
    agencies = organizations.agencies_with_ids([line.agency_id for line in recipients if line.agency_id])
    names = {each.pk: each.name for each in agencies}
    rooms = organizations.department_names([line.department_id for line in recipients if line.department_id])
    made = []
    for place, line in enumerate(recipients):
        name = names.get(line.agency_id or 0) or rooms.get(line.department_id or 0) or clean(line.name)
        if name:
            made.append(
                DraftRecipient(
                    draft=draft,
                    place=place,
                    role=line.role if line.role in RecipientRole.values else RecipientRole.COPY,
                    agency_id=line.agency_id if line.agency_id in names else None,
                    department_id=line.department_id if line.department_id in rooms else None,
                    name=name[:240],
                    purpose=clean(line.purpose)[:60],
                )
            )
    draft.recipients.all().delete()
    DraftRecipient.objects.bulk_create(made)


def _chosen(actor: Actor, facts: Facts) -> signing.SigningSeat | None:
    """Who signs, as a seat of the agency or by a delegation in force."""
    if not facts.signer_position_id or actor.agency_id is None:
        return None
    seats = signing.delegated_seats if facts.signer_for_id else signing.signing_seats
    wanted = (facts.signer_position_id, facts.signer_for_id)
    return next(
        (each for each in seats(actor, actor.agency_id) if (each.position_id, each.for_position_id) == wanted), None
    )
