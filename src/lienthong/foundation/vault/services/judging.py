"""The issuer says that a paper no longer counts (thu hồi, thay thế giấy tờ), or puts a mistake right."""

import uuid

from django.db import transaction

from lienthong.foundation.audit import services as audit
from lienthong.foundation.vault import policies
from lienthong.foundation.vault.events import PaperStandingChanged
from lienthong.foundation.vault.models import VaultPaper
from lienthong.foundation.vault.states import next_standing
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotFound
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean

LEAST_REASON = 10


@transaction.atomic
def change_standing(
    *, actor: Actor, paper_id: uuid.UUID, verb: str, reason: str, replaced_by_code: str = ""
) -> VaultPaper:
    """`verb`: revoke, replace (by the paper with this code of the same owner), restore. Offered to nobody from then on, with the reason.

    Raises NotFound (also for papers of other issuers), Invalid, StandingUnchanged.
    """
    paper = VaultPaper.objects.select_for_update(of=("self",)).filter(pk=paper_id).first()
    if paper is None or not (actor.is_system or policies.judges(actor, paper)):
        raise NotFound("Không tìm thấy giấy tờ này trong số giấy tờ cơ quan đã cấp.")
    standing = next_standing(paper.standing, verb)
    reason = clean(reason)[:300]
    problems = {}
    if len(reason) < LEAST_REASON:
        problems["reason"] = (
            "Lý do còn trống hoặc quá ngắn. Ghi số, ngày quyết định và vì sao; chủ giấy tờ đọc nguyên văn."
        )
    other = None
    if verb == "replace":
        code = replaced_by_code.strip().upper()
        other = VaultPaper.objects.filter(code=code, owner_id=paper.owner_id).exclude(pk=paper.pk).first()
        if other is None:
            problems["replaced_by"] = (
                f"Không có giấy tờ mang mã “{code[:20]}” của cùng người này. Xem mã GT-… ở danh sách giấy tờ đã cấp."
                if code
                else "Chưa ghi mã của bản thay thế (GT-…)."
            )
    if problems:
        raise Invalid(problems)
    paper.standing, paper.standing_reason, paper.replaced_by = standing, reason, other
    paper.standing_at, paper.standing_by_name = clock.now(), actor.name
    paper.save(update_fields=["standing", "standing_reason", "replaced_by", "standing_at", "standing_by_name"])
    audit.record(
        actor=actor,
        verb=f"{verb}_vault_paper",
        subject_type="vault_paper",
        subject_id=paper.pk,
        details={"reason": reason, "replaced_by": other.code if other else ""},
    )
    publish(
        PaperStandingChanged(
            paper_id=paper.pk,
            owner_id=paper.owner_id,
            paper_code=paper.code,
            paper_name=paper.name,
            standing=standing,
            reason=reason,
        )
    )
    return paper
