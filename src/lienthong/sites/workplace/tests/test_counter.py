import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.province import Ward, _officer

from lienthong.domain.dossiers.models import Dossier, Filing, Reception
from lienthong.domain.dossiers.tests.receptions import CARD, begun, checks_of, fill, keep, ready
from lienthong.domain.dossiers.tests.stages import BIRTH, picture, signed_in
from lienthong.domain.tickets import services as tickets
from lienthong.domain.tickets.models import QueueLine, ServicePoint, Ticket
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.payments.tests.test_confirm_from_bank import confirm
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM

pytestmark = pytest.mark.django_db
COUNTER = "/lam-viec/quay-tiep-nhan/"


@pytest.fixture
def office(ward: Ward):
    """The queue is open and two people wait."""
    tickets.open_office(actor=SYSTEM, agency_id=ward.agency_id)
    line = QueueLine.objects.filter(agency_id=ward.agency_id).first()
    for number in (1, 2):
        Ticket.objects.create(
            agency_id=ward.agency_id,
            line=line,
            day=clock.today(),
            number=number,
            key=f"k{number}",
            stands_at=clock.now(),
        )
    return ServicePoint.objects.filter(agency_id=ward.agency_id).first()


@pytest.fixture
def desk(client, ward, office):
    """The officer sits at the first counter."""
    signed_in(client, ward.one_stop)
    client.post(COUNTER, {"_do": "sit", "point": office.pk})
    return client


def posted(page: str) -> dict[str, list[str]]:
    """What a browser would send of the screen as it stands."""
    import lxml.html

    (form,) = [each for each in lxml.html.fromstring(page).forms if each.get("id") == "quay"]
    sent: dict[str, list[str]] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return sent


def printed(client, reception) -> bytes:
    """The paper, read to its end."""
    answer = client.get(f"{COUNTER}{reception.id}/in/", follow=True)
    assert answer["Content-Type"] == "application/pdf"
    return b"".join(answer)


def act(client, reception, do, **more):
    """Press a button of the screen with everything on it."""
    url = reverse("workplace:reception", args=[reception.id])
    return client.post(url, {**posted(client.get(url).content.decode()), "_do": do, **more})


def test_a_whole_reception_from_the_number_to_the_receipt_and_the_next_one(desk, ward):
    page = desk.get(COUNTER).content.decode()
    assert "Gọi số sau" in page
    assert "Còn <b" in page
    answer = desk.post(COUNTER, {"_do": "call"})
    reception = Reception.objects.get()
    assert answer.url == f"{COUNTER}{reception.id}/"
    assert act(desk, reception, "find", _find=CARD).status_code == 302
    assert "Siu H&#x27;Ngan" in desk.get(answer.url).content.decode()
    assert act(desk, reception, f"procedure:{BIRTH}").url.endswith("?den=giay-to")
    reception.refresh_from_db()
    fill(reception)
    act(desk, reception, "save", **{"c.verdict.birth_notice": "ok", "c.shape.birth_notice": "original"})
    reception.refresh_from_db()
    optional = {f"c.verdict.{key}": "miss" for key in _unjudged(desk, answer.url)}
    done = act(desk, reception, "accept", **optional)
    dossier = Dossier.objects.get()
    assert done.status_code == 302, re.findall(r"<li><a href=.*?</li>", done.content.decode())
    shown = desk.get(done.url).content.decode()
    assert dossier.code in shown
    assert "data-print-now" in shown
    assert Ticket.objects.get(number=1).dossier_code == dossier.code
    assert printed(desk, reception) == printed(desk, reception)
    desk.post(COUNTER, {"_do": "call"})
    assert Reception.objects.exclude(id=reception.id).get().ticket_label.endswith("002")


def _unjudged(client, url):
    page = client.get(url).content.decode()
    names = set(re.findall(r'name="c\.verdict\.(\w+)"', page))
    return {name for name in names if name not in re.findall(r'name="c\.verdict\.(\w+)" value="\w+" checked', page)}


