"""Rows written and read fast (ghi, đọc dòng): for the few services that every filing and every step passes.

The ORM builds the text of a statement anew each time, which costs several times what sending it does. Here it is built once for
a model and its columns. What is written and read does not change: whole instances go in and come out, and the database judges them.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models.expressions import Col
from django.db.transaction import TransactionManagementError
from psycopg.types.json import Jsonb


def insert(*rows: models.Model) -> None:
    """Insert new instances of one model in one statement. Keys that the database gives are not read back.

    Raises TypeError for a model with fields that change on saving (files, `auto_now`): those need the ORM.
    """
    if not rows:
        return
    start, place, columns = _statement(type(rows[0]))
    with connection.cursor() as cursor:
        cursor.execute(
            start + ", ".join([place] * len(rows)), [value for row in rows for value in _values(row, columns)]
        )
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


def copy_in(rows: Sequence[models.Model]) -> None:
    """Write thousands of new instances of one model by COPY, which costs a fifth of INSERT. Keys are not read back.

    Raises TypeError as `insert`, and the errors of the database as the ORM does.
    """
    if not rows:
        return
    _, _, columns = _statement(type(rows[0]))
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.cursor.copy(_copy(type(rows[0]))) as copy,
    ):
        for row in rows:
            copy.write_row(_values(row, columns))
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


def one[M: models.Model](model: type[M], *, lock: bool = False, **equal: Any) -> M | None:
    """The row whose columns equal these values, as `filter(…).first()` gives it; with `lock` for us alone until the commit.

    `equal` names attributes as they stand on an instance (`dossier_id=…`); together they must be unique, no order is asked for.
    Raises TransactionManagementError for a lock that would not last: outside a transaction.
    """
    if lock and not connection.in_atomic_block:
        raise TransactionManagementError(f"{model._meta.label} locked outside a transaction")
    statement, names = _finding(model, tuple(equal), lock)
    with connection.cursor() as cursor:
        cursor.execute(statement, list(equal.values()))
        found = cursor.fetchone()
    if found is None:
        return None
    values = list(found)
    for place, column, converters in _converters(model):
        for convert in converters:
            values[place] = convert(values[place], column, connection)
    return model.from_db(connection.alias, names, values)


def change(row: models.Model, *names: str) -> None:
    """Write these attributes of an instance that is there, as `save(update_fields=…)` does. Raises DoesNotExist when it is gone."""
    statement, fields = _changing(type(row), names)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, row.pk])
        if cursor.rowcount != 1:
            raise type(row).DoesNotExist(f"{row._meta.label} {row.pk}")  # type: ignore[attr-defined]  # every model class has it


def _values(row: models.Model, columns: Sequence[tuple[str, bool]]) -> list[Any]:
    values = [(getattr(row, name), is_json) for name, is_json in columns]
    return [Jsonb(value) if is_json and value is not None else value for value, is_json in values]


@cache
def _copy(model: type[models.Model]) -> str:
    start, _, _ = _statement(model)
    return start.replace("INSERT INTO", "COPY", 1).removesuffix("VALUES ") + "FROM STDIN"


@cache
def _statement(model: type[models.Model]) -> tuple[str, str, tuple[tuple[str, bool], ...]]:
    """The INSERT up to VALUES, the place of one row, and (attribute, whether it is JSON) of each column."""
    fields = [field for field in model._meta.concrete_fields if field is not model._meta.auto_field]
    for field in fields:
        if isinstance(field, models.FileField | models.GeneratedField) or getattr(field, "auto_now", False):
            raise TypeError(f"{field} changes on saving and needs the ORM")
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    columns = tuple((field.attname, isinstance(field, models.JSONField)) for field in fields)
    places = ", ".join(["%s"] * len(columns))
    start = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES "  # noqa: S608  # names of our own tables
    return start, f"({places})", columns


@cache
def _finding(model: type[models.Model], equal: tuple[str, ...], lock: bool) -> tuple[str, list[str]]:  # noqa: FBT001  # a part of the key
    """The SELECT of all columns by these, and the attributes in the order of the columns."""
    quote = connection.ops.quote_name
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    columns = ", ".join(quote(str(field.column)) for field in by_name.values())
    where = " AND ".join(f"{quote(str(by_name[name].column))} = %s" for name in equal)
    tail = " FOR UPDATE" if lock else ""
    return f"SELECT {columns} FROM {quote(model._meta.db_table)} WHERE {where}{tail}", list(by_name)  # noqa: S608  # names of our own tables


@cache
def _converters(model: type[models.Model]) -> tuple[tuple[int, Col, list[Any]], ...]:
    """What the ORM does to a value of the database before it stands on the instance: (place, column, functions)."""
    found = []
    for place, field in enumerate(model._meta.concrete_fields):
        column = Col(model._meta.db_table, field)
        if converters := connection.ops.get_db_converters(column) + column.get_db_converters(connection):
            found.append((place, column, converters))
    return tuple(found)


@cache
def _changing(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, tuple[Any, ...]]:
    quote = connection.ops.quote_name
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = tuple(by_name[name] for name in names)
    places = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    key = quote(str(model._meta.pk.column))
    return f"UPDATE {quote(model._meta.db_table)} SET {places} WHERE {key} = %s", fields  # noqa: S608  # names of our own tables
