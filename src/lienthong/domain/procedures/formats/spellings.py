"""Official spellings (cách viết): units of time, tiers, subjects, kinds, channels, as the national catalogue really writes them.

Each table maps what is printed to our word; keys are compared by `key`, so case, accents, tone placement (hoà, hòa), composed or
decomposed letters, double spaces and a closing full stop do not matter. What no table knows is never guessed: None comes back.
"""

import re
from dataclasses import dataclass
from typing import Final

from lienthong.domain.procedures.choices import FilingChannel, Subject, TierCode, TimeUnit
from lienthong.kit.text_vi import clean, fold


def key(text: str) -> str:
    """What two spellings of the same words have in common."""
    return fold(clean(text)).strip(" .;:,-–*+")


def _table[T](rows: dict[T, tuple[str, ...]]) -> dict[str, T]:
    return {key(spelling): word for word, spellings in rows.items() for spelling in spellings}


# A year is twelve months and a week seven days, exactly; a half day is left to an official, for the law counts hours there.
_UNITS: Final = _table(
    {
        (TimeUnit.WORKING_DAYS, 1): ("ngày làm việc", "ngày LV", "ngày l/v", "NLV", "ngày làm", "ngày (làm việc)"),
        (TimeUnit.DAYS, 1): (
            "ngày",
            "ngày lịch",
            "ngày theo lịch",
            "ngày dương lịch",
            "ngày liên tục",
            "ngày tự nhiên",
        ),
        (TimeUnit.DAYS, 7): ("tuần", "tuần lễ"),
        (TimeUnit.HOURS, 1): ("giờ", "giờ làm việc", "giờ LV", "tiếng"),
        (TimeUnit.MONTHS, 1): ("tháng", "tháng theo lịch"),
        (TimeUnit.MONTHS, 12): ("năm", "năm dương lịch"),
    }
)
_BY_DESCRIPTION: Final = {
    key(each) for each in ("Theo mô tả", "Theo mô tả ngày", "Theo quy định", "Không quy định", "Không quy định ngày")
}

_SAME_DAY: Final = {
    key(each) for each in ("Trong ngày làm việc", "Ngay trong ngày làm việc", "Trong ngày", "Ngay trong ngày")
}

_TIERS: Final = _table(
    {
        TierCode.CENTRAL: ("Cấp bộ/ngành", "Cấp Bộ", "Cấp bộ, ngành", "Cấp Trung ương", "Trung ương", "Bộ/ngành"),
        TierCode.PROVINCE: ("Cấp tỉnh", "Tỉnh", "Cấp tỉnh/thành phố", "Cấp tỉnh, thành phố", "Cấp thành phố"),
        TierCode.DISTRICT: ("Cấp huyện", "Huyện", "Cấp quận/huyện"),
        TierCode.COMMUNE: ("Cấp xã", "Xã", "Cấp xã/phường", "Cấp xã, phường, đặc khu", "Cấp xã/phường/thị trấn"),
        TierCode.OTHER: ("Cơ quan khác", "Tổ chức khác", "Khác", "Cơ quan, tổ chức khác"),
    }
)

_SUBJECTS: Final = _table(
    {
        Subject.CITIZEN: (
            "Công dân Việt Nam",
            "Người Việt Nam định cư ở nước ngoài",
            "Người nước ngoài",
            "Người nước ngoài cư trú tại Việt Nam",
            "Người nước ngoài đã cư trú tại Việt Nam",
            "Công dân Việt Nam mà không xác định được nơi thường trú hoặc nơi tạm trú",
            "Cán bộ, công chức, viên chức",
            "Đảng viên",
            "Cá nhân",
        ),
        Subject.BUSINESS: (
            "Doanh nghiệp",
            "Doanh nghiệp Việt Nam",
            "Doanh nghiệp có vốn đầu tư nước ngoài",
            "Hợp tác xã",
            "Hộ kinh doanh",
            "Doanh nghiệp, hộ kinh doanh",
        ),
        Subject.ORGANIZATION: (
            "Tổ chức (không bao gồm doanh nghiệp, HTX)",
            "Tổ chức nước ngoài",
            "Tổ chức Đảng",
            "Tổ chức",
            "Cơ quan, tổ chức",
        ),
    }
)

_KINDS: Final = {
    key(spelling): label
    for label, spellings in {
        "Được luật giao quy định chi tiết": ("TTHC được luật giao quy định chi tiết", "ASSIGNED_REGULATION"),
        "Không được luật giao quy định chi tiết": (
            "TTHC không được luật giao quy định chi tiết",
            "NOT_ASSIGNED_REGULATION",
        ),
        "Do địa phương quy định": ("TTHC do địa phương quy định", "LOCAL_REGULATION"),
        "Do trung ương quy định": ("TTHC do trung ương quy định", "CENTRAL_REGULATION"),
        "Loại khác": ("Khác", "OTHER"),
    }.items()
    for spelling in spellings
}

CHANNELS: Final = {1: FilingChannel.COUNTER, 2: FilingChannel.ONLINE, 3: FilingChannel.POST}
"""KENH of the national record."""
CHANNEL_NUMBERS: Final = {channel: number for number, channel in CHANNELS.items()}


