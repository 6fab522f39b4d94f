"""Who may look at figures before they are out, and who publishes (quyền với số liệu)."""

from lienthong.kit.actor import Actor

LOOK, PUBLISH = "figures.look", "figures.publish"


def may_look(actor: Actor) -> bool:
    """Leaders and heads of departments, for their unit; who follows the whole province, for all."""
    return actor.may(LOOK)


def sees_province(actor: Actor) -> bool:
    """Every unit's dossiers, not only those of the own one."""
    return actor.may("dossiers.view_all")


def may_publish(actor: Actor) -> bool:
    """Who follows the whole province."""
    return actor.may(PUBLISH)
