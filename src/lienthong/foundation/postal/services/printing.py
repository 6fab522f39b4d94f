"""Labels and hand-over lists (nhãn bưu gửi, bảng kê bàn giao): printed from the record when somebody asks; nothing of them is kept."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from lienthong.foundation.postal import queries
from lienthong.foundation.postal.choices import Kind, Payer
from lienthong.foundation.postal.errors import TooLate
from lienthong.foundation.postal.freight import weight_classes
from lienthong.foundation.postal.models import Manifest, PostalOrder
from lienthong.kit import clock, pdf
from lienthong.kit.barcodes import code128_svg
from lienthong.kit.money import format_money

OUTSIDE = "Giấy tờ thủ tục hành chính"
"""What stands outside a parcel: which procedure it is about is nobody's business on the way."""
_TEMPLATES = Path(__file__).parents[1] / "templates" / "postal"


def labels_pdf(orders: Sequence[PostalOrder]) -> bytes:
    """One A6 label a page. Raises TooLate for a parcel that has no tracking number yet."""
    waiting = [order.code for order in orders if not order.tracking]
    if waiting or not orders:
        raise TooLate(
            f"Đơn {', '.join(waiting)} chưa có số hiệu bưu gửi nên chưa in nhãn được. Chờ bưu điện nhận đơn rồi in lại."
            if waiting
            else "Chưa chọn gói nào để in nhãn."
        )
    return pdf.render(
        _TEMPLATES / "labels.typ",
        {"title": f"Nhãn {', '.join(order.tracking for order in orders)}"[:120], "labels": [_label(o) for o in orders]},
    )


def _label(order: PostalOrder) -> dict[str, object]:
    sent = order.created_at.astimezone(clock.VIETNAM)
    by_citizen = order.freight_payer == Payer.CITIZEN
    return {
        "kind": str(Kind(order.kind).label),
        "code": order.code,
        "day": f"{sent:%d/%m/%Y}",
        "tracking": order.tracking,
        "spaced": f"{order.tracking[:2]} {order.tracking[2:5]} {order.tracking[5:8]} {order.tracking[8:11]} {order.tracking[11:]}".strip(),
        "barcode": code128_svg(order.tracking),
        "sender": _party(order.sender),
        "receiver": _party(order.receiver),
        "content": OUTSIDE,
        "subject": order.subject_code,
        "weight": weight_classes()[order.weight_class].label.partition(" (")[0].lower(),
        "cod": format_money(order.cod_amount) if order.cod_amount else "Không",
        "freight": f"Cước {format_money(order.freight_shown)}, {'người dân trả' if by_citizen else 'cơ quan trả'}",
    }


def _party(party: dict[str, str]) -> dict[str, str]:
    return {name: str(party.get(name, "")) for name in ("name", "text", "phone")}


def manifest_pdf(manifest: Manifest) -> bytes:
    """The hand-over list of the postman, with both signatures."""
    orders = queries.orders_on(manifest)
    made = manifest.made_at.astimezone(clock.VIETNAM)
    return pdf.render(
        _TEMPLATES / "manifest.typ",
        {
            "agency_parent": f"UBND TỈNH {settings.PROVINCE_NAME.upper()}",
            "agency": manifest.agency.name,
            "number": manifest.number,
            "place": manifest.agency.short_name,
            "day": pdf.day(made.date()),
            "title": "Bảng kê bàn giao bưu gửi",
            "about": f"{len(orders)} bưu gửi, giao lúc {made:%H:%M, %d/%m/%Y}",
            "code": manifest.number,
            "rows": [
                {
                    "tracking": str(order),
                    "receiver": f"{order.receiver['name']}, {order.receiver['text']}",
                    "content": order.subject_code,
                    "cod": format_money(order.cod_amount) if order.cod_amount else "",
                }
                for order in orders
            ],
            "count": f"{len(orders):02d}",
            "total": format_money(sum(order.cod_amount for order in orders)),
            "giver": manifest.made_by_name,
            "postman": manifest.postman,
        },
    )
