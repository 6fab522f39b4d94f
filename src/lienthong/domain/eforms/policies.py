"""Who may change forms. Everybody who may file may read them."""

from lienthong.kit.actor import Actor

PUBLISH = "eforms.publish"


def can_publish(actor: Actor) -> bool:
    """Publish a new version of a form (công bố mẫu đơn)."""
    return actor.may(PUBLISH)
