"""People keep their own contact up to date (cập nhật thông tin liên hệ)."""

from django.db import transaction

from lienthong.foundation.accounts.models import Person
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound


@transaction.atomic
def update_contact(*, actor: Actor, phone: str) -> Person:
    """Change the actor's own telephone number (ten digits or ""). Raises NotFound for an account without a person."""
    person = Person.objects.select_for_update().filter(pk=actor.person_id or 0).first()
    if person is None:
        raise NotFound
    person.phone = phone
    person.save(update_fields=["phone"])
    return person
