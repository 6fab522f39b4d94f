"""How many dossiers were spared a paper (tái sử dụng thành phần hồ sơ), as QĐ 766/QĐ-TTg counts them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q

from lienthong.domain.dossiers.choices import PaperSource
from lienthong.domain.dossiers.models import Dossier, DossierPaper
from lienthong.foundation.vault import queries as vault
from lienthong.kit.actor import Actor
from lienthong.kit.money import format_number


@dataclass(frozen=True, slots=True, kw_only=True)
class ReuseShare:
    """`received`: dossiers of the period that hold papers at all; `reused`: those of them with a paper of the vault; `papers`: uses."""

    received: int
    reused: int
    papers: int

    @property
    def share_text(self) -> str:
        """`12,5 %`, or a dash when nothing was received."""
        if not self.received:
            return "–"
        tenths = round(1000 * self.reused / self.received)
        return f"{format_number(tenths // 10)},{tenths % 10} %"


def reuse_share(actor: Actor, *, since: datetime, until: datetime) -> ReuseShare:
    """For the agency of an officer. Two queries, bounded by the period through the index of the agency."""
    papers = DossierPaper.objects.filter(dossier=OuterRef("pk"), replaced_at__isnull=True)
    rows = Dossier.objects.filter(
        agency_id__in=actor.archive_agency_ids, submitted_at__gte=since, submitted_at__lt=until
    ).annotate(
        has_papers=Exists(papers.exclude(source=PaperSource.FORM)),
        has_reused=Exists(papers.filter(source=PaperSource.VAULT)),
    )
    counted = rows.aggregate(
        received=Count("id", filter=Q(has_papers=True)), reused=Count("id", filter=Q(has_reused=True))
    )
    _, uses = vault.reuse_of(actor.archive_agency_ids, since=since, until=until)
    return ReuseShare(received=counted["received"], reused=counted["reused"], papers=uses)
