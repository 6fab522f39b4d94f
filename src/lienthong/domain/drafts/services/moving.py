"""What every verb does first and last: lock the draft, ask the table, keep the record."""

import uuid

from lienthong.domain.drafts import policies, queries
from lienthong.domain.drafts.errors import DraftNotFound, WrongDraftState
from lienthong.domain.drafts.models import Draft
from lienthong.domain.drafts.states import MOVES
from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed


def lock_draft(actor: Actor, draft_id: uuid.UUID) -> Draft:
    """The row, locked; of others as of none. Raises DraftNotFound."""
    draft = Draft.objects.select_for_update(of=("self",)).filter(pk=draft_id).first()
    if draft is None or not queries.sees(actor, draft):
        raise DraftNotFound
    return draft


def acting(actor: Actor, draft: Draft, *verbs: str) -> Actor:
    """Who does the first verb that may be done: the actor, or on behalf of a seat that sees the draft; the actor where nobody may, for `move`
    to refuse."""
    for verb in verbs:
        found = policies.acting(actor, verb, draft)
        if found is not None and (found.for_seat is None or queries.sees(found, draft)):
            return found
    return actor


def move(actor: Actor, draft: Draft, *verbs: str) -> None:
    """Set the state by the first verb that the table and the actor's seat allow. Raises NotAllowed, WrongDraftState."""
    verb = next((each for each in verbs if policies.may(actor, each, draft)), None)
    if verb is None:
        if not any(policies.does(actor, each, draft) for each in verbs):
            raise NotAllowed(
                f"Dự thảo do {draft.writer_name} soạn; việc này của người soạn, trưởng phòng hoặc lãnh đạo cơ quan."
            )
        raise WrongDraftState(
            f"Dự thảo đang ở trạng thái “{draft.get_state_display()}” nên không làm được việc này "
            f"({MOVES[verbs[0]].basis} Nghị định 30/2020/NĐ-CP). Tải lại trang để xem hiện trạng."
        )
    draft.state = MOVES[verb].target
    draft.changed_at = clock.now()


def recorded(actor: Actor, draft: Draft, verb: str, **details: object) -> None:
    """One act in the record of the draft."""
    audit.record(actor=actor, verb=verb, subject_type="draft", subject_id=draft.pk, details=details)
