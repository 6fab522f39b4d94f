"""Names of agencies (tên cơ quan) as the national catalogue writes them: several in one line, long and short, with and without the place."""

import re
from typing import Final

from lienthong.domain.procedures.choices import TierCode
from lienthong.domain.procedures.formats.spellings import key
from lienthong.kit.text_vi import clean, fold

# A name begins with one of these; after a comma a part that begins otherwise belongs to the name before it.
_HEADS: Final = (
    "ủy ban", "uỷ ban", "ubnd", "chủ tịch", "hội đồng", "hđnd", "sở ", "các sở", "bộ", "cục", "tổng cục", "chi cục", "vụ ", "ban ",
    "văn phòng", "chi nhánh", "công an", "phòng ", "cơ quan", "cơ sở", "trung tâm", "bảo hiểm xã hội", "bhxh", "thuế ", "hải quan",
    "ngân hàng", "tòa án", "toà án", "viện ", "trường ", "hiệu trưởng", "tập đoàn", "tổng công ty", "công ty", "quỹ ", "hội ",
    "tổ chức", "đơn vị", "các đơn vị", "thủ tướng", "chính phủ", "thủ trưởng", "giám đốc", "cảng vụ", "biên phòng", "cấp ", "công đoàn",
    "khu ", "y tế ", "chỉ huy", "tư lệnh", "người đứng đầu", "tổng liên đoàn", "liên đoàn", "đoàn ", "kho bạc", "thanh tra",
    "các cơ sở", "bộ phận", "đội thủ tục", "quân chủng", "chủ đầu tư",
)  # fmt: skip
_NEW_NAME: Final = re.compile(
    r"(?<= )(?:Sở|Bộ|Cục|Ủy ban nhân dân|Uỷ ban nhân dân|UBND|Cơ sở|Tòa án|Toà án|Bảo hiểm xã hội|Phòng) "
)
_LEADS_ON: Final = frozenset(
    [
        "-",
        "/",
        "(",
        "và",
        "hoặc",
        "do",
        "thuộc",
        "của",
        "được",
        "ngang",
        "tịch",
        "đốc",
        "trưởng",
        "các",
        "nhánh",
        "cửa",
        "tổng",
        "chi",
        "phòng",
        "tra",
        "giúp",
        "đạo",
        "trình",
        "sự",
        "cục",
    ]
)
_BETWEEN: Final = re.compile(r"\s*[;,]\s+|\s*;\s*")

_COMMUNE: Final = re.compile(
    r"cap xa|xa, phuong|(?:ubnd|uy ban nhan dan|cong an|tram y te) (?:cac )?(?:xa|phuong|dac khu|thi tran)\b|^phong (?:kinh te|van hoa - xa hoi|van hoa, xa hoi)\b"
)
_DISTRICT: Final = re.compile(
    r"cap huyen|(?:ubnd|uy ban nhan dan|cong an) (?:huyen|quan|thi xa)\b|^phong (?:giao duc|noi vu|tu phap|tai nguyen|lao dong|quan ly do thi)"
)
_PROVINCE: Final = re.compile(
    r"cap tinh|\btinh\b|^(?:cac )?so |^giam doc so |thanh pho|\btp\b|\btp\.|tp ?hcm|dang ky dat dai|khu (?:kinh te|cong nghiep|cong nghe cao)|phuc vu hanh chinh cong|trung tam hanh chinh cong"
    r"|bo phan mot cua so|^phong (?:quan ly )?xuat nhap canh|^phong canh sat|trung tam (?:kiem soat benh tat|dich vu viec lam|phong chong)|^chi cuc (?:kiem lam|thuy san|dang kiem)"
)
_CENTRAL: Final = re.compile(
    r"^(?:cac )?bo(?:,| (?!phan|chi huy))|^bo$|^(?:tong )?cuc |^vu |^thu tuong|^chu tich nuoc|^chinh phu|^uy ban (?:chung khoan|tieu chuan|dan toc)|ngan hang nha nuoc|^bao hiem xa hoi (?:viet nam|quan doi)"
    r"|chi cuc (?:hai quan|thue|hang hai)|^cang vu|^ban (?:ton giao chinh phu|co yeu)|^toa an|^bo truong|^truong ban|^khu quan ly duong bo|co quan ngang bo|^hai quan|^bien phong|co quan dai dien|cites"
    r"|^quy (?:ho tro viec lam|phat trien)|bhxh viet nam|tu lenh"
)
_OTHER: Final = re.compile(
    r"co so|^doi thu tuc|quan chung|^thanh tra|kho bac|^chu dau tu|^quy |ngan hang|lien doan|^can bo|trung uong|^vien |truong (?:du bi|dai hoc|trung hoc|cao dang)|tap doan|cong ty|to chuc|don vi|trung tam|hoi |thu truong|nguoi dung dau|giam doc hoc vien|co quan (?:chu quan|khac|chuyen mon duoc|quan ly nha nuoc)|^cap (?:dai doi|trung doan)"
    r"|ban qlda|chu so huu|chi huy|^thue |^hoi dong|cong doan|^bao hiem xa hoi|kiem dich|^cong an|^van phong|^phong |^chi cuc|^ban |^co quan|^y te "
)


