"""The officer's home (việc hôm nay): what waits, what is late, who waits for us. One look, one key to the first thing to do."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers.choices import QUEUES
from lienthong.foundation.notifications import queries as notifications
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.actor import Actor

MOST_URGENT = 12

DOORS = (
    # right, label, url, text
    ("dossiers.view_all", "Hồ sơ toàn tỉnh", "/lam-viec/ho-so/", "Tra cứu, theo dõi trạng thái"),
    (
        "procedures.manage",
        "Danh mục thủ tục hành chính",
        "/lam-viec/thu-tuc/",
        "Phiên bản, dự thảo, công bố, tạm ngừng, bãi bỏ",
    ),
    ("procedures.manage", "Biểu mẫu", "/lam-viec/bieu-mau/", "Soạn, thử, công bố tờ khai điện tử"),
    ("accounts.manage", "Bảo mật tài khoản", "/bao-mat/", "Xác thực hai lớp, khóa truy cập"),
    ("organizations.manage", "Cơ quan, chức vụ", "/lam-viec/co-quan/", "Mã định danh, phòng ban, ai giữ chức vụ nào"),
)


@require_http_methods(["GET"])
@officer()
def today(request: ActorRequest) -> HttpResponse:
    """Counts to a ceiling, then the most urgent steps of every role of this position; other positions see their doors."""
    actor = request.actor
    roles = [role for _, _, _, of in QUEUES for role in of if actor.has_role(role)]
    steps = [step for role in roles for step in dossiers.queue_page(actor, role, limit=MOST_URGENT).items]
    steps.sort(key=lambda step: step.due_at)
    context = {
        "has_queue": bool(roles),
        "groups": dossiers.groups_of(dossiers.with_time_left(steps[:MOST_URGENT], actor.agency_id)),
        "figures": dossiers.desk_figures(actor) if roles else [],
        "doors": _doors(actor),
        "news": list(notifications.inbox(actor)[:5]),
        "rail": dossiers.rail(actor, "home"),
        "now": clock.now(),
    }
    return render(request, "workplace/today.html", context)


def _doors(actor: Actor) -> list[dict[str, str]]:
    return [{"label": label, "url": url, "text": text} for right, label, url, text in DOORS if actor.may(right)]