def unit_of(text: str) -> tuple[TimeUnit, int] | None:
    """The unit and how many of it one printed unit is: `năm` -> (months, 12)."""
    return _UNITS.get(key(text))


def is_by_description(text: str) -> bool:
    """The record says that the limit stands in the description, or that there is none."""
    return key(text) in _BY_DESCRIPTION


def tiers_of(text: str) -> tuple[TierCode | None, ...]:
    """`Cấp xã, Cấp tỉnh` -> (commune, province); None in the place of a word that is not known."""
    whole = _TIERS.get(key(text))
    if whole:
        return (whole,)
    return tuple(_TIERS.get(key(part)) for part in re.split(r"[,;]", text) if part.strip())


def tier_label(tier: str) -> str:
    """How the national record prints a tier."""
    return {TierCode.CENTRAL: "Cấp bộ/ngành", TierCode.OTHER: "Cơ quan khác"}.get(
        TierCode(tier), str(TierCode(tier).label)
    )


def subject_of(text: str) -> Subject | None:
    """Who may file."""
    return _SUBJECTS.get(key(text))


def kind_label(text: str) -> str:
    """LOAITTHC for people; codes of the national system are put into words, what is not known stays as printed."""
    return _KINDS.get(key(text), clean(text))


def is_known_kind(text: str) -> bool:
    """Whether LOAITTHC is one of the known ones."""
    return key(text) in _KINDS


def whole_subjects(texts: list[str]) -> list[str]:
    """Mends lists that were cut at every comma: `Tổ chức (không bao gồm doanh nghiệp`, `HTX)` is one subject."""
    mended: list[str] = []
    place = 0
    while place < len(texts):
        for size in (3, 2, 1):
            joined = ", ".join(texts[place : place + size])
            if size == 1 or subject_of(joined):
                mended.append(joined)
                place += min(size, len(texts) - place)
                break
    return mended


# Whole sentences that say one number and nothing else; a stray `ngày` at the end comes from the national form itself.
_NUMBER = r"(?P<value>\d{1,4})"
_UNIT = r"(?P<unit>ngay lam viec|ngay lv|ngay|gio lam viec|gio|thang|nam|tuan)"
_START = r"(?:thoi han giai quyet:? |toi da |khong qua |trong thoi han |trong vong |trong )*"
_END = r"(?:,? ?(?:ke )?tu (?:ngay|khi) (?:tiep )?nhan (?:duoc )?(?:du )?ho so(?: day du)?(?:,? hop le)?(?: theo quy dinh)?(?: hop le)?)?"
_PLAIN_SENTENCE: Final = re.compile(rf"{_START}{_NUMBER} {_UNIT}{_END}(?:\.? ngay)?")


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit that is known."""

    value: int
    unit: TimeUnit


def limit_of(value: str, unit: str) -> Limit | None:
    """THOIGIANGIAIQUYET and DONVITINH as a number and a unit; None when they are prose, empty, a fraction or nought."""
    value = clean(value)
    if value:
        known = unit_of(unit)
        if known and re.fullmatch(r"\d{1,4}", value, re.ASCII) and int(value):
            return Limit(int(value) * known[1], known[0])
        return None
    if key(unit) in _SAME_DAY:
        return Limit(1, TimeUnit.SAME_DAY)
    sentence = _PLAIN_SENTENCE.fullmatch(key(unit))
    if sentence:
        known = unit_of(sentence["unit"])
        if known and int(sentence["value"]):
            return Limit(int(sentence["value"]) * known[1], known[0])
    return None


_MENTIONED: Final = re.compile(rf"\b{_NUMBER} {_UNIT}\b")
_ADDED: Final = re.compile(r"(?:tang them|cong them|keo dai them|them)(?: thoi gian)?(?: khong qua| toi da)? ?$")
_MONEY: Final = re.compile(r"\b\d{1,3}(?:[.,]\d{3})+ ?(?:dong|d|vnd)\b|\b\d{4,} ?(?:dong|vnd)\b")


def names_longer_limit(note: str, limit: Limit | None) -> bool:
    """Whether a description speaks of more time than `limit`: `vùng khó khăn thêm 10 ngày` beside 7. Times of single steps are shorter."""
    said = key(note)
    for found in _MENTIONED.finditer(said):
        known = unit_of(found["unit"])
        if known is None:
            continue
        more = Limit(int(found["value"]) * known[1], known[0])
        if limit is None or _ADDED.search(said[: found.start()]) or _days(more) > _days(limit):
            return True
    return False


def _days(limit: Limit) -> float:
    """Roughly comparable length in calendar days; never stored."""
    return limit.value * {TimeUnit.HOURS: 0.15, TimeUnit.WORKING_DAYS: 1.4, TimeUnit.MONTHS: 30.0}.get(limit.unit, 1.0)


def money_in(note: str) -> bool:
    """Whether a description holds an amount of money, where it belongs among the fees."""
    return bool(_MONEY.search(key(note)))
