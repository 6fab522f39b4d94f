"""Rows written fast (ghi dòng): for the few services that every filing of every citizen passes.

The ORM builds the text of an INSERT anew each time, which costs several times what sending it does. Here it is built once for
a model. What is written does not change: whole instances go in, and the database judges them.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models
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
