"""A page to try a signature on (văn bản thử chữ ký)."""

from pathlib import Path

from lienthong.kit import clock, pdf
from lienthong.kit.actor import Actor

_TEMPLATE = Path(__file__).parents[1] / "templates" / "signing" / "trial.typ"


def trial_page(*, actor: Actor) -> bytes:
    """One A4 page that says who tries, and when."""
    seat = actor.position
    return pdf.render(
        _TEMPLATE,
        {
            "name": actor.name,
            "title": seat.title if seat else "",
            "agency": seat.agency_name if seat else "",
            "time": f"{clock.local_now():%H:%M %d/%m/%Y}",
        },
        archival=True,
    )
