"""People are asked how it was (mời đánh giá): once for a dossier, by letter, on its page, at the counter."""

from datetime import timedelta

from django.db import transaction

from lienthong.domain.ratings import policies, queries
from lienthong.domain.ratings.models import Asking, Device, new_token
from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound
from lienthong.kit.text_vi import clean

ASKED_FOR = timedelta(days=60)
SHOWN_FOR = timedelta(minutes=3)
"""How long a device waits for the person in front of it."""
MOST_DEVICES = 20


@transaction.atomic
def ask(*, subject_type: str, subject_id: object, label: str, matter: str, agency_id: int) -> Asking:
    """Ask once: a repeat gives the same question. The caller has checked that the subject is finished."""
    asking, _ = Asking.objects.get_or_create(
        subject_type=subject_type,
        subject_id=str(subject_id),
        defaults={
            "label": label,
            "matter": matter,
            "agency_id": agency_id,
            "asked_at": clock.now(),
            "closes_at": clock.now() + ASKED_FOR,
        },
    )
    return asking


@transaction.atomic
def save_device(*, actor: Actor, device_id: int | None, name: str, renew: bool = False) -> Device:
    """A device of the actor's office, new or renamed; `renew` gives it another address. Raises Invalid, NotAllowed, NotFound."""
    agency_id = actor.agency_id or 0
    if not policies.serves(actor, agency_id):
        raise NotAllowed
    name = clean(name)
    others = Device.objects.filter(agency_id=agency_id).exclude(pk=device_id or 0)
    if not 1 <= len(name) <= 40:
        raise Invalid({"name": "Tên máy từ 1 đến 40 ký tự, ví dụ Quầy 1."})
    if others.filter(name=name).exists():
        raise Invalid({"name": f"Đã có máy tên “{name}”. Đặt tên khác."})
    if others.count() >= MOST_DEVICES:
        raise Invalid({"name": f"Mỗi cơ quan có tối đa {MOST_DEVICES} máy."})
    if device_id is None:
        device = Device.objects.create(agency_id=agency_id, name=name)
    else:
        device = _device(actor, device_id)
        device.name = name
        if renew:
            device.token, device.asking, device.asks_until = new_token(), None, None
        device.save()
    audit.record(actor=actor, verb="save_rating_device", subject_type="rating_device", subject_id=device.pk)
    return device


@transaction.atomic
def show_on_device(*, actor: Actor, device_id: int, asking_id: int) -> Device:
    """Let the device ask the person who stands before it, for three minutes. Raises NotFound, NotAllowed, AlreadyRated, AskingEnded."""
    device = _device(actor, device_id)
    asking = Asking.objects.filter(pk=asking_id).first()
    if asking is None:
        raise NotFound
    queries.require_open(asking)
    device.asking, device.asks_until = asking, clock.now() + SHOWN_FOR
    device.save(update_fields=["asking", "asks_until"])
    return device


def _device(actor: Actor, device_id: int) -> Device:
    device = Device.objects.select_for_update(of=("self",)).filter(pk=device_id, agency_id=actor.agency_id or 0).first()
    if device is None:
        raise NotFound
    if not policies.serves(actor, device.agency_id):
        raise NotAllowed
    return device
