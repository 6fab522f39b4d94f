"""Instructions that a seat often gives (câu bút phê hay dùng)."""

from django.db import transaction

from lienthong.domain.correspondence.models import Phrase
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.text_vi import clean

MOST = 12


@transaction.atomic
def keep_phrase(*, actor: Actor, text: str) -> Phrase:
    """Keep one for the actor's seat; kept twice it is one. Raises Invalid, NotAllowed."""
    if actor.position is None:
        raise NotAllowed
    said = clean(text)
    if not said or len(said) > 300:
        raise Invalid({"text": "Ghi câu bút phê, từ 1 đến 300 chữ cái."})
    mine = Phrase.objects.filter(position_id=actor.position.id)
    if mine.count() >= MOST and not mine.filter(text=said).exists():
        raise Invalid({"text": f"Mỗi chức vụ giữ tối đa {MOST} câu. Bỏ bớt một câu rồi lưu câu mới."})
    phrase, _ = Phrase.objects.get_or_create(position_id=actor.position.id, text=said)
    return phrase


def forget_phrase(*, actor: Actor, phrase_id: str) -> None:
    """Take one of one's own away; what is not there is gone already."""
    if actor.position is not None and phrase_id.isascii() and phrase_id.isdigit():
        Phrase.objects.filter(position_id=actor.position.id, pk=int(phrase_id)).delete()
