"""Words, icons and colours of states and deadlines (trạng thái, hạn). Colour never stands alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from lienthong.kit import clock
from lienthong.kit.ui import formats

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Look:
    """What a state looks like. `tone` is one of "", line, now, soon, late, done."""

    label: str
    icon: str
    tone: str = ""


CHIPS: dict[str, Look] = {
    # of a dossier
    "draft": Look("Bản nháp", "edit", "line"),
    "submitted": Look("Mới nộp", "inbox"),
    "waiting": Look("Chờ tiếp nhận", "inbox"),
    "accepted": Look("Đã tiếp nhận", "done", "now"),
    "processing": Look("Đang xử lý", "clock", "now"),
    "paused": Look("Tạm dừng", "pause"),
    "supplement": Look("Cần bổ sung", "alert", "soon"),
    "supplement_requested": Look("Cần bổ sung", "alert", "soon"),
    "overdue": Look("Quá hạn", "alert", "late"),
    "approved": Look("Đã ký", "sign", "done"),
    "ready": Look("Có kết quả", "done", "done"),
    "returned": Look("Đã trả kết quả", "done", "done"),
    "done": Look("Đã xong", "done", "done"),
    "rejected": Look("Từ chối", "invalid", "late"),
    "withdrawn": Look("Đã rút", "return"),
    "cancelled": Look("Đã hủy", "x"),
    # of a paper, a file
    "valid": Look("Hợp lệ", "done", "done"),
    "enough": Look("Đủ", "check", "done"),
    "missing": Look("Thiếu", "missing", "soon"),
    "invalid": Look("Không hợp lệ", "invalid", "late"),
    "received": Look("Đã nhận", "done", "done"),
    "checking": Look("Đang kiểm", "clock", "now"),
    # of a payment
    "paid": Look("Đã nộp tiền", "done", "done"),
    "unpaid": Look("Chưa nộp tiền", "money", "soon"),
    "free": Look("Không thu phí", "check"),
    # of a task list
    "todo": Look("Chưa làm", "missing"),
    "optional": Look("Không bắt buộc", "info"),
    # of anything with an owner
    "active": Look("Đang dùng", "done", "done"),
    "inactive": Look("Ngừng dùng", "pause"),
    "failed": Look("Có lỗi", "alert", "late"),
}

TONE_ICONS = {"": "info", "line": "edit", "now": "clock", "soon": "alert", "late": "alert", "done": "done"}


def look_of(state: str, label: str = "", icon: str = "", tone: str = "") -> Look:
    """The look of a state; what is given wins. A state without an entry is shown as its own word."""
    known = CHIPS.get(str(state)) if state else None
    tone = tone or (known.tone if known else "")
    return Look(
        label or (known.label if known else str(state)),
        icon or (known.icon if known else TONE_ICONS.get(tone, "info")),
        tone,
    )


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline in words. `tone` is one of ok, half, soon, late, paused."""

    text: str
    note: str
    icon: str
    tone: str


def due_words(
    due: datetime | None,
    *,
    now: datetime | None = None,
    paused: bool = False,
    days_left: int | None = None,
    time_left: str = "",
    note: str = "",
) -> Due | None:
    """Say how much time is left until `due` (aware).

    `time_left` is the tone where the caller has judged it by the calendar (ok, half, soon); else up to two days left is soon.

    `days_left` is the number of working days left (negative when past), counted by the caller who has the calendar; without
    it calendar days are counted. None without a deadline that could be named.
    """
    if paused:
        return Due("tạm dừng", note or "đồng hồ không chạy", "pause", "paused")
    if due is None:
        return None
    now = now or clock.now()
    left = due - now
    note = note or formats.hour_or_day(due, now)
    if left < timedelta(0):
        past = abs(days_left) if days_left else int(-left / DAY)
        return Due(f"quá {past} ngày" if past >= 1 else f"quá {_hours(-left)}", note, "alert", "late")
    days = int(left / DAY) if days_left is None else days_left
    if days < 1 or left < DAY:
        return Due(f"còn {_hours(left)}", note, "clock", time_left or "soon")
    return Due(f"còn {days} ngày", note, "clock", time_left or ("soon" if days <= 2 else "ok"))


def _hours(span: timedelta) -> str:
    if span < HOUR:
        return f"{max(1, ceil(span / timedelta(minutes=1)))} phút"
    return f"{int(span / HOUR)} giờ"
