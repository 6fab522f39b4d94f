"""Who may open a page."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from lienthong.kit import clock
from lienthong.kit.access import Access, NotSignedIn, citizen, officer, public, signed_in, take_kept_form
from lienthong.kit.actor import ANONYMOUS, Actor, ActorPosition
from lienthong.kit.errors import NotAllowed

CITIZEN = Actor(account_id=1, name="Rơ Châm H'Mai", person_id=5)
CLERK = Actor(
    account_id=2,
    name="Trần Văn Bình",
    position=ActorPosition(
        id=3, title="Cán bộ một cửa", agency_id=4, agency_name="UBND xã Đak Đoa", department_id=None,
        roles=frozenset({"one_stop_officer"}), rights=frozenset({"dossiers.receive"}),
    ),
)  # fmt: skip


def ask(rule: Access, actor: Actor, *, method: str = "GET", data: dict[str, str] | None = None, **headers: str) -> Any:
    request: Any = getattr(RequestFactory(), method.lower())("/ho-so/7/", data or {}, headers=headers)
    request.actor = actor
    request.session = {}

    @rule
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse("in")

    answer = page(request)
    answer.asked = request  # type: ignore[attr-defined]
    return answer


@pytest.mark.parametrize(
    ("rule", "actor"),
    [
        (public, ANONYMOUS),
        (signed_in, CITIZEN),
        (signed_in, CLERK),
        (citizen, CITIZEN),
        (officer(), CLERK),
        (officer("x", "dossiers.receive"), CLERK),
    ],
)
def test_who_may_gets_in(rule: Access, actor: Actor) -> None:
    assert ask(rule, actor).content == b"in"


@pytest.mark.parametrize(("rule", "actor"), [(citizen, CLERK), (officer(), CITIZEN), (officer("dossiers.sign"), CLERK)])
def test_who_may_not_is_told_why(rule: Access, actor: Actor) -> None:
    with pytest.raises(PermissionDenied, match=r"(dành cho|không có quyền)"):
        ask(rule, actor)


def test_a_stranger_is_sent_to_sign_in_and_comes_back() -> None:
    answer = ask(officer(), ANONYMOUS)
    assert (answer.status_code, answer["Location"]) == (302, "/dang-nhap/?next=/ho-so/7/")


def test_an_htmx_fragment_sends_the_whole_page_to_sign_in() -> None:
    answer = ask(
        signed_in, ANONYMOUS, **{"HX-Request": "true", "HX-Current-URL": "http://testserver/lam-viec/?trang=2"}
    )
    assert answer["HX-Redirect"] == "/dang-nhap/?next=/lam-viec/%3Ftrang%3D2"


def test_what_was_typed_outlives_the_session_once_and_without_passwords() -> None:
    request = ask(citizen, ANONYMOUS, method="POST", data={"ho_ten": "Ksor Y Bin", "password": "mật khẩu"}).asked
    kept = take_kept_form(request)
    assert kept is not None
    assert kept.dict() == {"ho_ten": "Ksor Y Bin"}
    assert take_kept_form(request) is None


def test_what_was_typed_is_forgotten_after_half_an_hour() -> None:
    request = ask(citizen, ANONYMOUS, method="POST", data={"ho_ten": "Ksor Y Bin"}).asked
    with clock.at(clock.now().replace(year=clock.now().year + 1)):
        assert take_kept_form(request) is None


def test_an_operation_of_the_api_raises_what_becomes_a_problem() -> None:
    @officer("dossiers.sign").operation
    def sign(request: Any) -> str:
        return "signed"

    request: Any = RequestFactory().post("/")
    request.actor = ANONYMOUS
    with pytest.raises(NotSignedIn):
        sign(request)
    request.actor = CLERK
    with pytest.raises(NotAllowed):
        sign(request)
