"""Say how a seat signs (khai thẩm quyền ký)."""

from django.db import transaction

from lienthong.foundation.audit import services as audit
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.signing import policies
from lienthong.foundation.signing.choices import AuthorityForm
from lienthong.foundation.signing.models import SigningAuthority
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed

NEED_HEAD = {AuthorityForm.DEPUTY, AuthorityForm.ORDER, AuthorityForm.DELEGATE, AuthorityForm.ACTING}


@transaction.atomic
def set_authority(*, actor: Actor, position_id: int, form: str, body: str, head: str, title: str) -> SigningAuthority:
    """The lines above the seat's signature from now on. Raises NotFound, NotAllowed, Invalid."""
    seat = organizations.get_position(position_id)
    if not policies.sets_authority(actor, seat.agency_id):
        raise NotAllowed
    problems = {}
    if form not in AuthorityForm.values:
        problems["form"] = "Chọn một trong các cách ký."
    elif form in NEED_HEAD and not head.strip():
        problems["head"] = "Ghi chức vụ của người đứng đầu, ví dụ Chủ tịch, Giám đốc."
    elif form == AuthorityForm.BODY and not body.strip():
        problems["body"] = "Ghi tên tập thể được thay mặt, ví dụ Ủy ban nhân dân."
    if not title.strip():
        problems["title"] = "Ghi chức vụ in trên văn bản, ví dụ Phó Chủ tịch."
    if problems:
        raise Invalid(problems)
    made, _ = SigningAuthority.objects.update_or_create(
        position_id=position_id,
        defaults={
            "form": form,
            "body": body.strip()[:120],
            "head": head.strip()[:120],
            "title": title.strip()[:120],
            "set_at": clock.now(),
            "set_by_name": actor.name,
        },
    )
    audit.record(
        actor=actor,
        verb="set_signing_authority",
        subject_type="position",
        subject_id=position_id,
        details={"form": form, "body": made.body, "head": made.head, "title": made.title},
    )
    return made
