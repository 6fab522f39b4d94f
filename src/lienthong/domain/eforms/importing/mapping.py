"""Sub-schemas as questions (từ lược đồ sang câu hỏi). What a question cannot say is noted, never dropped in silence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lienthong.domain.eforms import catalogues
from lienthong.domain.eforms.errors import UnusableSchema
from lienthong.domain.eforms.importing.guards import MOST_PROPERTIES, References
from lienthong.domain.eforms.parts import ORGANIZATION, PERSON
from lienthong.kit.text_vi import clean, shown, slug

type Json = Any
type Entry = dict[str, Json]

_FORMATS = {"date": "date", "date-time": "datetime", "time": "time", "email": "email", "idn-email": "email"}
_PATTERNS = {
    r"^\d{12}$": "id_number", r"^[0-9]{12}$": "id_number", r"^\+[1-9]\d{7,14}$": "phone", r"^\d{4}-\d{2}-\d{2}$": "date",
    r"^([01]\d|2[0-3]):[0-5]\d$": "time", r"^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$": "datetime",
    r"^(\d{10}(-\d{3})?|\d{12})$": "tax_code",
}  # fmt: skip
_PARTIAL = r"^\d{4}(-\d{2}(-\d{2})?)?$"
# Keywords that say something of the value, which a question list cannot.
_UNSAID = ("not", "oneOf", "anyOf", "contains", "prefixItems", "patternProperties", "propertyNames", "dependentSchemas", "multipleOf",
           "unevaluatedProperties", "unevaluatedItems", "contentEncoding", "contentMediaType", "minProperties", "maxProperties")  # fmt: skip
_ADDRESS, _PAPER = {"province", "commune", "detail"}, {"kind", "number", "issued_by", "issued_on"}
FEW = 5  # choices are shown side by side up to here
LONG = 500  # characters above which a text is a paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What could not be carried over: where in the schema, and what became of it."""

    path: str
    text: str


