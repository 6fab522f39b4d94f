"""What stands at the left of every page for officers (thanh bên): the queues of one's roles, then the rooms of one's rights."""

from lienthong.domain.dossiers import queries as dossiers
from lienthong.kit.actor import Actor

WORKS_ON_DOCUMENTS = (
    "documents.register",
    "documents.direct",
    "documents.direct_agency",
    "dossiers.handle",
    "dossiers.receive",
)

DOCUMENTS: tuple[tuple[str, str, str, str], ...] = (
    ("documents.register documents.direct_agency", "/lam-viec/van-ban-den/", "Văn bản đến", "inbox"),
    (" ".join(WORKS_ON_DOCUMENTS), "/lam-viec/van-ban-den/cua-toi/", "Văn bản của tôi", "file"),
    ("documents.register", "/lam-viec/van-ban-den/vao-so/", "Vào sổ văn bản đến", "plus"),
    (" ".join(WORKS_ON_DOCUMENTS), "/lam-viec/du-thao/", "Dự thảo văn bản", "edit"),
    (
        "documents.register documents.direct documents.direct_agency dossiers.handle",
        "/lam-viec/van-ban-di/",
        "Văn bản đi",
        "send",
    ),
    ("documents.direct documents.direct_agency", "/lam-viec/van-ban-di/cho-toi-ky/", "Văn bản chờ tôi ký", "sign"),
    ("documents.register", "/lam-viec/van-ban-di/phat-hanh/", "Bàn phát hành", "stamp"),
    (
        "documents.register documents.direct documents.direct_agency dossiers.handle dossiers.receive",
        "/lam-viec/van-ban/tim/",
        "Tìm văn bản",
        "search",
    ),
    ("documents.register documents.direct_agency", "/lam-viec/van-ban/so/", "Sổ văn bản", "files"),
    ("documents.register documents.direct_agency", "/lam-viec/ban-in/", "Sổ bản in", "print"),
    (
        "documents.register documents.direct documents.direct_agency dossiers.view_all",
        "/lam-viec/van-ban/thong-ke/",
        "Thống kê văn bản",
        "chart",
    ),
    ("archive.work", "/lam-viec/ho-so-cong-viec/", "Hồ sơ công việc", "files"),
    ("archive.work", "/lam-viec/luu-tru/", "Lưu trữ cơ quan", "lock"),
)
"""The group “Văn bản”, above the other rooms."""

ROOMS: tuple[tuple[str, str, str, str], ...] = (
    # rights of which one is enough, address, label, icon: a room that is not finished does not stand here
    ("dossiers.receive", "/lam-viec/quay-tiep-nhan/", "Quầy tiếp nhận", "inbox"),
    ("dossiers.receive", "/lam-viec/quay/", "Quầy, lấy số", "users"),
    ("dossiers.receive", "/lam-viec/quet-lo/", "Quét theo lô", "files"),
    ("dossiers.approve dossiers.sign dossiers.view_all", "/lam-viec/tre-han/", "Trễ hạn", "clock"),
    ("payments.take_cash payments.keep_cash payments.oversee", "/lam-viec/ca-thu/", "Ca thu", "money"),
    ("payments.take_cash payments.keep_cash payments.oversee", "/lam-viec/so-thu/", "Sổ thu phí, lệ phí", "files"),
    ("dossiers.receive dossiers.sign dossiers.stamp", "/lam-viec/ban-sao/", "Bản sao điện tử", "stamp"),
    ("dossiers.sign", "/lam-viec/kho-giay-to/", "Giấy tờ đã cấp", "lock"),
    ("postal.handle", "/lam-viec/buu-chinh/", "Bưu chính", "send"),
    ("procedures.manage", "/lam-viec/thu-tuc/", "Danh mục thủ tục", "files"),
    ("procedures.manage", "/lam-viec/thu-tuc/doi-soat/", "Đối soát danh mục", "check"),
    ("procedures.manage", "/lam-viec/thu-tuc/tim-khong-thay/", "Tìm mà không thấy", "search"),
    ("procedures.manage", "/lam-viec/bieu-mau/", "Biểu mẫu", "edit"),
    ("procedures.manage", "/lam-viec/quy-trinh/", "Quy trình nội bộ", "handoff"),
    ("procedures.manage", "/lam-viec/su-kien/", "Sự kiện đời sống", "users"),
    ("decisions.manage", "/lam-viec/bang-quyet-dinh/", "Bảng quyết định", "check"),
    ("procedures.manage", "/lam-viec/mau-word/", "Mẫu Word của tờ khai", "print"),
    ("results.propose results.publish procedures.manage", "/lam-viec/mau-ket-qua/", "Mẫu kết quả", "file"),
    ("dossiers.sign organizations.manage", "/lam-viec/tham-quyen-ky/", "Thẩm quyền ký", "sign"),
    ("dossiers.sign dossiers.stamp organizations.manage", "/lam-viec/chung-thu/", "Chứng thư số", "lock"),
    ("dossiers.return_result", "/lam-viec/may-danh-gia/", "Mời đánh giá", "star"),
    ("ratings.answer dossiers.view_all", "/lam-viec/danh-gia/", "Đánh giá của dân", "message"),
    ("figures.look", "/lam-viec/so-lieu/", "Số liệu công khai", "chart"),
    ("procedures.manage", "/lam-viec/kho-giay-to/loai/", "Loại giấy tờ", "files"),
    ("organizations.manage", "/lam-viec/lich-lam-viec/", "Lịch làm việc", "calendar"),
    ("organizations.manage", "/lam-viec/tre-han/quy-tac/", "Quy tắc nhắc việc", "clock"),
    ("postal.manage", "/lam-viec/buu-chinh/doi-soat/", "Đối soát thu hộ", "money"),
    ("postal.manage", "/lam-viec/buu-chinh/ma-trang-thai/", "Mã của bưu điện", "send"),
    ("organizations.manage", "/lam-viec/sap-xep/", "Sắp xếp cơ quan", "users"),
)


def queues(actor: Actor) -> list[dict[str, object]]:
    """The entries of the dossiers, for pages of apps that know nothing of dossiers; none of them is the current one."""
    return dossiers.rail(actor, "") if actor.is_officer else []


def rooms(actor: Actor, path: str) -> list[dict[str, object]]:
    """The rooms a position may enter: {url, label, icon, current}, or {heading} above a group."""
    every = DOCUMENTS + ROOMS
    here = max((url for _, url, _, _ in every if path.startswith(url)), key=len, default="")
    open_to = [
        {"url": url, "label": label, "icon": icon, "current": url == here}
        for rights, url, label, icon in every
        if actor.is_officer and any(actor.may(right) for right in rights.split())
    ]
    documents = {url for _, url, _, _ in DOCUMENTS}
    first = [room for room in open_to if room["url"] in documents]
    rest = [room for room in open_to if room["url"] not in documents]
    return [{"heading": "Văn bản"}, *first, {"heading": "Phòng việc"}, *rest] if first and rest else first + rest