def split_agencies(text: str) -> list[str]:
    """`Sở Văn hóa, Thể thao và Du lịch, Sở Tư pháp` -> two names. Only a comma before a word that begins a name parts them."""
    parts: list[str] = []
    for piece in _BETWEEN.split(clean(text)):
        begins = piece[:1].isupper() and piece.lower().startswith(_HEADS)
        if parts and not begins:
            parts[-1] += f", {piece}"
        elif piece:
            parts.append(piece)
    return parts


def is_run_together(name: str) -> bool:
    """Two names without anything between them: `Bộ Tư pháp Sở Tư pháp`. Where one ends is for an official to say."""
    said = clean(name)
    return any(
        said[: found.start()].split()[-1].lower() not in _LEADS_ON
        and not said[: found.start()].rstrip().endswith(("-", "/"))
        for found in _NEW_NAME.finditer(said)
    )


def tier_of_agency(name: str) -> TierCode | None:
    """The tier of one agency; None when its name does not tell."""
    said = key(name)
    if not said:
        return None
    if re.match(r"(?:tong )?cuc |vu |bo (?!phan|chi huy)", said) and "cap tinh" not in said:
        return TierCode.CENTRAL
    for tier, pattern in (
        (TierCode.COMMUNE, _COMMUNE),
        (TierCode.DISTRICT, _DISTRICT),
        (TierCode.CENTRAL, _CENTRAL),
        (TierCode.PROVINCE, _PROVINCE),
        (TierCode.OTHER, _OTHER),
    ):
        if pattern.search(said):
            return tier
    return None


_SHORT: Final = (
    ("uy ban nhan dan", "ubnd"),
    ("hoi dong nhan dan", "hdnd"),
    ("bao hiem xa hoi", "bhxh"),
    ("thanh pho", "tp"),
    ("tp.", "tp"),
    ("nong nghiep va moi truong", "nnmt"),
    ("nn va mt", "nnmt"),
)
_EVERY_COMMUNE: Final = re.compile(
    r"(?:cac )?xa, phuong(?:, (?:dac khu|thi tran))*|(?<=ubnd )xa$|cap (?:xa, )?phuong(?:, (?:dac khu|thi tran))*|(?:cap )?xa/phuong(?:/(?:dac khu|thi tran))?"
)
_EVERY_PROVINCE: Final = re.compile(r"tinh,? (?:va )?tp truc thuoc trung uong|cac tinh, tp|tinh, tp|(?<=ubnd )tinh$")


def agency_key(name: str, *, province: str = "") -> str:
    """Equal for two spellings of one agency. `province` (Gia Lai) is the place that need not be said: `Sở Y tế tỉnh Gia Lai` is `Sở Y tế`."""
    said = key(name)
    for long, short in _SHORT:
        said = said.replace(long, short)
    said = _EVERY_COMMUNE.sub("cap xa", said)
    said = _EVERY_PROVINCE.sub("cap tinh", said)
    if province:
        place = re.escape(fold(province))
        said = re.sub(rf"(?<=ubnd )(?:tinh|tp) {place}$", "cap tinh", said)
        said = re.sub(rf",? ?-? ?(?:tinh|tp) {place}$", "", said)
    return re.sub(r"[^a-z0-9]+", " ", said).strip()
