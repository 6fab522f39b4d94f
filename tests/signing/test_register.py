"""The register of certificates: seen, narrowed, given out; entered, taken back, warned of; pictures and levels."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from PIL import Image, ImageDraw
from sandbox.certificates import subject_of
from tests.signing.conftest import officer, register

from lienthong.flows import certificates_told
from lienthong.foundation.accounts.models import Account
from lienthong.foundation.notifications.models import Notification
from lienthong.foundation.organizations.models import Agency, Position
from lienthong.foundation.signing import errors, queries, services
from lienthong.foundation.signing.choices import Purpose, Status
from lienthong.foundation.signing.events import CertificateExpiring
from lienthong.foundation.signing.models import Certificate, CertificateWarning, Picture
from lienthong.foundation.signing.services import HeldElsewhere
from lienthong.kit import events, pdf
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound
from lienthong.kit.pdf.tests.test_documents import RESULT

pytestmark = pytest.mark.django_db

PAGE = "/lam-viec/chung-thu/"


@pytest.fixture
def admin(leader, django_user_model) -> Actor:
    actor = officer(
        Agency.objects.get(short_name="Ia Grai"),
        django_user_model,
        "quantri",
        "Lê Văn Tú",
        "Quản trị",
        "organizations.manage",
    )
    Position.objects.filter(pk=actor.position.id).update(roles=["administrator"])
    return actor


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id), "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def some(leader, settings, tmp_path) -> datetime:
    """Seals in every state, and another agency's."""
    settings.SIGNING_KEYS_DIR = tmp_path / "keys"
    services.create_demo_authority()
    now = datetime.now(UTC)
    agency = Agency.objects.get(short_name="Ia Grai")
    other = Agency.objects.create(
        identifier="H21.153", name="Ủy ban nhân dân xã Ia Tô", short_name="Ia Tô", tier=agency.tier, kind="ubnd"
    )

    def held(days: int, whose: Agency, name: str, revoked: bool = False) -> HeldElsewhere:
        until = now + timedelta(days=days)
        since = until - timedelta(days=1000)
        return HeldElsewhere(
            common_name=name,
            agency_name=whose.name,
            agency_id=whose.id,
            since=since,
            until=until,
            revoked_at=since + timedelta(days=30) if revoked else None,
        )

    services.issue_held_elsewhere(
        holders=[
            held(800, agency, "Còn lâu"),
            held(-10, agency, "=HẾT HẠN()"),
            held(500, agency, "Đã thu hồi", revoked=True),
            held(20, other, "Sắp hết"),
        ]
    )
    return now


def test_officers_see_their_own_and_administrators_all(some, leader, admin):
    page = signed_in(leader).get(PAGE)
    shown = [each.row.common_name for each in page.context["page"].items]
    assert shown == ["Còn lâu"]
    page = signed_in(leader).get(f"{PAGE}?tinh-trang=tat-ca")
    assert [each.row.common_name for each in page.context["page"].items] == ["=HẾT HẠN()", "Đã thu hồi", "Còn lâu"]
    foreign = Certificate.objects.get(common_name="Sắp hết")
    assert signed_in(leader).get(f"{PAGE}{foreign.id}/").status_code == 404
    client = signed_in(admin)
    assert [each.row.common_name for each in client.get(f"{PAGE}?tinh-trang=sap-het").context["page"].items] == [
        "Sắp hết"
    ]
    assert [each.row.common_name for each in client.get(f"{PAGE}?tim=ia+tô").context["page"].items] == ["Sắp hết"]
    assert client.get(f"{PAGE}?loai=chung-thuc").context["page"].items[0].row.purpose == Purpose.AUTHORITY
    assert client.get(f"{PAGE}?co-quan={foreign.agency_id}").context["page"].items[0].row == foreign
    assert Client().get(PAGE).status_code == 302


def test_sheets(some, admin, leader):
    client = signed_in(leader)
    text = b"".join(client.get(f"{PAGE}so.csv?tinh-trang=tat-ca")).decode("utf-8-sig")
    assert "'=HẾT HẠN()" in text
    assert len(text.splitlines()) == 4
    book = load_workbook(io.BytesIO(client.get(f"{PAGE}so.xlsx?tinh-trang=het-han").content))
    rows = list(book.active.values)
    assert [row[0] for row in rows] == ["Chủ thể", "=HẾT HẠN()"]
    assert book.active["A2"].data_type == "s"


def test_taken_back_with_a_reason(some, admin, leader):
    certificate = Certificate.objects.get(common_name="Còn lâu")
    with pytest.raises(NotAllowed):
        services.take_back.__wrapped__(actor=leader, certificate_id=certificate.id, reason="Mất thiết bị")
    client = signed_in(admin)
    assert client.post(f"{PAGE}{certificate.id}/", {"reason": ""}).status_code == 422
    client.post(f"{PAGE}{certificate.id}/", {"reason": "Mất thiết bị ký"})
    certificate.refresh_from_db()
    assert (certificate.status, certificate.revocation_reason) == (Status.REVOKED, "Mất thiết bị ký")


def test_warned_once_for_each_threshold(some, admin):
    other = Certificate.objects.get(common_name="Sắp hết")
    with events.reacting_at_once():
        assert services.warn_expiring() == 1
        assert services.warn_expiring() == 0
        assert CertificateWarning.objects.get().days == 30
        line = Notification.objects.get(account_id=admin.account_id)
        assert "Sắp hết" in line.subject
        Certificate.objects.filter(pk=other.pk).update(not_after=some + timedelta(days=5))
        assert services.warn_expiring() == 1
    again = CertificateExpiring(
        event_id=line.event_id, certificate_id=other.id, position_id=0, agency_id=other.agency_id,
        holder="x", serial="x", until="x", days=1,
    )  # fmt: skip
    certificates_told.tell_who_it_concerns(again)  # a repeat tells nobody twice
    assert Notification.objects.count() == 2


