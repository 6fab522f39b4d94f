"""Taking over one difference (nhận theo bản kia): our record with that one place as theirs has it."""

import copy
from collections.abc import Mapping
from typing import Any

from lienthong.domain.comparisons.rules.rows import Difference, Path


def taken(ours: Mapping[str, Any], theirs: Mapping[str, Any], difference: Difference) -> dict[str, Any]:
    """A copy of `ours` after it. Rows are taken out last to first, so take several differences one after another, each found anew."""
    record: dict[str, Any] = copy.deepcopy(dict(ours))
    if difference.their_path is None:
        _remove(record, difference.our_path or ())
    elif difference.our_path is not None:
        value = copy.deepcopy(_at(theirs, difference.their_path))
        if difference.where.endswith("/THOIGIANGIAIQUYET"):  # the limit alone, not what else stands in its row
            term = _at(record, difference.our_path)
            value = {**term, "THOIGIANGIAIQUYET": value["THOIGIANGIAIQUYET"], "DONVITINH": value["DONVITINH"]}
        _put(record, difference.our_path, value)
    elif difference.into:
        _list_at(record, difference.into).append(copy.deepcopy(_at(theirs, difference.their_path)))
    else:  # a case that is not here yet comes with this row alone
        name, at, inner, _ = difference.their_path
        group = _at(theirs, (name, at))
        record.setdefault(str(name), []).append(
            {**group, str(inner): [copy.deepcopy(_at(theirs, difference.their_path))]}
        )
    return record


def _at(record: Any, path: Path) -> Any:
    for step in path:
        record = record[step]
    return record


def _list_at(record: dict[str, Any], path: Path) -> list[Any]:
    *way, last = path
    held = _at(record, tuple(way))
    if isinstance(held, dict):
        return list.__iadd__(held.setdefault(str(last), []), [])
    return list.__iadd__(held[last], [])


def _put(record: dict[str, Any], path: Path, value: Any) -> None:
    *way, last = path
    _at(record, tuple(way))[last] = value


def _remove(record: dict[str, Any], path: Path) -> None:
    *way, last = path
    held = _at(record, tuple(way))
    if isinstance(held, dict):
        held.pop(last, None)
    else:
        del held[last]
