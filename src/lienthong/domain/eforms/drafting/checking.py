"""What is wrong with a draft (kiểm tra biểu mẫu): what forbids publishing, and what only makes a form harder for people to fill in."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lienthong.domain.eforms import catalogues
from lienthong.domain.eforms.drafting.entries import Entry, pointers, section_of, sections
from lienthong.domain.eforms.drafting.settings import CATALOGUES, CHOOSING, HINTED

type Json = Any

LONGEST_LABEL = 110
MOST_ON_A_SECTION = 14  # two pages; a citizen loses the thread after that
MOST_RADIOS = 7
# What officials write and citizens do not say -> what to write.
JARGON = {
    "CCCD": "căn cước",
    "CMND": "chứng minh nhân dân",
    "TTHC": "thủ tục hành chính",
    "UBND": "Ủy ban nhân dân",
    "GCN": "giấy chứng nhận",
    "GCNQSDĐ": "giấy chứng nhận quyền sử dụng đất",
    "QSDĐ": "quyền sử dụng đất",
    "NSDLĐ": "người sử dụng lao động",
    "NLĐ": "người lao động",
    "ĐKKD": "đăng ký kinh doanh",
    "HKTT": "nơi thường trú",
    "SĐT": "số điện thoại",
    "đương sự": "người yêu cầu",
    "nêu trên": "tên của điều đã nêu",
    "nhân thân": "quan hệ hoặc giấy tờ cụ thể",
    "thể nhân": "cá nhân",
    "sở tại": "tên nơi cụ thể",
}
_JARGON = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(JARGON, key=len, reverse=True)))})(?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One line of the list. `entry_id` is "" for the whole form; `field` is the setting to mend; `must`: forbids publishing."""

    entry_id: str
    field: str
    label: str
    text: str
    must: bool


def problems_of(entries: Sequence[Entry], broken: Mapping[str, str]) -> list[Problem]:
    """Everything found, in the order of the questions. `broken`: what could not be compiled (`services.trying.Trial`)."""
    if not entries:
        return [
            Problem(
                entry_id="", field="", label="Biểu mẫu", text="Chưa có câu hỏi nào. Thêm câu hỏi đầu tiên", must=True
            )
        ]
    found: list[Problem] = []
    before: dict[str, Entry] = {}
    asked: dict[tuple[str, str], bool] = {}  # wording and page -> whether only under conditions so far
    for number, entry in enumerate(entries, 1):
        label = str(entry.get("label") or "") or f"Câu {number}"
        seen_musts = False
        wording = (label.casefold(), section_of(entry))
        # The same wording under two conditions is asked once.
        again = wording in asked and not (entry.get("when") and asked[wording])
        asked[wording] = asked.get(wording, True) and bool(entry.get("when"))
        for field, text, must in (*_must(entry, before, asked_already=again), *_should(entry)):
            seen_musts = seen_musts or must
            found.append(Problem(entry_id=entry["id"], field=field, label=label, text=text, must=must))
        if entry["id"] in broken and not seen_musts:
            found.append(Problem(entry_id=entry["id"], field="label", label=label, text=broken[entry["id"]], must=True))
        before[entry["id"]] = entry
    if "" in broken and not any(each.must for each in found):
        found.append(Problem(entry_id="", field="", label="Biểu mẫu", text=broken[""], must=True))
    found += _long_pages(entries)
    return found


type _Line = tuple[str, str, bool]


def _must(entry: Entry, before: Mapping[str, Entry], *, asked_already: bool) -> Iterator[_Line]:
    label = str(entry.get("label") or "")
    if not label:
        yield "label", "Chưa có lời hỏi", True
    elif asked_already:
        yield "label", f"Trùng lời hỏi với câu ở trên, trong trang “{section_of(entry)}”. Nói rõ hỏi về ai, về gì", True
    yield from _choices(entry)
    low, high = entry.get("minimum"), entry.get("maximum")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        yield "minimum", f"Nhỏ nhất ({low}) lớn hơn lớn nhất ({high})", True
    yield from _condition(entry, before)


