"""Drafts of a result and what was said of them (tra dự thảo)."""

from lienthong.domain.dossiers.models import Dossier, DraftReturn, DraftVersion
from lienthong.kit.comparing import DiffLine, compared
from lienthong.kit.errors import NotFound


def drafts_of(dossier: Dossier) -> list[DraftVersion]:
    """Every version, newest first, with its files."""
    return list(dossier.drafts.select_related("preview", "document", "template").order_by("-number"))


def draft_version(dossier: Dossier, number: int) -> DraftVersion:
    """One version of a dossier the caller may see. Raises NotFound."""
    found = dossier.drafts.select_related("preview", "document", "template").filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def current_draft(dossier: Dossier) -> DraftVersion | None:
    """The one that counts; None before there is one, and after a reopening."""
    if dossier.draft_file_id is None:
        return None
    return dossier.drafts.select_related("preview", "document", "template").order_by("-number").first()


def draft_returns_of(dossier: Dossier) -> list[DraftReturn]:
    """What was sent back, oldest first."""
    return list(dossier.draft_returns.all())


def draft_difference(before: DraftVersion, after: DraftVersion) -> list[DiffLine]:
    """What changed from one version to another, in words."""
    return compared(before.text, after.text)
