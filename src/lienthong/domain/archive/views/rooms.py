"""The rooms of the archive as tabs (các phòng của lưu trữ): which of them a seat may enter, and what waits there."""

from lienthong.domain.archive import policies, queries
from lienthong.kit.actor import Actor

ROOMS = (
    ("search", "/lam-viec/luu-tru/", "Tra cứu", (policies.WORK,), ""),
    ("handovers", "/lam-viec/luu-tru/nop-luu/", "Nộp lưu", (policies.WORK,), "handovers"),
    ("loans", "/lam-viec/luu-tru/khai-thac/", "Khai thác", (policies.WORK,), "loans"),
    ("lists", "/lam-viec/luu-tru/danh-muc/", "Danh mục hồ sơ", (policies.WORK,), "lists"),
    (
        "destructions",
        "/lam-viec/luu-tru/tieu-huy/",
        "Hết thời hạn, tiêu hủy",
        (policies.KEEP, policies.HEAD, policies.APPROVE),
        "destructions",
    ),
)


def tabs(actor: Actor, current: str) -> list[dict[str, object]]:
    """Tabs for `{% tabs %}`; the counts are those of the agency, for who answers them."""
    answers = actor.may(policies.KEEP) or actor.may(policies.APPROVE)
    counts = queries.counts(actor) if answers else {}
    return [
        {"label": label, "url": url, "current": name == current, "count": counts.get(counted) or None}
        for name, url, label, rights, counted in ROOMS
        if any(actor.may(right) for right in rights)
    ]
