from datetime import date

import pytest

from lienthong.foundation.numbering.choices import DOSSIER_CODE_TEMPLATES
from lienthong.foundation.numbering.services import format_dossier_code

DAY = date(2026, 11, 10)


def test_it_works():
    assert format_dossier_code("H21.88", DAY, 147) == "H21.88-261110-0147"


def test_newer_shape_and_a_number_wider_than_its_place():
    assert (
        format_dossier_code("G09.20", date(2026, 6, 9), 92637, DOSSIER_CODE_TEMPLATES["2026"])
        == "G09.20-20260609-0092637"
    )
    assert format_dossier_code("H21.88", DAY, 12345) == "H21.88-261110-12345"


@pytest.mark.parametrize(
    "template",
    ["{agency.__class__}-{yymmdd}-{number}", "{agency}-{number}", "{yymmdd}-{number}", "{agency}-{yymmdd}", "{0}"],
)
def test_other_fields_are_refused(template):
    with pytest.raises(ValueError, match="template"):
        format_dossier_code("H21.88", DAY, 1, template)