@dataclass(slots=True)
class Reader:
    """Reads the properties of objects, collecting questions and notes. `names`: path of a property -> name of its question."""

    references: References
    notes: list[Note] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _counts: dict[str, int] = field(default_factory=dict)

    def note(self, path: str, text: str) -> None:
        """Something is not as the schema says."""
        self.notes.append(Note(path=path or "#", text=text))

    def entries(
        self, node: Mapping[str, Json], path: str = "", section: str = "", trail: tuple[str, ...] = ()
    ) -> list[Entry]:
        """The questions of an object, in its order. Objects inside become sections, their questions stand beside the others."""
        required = {*(node.get("required") or ())}
        found: list[Entry] = []
        for key, value in (node.get("properties") or {}).items():
            where = f"{path}/{key}"
            sub, after = self.references.resolved(value, trail)
            if not isinstance(sub, dict):
                self.note(where, "không nói gì về câu trả lời, đã bỏ")
                continue
            entry = self._entry(key, sub, value, where, after)
            if entry["kind"] == "object":
                title = entry["label"]
                self.note(
                    where,
                    f"đối tượng con thành phần “{title}”; câu trả lời đứng ngang các câu khác, không lồng bên trong",
                )
                found += self.entries(sub, where, title, after)
                continue
            if key in required:
                entry["required"] = True
            if section:
                entry["section"] = section
            found.append(entry)
        return found

    def _entry(self, key: str, node: Mapping[str, Json], before: Json, where: str, trail: tuple[str, ...]) -> Entry:
        label = clean(str(node.get("title") or key.replace("_", " ")))[:200] or key
        entry: Entry = {"name": self._name(key, where), "label": label, **self._kind(node, before, where, trail)}
        hint = clean(str(node.get("description") or ""))
        if hint:
            entry["hint"] = hint[:300]
        for keyword in _UNSAID:
            if keyword in node and keyword not in entry.get("_said", ()):
                self.note(where, f"“{keyword}” không chuyển được thành câu hỏi; kiểm tra bằng cách khác nếu cần")
        if "default" in node:
            self.note(
                where,
                f"giá trị mặc định “{shown(node['default'])}” không mang theo: tờ khai không trả lời thay người khai",
            )
        entry.pop("_said", None)
        return entry

    def _name(self, key: str, where: str) -> str:
        base = slug(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key)).replace("-", "_")[:56].strip("_")
        base = base if base[:1].isalpha() else f"q_{base}".rstrip("_")
        name = base
        while name in self._taken:
            self._counts[base] = self._counts.get(base, 1) + 1
            name = f"{base}_{self._counts[base]}"
        self._taken.add(name)
        if len(self._taken) > MOST_PROPERTIES:
            raise UnusableSchema(f"Lược đồ khi mở hết có hơn {MOST_PROPERTIES} câu hỏi. Chia thành nhiều biểu mẫu")
        if name != key:
            self.note(where, f"đổi tên “{shown(key)}” thành “{name}”")
        self.names[where] = name
        return name

    def _kind(self, node: Mapping[str, Json], before: Json, where: str, trail: tuple[str, ...]) -> Entry:
        shared = (
            before.get("$ref", "").rpartition("/")[2]
            if isinstance(before, dict) and isinstance(before.get("$ref"), str)
            else ""
        )
        if shared in catalogues.NAMES:
            return {"kind": "catalog", "catalogue": shared}
        choices = self._choices(node, where)
        if choices is not None:
            return choices
        if node.get("const") is True:
            return {"kind": "statement", "required": True}
        if units := _units(node):
            return {"kind": "address", "units": units, "_said": ("anyOf",)}
        kinds = [each for each in _listed(node.get("type")) if each != "null"]
        if "null" in _listed(node.get("type")):
            self.note(where, "null không nhận: để trống là chưa trả lời")
        if len(kinds) > 1:
            self.note(where, f"nhận nhiều kiểu ({', '.join(kinds)}), chỉ hỏi kiểu {kinds[0]}")
        kind = kinds[0] if kinds else _guess(node)
        read = {"string": self._text, "integer": self._number, "number": self._number, "boolean": self._yes_no, "array": self._list,
                "object": self._object}.get(kind, self._unknown)  # fmt: skip
        return read(node, where, trail)

    def _choices(self, node: Mapping[str, Json], where: str) -> Entry | None:
        """An enum, or `oneOf` of constants with titles."""
        found = node.get("enum")
        said: tuple[str, ...] = ()
        if found is None:
            for keyword in ("oneOf", "anyOf"):
                branches = node.get(keyword)
                if (
                    isinstance(branches, list)
                    and branches
                    and all(isinstance(each, dict) and "const" in each for each in branches)
                ):
                    found, said = [each["const"] for each in branches], (keyword,)
                    titles = [each.get("title", each["const"]) for each in branches]
                    if titles != found:
                        self.note(
                            where,
                            "các mã của lựa chọn thay bằng tên: "
                            + "; ".join(
                                f"{shown(code, 20)} là {shown(title)}"
                                for code, title in list(zip(found, titles, strict=True))[:5]
                            ),
                        )
                        found = titles
        if not isinstance(found, list):
            return None
        texts = list(
            dict.fromkeys(clean(str(each)) for each in found if each is not None and not isinstance(each, dict | list))
        )
        texts = [text for text in texts if text]
        if texts != found:
            self.note(where, "các lựa chọn được ghi thành chữ, bỏ mục trống và mục trùng")
        if {*found} == {True, False} if all(isinstance(each, bool) for each in found) else False:
            return {"kind": "yes_no"}
        return {"kind": "radio" if len(texts) <= FEW else "select", "choices": texts, "_said": said}

    def _text(self, node: Mapping[str, Json], where: str, trail: tuple[str, ...]) -> Entry:
        pattern, limit = node.get("pattern"), node.get("maxLength")
        kind = _PATTERNS.get(str(pattern)) or _FORMATS.get(str(node.get("format")))
        if kind:
            return {"kind": kind}
        if pattern == _PARTIAL:
            return {"kind": "date", "partial": True}
        if "format" in node:
            self.note(where, f"dạng “{shown(node['format'])}” không kiểm tra, hỏi như một dòng chữ")
        if isinstance(node.get("minLength"), int) and node["minLength"] > 1:
            self.note(where, f"độ dài ít nhất {node['minLength']} không kiểm tra")
        if isinstance(limit, int) and limit > LONG:
            if pattern:
                self.note(where, "mẫu chữ (pattern) không kiểm tra trong đoạn chữ")
            return {"kind": "textarea", "max_length": min(limit, 20_000)}
        entry: Entry = {"kind": "text"}
        if isinstance(limit, int) and limit > 0:
            entry["max_length"] = limit
        if isinstance(pattern, str):
            entry["pattern"] = pattern
            if not node.get("description"):
                self.note(
                    where, "mẫu chữ (pattern) được kiểm tra nhưng chưa có lời giải thích cho người khai; ghi thêm gợi ý"
                )
        return entry

    def _number(self, node: Mapping[str, Json], where: str, trail: tuple[str, ...]) -> Entry:
        whole = node.get("type") == "integer" or "integer" in _listed(node.get("type"))
        entry: Entry = {"kind": "number" if whole else "decimal"}
        for keyword, name, step in (
            ("minimum", "minimum", 0),
            ("exclusiveMinimum", "minimum", 1),
            ("maximum", "maximum", 0),
            ("exclusiveMaximum", "maximum", -1),
        ):
            bound = node.get(keyword)
            if isinstance(bound, bool) or not isinstance(bound, int | float):
                continue
            if bound != int(bound) or (step and not whole) or abs(bound) > 10**12:
                self.note(where, f"mức {keyword} {shown(bound)} không giữ đúng được, đã bỏ")
            else:
                entry[name] = int(bound) + step
        if "minimum" not in entry:
            self.note(where, "không có mức thấp nhất: hỏi số từ 0 trở lên")
        return entry

    def _yes_no(self, node: Mapping[str, Json], where: str, trail: tuple[str, ...]) -> Entry:
        return {"kind": "yes_no"}

    def _list(self, node: Mapping[str, Json], where: str, trail: tuple[str, ...]) -> Entry:
        items, after = self.references.resolved(node.get("items", {}), trail)
        items = items if isinstance(items, dict) else {}
        if isinstance(items.get("enum"), list):
            texts = list(
                dict.fromkeys(clean(str(each)) for each in items["enum"] if isinstance(each, str | int | float))
            )
            return {"kind": "multiselect", "choices": [text for text in texts if text]}
        rows = Reader(self.references, self.notes)
        bounds = {
            name: node[key]
            for key, name in (("minItems", "minimum"), ("maxItems", "maximum"))
            if isinstance(node.get(key), int)
        }
        if bounds.get("maximum", 0) > 50:
            self.note(where, f"tối đa {bounds['maximum']} dòng, tờ khai nhận tối đa 50")
            bounds["maximum"] = 50
        if items.get("properties"):
            inner = [
                entry for entry in rows.entries(items, f"{where}/items", trail=after) if self._fits_in_row(entry, where)
            ]
            for entry in inner:
                entry.pop("section", None)
            if inner:
                return {"kind": "group", "questions": inner, **bounds}
        self.note(where, "danh sách giá trị thành nhóm lặp lại có một ô “Nội dung”; mỗi câu trả lời là một dòng")
        only = {
            "name": "content",
            "label": "Nội dung",
            "required": True,
            **rows._kind({"type": "string", **items}, {}, where, after),
        }
        only.pop("_said", None)
        if only["kind"] in {"object", "group", "statement"}:
            only["kind"] = "text"
        return {"kind": "group", "questions": [only], **bounds}

    def _fits_in_row(self, entry: Entry, where: str) -> bool:
        if entry["kind"] in {"group", "statement"}:
            self.note(where, f"“{entry['label']}” không đứng được trong nhóm lặp lại, đã bỏ")
            return False
        return True

    def _object(self, node: Mapping[str, Json], where: str, trail: tuple[str, ...]) -> Entry:
        names = {*(node.get("properties") or ())}
        required = {*(node.get("required") or ())}
        if names and names <= {*PERSON} and "full_name" in names:
            return {
                "kind": "person",
                "parts": [part for part in PERSON if part in names],
                "optional": sorted(names - required),
            }
        if names and names <= {*ORGANIZATION} and {"name", "code"} & names:
            return {
                "kind": "organization",
                "parts": [part for part in ORGANIZATION if part in names],
                "optional": sorted(names - required),
            }
        if names and names <= _ADDRESS and "province" in names:
            return {"kind": "address"}
        if {"kind", "number"} <= names <= _PAPER:
            return {"kind": "id_document"}
        if names:
            return {"kind": "object"}
        self.note(where, "đối tượng không kể ra thuộc tính nào, hỏi như một đoạn chữ")
        return {"kind": "textarea"}

    def _unknown(self, node: Mapping[str, Json], where: str, trail: tuple[str, ...]) -> Entry:
        self.note(where, "không nói kiểu của câu trả lời, hỏi như một dòng chữ")
        return {"kind": "text"}


def _units(node: Mapping[str, Json]) -> str:
    """Our own addresses of two times: one of the forms has a district."""
    branches = node.get("anyOf")
    if not isinstance(branches, list) or not all(
        isinstance(each, dict) and isinstance(each.get("properties"), dict) for each in branches
    ):
        return ""
    shapes = [{*each["properties"]} for each in branches]
    if not all("province" in shape and shape <= {*_ADDRESS, "district"} for shape in shapes):
        return ""
    return "" if not any("district" in shape for shape in shapes) else "old" if "district" in shapes[0] else "either"


def _listed(kinds: Json) -> list[str]:
    return [str(each) for each in kinds] if isinstance(kinds, list) else [str(kinds)] if kinds else []


def _guess(node: Mapping[str, Json]) -> str:
    """The type that the other keywords speak of."""
    for keywords, kind in (
        (("properties",), "object"),
        (("items",), "array"),
        (("minimum", "maximum"), "number"),
        (("pattern", "maxLength", "format"), "string"),
    ):
        if any(keyword in node for keyword in keywords):
            return kind
    return ""
