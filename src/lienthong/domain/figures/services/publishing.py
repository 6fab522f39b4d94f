"""A checked edition goes out (công bố, đính chính số liệu)."""

from django.db import transaction

from lienthong.domain.figures import policies
from lienthong.domain.figures.choices import EditionState
from lienthong.domain.figures.errors import NotBalanced, NothingToPublish
from lienthong.domain.figures.events import FiguresPublished
from lienthong.domain.figures.models import Edition, Report
from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound
from lienthong.kit.events import publish

LEAST_WORDS = 15
"""A reason has to say something: letters."""


@transaction.atomic
def publish_figures(*, actor: Actor, report_id: int, edition: int, reason: str) -> Edition:
    """Publish the edition that waits; `edition` is the number the officer has looked at. A correction needs a reason, which is public.

    Raises NotAllowed, NotFound, NotBalanced, NothingToPublish (also when another reckoning has taken its place), Invalid.
    """
    if not policies.may_publish(actor):
        raise NotAllowed
    report = Report.objects.select_for_update().filter(pk=report_id).first()
    if report is None:
        raise NotFound
    waiting = report.editions.exclude(state=EditionState.PUBLISHED).first()
    if waiting is None:
        done = report.editions.filter(number=edition).first()
        if done is not None and done.published_by_name == actor.name:
            return done  # pressed twice
        raise NothingToPublish
    if waiting.pk != edition and waiting.number != edition:
        raise NothingToPublish("Bản tính này đã được thay bằng bản mới hơn. Xem lại bản mới rồi công bố.")
    if waiting.state == EditionState.HELD:
        raise NotBalanced
    if waiting.number > 1 and len(reason.strip()) < LEAST_WORDS:
        raise Invalid(
            {
                "reason": "Ghi lý do đính chính, ít nhất một câu: sai ở đâu, do đâu, đã sửa thế nào. Câu này công khai cùng số liệu."
            }
        )
    return publish_checked(actor=actor, edition=waiting, reason=reason.strip())


def publish_checked(*, actor: Actor, edition: Edition, reason: str) -> Edition:
    """Inside the caller's transaction, the report locked, the checks passed."""
    edition.state = EditionState.PUBLISHED
    edition.published_at = clock.now()
    edition.published_by_name = actor.name
    edition.reason = reason
    edition.save(update_fields=["state", "published_at", "published_by_name", "reason"])
    audit.record(
        actor=actor,
        verb="publish_figures",
        subject_type="report",
        subject_id=edition.report_id,
        details={"edition": edition.number, "digest": edition.digest, "reason": reason},
    )
    publish(FiguresPublished(edition_id=edition.pk))
    return edition