def _choices(entry: Entry) -> Iterator[_Line]:
    kind, choices = entry["kind"], [str(each) for each in entry.get("choices") or ()]
    if kind == "catalog" and not entry.get("catalogue") and not choices:
        yield "catalogue", "Chưa chọn danh mục", True
    if kind == "table" and not (choices or entry.get("columns")):
        yield "choices", "Bảng chưa có cột nào. Ghi mỗi cột một dòng", True
    if kind == "group" and not entry.get("questions"):
        yield "questions", "Mỗi dòng chưa hỏi câu nào. Ghi ít nhất một câu", True
    if kind == "statement" and not entry.get("text"):
        yield "text", "Chưa có lời cam kết để người dân đọc trước khi đánh dấu", True
    if kind == "computed" and not entry.get("formula"):
        yield "formula", "Chưa chọn cách tính. Chọn phép tính và các câu đứng trước", True
    if kind not in {"radio", "select", "multiselect"}:
        return
    if not choices:
        yield "choices", "Chưa có lựa chọn nào. Ghi mỗi lựa chọn một dòng", True
    twice = [text for text, times in Counter(text.casefold() for text in choices).items() if times > 1]
    if twice:
        yield "choices", f"Lựa chọn “{twice[0]}” có hai lần", True
    if len(choices) == 1 and kind != "multiselect":
        yield "choices", "Chỉ có một lựa chọn: người dân không có gì để chọn", False
    if kind == "radio" and len(choices) > MOST_RADIOS:
        yield "kind", f"Có {len(choices)} lựa chọn bày hết ra màn hình. Đổi sang loại chọn trong danh sách", False


def _condition(entry: Entry, before: Mapping[str, Entry]) -> Iterator[_Line]:
    when = entry.get("when")
    if not isinstance(when, Mapping):
        return
    for wanted in sorted(pointers({"when": when})):
        if wanted not in before:
            yield (
                "when",
                "Điều kiện nhắc tới câu hỏi đứng sau hoặc đã bỏ. Xếp câu đó lên trước, hoặc đổi điều kiện",
                True,
            )
            return
    if "question" not in when:
        return
    other = before.get(str(when["question"]).split(".", 1)[0])
    among = when.get("in", [when["equals"]] if "equals" in when else None)
    if among is None or other is None or "." in str(when["question"]):
        return
    if not among:
        yield "when", "Điều kiện chưa chọn câu trả lời nào", True
    offered = offered_by(other)
    if gone := [value for value in among if offered is not None and value not in offered]:
        yield (
            "when",
            f"Điều kiện chờ câu trả lời “{gone[0]}”, mà câu “{other.get('label', '')}” không có lựa chọn này",
            True,
        )


def offered_by(entry: Entry) -> dict[Json, str] | None:
    """Value -> text of the answers a question offers; None when they are typed."""
    if entry["kind"] == "checkbox":
        return {True: "được đánh dấu"}
    if entry["kind"] == "yes_no":
        return {True: "Có", False: "Không"}
    if entry["kind"] not in CHOOSING:
        return None
    if entry.get("catalogue") in CATALOGUES:
        return dict(catalogues.catalogue(str(entry["catalogue"])))
    choices = entry.get("choices") or (["Đồng ý", "Không đồng ý"] if entry["kind"] == "consent" else [])
    return {str(choice): str(choice) for choice in choices}


def _should(entry: Entry) -> Iterator[_Line]:
    label, hint = str(entry.get("label") or ""), str(entry.get("hint") or "")
    if label and not hint and entry["kind"] in HINTED:
        yield "hint", "Chưa có gợi ý. Một ví dụ giúp người dân ghi đúng ngay lần đầu", False
    letters = [char for char in label if char.isalpha()]
    if len(letters) > 5 and all(char.isupper() for char in letters):
        yield "label", "Lời hỏi viết HOA toàn bộ, khó đọc. Viết như câu bình thường", False
    if len(label) > LONGEST_LABEL:
        yield "label", f"Lời hỏi dài {len(label)} ký tự. Giữ phần chính, chuyển phần giải thích xuống gợi ý", False
    if label.endswith((":", "…", "...")):
        yield "label", "Lời hỏi kết thúc bằng dấu của mẫu giấy. Bỏ dấu ở cuối", False
    for word in dict.fromkeys(_JARGON.findall(f"{label}\n{hint}")):
        field = "label" if word in label else "hint"
        yield field, f"“{word}” là chữ của cơ quan. Viết “{JARGON[word]}”", False


def _long_pages(entries: Sequence[Entry]) -> Iterator[Problem]:
    sizes = Counter(section_of(entry) for entry in entries)
    for title in sections(entries):
        if sizes[title] > MOST_ON_A_SECTION:
            first = next(entry for entry in entries if section_of(entry) == title)
            text = (
                f"Trang có {sizes[title]} câu. Chia thành hai trang có tên riêng để người dân biết đang khai phần nào"
            )
            yield Problem(entry_id=first["id"], field="section", label=title, text=text, must=False)
