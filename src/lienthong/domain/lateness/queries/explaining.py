"""The rule of one dossier in sentences (giải thích từng dòng): for officers with every figure, for the applicant in plain words."""

from collections.abc import Iterator

from lienthong.domain.lateness.choices import OF_CITIZEN, PAUSES, Kind
from lienthong.domain.lateness.queries.telling import Row, Told
from lienthong.domain.lateness.rules.words import amount, moment


def explanation(told: Told) -> Iterator[str]:
    """Why each late minute is charged where it is, line by line; the figures of the lines add up."""
    until = f"đến nay ({moment(told.ended_at)})" if told.is_open else f"đến {moment(told.ended_at)}"
    yield f"Từ {moment(told.began_at)} {until} có {amount(told.total)} làm việc, theo lịch làm việc đã dùng để tính hẹn trả."
    if told.paused:
        yield f"Tạm dừng {amount(told.paused)}, không tính vào thời hạn của ai; còn {amount(told.counted)} tính vào thời hạn giải quyết."
    extended = f", đã gồm {told.extended_days} ngày gia hạn" if told.extended_days else ""
    yield f"Hẹn trả {moment(told.due_at)}: được {amount(told.limit)}{extended}."
    if not told.late:
        yield _in_time(told)
        return
    yield f"Trễ hạn: {amount(told.counted)} trừ {amount(told.limit)} bằng {amount(told.late)}."
    for row in told.rows:
        if row.over:
            yield _over(row)
    if told.covered:
        yield (
            f"Cộng các phần vượt: {amount(told.overrun)}. Bước khác xong sớm và thời gian dự phòng của quy trình bù được "
            f"{amount(told.covered)}, trừ vào phần vượt trước nhất theo thứ tự thời gian."
        )
    process = sum(row.late for row in told.rows if row.kind == Kind.PROCESS)
    if process:
        yield (
            f"Còn {amount(process)} không bước nào vượt thời hạn của mình: thời hạn các bước cộng lại dài hơn thời hạn của thủ tục. "
            "Phần này tính cho quy trình, không tính cho đơn vị giải quyết."
        )
    charged = [row for row in told.rows if row.late]
    parts = " + ".join(amount(row.late) for row in charged)
    yield (
        f"Cộng lại: {parts} = {amount(told.late)}, đúng bằng thời gian trễ hạn."
        if len(charged) > 1
        else (f"Cả {amount(told.late)} tính cho một nơi: {_where(charged[0])}.")
    )


def _in_time(told: Told) -> str:
    if told.is_open:
        return f"Chưa quá hạn: còn {amount(max(0, told.limit - told.counted))} làm việc."
    spare = told.limit - told.counted
    return f"Không trễ hạn: xong sớm {amount(spare)}." if spare > 0 else "Không trễ hạn: xong đúng lúc hết thời hạn."


def _over(row: Row) -> str:
    if row.kind == Kind.IDLE:
        return f"{row.unit}: hồ sơ nằm {amount(row.minutes)} không ở bước nào trước khi đến đây; không có thời hạn nào cho việc chờ này."
    given = f"được {amount(row.allowed)}" if row.allowed else "đã hết thời hạn của bước"
    charged = f", chịu {amount(row.late)} trễ hạn" if row.late else ", được phần xong sớm của bước khác bù hết"
    return f"{_where(row)}: {given}, giữ {amount(row.minutes)}, vượt {amount(row.over)}{charged}."


def _where(row: Row) -> str:
    if row.kind in {Kind.OPINION, Kind.HANDOVER}:
        return f"{row.unit} ({'trả lời ý kiến' if row.kind == Kind.OPINION else 'được chuyển giải quyết'})"
    if row.kind == Kind.PROCESS:
        return "quy trình của thủ tục"
    return f"{row.step}, {row.unit}" if row.step else row.unit


def for_applicant(told: Told) -> Iterator[str]:
    """The same in plain words, without names of people."""
    own = sum(row.minutes for row in told.rows if row.kind in OF_CITIZEN)
    other = sum(row.minutes for row in told.rows if row.kind in PAUSES - OF_CITIZEN)
    if told.late:
        so_far = "Đến nay hồ sơ" if told.is_open else "Hồ sơ"
        yield f"{so_far} trễ hẹn {amount(told.late)} làm việc. Phần trễ này là của cơ quan nhà nước, không tính cho ông/bà."
    elif told.is_open:
        yield f"Hồ sơ chưa quá hạn, còn {amount(max(0, told.limit - told.counted))} làm việc."
    else:
        yield "Hồ sơ không trễ hẹn."
    if own:
        yield f"Thời gian chờ ông/bà bổ sung, nộp tiền hoặc theo đề nghị của ông/bà: {amount(own)}. Đồng hồ dừng, ngày hẹn lùi lại đúng bằng thời gian đó."
    if other:
        yield f"Tạm dừng theo căn cứ đã báo: {amount(other)}, không tính vào thời hạn."
