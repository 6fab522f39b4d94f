"""Numbers and notations as people type them and as documents bear them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.domain.correspondence.choices import UNABBREVIATED, Kind
from lienthong.domain.correspondence.notation import read_notation


@pytest.mark.parametrize(
    ("typed", "number", "kind", "issuer", "shown"),
    [
        ("15/QĐ-UBND", 15, Kind.DECISION, "UBND", "15/QĐ-UBND"),
        ("Số: 7/QyĐ-SNV", 7, Kind.RULE, "SNV", "07/QyĐ-SNV"),
        ("15/UBND-KGVX", 15, Kind.LETTER, "UBND-KGVX", "15/UBND-KGVX"),
        ("05/2021/NQ-HĐND", 5, Kind.RESOLUTION, "HĐND", "05/2021/NQ-HĐND"),
        ("12a/TTr-STC", 12, Kind.SUBMISSION, "STC", "12a/TTr-STC"),
        ("1208/BTTTT-THH", 1208, Kind.LETTER, "BTTTT-THH", "1208/BTTTT-THH"),
    ],
)
def test_what_documents_bear(typed, number, kind, issuer, shown):
    read = read_notation(typed)
    assert (read.number, read.kind, read.issuer, read.text) == (number, kind, issuer, shown)


@pytest.mark.parametrize("typed", ["12/QĐ-UBND", "12 qd ubnd", "so 12 QD/UBND", "Số: 012/QĐ-UBND", "12-qđ-ubnd"])
def test_spellings_of_one_notation_share_their_key(typed):
    assert read_notation(typed).key == "12 qd ubnd"


def test_a_copy_and_a_text_without_number_stay_readable():
    assert read_notation("03/SY-UBND").copy == "Sao y"
    assert read_notation("Không số").number is None
    assert read_notation("").key == ""


@given(
    number=st.integers(1, 99999),
    kind=st.sampled_from([kind for kind in Kind if kind not in UNABBREVIATED]),
    issuer=st.sampled_from(["UBND", "SNV", "HĐND", "UBND-VX", "STNMT-QLĐĐ"]),
)
def test_every_abbreviation_is_read_back(number, kind, issuer):
    read = read_notation(f"{number}/{kind.value}-{issuer}")
    assert (read.number, read.kind, read.issuer) == (number, kind, issuer)
    assert read_notation(read.text).key == read.key