def test_what_is_followed_by_another_is_not_warned_of(some, leader):
    agency_id = Agency.objects.get(short_name="Ia Tô").id
    services.issue_agency_certificate(agency_id=agency_id, agency_name="Ủy ban nhân dân xã Ia Tô")
    assert services.warn_expiring() == 0


def test_entered_from_another_authority(world, leader, admin):
    key = ec.generate_private_key(ec.SECP256R1())
    made = world.authority.issue(key.public_key(), subject_of(leader.name))
    chain = world.authority.chain_of(made).encode()
    client = signed_in(admin)

    def enter(content: bytes, **told: object):
        upload = SimpleUploadedFile("chung-thu.pem", content)
        form = {"what": "certificate", "agency": leader.agency_id, "position": leader.position.id, "place": "token"}
        return client.post(f"{PAGE}ghi-so/", form | told | {"file": upload})

    assert enter(b"MZ").status_code == 422
    assert enter(made.public_bytes(Encoding.DER)).status_code == 422  # no way up to a root
    assert enter(chain).status_code == 302
    assert queries.certificate_of_position(leader.position.id).key_ref == "token:"
    again = enter(chain)
    assert "đã có trong sổ" in again.content.decode()
    assert signed_in(leader).get(f"{PAGE}ghi-so/").status_code == 403
    root = world.authority.root.certificate.public_bytes(Encoding.PEM)
    assert enter(root, what="root").status_code == 302
    assert enter(made.public_bytes(Encoding.PEM), what="root").status_code == 422
    page = signed_in(leader).post(f"{PAGE}ky-tep/", {})
    assert "data-bridge" in page.content.decode()
    assert world.config.url.rsplit(":", 1)[0] in page["Content-Security-Policy"]


def test_a_file_signed_on_the_page(world, leader, admin):
    assert "chưa có chứng thư" in signed_in(leader).get(f"{PAGE}ky-tep/").content.decode()
    register(world.authority, leader)
    client = signed_in(leader)
    signed = client.post(f"{PAGE}ky-tep/", {}).content
    assert services.verify_pdf(signed).valid
    broken = client.post(f"{PAGE}ky-tep/", {"file": SimpleUploadedFile("a.pdf", b"MZ")})
    assert broken.status_code == 422


def drawn(mode: str = "RGB", colour: object = "black", paper: object = "white") -> bytes:
    picture = Image.new(mode, (600, 260), paper)
    ImageDraw.Draw(picture).line([(60, 200), (200, 40), (300, 220), (540, 60)], fill=colour, width=7)
    picture.save(out := io.BytesIO(), "PNG")
    return out.getvalue()


def test_a_photographed_hand_becomes_blue_on_nothing(leader):
    kept = services.upload_hand(actor=leader, content=drawn())
    made = Image.open(io.BytesIO(bytes(kept.png)))
    assert made.mode == "RGBA"
    colours = {pixel[:3] for pixel in made.get_flattened_data() if pixel[3] == 255}
    assert colours == {(27, 63, 160)}
    assert made.getpixel((2, 2))[3] == 0
    services.upload_hand(actor=leader, content=drawn("RGBA", (0, 0, 0, 255), (0, 0, 0, 0)))
    assert Picture.objects.filter(is_current=True).count() == 1
    assert Picture.objects.count() == 2
    services.remove_hand(actor=leader)
    assert not Picture.objects.filter(is_current=True).exists()


@pytest.mark.parametrize("content", [b"", b"MZ", drawn(colour="white"), drawn(paper="black")])
def test_what_is_no_picture_of_a_hand(leader, content):
    with pytest.raises(errors.BadPicture):
        services.upload_hand(actor=leader, content=content)


def test_the_clerk_keeps_the_seal_and_it_stands_on_paper(world, leader, django_user_model):
    agency = Agency.objects.get(short_name="Ia Grai")
    clerk = officer(agency, django_user_model, "vanthu", "Siu H'Nga", "Văn thư", "dossiers.stamp")
    with pytest.raises(NotAllowed):
        services.upload_seal(actor=leader, agency_id=agency.id, content=drawn(colour="red"))
    with pytest.raises(NotFound):
        services.upload_seal(actor=clerk, agency_id=0, content=drawn(colour="red"))
    services.upload_seal(actor=clerk, agency_id=agency.id, content=drawn(colour="red"))
    services.upload_hand(actor=leader, content=drawn())
    register(world.authority, leader)
    services.create_demo_authority()
    services.issue_agency_certificate(agency_id=agency.id, agency_name=agency.name)
    signed = services.sign_pdf(actor=leader, content=pdf.result(RESULT), reason="Ký", location="Ia Grai")
    sealed = services.seal_pdf(actor=leader, content=signed, reason="Đóng dấu", location="Ia Grai")
    assert services.verify_pdf(sealed).valid
    page = signed_in(leader).get(f"{PAGE}hinh-anh/").content.decode()
    assert "Chữ ký tay đang dùng" in page
    assert signed_in(leader).get(f"{PAGE}hinh-anh/chu-ky.png")["Content-Type"] == "image/png"


def test_a_level_is_set_by_who_may(world, leader, admin, settings):
    services.set_level.__wrapped__(actor=admin, agency_id=leader.agency_id, level="B-LT")
    with pytest.raises(NotAllowed):
        services.set_level.__wrapped__(actor=leader, agency_id=leader.agency_id, level="B-T")
    settings.TSA_URL = ""
    with pytest.raises(Invalid):
        services.set_level.__wrapped__(actor=admin, agency_id=leader.agency_id, level="B-T")
