"""The next number of a series (cấp số)."""

from django.db import connection

_NEXT = """
INSERT INTO numbering_sequence (scope, key, value) VALUES (%s, %s, 1)
ON CONFLICT (scope, key) DO UPDATE SET value = numbering_sequence.value + 1
RETURNING value
"""


def next_number(*, scope: str, key: str) -> int:
    """Give the next number of the series `key` of `scope`, from 1, without gaps and without doubles.

    The number belongs to the open transaction: a rollback gives it back, and until the commit others who want a number of
    the same series wait. So take it late in a service, and take several series always in the same order. A PostgreSQL
    sequence would not wait, but leaves gaps, which NĐ 30/2020/NĐ-CP (article 15: one series a year) and inspectors do not
    accept. Raises RuntimeError outside a transaction, where a failure after it would leave a gap.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"number of {scope}/{key} taken outside a transaction")
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [scope, key])
        (value,) = cursor.fetchone()
    return int(value)
