"""Number and notation as they are written (số, ký hiệu): Phụ lục I, Mục II khoản 3; Phụ lục III Nghị định 30/2020/NĐ-CP. Case matters here."""

import re
from collections.abc import Iterator

from lienthong.kit.recordkeeping.kinds import UNABBREVIATED, Kind
from lienthong.kit.recordkeeping.paper import NUMBER_MARK
from lienthong.kit.text_vi import fold

_LEAD = re.compile(r"^\s*Số\s*(:?)\s*", re.IGNORECASE)
_WRITTEN = re.compile(r"^(?P<number>\d+[a-zđ]?)?\s*/\s*(?:(?P<year>\d{4})/)?(?P<symbol>.*)$")
_SYMBOL = re.compile(r"[A-ZĐ][A-Za-zĐđ0-9]*(-[A-ZĐ][A-Za-zĐđ0-9]*)*")
_EXACT = {kind.value: kind for kind in Kind if kind not in UNABBREVIATED}
_BY_LETTERS = {fold(kind.value): kind for kind in _EXACT.values()} | {
    kind.value.casefold(): kind for kind in _EXACT.values()
}
"""As people write them: without case, without the stroke of Đ."""
_COPIES = {"SY", "TrS", "SL"}


def check_number(text: str, *, kind: str, symbol: str, filled_later: bool) -> Iterator[tuple[str, str]]:
    """(rule, what was found) of the line `Số: 15/QĐ-UBND`. `kind` of the paper, `symbol` as its facts have it; `filled_later`: a form
    field stands there."""
    lead = _LEAD.match(text)
    assert lead is not None
    if not lead[1]:
        yield "number", f"{text}: thiếu dấu hai chấm"
    rest = text[lead.end() :].replace(NUMBER_MARK, "").strip(" .…_")
    if not rest:
        if not filled_later:
            yield "notation-form", "chưa ghi ký hiệu sau “Số:”"
        return
    found = _WRITTEN.match(rest)
    if found is None:
        yield "notation-form", rest
        return
    number = found["number"]
    if number and re.fullmatch(r"[1-9]\D?", number):
        yield "number", f"{number}: số dưới 10 chưa có số 0 phía trước"
    written = found["symbol"].strip()
    if not _SYMBOL.fullmatch(written):
        yield "notation-form", written
        return
    yield from _symbol(written, kind)
    if symbol and written != symbol:
        yield "symbol-differs", f"trong tệp là {written}, thông tin chung là {symbol}"


def _symbol(written: str, kind: str) -> Iterator[tuple[str, str]]:
    first, _, after = written.partition("-")
    named = _EXACT.get(first) or _BY_LETTERS.get(first.casefold()) or _BY_LETTERS.get(fold(first))
    if kind in UNABBREVIATED and kind:
        if first.casefold() == "cv" or (named is not None and after and first.isupper()):
            yield "letter-form", written
        elif not after:
            yield "letter-unit", written
        return
    if not kind or first in _COPIES:
        return
    if named is None:
        yield "notation-kind", f"{written}: không bắt đầu bằng {kind}"
    elif named.value != first:
        yield "notation-form", f"{written}: viết là {named.value}"
    if named is not None and named != kind:
        yield "notation-kind", f"ký hiệu {first} là {named.label}, tên loại là {Kind(kind).label}"
    if named is not None and not after:
        yield "notation-form", f"{written}: thiếu chữ viết tắt cơ quan"
