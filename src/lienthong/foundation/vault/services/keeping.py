"""Papers come into the vault (đưa giấy tờ vào kho)."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from lienthong.foundation.audit import services as audit
from lienthong.foundation.files import queries as files
from lienthong.foundation.vault.choices import Origin, Signature, Standing
from lienthong.foundation.vault.models import PaperKind, VaultPaper
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPaper:
    """A paper to be kept; see `models.VaultPaper` for `data`.

    `kind`: the code of the result or of the component it was; the kind of paper it belongs to is found by it. `valid_to` None: as long
    as its kind says. `replaces_earlier`: an earlier result of the same dossier counts no more.
    """

    origin: Origin
    name: str
    file_id: uuid.UUID
    kind: str = ""
    number: str = ""
    issuer: str = ""
    issuer_agency_id: int | None = None
    issued_on: date | None = None
    valid_to: date | None = None
    signature: Signature = Signature.NONE
    signature_note: str = ""
    replaces_earlier: bool = False
    data: dict[str, Any] = field(default_factory=dict)


def new_code() -> str:
    """`GT-261126-7KQ2XM`: read out on the phone, not to be guessed."""
    tail = "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(6))
    return f"GT-{clock.today():%y%m%d}-{tail}"


@transaction.atomic
def keep_papers(*, person_id: int, source_code: str, source_name: str, papers: Sequence[KeptPaper]) -> int:
    """Keep what is not there yet; how many were new. The same dossier told twice keeps each paper once."""
    there = set(
        VaultPaper.objects.filter(owner_id=person_id, source_code=source_code).values_list("file_id", flat=True)
    )
    handed_in = {paper.file_id for paper in papers if paper.origin == Origin.HANDED_IN}
    if handed_in:  # what lies there already (a certified copy) is not kept once more as what was handed in
        there |= set(
            VaultPaper.objects.filter(owner_id=person_id, file_id__in=handed_in).values_list("file_id", flat=True)
        )
    fresh = [paper for paper in papers if paper.file_id not in there]
    if not fresh:
        return 0
    kinds = _kinds({paper.kind for paper in fresh} - {""})
    now = clock.now()
    rows = [
        _row(paper, kinds.get(paper.kind), person_id=person_id, source_code=source_code, source_name=source_name)
        for paper in fresh
    ]
    VaultPaper.objects.bulk_create(rows, ignore_conflicts=True)
    for paper, row in zip(fresh, rows, strict=True):
        if paper.replaces_earlier:
            earlier = VaultPaper.objects.filter(
                owner_id=person_id, source_code=source_code, origin=paper.origin, standing=Standing.CURRENT
            )
            earlier.exclude(pk=row.pk).exclude(file_id__in=[each.file_id for each in fresh]).update(
                standing=Standing.REPLACED,
                standing_reason=f"Cơ quan đã cấp lại kết quả của hồ sơ {source_code}",
                standing_at=now,
                standing_by_name="Hệ thống",
                replaced_by=row,
            )
    audit.record(
        actor=SYSTEM,
        verb="keep_papers",
        subject_type="person",
        subject_id=person_id,
        details={"dossier": source_code, "count": len(fresh)},
    )
    return len(fresh)


def _row(paper: KeptPaper, kind: PaperKind | None, *, person_id: int, source_code: str, source_name: str) -> VaultPaper:
    issued = paper.issued_on
    return VaultPaper(
        code=new_code(),
        owner_id=person_id,
        origin=paper.origin,
        name=paper.name,
        kind=kind.code if kind else paper.kind,
        number=paper.number,
        issuer=paper.issuer,
        issuer_agency_id=paper.issuer_agency_id,
        issued_on=issued,
        valid_from=issued,
        valid_to=paper.valid_to or (months_on(issued, kind.valid_months) if kind and issued else None),
        signature=paper.signature,
        signature_note=paper.signature_note[:400],
        data=paper.data,
        file_id=paper.file_id,
        sha256=files.get_file(paper.file_id).sha256,
        source_code=source_code,
        source_name=source_name,
        added_at=clock.now(),
    )


def _kinds(codes: set[str]) -> dict[str, PaperKind]:
    """Code of a result or component → the kind of paper it is."""
    found: dict[str, PaperKind] = {}
    rows = PaperKind.objects.filter(code__in=codes) | PaperKind.objects.filter(fits__overlap=list(codes))
    for kind in rows.order_by("code") if codes else ():
        for code in codes:
            if kind.code == code or (code in kind.fits and code not in found):
                found[code] = kind
    return found


def months_on(day: date, months: int | None) -> date | None:
    """The last day of so many months that begin on `day`; None for no limit. 31 August and 6 months: 28 February."""
    if months is None:
        return None
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
    return date(year, month, min(day.day, last))
