"""Who keeps the Word templates: the officials who keep the catalogue and its forms. Everybody who reads a dossier may use them."""

from lienthong.kit.actor import Actor

MANAGE = "procedures.manage"


def can_keep_templates(actor: Actor) -> bool:
    """Upload, replace, take out of use."""
    return actor.may(MANAGE)
