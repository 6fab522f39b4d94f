import pytest

from lienthong.foundation.payments import vietqr

VECTOR = "00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA53037045405500005802VN62130809PHI HO SO6304754C"


def test_it_works():
    transfer = vietqr.Transfer(bank_bin="970436", account="0123456789", amount=50000, memo="PHI HO SO")
    assert vietqr.encode(transfer) == VECTOR
    assert vietqr.decode(VECTOR) == transfer


def test_account_name_loses_its_marks():
    transfer = vietqr.Transfer(
        bank_bin="970415", account="113366668888", amount=8000, memo="LT0123456789", account_name="Kho bạc Đắk Đoa"
    )
    assert vietqr.decode(vietqr.encode(transfer)).account_name == "Kho bac Dak Doa"


@pytest.mark.parametrize(
    "broken", ["", "6304", VECTOR[:-1] + "D", VECTOR.replace("50000", "5000"), VECTOR.replace("PHI", "PHÍ")]
)
def test_broken_payloads_are_refused(broken):
    with pytest.raises(vietqr.NotVietQRError):
        vietqr.decode(broken)


def test_vietnamese_memo_is_refused_rather_than_sent_wrong():
    with pytest.raises(ValueError, match="ASCII"):
        vietqr.encode(vietqr.Transfer(bank_bin="970415", account="1", amount=1, memo="PHÍ"))
