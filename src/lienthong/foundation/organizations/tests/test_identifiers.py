"""Identifiers in the forms of 2020 and 2016."""

import pytest

from lienthong.foundation.organizations.errors import BadIdentifier
from lienthong.foundation.organizations.identifiers import check_identifier, from_2016, to_2016


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("H51.15", "000.00.15.H51"),
        ("G22", "000.00.00.G22"),
        ("H21", "000.00.00.H21"),
        ("H25.12.03", "000.03.12.H25"),
        ("H13.20.002", "002.00.20.H13"),
        ("H21.31.05.014", "014.05.31.H21"),
    ],
)
def test_both_forms_lead_to_each_other(new, old):
    assert to_2016(new) == old
    assert from_2016(old) == new


def test_what_the_old_form_cannot_hold_has_none():
    assert to_2016("H55.242") == ""
    assert to_2016("H55.24.01.01.01") == ""


@pytest.mark.parametrize(
    "bad", ["", "h21", "H2", "H21.1", "H21.05.", "H21.05.01.01.01.01", "21.H", "H21 .05", "H21.05\n"]
)
def test_bad_identifiers_are_refused(bad):
    with pytest.raises(BadIdentifier):
        check_identifier(bad)
    with pytest.raises(BadIdentifier):
        from_2016(bad)
