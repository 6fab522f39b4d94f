"""The office compares (đối chiếu): answers and papers are ticked, registers are asked for this dossier with a reason."""

import uuid
from collections.abc import Mapping

from django.db import transaction

from lienthong.domain.dossiers import policies
from lienthong.domain.dossiers.choices import MatchedKind, Verdict
from lienthong.domain.dossiers.models import Dossier, DossierStep, Matching
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.moving import lock_dossier, refuse_handed_over
from lienthong.foundation.registers import queries as lookup_queries
from lienthong.foundation.registers import services as registers
from lienthong.foundation.registers.choices import registers as known_registers
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, Refused
from lienthong.kit.text_vi import clean


@transaction.atomic
def match(
    *, actor: Actor, dossier_id: uuid.UUID, kind: str, key: str, name: str, verdict: str, note: str = ""
) -> Matching | None:
    """Say of one answer or paper that it agrees, or what is wrong; an empty verdict takes the word back.

    What is wrong goes into the list when a supplement is asked for. The same word again changes nothing. Raises NotAllowed, Invalid.
    """
    problems = {}
    if kind not in MatchedKind.values or not clean(key) or not clean(name):
        problems["key"] = "Không có mục này trong hồ sơ."
    if verdict and verdict not in Verdict.values:
        problems["verdict"] = "Chưa chọn khớp hay sai."
    if verdict in {Verdict.INVALID, Verdict.MISSING} and not clean(note):
        problems["note"] = f"{clean(name)[:80]}: chưa ghi sai hoặc thiếu gì. Ghi rõ để đưa vào phiếu yêu cầu bổ sung."
    if problems:
        raise Invalid(problems)
    who, dossier, _ = _mine(actor, dossier_id)
    found = Matching.objects.filter(dossier=dossier, kind=kind, key=clean(key)[:80]).first()
    said = clean(note)[:500]
    if found is not None and (found.verdict, found.note) == (verdict, said):
        return found
    if not verdict:
        if found is not None:
            found.delete()
            _record(who, dossier, clean(name)[:300], "bỏ kết luận")
        return None
    made, _ = Matching.objects.update_or_create(
        dossier=dossier,
        kind=kind,
        key=clean(key)[:80],
        defaults={
            "name": clean(name)[:300],
            "verdict": verdict,
            "note": said,
            "checked_at": clock.now(),
            "checked_by_id": who.position.id if who.position else None,
            "checked_by_name": who.name,
        },
    )
    label = "khớp" if verdict == Verdict.OK else str(Verdict(verdict).label).lower()
    _record(who, dossier, made.name, f"{label}{f' ({said})' if said else ''}")
    return made


def ask_register(
    *,
    actor: Actor,
    dossier_id: uuid.UUID,
    register: str,
    asked: Mapping[str, str],
    about: str,
    basis: str,
    reason: str,
    key: uuid.UUID | None = None,
) -> lookup_queries.LookupRow:
    """Ask a national register for this dossier and this step. Question, answer and silence are recorded; what came back is this dossier's alone.

    No transaction is open while the register thinks. Raises NotAllowed, HandedOver, Invalid and what `registers.look_up` raises.
    """
    with transaction.atomic():
        who, dossier, step = _mine(actor, dossier_id)
    concern = registers.Concern(
        subject_type="dossier",
        subject_id=str(dossier.id),
        subject_name=dossier.code,
        step=step.name,
        about=clean(about),
    )
    short = known_registers()[register].short_name if register in known_registers() else register
    try:
        lookup = registers.look_up(
            actor=who, register=register, asked=asked, concern=concern, basis=basis, reason=reason, key=key
        )
    except Refused as refusal:
        if refusal.code in {"register-unreachable", "register-refused"}:
            with transaction.atomic():
                _record(
                    who, lock_dossier(dossier_id), f"{short}, {clean(about)}", "không có trả lời", verb="ask_register"
                )
        raise
    with transaction.atomic():
        said = str(lookup.answer.get_outcome_display()).lower() if hasattr(lookup, "answer") else "đang chờ trả lời"
        _record(who, lock_dossier(dossier_id), f"{short}, {clean(about)}", said, verb="ask_register")
    return lookup


def _mine(actor: Actor, dossier_id: uuid.UUID) -> tuple[Actor, Dossier, DossierStep]:
    """Who examines (the actor, or on behalf of whom), the dossier locked, the open step that makes it theirs."""
    dossier = lock_dossier(dossier_id)
    refuse_handed_over(dossier)
    for step in DossierStep.objects.filter(dossier=dossier, finished_at__isnull=True).order_by("id"):
        step.dossier = dossier
        who = policies.acting_on(actor, step)
        if who is not None:
            return who, dossier, step
    raise NotAllowed("Chỉ người đang giữ bước xử lý của hồ sơ đối chiếu và tra cứu được.")


def _record(who: Actor, dossier: Dossier, item: str, said: str, *, verb: str = "match") -> None:
    audit.record(
        actor=who, verb=verb, subject_type="dossier", subject_id=dossier.id, details={"step": f"{item}, {said}"[:300]}
    )
