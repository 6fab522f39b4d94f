"""The lines above a signature of whoever is to sign (dòng thẩm quyền ký)."""

from lienthong.foundation.signing import queries as signing
from lienthong.kit.actor import Actor


def heading_of(signer: Actor) -> tuple[tuple[str, ...], str]:
    """(lines above the signature, name under it) of whoever is to sign, on behalf of another or not."""
    return signing.authority_of(signer).lines, signer.own_name or signer.name


def heading_text(signer: Actor) -> str:
    """The same in one text, by which a paper once made for this signer is known again."""
    lines, name = heading_of(signer)
    return "\n".join((*lines, name))[:500]
