import threading

import pytest
from django.db import connection, transaction

from lienthong.foundation.numbering.models import Sequence
from lienthong.foundation.numbering.services import next_number


@pytest.mark.django_db
def test_it_works():
    assert [next_number(scope="dossier", key="H21.88-261110") for _ in range(3)] == [1, 2, 3]
    assert next_number(scope="dossier", key="H21.88-261111") == 1
    assert next_number(scope="outgoing", key="H21.88-261110") == 1


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_refuses():
    with pytest.raises(RuntimeError, match="outside a transaction"):
        next_number(scope="dossier", key="k")


@pytest.mark.django_db(transaction=True)
def test_many_at_once_and_some_rolled_back_leave_no_gap_and_no_double():
    given: list[int] = []

    def work() -> None:
        for turn in range(20):
            with transaction.atomic():
                number = next_number(scope="dossier", key="H21.88-261110")
                if turn % 4 == 3:
                    transaction.set_rollback(True)
                else:
                    given.append(number)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(given) == list(range(1, 8 * 15 + 1))
    assert Sequence.objects.get().value == 120
