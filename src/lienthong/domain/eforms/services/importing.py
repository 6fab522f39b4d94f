"""Bring in a JSON Schema that somebody else wrote as a question list (nhập lược đồ). Nothing is published by it."""

from collections.abc import Mapping
from dataclasses import dataclass

from lienthong.domain.eforms.errors import UnusableQuestions, UnusableSchema
from lienthong.domain.eforms.importing.guards import References, harmless
from lienthong.domain.eforms.importing.mapping import Entry, Json, Note, Reader
from lienthong.domain.eforms.importing.rules import add_conditions
from lienthong.domain.eforms.services.publishing import compile_questions
from lienthong.kit.text_vi import clean

_UNREAD = (
    "patternProperties",
    "propertyNames",
    "dependentSchemas",
    "not",
    "oneOf",
    "anyOf",
    "minProperties",
    "maxProperties",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """`questions` as `publish_form` takes them; `notes` say what of the schema they do not carry."""

    title: str
    questions: list[Entry]
    notes: tuple[Note, ...]


def import_schema(*, schema: str | bytes | Mapping[str, Json]) -> Imported:
    """Questions for the properties of an object schema, its conditions among them.

    Raises UnusableSchema, with a sentence, for what is harmful (size, depth, references that leave the file or turn in circles, patterns that
    could run for ever, endless lists), broken, or no object. Anything else that a question list cannot say is a note.
    """
    root = harmless(schema)
    reader = Reader(References(root))
    node, trail = reader.references.resolved(root)
    merged = _merged(node, reader, trail)
    if not merged.get("properties"):
        raise UnusableSchema("Lược đồ không có thuộc tính (properties) nào để hỏi. Nhập lược đồ của một đối tượng")
    entries = add_conditions(merged, reader.entries(merged, trail=trail), reader)
    for keyword in _UNREAD:
        if keyword in root:
            reader.note(f"/{keyword}", "quy tắc chung của cả lược đồ không chuyển được thành câu hỏi")
    try:
        compile_questions(entries)
    except UnusableQuestions as refusal:
        raise UnusableSchema(f"Lược đồ đọc được nhưng chưa thành biểu mẫu: {refusal.message}") from refusal
    return Imported(
        title=clean(str(root.get("title") or ""))[:300], questions=entries, notes=tuple(dict.fromkeys(reader.notes))
    )


def _merged(node: Json, reader: Reader, trail: tuple[str, ...]) -> dict[str, Json]:
    """The root with the properties that its `allOf` brings."""
    merged: dict[str, Json] = dict(node) if isinstance(node, dict) else {}
    for each in merged.get("allOf") or ():
        part, _ = reader.references.resolved(each, trail)
        if isinstance(part, dict) and "if" not in part:
            merged["properties"] = {**(merged.get("properties") or {}), **(part.get("properties") or {})}
            merged["required"] = [*(merged.get("required") or ()), *(part.get("required") or ())]
    return merged
