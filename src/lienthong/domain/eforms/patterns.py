"""Patterns of texts (mẫu chữ), matched in linear time: no pattern, however it is built, can keep the server busy.

The engine is the one that judges the schemas. It knows no look-around and no back-references, which is why it cannot run away.
"""

from functools import lru_cache

from jsonschema_rs import Draft202012Validator, RegexOptions, ValidationError

LONGEST = 300
LINEAR = RegexOptions(size_limit=1 << 20)  # bytes of a compiled pattern: `(a{1,1000}){1,1000}` would need far more


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> Draft202012Validator | None:
    try:
        return Draft202012Validator({"type": "string", "pattern": pattern}, pattern_options=LINEAR, offline=True)
    except ValidationError:
        return None


def usable(pattern: str) -> bool:
    """Whether it is a pattern that can be matched in linear time."""
    return len(pattern) <= LONGEST and _compiled(pattern) is not None


def matches(pattern: str, text: str) -> bool:
    """Whether `text` has it, as JSON Schema means: anywhere, unless it is anchored."""
    validator = _compiled(pattern)
    return validator is not None and validator.is_valid(text)
