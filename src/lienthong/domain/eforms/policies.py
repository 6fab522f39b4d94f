"""Who may change forms. Everybody who may file may read them."""

from lienthong.kit.actor import Actor

MANAGE = "procedures.manage"  # forms and procedures are kept by the same officials


def can_publish(actor: Actor) -> bool:
    """Build forms and publish new versions (soạn, công bố biểu mẫu)."""
    return actor.may(MANAGE)
