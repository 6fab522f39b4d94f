"""The standing of a paper (tình trạng giấy tờ): only its issuer changes it, always with a reason."""

from lienthong.foundation.vault.choices import Standing
from lienthong.foundation.vault.errors import StandingUnchanged

TRANSITIONS = {
    "revoke": ({Standing.CURRENT, Standing.REPLACED}, Standing.REVOKED),
    "replace": ({Standing.CURRENT}, Standing.REPLACED),
    "restore": ({Standing.REVOKED, Standing.REPLACED}, Standing.CURRENT),
}


def next_standing(standing: str, verb: str) -> Standing:
    """Where `verb` leads. Raises StandingUnchanged."""
    sources, target = TRANSITIONS[verb]
    if standing not in sources:
        raise StandingUnchanged(
            f"Giấy tờ này đang ở tình trạng “{Standing(standing).label}” nên không đổi như vậy được."
        )
    return target
