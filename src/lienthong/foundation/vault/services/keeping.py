"""Papers come into the vault (đưa giấy tờ vào kho)."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from lienthong.foundation.audit import services as audit
from lienthong.foundation.vault.choices import Origin
from lienthong.foundation.vault.models import VaultPaper
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPaper:
    """A paper to be kept; see `models.VaultPaper` for `data`."""

    origin: Origin
    name: str
    file_id: uuid.UUID
    kind: str = ""
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
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
    fresh = [paper for paper in papers if paper.file_id not in there]
    now = clock.now()
    VaultPaper.objects.bulk_create(
        [
            VaultPaper(
                code=new_code(),
                owner_id=person_id,
                origin=paper.origin,
                name=paper.name,
                kind=paper.kind,
                number=paper.number,
                issuer=paper.issuer,
                issued_on=paper.issued_on,
                data=paper.data,
                file_id=paper.file_id,
                source_code=source_code,
                source_name=source_name,
                added_at=now,
            )
            for paper in fresh
        ],
        ignore_conflicts=True,
    )
    if fresh:
        audit.record(
            actor=SYSTEM,
            verb="keep_papers",
            subject_type="person",
            subject_id=person_id,
            details={"dossier": source_code, "count": len(fresh)},
        )
    return len(fresh)
