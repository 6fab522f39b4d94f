"""Comments on a version (góp ý): at a paragraph or on the whole, answered, settled."""

import hashlib
import uuid

from django.db import transaction

from lienthong.domain.drafts import policies, queries
from lienthong.domain.drafts.errors import DraftNotFound, WrongDraftState
from lienthong.domain.drafts.models import DraftComment
from lienthong.domain.drafts.services.moving import lock_draft, recorded
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.text_vi import clean

LONGEST = 4000


@transaction.atomic
def comment_on(
    *, actor: Actor, draft_id: uuid.UUID, version: int, text: str, key: str, paragraph: int | None = None
) -> DraftComment:
    """Say something of a version, of one of its paragraphs (from 0). The same sending twice is one comment. Raises Invalid, DraftNotFound."""
    said = clean(text, lines=True)
    if not said:
        raise Invalid({"text": "Góp ý còn trống."})
    if len(said) > LONGEST:
        raise Invalid({"text": f"Góp ý dài {len(said)} ký tự, nhiều nhất {LONGEST}. Tách ra từng đoạn."})
    draft = lock_draft(actor, draft_id)
    key = hashlib.sha256(f"{draft.pk}:{key}".encode()).hexdigest()
    known = DraftComment.objects.filter(key=key).first()
    if known is not None:
        return known
    if not policies.may_comment(draft):
        raise WrongDraftState(f"Dự thảo {draft.get_state_display().lower()} nên không góp ý được nữa.")
    found = queries.version_of(draft, version)
    assert found is not None
    lines = found.text.splitlines()
    if not queries.sees_as_themself(actor, draft):  # seen only on behalf of another: in both names
        actor = actor.first_that(lambda each: queries.sees_as_themself(each, draft), *policies.DELEGATED) or actor
    if paragraph is not None and not 0 <= paragraph < len(lines):
        raise Invalid({"paragraph": f"Bản {version} không có đoạn {paragraph + 1}. Chọn lại đoạn."})
    made = DraftComment.objects.create(
        draft=draft,
        version=found,
        paragraph=paragraph,
        quote=lines[paragraph][:300] if paragraph is not None else "",
        text=said,
        by_id=actor.position.id if actor.position else None,
        by_name=actor.name,
        key=key,
    )
    recorded(actor, draft, "comment_on_draft", number=version)
    return made


@transaction.atomic
def resolve_comment(*, actor: Actor, comment_id: int, answer: str = "") -> DraftComment:
    """Settled, perhaps with an answer; settled twice it is once. Raises DraftNotFound, NotAllowed."""
    draft_id = DraftComment.objects.filter(pk=comment_id).values_list("draft_id", flat=True).first()
    if draft_id is None:
        raise DraftNotFound
    draft = lock_draft(actor, draft_id)
    comment = DraftComment.objects.select_for_update(of=("self",)).get(pk=comment_id)
    own = actor.position is not None and comment.by_id == actor.position.id
    if not (own or policies.is_writer(actor, draft) or policies.approves(actor, draft)):
        raise NotAllowed("Chỉ người góp ý, người soạn hoặc người duyệt đánh dấu góp ý đã xong.")
    if comment.resolved_at is None:
        comment.resolved_at, comment.resolved_by_name = clock.now(), actor.name
        comment.answer = clean(answer, lines=True)[:LONGEST]
        comment.save()
        recorded(actor, draft, "resolve_draft_comment")
    return comment
