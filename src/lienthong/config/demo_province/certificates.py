"""The register of certificates as a province has it (sổ chứng thư số): a few hundred, most of them good, some ending, some ended, some taken back."""

import random
from datetime import timedelta
from typing import Any

from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.signing import services as signing
from lienthong.foundation.signing.choices import Level, Purpose
from lienthong.foundation.signing.models import AgencySigning, Certificate
from lienthong.foundation.signing.services import HeldElsewhere
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM

_WHY = ("Mất thiết bị ký", "Cấp chứng thư khác thay thế", "Cơ quan thay đổi con dấu", "Lộ mã PIN của thiết bị")
_GENERATION = timedelta(days=3 * 365)


def keep_register(dice: random.Random) -> None:
    """Seals of agencies whose devices lie on their own desks, with those that came before; the province signs with time and proof."""
    now = clock.now()
    sealed = set(Certificate.objects.filter(purpose=Purpose.AGENCY).values_list("agency_id", flat=True))
    held: list[HeldElsewhere] = []
    for n, agency in enumerate(organizations.visible_agencies(SYSTEM).order_by("id")):
        if agency.pk in sealed:
            continue
        left = (5, 6, 19, 24, 28, 41, 52, 58)[n // 9] if n % 9 == 0 and n < 72 else dice.randint(90, 1000)
        until = now + timedelta(days=left)
        about: dict[str, Any] = {
            "common_name": agency.name[:200],
            "agency_name": agency.name[:200],
            "agency_id": agency.pk,
        }
        held.append(HeldElsewhere(since=until - _GENERATION, until=until, **about))
        before = until - _GENERATION + timedelta(days=20)
        taken_back = before - timedelta(days=dice.randint(40, 500)) if n % 11 == 3 else None
        held.append(
            HeldElsewhere(
                since=before - _GENERATION,
                until=before,
                revoked_at=taken_back,
                revocation_reason=dice.choice(_WHY) if taken_back else "",
                **about,
            )
        )
    signing.issue_held_elsewhere(holders=held)
    AgencySigning.objects.get_or_create(
        agency=organizations.root_agency(),
        defaults={"level": Level.LT, "set_at": now, "set_by_name": "Quản trị hệ thống"},
    )
    signing.warn_expiring()
