"""Hostile schemas (lược đồ có hại) are refused before anything reads them: too large, too deep, calling themselves or other machines, patterns
that run for ever, lists without end. Each with one sentence that says what was found and what to do."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import jsonschema_rs
import orjson

from lienthong.domain.eforms import patterns
from lienthong.domain.eforms.errors import UnusableSchema
from lienthong.kit.text_vi import shown

type Json = Any

MOST_BYTES = 1_000_000
MOST_NODES = 20_000
DEEPEST = 24
MOST_CHOICES = 500
MOST_PROPERTIES = 500
MOST_EXPANDED = 5_000  # sub-schemas after following references: ten lines can stand for a billion
_FOREIGN = ("$dynamicRef", "$recursiveRef")
_DRAFTS = ("draft-04", "draft-06", "draft-07", "2019-09", "2020-12")


def harmless(schema: str | bytes | Mapping[str, Json]) -> dict[str, Json]:
    """The schema as an object, when nothing in it can do harm. Raises UnusableSchema."""
    parsed = _parsed(schema)
    _walk(parsed)
    draft = str(parsed.get("$schema", "2020-12"))
    if not any(each in draft for each in _DRAFTS):
        raise UnusableSchema(f"Lược đồ ghi $schema “{shown(draft, 80)}”. Dùng JSON Schema 2020-12")
    # Older drafts are read with today's words: what changed since concerns nothing that a form asks.
    try:
        jsonschema_rs.meta.validate({**parsed, "$schema": "https://json-schema.org/draft/2020-12/schema"})
    except jsonschema_rs.ValidationError as error:
        where = "/".join(map(str, error.instance_path)) or "gốc"
        raise UnusableSchema(
            f"Lược đồ sai quy tắc JSON Schema 2020-12 ở “{shown(where, 120)}”. Sửa chỗ đó rồi nhập lại"
        ) from None
    return parsed


def _parsed(schema: str | bytes | Mapping[str, Json]) -> dict[str, Json]:
    if isinstance(schema, Mapping):
        try:
            raw = orjson.dumps(schema)
        except (TypeError, RecursionError):
            raise UnusableSchema(
                "Lược đồ không phải JSON: có khóa không phải chữ, số quá lớn, ký tự hỏng, hoặc lồng quá sâu"
            ) from None
    else:
        raw = schema.encode("utf-8", "surrogatepass") if isinstance(schema, str) else schema
    if len(raw) > MOST_BYTES:
        raise UnusableSchema(f"Tệp lược đồ dài {len(raw):,} byte. Nhận tối đa {MOST_BYTES:,} byte".replace(",", "."))
    try:
        parsed = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        if "depth" in str(error):
            raise UnusableSchema(f"Lược đồ lồng nhau quá sâu. Nhận tối đa {DEEPEST} lớp") from None
        raise UnusableSchema(
            f"Tệp không phải JSON đọc được (dòng {error.lineno}, cột {error.colno}). Gửi tệp JSON mã hóa UTF-8"
        ) from None
    if not isinstance(parsed, dict):
        raise UnusableSchema("Lược đồ phải là một đối tượng JSON có properties")
    return parsed


def _walk(schema: Mapping[str, Json]) -> None:
    """Depth, size, and what stands in each node."""
    waiting: list[tuple[Json, int]] = [(schema, 0)]
    nodes = 0
    while waiting:
        node, depth = waiting.pop()
        nodes += 1
        if depth > DEEPEST:
            raise UnusableSchema(f"Lược đồ lồng nhau quá {DEEPEST} lớp. Chia thành các phần nông hơn")
        if nodes > MOST_NODES:
            raise UnusableSchema(f"Lược đồ có hơn {MOST_NODES} phần. Chia thành nhiều biểu mẫu")
        if isinstance(node, dict):
            _check(node)
            waiting += [(each, depth + 1) for each in node.values()]
        elif isinstance(node, list):
            waiting += [(each, depth + 1) for each in node]


def _check(node: Mapping[str, Json]) -> None:
    reference = node.get("$ref")
    if isinstance(reference, str) and not reference.startswith("#"):
        raise UnusableSchema(
            f"Lược đồ gọi tới “{shown(reference, 80)}” ở nơi khác. Chép phần đó vào $defs rồi gọi bằng #/$defs/…"
        )
    for keyword in _FOREIGN:
        if isinstance(node.get(keyword), str):
            raise UnusableSchema(
                f"Lược đồ dùng {keyword}, hệ thống không nhận lược đồ tự gọi động. Viết thẳng phần đó ra"
            )
    for keyword in ("enum", "oneOf", "anyOf"):
        found = node.get(keyword)
        if isinstance(found, list) and len(found) > MOST_CHOICES:
            raise UnusableSchema(
                f"Một danh sách ({keyword}) có {len(found)} mục. Nhận tối đa {MOST_CHOICES}; danh mục dài hơn thì dùng danh mục dùng chung"
            )
    properties = node.get("properties")
    if isinstance(properties, dict) and len(properties) > MOST_PROPERTIES:
        raise UnusableSchema(
            f"Một đối tượng có {len(properties)} thuộc tính. Một biểu mẫu có tối đa {MOST_PROPERTIES} câu hỏi"
        )
    pattern = node.get("pattern")
    if isinstance(pattern, str) and not patterns.usable(pattern):
        raise UnusableSchema(
            f"Mẫu chữ (pattern) “{shown(pattern, 60)}” không dùng được: quá dài, sai, hoặc có phép nhìn trước, gọi lại "
            "có thể chạy không dứt. Viết lại mẫu đơn giản hơn"
        )


class References:
    """Follows `#/$defs/name` and `#anchor`. One that leads back to itself, or too many, are refused."""

    def __init__(self, root: Mapping[str, Json]) -> None:
        self._root = root
        self._anchors = _anchors(root)
        self._followed = 0

    def resolved(self, node: Json, trail: tuple[str, ...] = ()) -> tuple[Json, tuple[str, ...]]:
        """(the sub-schema with what it refers to put in, the references followed to get there)."""
        self._followed += 1
        if self._followed > MOST_EXPANDED:
            raise UnusableSchema(f"Lược đồ khi mở hết các $ref có hơn {MOST_EXPANDED} phần. Viết gọn lại")
        while isinstance(node, dict) and isinstance(node.get("$ref"), str):
            reference = node["$ref"]
            if reference in trail:
                raise UnusableSchema(
                    f"Lược đồ tự gọi lại chính nó qua “{shown(reference, 80)}”. Tờ khai không lồng vô hạn được; bỏ vòng gọi"
                )
            trail = (*trail, reference)
            beside = {key: value for key, value in node.items() if key != "$ref"}
            found = self._at(reference)
            node = {**found, **beside} if isinstance(found, dict) else found
        return node, trail

    def _at(self, reference: str) -> Json:
        if reference.startswith("#") and not reference.startswith("#/") and reference != "#":
            if reference[1:] in self._anchors:
                return self._anchors[reference[1:]]
        else:
            node: Json = self._root
            for step in (
                unquote(each).replace("~1", "/").replace("~0", "~") for each in reference[2:].split("/") if each
            ):
                if isinstance(node, dict) and step in node:
                    node = node[step]
                elif isinstance(node, list) and step.isdecimal() and int(step[:6]) < len(node):
                    node = node[int(step[:6])]
                else:
                    break
            else:
                return node
        raise UnusableSchema(f"Lược đồ gọi tới “{shown(reference, 80)}” nhưng không có phần đó")


def _anchors(root: Mapping[str, Json]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    waiting: list[Json] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if isinstance(node.get("$anchor"), str):
                found[node["$anchor"]] = node
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
    return found
