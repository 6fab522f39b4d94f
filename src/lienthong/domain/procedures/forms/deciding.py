"""The dialog of a decision (hộp quyết định): number, day of signing, day of effect, issuer, reason, file."""

from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from lienthong.kit.text_vi import clean
from lienthong.kit.ui.dates import Boxes, read_boxes


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionForm:
    """What was typed; days as their three boxes."""

    number: str = ""
    issuer: str = ""
    reason: str = ""
    decided_on: Boxes = field(default_factory=Boxes)
    effective_from: Boxes = field(default_factory=Boxes)

    @property
    def problems(self) -> dict[str, str]:
        """Boxes that hold no day."""
        found = {"decided_on": self.decided_on.problem, "effective_from": self.effective_from.problem}
        if self.effective_from.is_empty:
            found["effective_from"] = "Nhập ngày có hiệu lực: hôm nay hoặc một ngày sau hôm nay."
        return {name: said for name, said in found.items() if said}

    @property
    def effective_day(self) -> date | None:
        """The day of effect, None while its boxes hold none."""
        return self.effective_from.value


def read_decision(post: QueryDict) -> DecisionForm:
    """Read the dialog."""
    return DecisionForm(
        number=clean(post.get("number", "")[:300])[:120],
        issuer=clean(post.get("issuer", "")[:600])[:300],
        reason=clean(post.get("reason", "")[:6000], lines=True)[:3000],
        decided_on=read_boxes(post, "decided_on"),
        effective_from=read_boxes(post, "effective_from"),
    )
