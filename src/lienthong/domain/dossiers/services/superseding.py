"""Take a draft over to the version in force (chuyển bản khai sang phiên bản mới): answers and files go along by their keys."""

import uuid

from django.db import transaction

from lienthong.domain.dossiers.errors import AlreadySent
from lienthong.domain.dossiers.models import Filing
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound


@transaction.atomic
def move_filing(*, actor: Actor, filing_id: uuid.UUID, version_id: int) -> Filing:
    """Go on under the version `version_id` that the applicant was shown; the one in force by now if that has changed again.

    Answers to questions that are no longer asked are set aside, files of papers no longer asked for stay with the draft: both
    come back if a later version asks again. Pages that changed are to be looked at again. Raises NotFound, AlreadySent, ProcedureClosed,
    ProcedureNotFileable.
    """
    filing = (
        Filing.objects.select_for_update(of=("self",)).filter(id=filing_id, account_id=actor.account_id or 0).first()
    )
    if filing is None:
        raise NotFound
    if filing.sent_at is not None or filing.dossier_id is not None:
        raise AlreadySent
    old = procedures.version(filing.version_id)
    new = procedures.version_to_file(old.code)
    if new.id == old.id or new.id != version_id:
        return filing  # a third version meanwhile: the page shows it, and asks again
    asking = eforms.structure_of(new.form).questions
    all_answers = {**filing.unasked, **filing.answers}
    filing.answers = {name: value for name, value in all_answers.items() if name in asking}
    filing.unasked = {name: value for name, value in all_answers.items() if name not in asking}
    same = _same_pages(old, new)
    filing.pages_done = [slug for slug in filing.pages_done if slug in same]
    filing.raw = {slug: typed for slug, typed in filing.raw.items() if slug in same}
    if filing.agency_id is not None and not procedures.is_handled_by(new, filing.agency_id):
        filing.agency = None
    filing.version_id = new.id
    filing.saved_at = clock.now()
    filing.save(update_fields=["answers", "unasked", "pages_done", "raw", "agency", "version", "saved_at"])
    audit.record(
        actor=actor,
        verb="move_filing",
        subject_type="filing",
        subject_id=filing.id,
        details={"from": old.number, "to": new.number},
    )
    return filing


def _same_pages(old: procedures.VersionSnapshot, new: procedures.VersionSnapshot) -> set[str]:
    """Slugs of the pages that ask the very same in both forms."""
    before = {page["slug"]: page for page in old.form.layout["pages"]} if old.form else {}
    return {page["slug"] for page in new.form.layout["pages"] if before.get(page["slug"]) == page}
