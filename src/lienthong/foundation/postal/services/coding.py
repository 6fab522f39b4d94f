"""What the carrier's codes mean (mã trạng thái của bưu điện): data kept by the administrator."""

from django.db import transaction

from lienthong.foundation.audit import services as audit
from lienthong.foundation.postal.choices import Verb
from lienthong.foundation.postal.models import CarrierCode, PostalOrder
from lienthong.foundation.postal.policies import require_manager
from lienthong.foundation.postal.services.standing import lock_order, restand
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid
from lienthong.kit.text_vi import clean, shown

MOST_AT_ONCE = 500


@transaction.atomic
def map_code(*, actor: Actor, code: str, verb: str, text: str) -> int:
    """Say what a code means; parcels on which it was seen are worked out anew, the newest first. How many. Raises Invalid, NotAllowed."""
    require_manager(actor)
    code, text = clean(code)[:40], clean(text)[:250]
    if not code or code.startswith("LT."):
        raise Invalid({"code": f"Mã “{shown(code)}” không đặt được. Ghi mã đúng như bưu điện gửi."})
    if verb not in Verb.values:
        raise Invalid({"verb": "Chưa chọn ý nghĩa của mã."})
    CarrierCode.objects.update_or_create(
        code=code,
        defaults={
            "verb": verb,
            "text": text or str(Verb(verb).label),
            "changed_at": clock.now(),
            "changed_by_name": actor.name,
        },
    )
    audit.record(
        actor=actor, verb="map_post_code", subject_type="carrier_code", subject_id=code, details={"means": verb}
    )
    seen = PostalOrder.objects.filter(events__code=code).order_by("-created_at").values_list("id", flat=True)
    ids = sorted(set(seen[:MOST_AT_ONCE]))
    for order_id in ids:
        restand(lock_order(order_id))
    return len(ids)
