"""The lines above a signature: said by the title, stated by the head, TUQ. on behalf of another."""

import pytest
from django.test import Client
from tests.province import Ward

from lienthong.foundation.accounts.models import Account
from lienthong.foundation.signing import queries, services
from lienthong.foundation.signing.lines import Authority, delegated, guessed
from lienthong.kit.errors import Invalid, NotAllowed


@pytest.mark.parametrize(
    ("title", "is_committee", "lines"),
    [
        ("Phó Chủ tịch UBND phường Diên Hồng", True, ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ("Chủ tịch UBND xã Ia Mơ", True, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("Trưởng phòng Văn hóa - Xã hội", True, ("TL. CHỦ TỊCH", "TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI")),
        ("Phó Giám đốc", False, ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        ("Giám đốc", False, ("GIÁM ĐỐC",)),
    ],
)
def test_a_title_says_how_its_seat_signs(title: str, is_committee: bool, lines: tuple[str, ...]) -> None:
    assert guessed(title, is_committee=is_committee).lines == lines


def test_delegated_and_acting() -> None:
    assert delegated("Chủ tịch UBND xã", "Chánh Văn phòng").lines == ("TUQ. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")
    assert Authority(form="Q", body="", head="Giám đốc", title="Phó Giám đốc").lines == ("Q. GIÁM ĐỐC",)


def test_the_head_states_it_and_nobody_else(client: Client, ward: Ward) -> None:
    seat = ward.leader.position
    assert seat is not None
    with pytest.raises(NotAllowed):
        services.set_authority(
            actor=ward.specialist, position_id=seat.id, form="Q", body="", head="Chủ tịch", title="Phó Chủ tịch"
        )
    with pytest.raises(Invalid) as refused:
        services.set_authority(actor=ward.leader, position_id=seat.id, form="KT", body="", head="", title="")
    assert set(refused.value.problems) == {"head", "title"}
    client.force_login(Account.objects.get(pk=ward.leader.account_id), "django.contrib.auth.backends.ModelBackend")
    page = f"/lam-viec/tham-quyen-ky/?chuc-vu={seat.id}"
    assert "suy từ tên chức vụ" in client.get(page).content.decode()
    form = {"form": "Q", "body": "", "head": "", "title": "Phó Chủ tịch"}
    assert client.post(page, form).status_code == 422
    client.post(page, form | {"head": "Chủ tịch"})
    assert queries.authority_of(ward.leader).lines == ("Q. CHỦ TỊCH",)
    client.force_login(Account.objects.get(pk=ward.clerk.account_id), "django.contrib.auth.backends.ModelBackend")
    assert client.get(page).status_code == 403
