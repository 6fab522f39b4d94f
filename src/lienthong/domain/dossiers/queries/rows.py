"""One dossier as a row of a list (một dòng hồ sơ), for acts over the API: each begins with it."""

from functools import cache, lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.queries.reading import ROW, not_found, visible_dossiers
from lienthong.kit.actor import Actor

_CODE = "the code that is asked for"


def row_for(actor: Actor, code: str) -> Dossier:
    """The visible dossier with this code and what a row of a list shows of it and of its procedure, nothing else. Raises NotFound."""
    statement, values = _statement(actor)
    asked = code.strip().upper()
    with connection.cursor() as cursor:
        cursor.execute(statement, [asked if value == _CODE else value for value in values])
        found = cursor.fetchone()
    if found is None:
        raise not_found(code)
    procedure, of_procedure, of_dossier = _columns()
    row = Dossier.from_db(connection.alias, of_dossier, found[: len(of_dossier)])
    row.procedure = procedure.from_db(connection.alias, of_procedure, found[len(of_dossier) :])
    return row


@lru_cache(maxsize=512)
def _statement(actor: Actor) -> tuple[str, tuple[Any, ...]]:
    """What `visible_dossiers` says to the database for this actor, and the values that go with it, `_CODE` among them. Building the text
    costs several times what asking does."""
    _, of_procedure, of_dossier = _columns()
    columns = [*of_dossier, *(f"procedure__{name}" for name in of_procedure)]
    try:
        return visible_dossiers(actor).filter(code=_CODE).values_list(*columns).query.sql_with_params()
    except EmptyResultSet:  # for one who sees none
        return "SELECT WHERE false", ()


@cache
def _columns() -> tuple[Any, list[str], list[str]]:
    """The model of the procedure, what is read of it and what of the dossier, in the order in which `from_db` takes values."""
    procedure = Dossier._meta.get_field("procedure").related_model
    assert isinstance(procedure, type)
    wanted = {"id", "procedure_id", "procedure__id", *ROW}
    of_procedure = [
        field.attname for field in procedure._meta.concrete_fields if f"procedure__{field.attname}" in wanted
    ]
    return (
        procedure,
        of_procedure,
        [field.attname for field in Dossier._meta.concrete_fields if field.attname in wanted],
    )
