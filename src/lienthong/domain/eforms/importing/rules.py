"""`if/then`, `dependentRequired` and `allOf` of a foreign schema as conditions (điều kiện)."""

from collections.abc import Mapping

from lienthong.domain.eforms.importing.mapping import Entry, Json, Reader

_BOUNDS = {"minimum": "at_least", "exclusiveMinimum": "greater", "maximum": "at_most", "exclusiveMaximum": "less"}


def add_conditions(schema: Mapping[str, Json], entries: list[Entry], reader: Reader) -> list[Entry]:
    """The questions with the conditions of the root put to them; those that only a `then` brings come last."""
    for rule, path in _rules(schema):
        if "if" in rule:
            _if_then(rule, path, entries, reader)
    for key, names in (schema.get("dependentRequired") or {}).items():
        test = {"question": _name(reader, str(key)), "answered": True}
        for name in names:
            _require(str(name), test, "/dependentRequired", entries, reader)
    return entries


def _rules(schema: Mapping[str, Json]) -> list[tuple[Mapping[str, Json], str]]:
    found: list[tuple[Mapping[str, Json], str]] = [(schema, "")]
    found += [(each, f"/allOf/{at}") for at, each in enumerate(schema.get("allOf") or ()) if isinstance(each, dict)]
    return found


def _if_then(rule: Mapping[str, Json], path: str, entries: list[Entry], reader: Reader) -> None:
    test = _test(rule["if"], reader)
    then = rule.get("then")
    if "else" in rule:
        reader.note(f"{path}/else", "nhánh else không chuyển được; viết điều kiện ngược lại ở câu hỏi")
    if test is None or not isinstance(then, dict):
        reader.note(f"{path}/if", "điều kiện này không chuyển được; đặt điều kiện ở câu hỏi")
        return
    known = {entry["name"] for entry in entries}
    brought = [entry for entry in reader.entries(then, f"{path}/then") if entry["name"] not in known]
    for entry in brought:
        entry["when"] = test
        entries.append(entry)
    names = {entry["name"] for entry in brought}
    for name in then.get("required") or ():
        if _name(reader, str(name)) not in names:
            _require(str(name), test, path, entries, reader)


def _require(name: str, test: Json, path: str, entries: list[Entry], reader: Reader) -> None:
    order = [entry["name"] for entry in entries]
    target = _name(reader, name)
    asked = _questions(test)
    if target not in order or not asked <= {*order}:
        reader.note(path or "#", f"“{name}” bắt buộc theo điều kiện, nhưng không có câu hỏi đó")
        return
    entry = entries[order.index(target)]
    if any(order.index(each) >= order.index(target) for each in asked):
        reader.note(path or "#", f"“{entry['label']}” hỏi trước câu mà nó phụ thuộc; xếp lại thứ tự rồi đặt điều kiện")
    elif not entry.get("required"):
        entry["required_when"] = {"any": [entry["required_when"], test]} if "required_when" in entry else test


def _questions(test: Json) -> set[str]:
    if "question" in test:
        return {test["question"].split(".")[0]}
    return {name for part in next(iter(test.values())) for name in _questions(part)}


def _name(reader: Reader, key: str) -> str:
    return reader.names.get(f"/{key}", key)


def _test(node: Json, reader: Reader) -> Json:
    """A condition, or None when it says more than a condition can."""
    if not isinstance(node, dict):
        return None
    parts: list[Json] = []
    for keyword, how in (("allOf", "all"), ("anyOf", "any")):
        if keyword in node:
            inner = [_test(each, reader) for each in node[keyword]]
            if None in inner:
                return None
            parts.append({how: inner})
    if {*node} - {"properties", "required", "allOf", "anyOf", "type"}:
        return None
    properties = node.get("properties") or {}
    for key, sub in properties.items():
        test = _value_test(_name(reader, key), sub)
        if test is None:
            return None
        parts.append(test)
    parts += [
        {"question": _name(reader, key), "answered": True}
        for key in node.get("required") or ()
        if key not in properties
    ]
    return None if not parts else parts[0] if len(parts) == 1 else {"all": parts}


def _value_test(name: str, sub: Json) -> Json:
    if not isinstance(sub, dict):
        return None
    said = {key: value for key, value in sub.items() if key not in {"type", "title"}}
    if len(said) != 1:
        return None
    ((keyword, value),) = said.items()
    if keyword == "const" and isinstance(value, str | int | float | bool):
        return {"question": name, "equals": value}
    if keyword == "enum" and value and all(isinstance(each, str | int | float | bool) for each in value):
        return {"question": name, "in": list(value)}
    if keyword in _BOUNDS:
        return {"question": name, _BOUNDS[keyword]: value}
    if keyword == "contains":
        return _value_test(name, value)
    if keyword == "not" and isinstance(value, dict):
        inner = _value_test(name, value)
        if inner and ("equals" in inner or "in" in inner):
            return {"question": name, "not_in": inner["in"] if "in" in inner else [inner["equals"]]}
    return None
