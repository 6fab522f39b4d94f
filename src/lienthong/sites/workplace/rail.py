"""What stands at the left of every page for officers (thanh bên): the queues of one's roles, then the rooms of one's rights."""

from collections.abc import Collection

from lienthong.domain.dossiers import queries as dossiers
from lienthong.kit.actor import Actor

WORKS_ON_DOCUMENTS = (
    "documents.register",
    "documents.direct",
    "documents.direct_agency",
    "dossiers.handle",
    "dossiers.receive",
)

type Room = tuple[str, str, str, str]

GROUPS: tuple[tuple[str, str, str, tuple[Room, ...]], ...] = (
    # key, label and icon of the group; its rooms: rights of which one is enough, address, label, icon.
    # A room that is not finished does not stand here.
    (
        "van-ban-den",
        "Văn bản đến",
        "inbox",
        (
            ("documents.register documents.direct_agency", "/lam-viec/van-ban-den/", "Sổ văn bản đến", "inbox"),
            (" ".join(WORKS_ON_DOCUMENTS), "/lam-viec/van-ban-den/cua-toi/", "Văn bản của tôi", "file"),
            ("documents.register", "/lam-viec/van-ban-den/vao-so/", "Vào sổ văn bản đến", "plus"),
        ),
    ),
    (
        "van-ban-di",
        "Văn bản đi",
        "send",
        (
            (" ".join(WORKS_ON_DOCUMENTS), "/lam-viec/du-thao/", "Dự thảo văn bản", "edit"),
            (
                "documents.register documents.direct documents.direct_agency dossiers.handle",
                "/lam-viec/van-ban-di/",
                "Sổ văn bản đi",
                "send",
            ),
            (
                "documents.direct documents.direct_agency",
                "/lam-viec/van-ban-di/cho-toi-ky/",
                "Văn bản chờ tôi ký",
                "sign",
            ),
            ("documents.register", "/lam-viec/van-ban-di/phat-hanh/", "Bàn phát hành", "stamp"),
        ),
    ),
    (
        "so-van-ban",
        "Tìm, sổ, thống kê",
        "search",
        (
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
            ("documents.register organizations.manage", "/lam-viec/van-ban/quy-tac/", "Quy tắc hạn văn bản", "clock"),
            ("organizations.manage", "/lam-viec/van-ban/hop-thu/", "Hộp thư nhận văn bản", "inbox"),
        ),
    ),
    (
        "luu-tru",
        "Hồ sơ lưu trữ",
        "lock",
        (
            ("archive.work", "/lam-viec/ho-so-cong-viec/", "Hồ sơ công việc", "files"),
            ("archive.work", "/lam-viec/luu-tru/", "Lưu trữ cơ quan", "lock"),
        ),
    ),
    (
        "mot-cua",
        "Một cửa",
        "users",
        (
            ("dossiers.receive", "/lam-viec/quay-tiep-nhan/", "Quầy tiếp nhận", "inbox"),
            ("dossiers.receive", "/lam-viec/quay/", "Quầy, lấy số", "users"),
            ("dossiers.receive", "/lam-viec/quet-lo/", "Quét theo lô", "files"),
            ("payments.take_cash payments.keep_cash payments.oversee", "/lam-viec/ca-thu/", "Ca thu", "money"),
            (
                "payments.take_cash payments.keep_cash payments.oversee",
                "/lam-viec/so-thu/",
                "Sổ thu phí, lệ phí",
                "files",
            ),
            ("dossiers.receive dossiers.sign dossiers.stamp", "/lam-viec/ban-sao/", "Bản sao điện tử", "stamp"),
            ("dossiers.sign", "/lam-viec/kho-giay-to/", "Giấy tờ đã cấp", "lock"),
            ("dossiers.return_result", "/lam-viec/may-danh-gia/", "Mời đánh giá", "star"),
        ),
    ),
    (
        "buu-chinh",
        "Bưu chính",
        "send",
        (
            ("postal.handle", "/lam-viec/buu-chinh/", "Bưu chính", "send"),
            ("postal.manage", "/lam-viec/buu-chinh/doi-soat/", "Đối soát thu hộ", "money"),
            ("postal.manage", "/lam-viec/buu-chinh/ma-trang-thai/", "Mã của bưu điện", "send"),
        ),
    ),
    (
        "theo-doi",
        "Theo dõi",
        "chart",
        (
            ("dossiers.approve dossiers.sign dossiers.view_all", "/lam-viec/tre-han/", "Trễ hạn", "clock"),
            ("ratings.answer dossiers.view_all", "/lam-viec/danh-gia/", "Đánh giá của dân", "message"),
            ("figures.look", "/lam-viec/so-lieu/", "Số liệu công khai", "chart"),
        ),
    ),
    (
        "ky-so",
        "Ký số",
        "sign",
        (
            ("dossiers.sign organizations.manage", "/lam-viec/tham-quyen-ky/", "Thẩm quyền ký", "sign"),
            ("dossiers.sign dossiers.stamp organizations.manage", "/lam-viec/chung-thu/", "Chứng thư số", "lock"),
        ),
    ),
    (
        "thu-tuc",
        "Thủ tục",
        "files",
        (
            ("procedures.manage", "/lam-viec/thu-tuc/", "Danh mục thủ tục", "files"),
            ("procedures.manage", "/lam-viec/thu-tuc/doi-soat/", "Đối soát danh mục", "check"),
            ("procedures.manage", "/lam-viec/thu-tuc/tim-khong-thay/", "Tìm mà không thấy", "search"),
            ("procedures.manage", "/lam-viec/su-kien/", "Sự kiện đời sống", "users"),
            ("procedures.manage", "/lam-viec/quy-trinh/", "Quy trình nội bộ", "handoff"),
            ("decisions.manage", "/lam-viec/bang-quyet-dinh/", "Bảng quyết định", "check"),
        ),
    ),
    (
        "bieu-mau",
        "Biểu mẫu",
        "edit",
        (
            ("procedures.manage", "/lam-viec/bieu-mau/", "Biểu mẫu điện tử", "edit"),
            ("procedures.manage", "/lam-viec/mau-word/", "Mẫu Word của tờ khai", "print"),
            ("results.propose results.publish procedures.manage", "/lam-viec/mau-ket-qua/", "Mẫu kết quả", "file"),
            ("procedures.manage", "/lam-viec/kho-giay-to/loai/", "Loại giấy tờ", "files"),
        ),
    ),
    (
        "co-quan",
        "Cơ quan",
        "agency",
        (
            ("organizations.manage", "/lam-viec/lich-lam-viec/", "Lịch làm việc", "calendar"),
            ("organizations.manage", "/lam-viec/tre-han/quy-tac/", "Quy tắc nhắc việc", "clock"),
            ("organizations.manage", "/lam-viec/sap-xep/", "Sắp xếp cơ quan", "users"),
        ),
    ),
)
"""The rooms below the queues, in groups that fold (nhóm phòng việc)."""


def queues(actor: Actor) -> list[dict[str, object]]:
    """The entries of the dossiers, for pages of apps that know nothing of dossiers; none of them is the current one."""
    return dossiers.rail(actor, "") if actor.is_officer else []


def rooms(actor: Actor, path: str, opened: Collection[str] = ()) -> list[dict[str, object]]:
    """The rooms a position may enter: {url, label, icon, current} or, where a group has several, {key, label, icon, open, rooms}.

    A group is open that holds the page one is on, or whose key the person left open (`opened`).
    """
    if not actor.is_officer:
        return []
    every = [url for _, _, _, group in GROUPS for _, url, _, _ in group]
    here = max((url for url in every if path.startswith(url)), key=len, default="")
    found: list[dict[str, object]] = []
    for key, label, icon, group in GROUPS:
        enter = [
            {"url": url, "label": name, "icon": sign, "current": url == here}
            for rights, url, name, sign in group
            if any(actor.may(right) for right in rights.split())
        ]
        if len(enter) > 1:
            is_open = key in opened or any(room["current"] for room in enter)
            found.append({"key": key, "label": label, "icon": icon, "open": is_open, "rooms": enter})
        else:
            found += enter
    return found
