"""Reading the record. Whether the actor may see the subject is the business of the app that owns the subject."""

from collections.abc import Sequence

from django.db.models import QuerySet

from lienthong.foundation.audit.models import AccessEntry, AuditEntry
from lienthong.kit.actor import Actor


def entries_of(subject_type: str, subject_id: object) -> QuerySet[AuditEntry]:
    """Acts on one thing, oldest first."""
    return AuditEntry.objects.filter(subject_type=subject_type, subject_id=str(subject_id)).order_by("id")


def acts_on(subject_type: str, subject_ids: Sequence[object], verbs: Sequence[str]) -> QuerySet[AuditEntry]:
    """Acts of these kinds on many things, oldest first."""
    ids = [str(each) for each in subject_ids]
    return AuditEntry.objects.filter(subject_type=subject_type, subject_id__in=ids, verb__in=verbs).order_by("id")


def who_saw_my_data(actor: Actor) -> QuerySet[AccessEntry]:
    """Looks at the actor's own personal data, newest first (ai đã xem dữ liệu của tôi)."""
    return AccessEntry.objects.filter(person_id=actor.person_id or 0).order_by("-id")


def looks_at(actor: Actor, *, subject_type: str, subject_id: object) -> list[AccessEntry]:
    """Looks of officers at one thing of the actor's own, newest first, at most fifty."""
    looks = who_saw_my_data(actor).filter(subject_type=subject_type, subject_id=str(subject_id))
    return list(looks.select_related("agency")[:50])