def test_a_reception_without_a_number_and_another_dossier_of_the_same_person(desk, ward):
    done = ready(ward)
    act(desk, done, "accept")
    desk.post(COUNTER, {"_do": "walk-in", "like": str(done.id)})
    reception = Reception.objects.exclude(id=done.id).get()
    assert (reception.ticket, reception.applicant["full_name"]) == (None, "Siu H'Ngan")


def test_everything_wrong_is_listed_beside_its_box_and_nothing_is_lost(desk, ward):
    reception = begun(ward.one_stop)
    answer = act(
        desk,
        reception,
        "accept",
        child_name="Siu Bảo An",
        **{
            "child_birth_date-day": "31",
            "child_birth_date-month": "2",
            "child_birth_date-year": "2026",
            "c.phone": "12",
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    for place in ("#c-phone", "#verdict-birth_notice", "#f-child_birth_date", "#f-child_gender"):
        assert f'href="{place}"' in page, place
        assert f'id="{place[1:]}"' in page, place
    assert 'value="Siu Bảo An"' in page
    assert 'value="31"' in page
    assert "chưa có gì bị mất" in page
    assert not Dossier.objects.exists()


def test_half_a_card_is_said_and_a_person_is_chosen_by_telephone(desk, ward):
    reception = begun(ward.one_stop)
    act(desk, reception, "find", _find="064195000512|231012345|Siu H'")
    page = desk.get(f"{COUNTER}{reception.id}/").content.decode()
    assert "Máy quét gửi chưa hết mã thẻ" in page
    answer = act(desk, reception, "find", _find="0905000512")
    page = answer.content.decode()
    assert "064" in page
    assert "064091000733" not in page  # masked until one is chosen
    person = re.search(rf'value="person:{ward.neighbour.person_id}"', page)
    assert person
    act(desk, reception, f"person:{ward.neighbour.person_id}")
    assert "064091000733" in desk.get(f"{COUNTER}{reception.id}/").content.decode()
    assert act(desk, reception, "find", _find="06419").status_code == 422


def test_typing_is_kept_by_itself_and_parts_that_follow_are_drawn_anew(desk, ward):
    reception = begun(ward.one_stop)
    url = f"{COUNTER}{reception.id}/"
    before = desk.get(f"{url}phan/").content.decode()
    sent = posted(desk.get(url).content.decode()) | {"father_known": "Có", "copies": "2"}
    told = desk.post(f"{url}luu/", sent).json()
    assert told["parts"]
    after = desk.get(f"{url}phan/").content.decode()
    stamps = [re.findall(r'id="([\w-]+)"[^>]*data-part="(\w+)', each) for each in (before, after)]
    changed = {one[0] for one, other in zip(*stamps, strict=True) if one != other}
    assert {"to-khai", "phi"} <= changed
    assert "father_name" in after
    assert "16.000" in after
    colleague = _officer(ward.agency_id, "mot-cua-2", "Phạm Thị Lan", "Một cửa", "one_stop_officer")
    from lienthong.domain.dossiers import services

    services.take_over_reception(actor=colleague, reception_id=reception.id)
    assert "Phạm Thị Lan" in desk.post(f"{url}luu/", sent).json()["note"]
    assert "Nhận làm tiếp" in desk.get(url).content.decode()
    assert act(desk, reception, "take").status_code == 302
    assert Reception.objects.get().account_id == ward.one_stop.account_id


def test_cash_with_change_and_a_transfer_that_arrives(desk, ward):
    reception = ready(ward, copies=2)
    short = act(desk, reception, "cash", _given="10.000")
    assert (short.status_code, "còn thiếu" in short.content.decode()) == (422, True)
    act(desk, reception, "transfer")
    page = desk.get(f"{COUNTER}{reception.id}/").content.decode()
    assert "data-waiting" in page
    from lienthong.foundation.payments import queries as payments

    confirm(memo=payments.order_for("dossier", reception.id).code, amount=16_000)
    assert "Ngân hàng báo có" in desk.get(f"{COUNTER}{reception.id}/phan/").content.decode()
    assert act(desk, reception, "accept").status_code == 302
    other = ready(ward, copies=1)
    act(desk, other, "cash", _given="20.000")
    page = desk.get(f"{COUNTER}{other.id}/").content.decode()
    assert "12.000" in page
    assert "Đã thu tiền mặt" in page
    act(desk, other, "return-cash", _return_reason="Thu nhầm thủ tục")
    assert 'name="_given"' in desk.get(f"{COUNTER}{other.id}/").content.decode()


def test_what_is_missing_is_printed_and_so_is_a_refusal(desk, ward):
    reception = ready(ward)
    done = act(
        desk,
        reception,
        "supplement",
        **{"c.verdict.birth_notice": "miss", "c.reason.birth_notice": "Chưa mang theo"},
    )
    assert done.status_code == 302
    assert printed(desk, reception)
    other = begun(ward.one_stop)
    assert act(desk, other, "refuse").status_code == 422
    assert act(desk, other, "refuse", **{"c.note": "Trẻ đã đăng ký khai sinh ở nơi khác."}).status_code == 302
    assert "Phiếu từ chối" in desk.get(f"{COUNTER}{other.id}/").content.decode()
    assert printed(desk, other)


def test_who_comes_back_answers_the_list_on_the_same_screen(desk, ward):
    first = ready(ward)
    act(desk, first, "supplement", **{"c.verdict.birth_notice": "miss", "c.reason.birth_notice": "Chưa mang theo"})
    dossier = Dossier.objects.get()
    desk.post(COUNTER, {"_do": "walk-in", "like": str(first.id)})
    again = Reception.objects.exclude(id=first.id).get()
    url = f"{COUNTER}{again.id}/"
    assert f"supplement-of:{dossier.code}" in desk.get(url).content.decode()
    act(desk, again, f"supplement-of:{dossier.code}")
    page = desk.get(url).content.decode()
    assert "Phiếu đã gửi: Chưa mang theo" in page
    assert "Yêu cầu bổ sung" not in page.split("lt-keys")[1]
    assert act(desk, again, "accept").status_code == 422
    assert act(desk, again, "accept", **{"c.verdict.birth_notice": "ok"}).status_code == 302
    dossier.refresh_from_db()
    assert dossier.state == "processing"
    assert printed(desk, again)


def test_procedures_and_agencies_are_found_as_one_types(desk, ward):
    reception = begun(ward.one_stop)
    url = f"{COUNTER}{reception.id}/"
    assert f"procedure:{BIRTH}" in desk.get(f"{url}thu-tuc/?_q=khaisinh").content.decode()
    assert "Không có thủ tục nào" in desk.get(f"{url}thu-tuc/?_q=xyzxyz").content.decode()
    assert act(desk, reception, "procedure:", _q="xyzxyz").status_code == 422
    act(desk, reception, "procedure:", _q="khai sinh")
    other = organizations.communes().exclude(pk=ward.agency_id).first()
    assert f"competent:{other.pk}" in desk.get(f"{url}co-quan/", {"_competent": other.short_name}).content.decode()
    act(desk, reception, f"competent:{other.pk}")
    page = desk.get(url).content.decode()
    assert "Chỉ hỗ trợ nộp" in page
    assert act(desk, reception, "competent:", _competent="không có nơi này").status_code == 422


def test_papers_are_scanned_one_by_one_and_taken_out_again(desk, ward):
    reception = begun(ward.one_stop)
    url = f"{COUNTER}{reception.id}/tep/"
    answer = desk.post(url, {"file": picture(), "field": "_tep.birth_notice"})
    assert "giay-chung-sinh.jpg" in answer.content.decode()
    bad = desk.post(
        url, {"file": SimpleUploadedFile("virus.pdf", b"MZ", "application/pdf"), "field": "_tep.birth_notice"}
    )
    assert (bad.status_code, "message" in bad.json()) == (422, True)
    paper = Filing.objects.get(id=reception.filing_id).papers.get()
    act(desk, reception, f"drop-paper:{paper.id}")
    assert not Filing.objects.get(id=reception.filing_id).papers.exists()


def test_the_vault_is_pointed_at_and_used_only_with_consent(desk, ward):
    from lienthong.domain.procedures import queries as procedures
    from lienthong.foundation.files import services as files
    from lienthong.foundation.vault import services as vault
    from lienthong.foundation.vault.choices import Origin
    from lienthong.foundation.vault.models import Consent

    need = next(each for each in procedures.current_version(BIRTH).requirements if each.key == "birth_notice")
    stored = files.store_bytes(
        name="chung-sinh.pdf", media_type="application/pdf", content=b"%PDF-1.4", purpose="result"
    )
    vault.keep_papers(
        person_id=ward.citizen.person_id,
        source_code="H21.88-261101-0001",
        source_name="Thủ tục trước",
        papers=[vault.KeptPaper(name=need.name, file_id=stored.id, origin=Origin.HANDED_IN)],
    )
    reception = begun(ward.one_stop)
    page = desk.get(f"{COUNTER}{reception.id}/").content.decode()
    button = re.search(r'value="(vault:birth_notice:[\w-]+)"', page)[1]
    refused = act(desk, reception, button)
    assert refused.status_code >= 400
    assert not Consent.objects.exists()
    away = {"c.other": "1", "c.presenter_full_name": "Ksor Y Blô", "_dong-y.birth_notice": "1"}
    assert "phải có mặt" in act(desk, reception, button, **away).content.decode()
    keep(ward.one_stop, reception, presenter={})
    act(desk, reception, button, **{"_dong-y.birth_notice": "1"})
    assert Consent.objects.get().officer_name == ward.one_stop.name
    assert Filing.objects.get(id=reception.filing_id).papers.get().source == "vault"


def test_interrupted_receptions_are_listed_taken_over_and_dropped(desk, client, ward):
    reception = begun(ward.one_stop, ticket=Ticket.objects.get(number=1).pk)
    assert "Làm tiếp" in desk.get(COUNTER).content.decode()
    colleague = _officer(ward.agency_id, "mot-cua-2", "Phạm Thị Lan", "Một cửa", "one_stop_officer")
    signed_in(client, colleague)
    assert "Nhận làm tiếp" in client.get(COUNTER).content.decode()
    assert client.post(COUNTER, {"_do": "take", "reception": str(reception.id)}).status_code == 302
    assert act(client, reception, "drop:left").url == COUNTER
    assert client.get(f"{COUNTER}{reception.id}/").status_code == 200
    assert client.post(f"{COUNTER}{reception.id}/", {"_do": "accept"}).status_code == 409


def test_who_may_enter(client, ward):
    reception = begun(ward.one_stop)
    for actor, status in ((ward.specialist, 403), (ward.citizen, 403)):
        signed_in(client, actor)
        assert client.get(COUNTER).status_code == status
    other = organizations.communes().exclude(pk=ward.agency_id).first()
    signed_in(client, _officer(other.pk, "xa-ben", "Rah Lan Thu", "Một cửa", "one_stop_officer"))
    for path in ("", "phan/", "in/"):
        assert client.get(f"{COUNTER}{reception.id}/{path}").status_code == 404
    assert client.post(f"{COUNTER}{reception.id}/luu/", {}).status_code == 404


def test_the_screen_asks_the_database_a_bounded_number_of_times(desk, ward, django_assert_max_num_queries):
    reception = begun(ward.one_stop)
    keep(ward.one_stop, reception, checks=checks_of(reception))
    desk.get(f"{COUNTER}{reception.id}/")
    with django_assert_max_num_queries(45):
        desk.get(f"{COUNTER}{reception.id}/")
