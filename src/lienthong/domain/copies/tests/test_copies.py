"""A scan becomes a certified copy: compared, signed at the top right of page 1, numbered without gaps, kept, checked by anybody, revoked."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pikepdf
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.province import Ward

from lienthong.domain.copies import queries, services
from lienthong.domain.copies.choices import CopyState
from lienthong.domain.copies.errors import CopyMoved, NotCompared, SameEyes
from lienthong.domain.copies.models import CertifiedCopy
from lienthong.domain.copies.services.signing import SCOPE
from lienthong.foundation.accounts.models import Account
from lienthong.foundation.files import services as files
from lienthong.foundation.numbering.models import Sequence
from lienthong.foundation.signing import services as signing
from lienthong.foundation.signing.errors import NoCertificate
from lienthong.foundation.vault import queries as vault
from lienthong.foundation.vault import services as vault_services
from lienthong.foundation.vault.choices import Origin
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound

CARD = "064195000512||Siu H'Ngan|12031995|Nữ|Tổ 5, Phường Pleiku|01072024"
MARRIAGE = services.Original(
    name="Giấy chứng nhận kết hôn",
    issuer="UBND phường Pleiku",
    number="41/2012",
    issued_on=date(2012, 6, 1),
    kind="1.001193/marriage",
)


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def scan(turn: int = 0, pages: int = 2) -> SimpleUploadedFile:
    """Pages as a scanner gives them, perhaps lying on their side."""
    pdf = pikepdf.new()
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Contents = pdf.make_stream(b"0 0 1 rg 60 700 200 60 re f")
        if turn:
            page.rotate(turn, relative=False)
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return SimpleUploadedFile("ban-chinh.pdf", out.getvalue())


@pytest.fixture
def sealed(ward: Ward) -> Ward:
    """The ward has a seal."""
    signing.issue_agency_certificate(
        agency_id=ward.agency_id, agency_name="UBND phường Pleiku", organization="UBND tỉnh Gia Lai"
    )
    vault_services.load_kinds(actor=SYSTEM)
    return ward


def prepared(ward: Ward, **more: object) -> CertifiedCopy:
    return services.prepare_copy(
        **{
            "actor": ward.one_stop,
            "owner_id": ward.citizen.person_id,
            "original": MARRIAGE,
            "compared": True,
            "upload": scan(),
            **more,
        }
    )


def test_it_works(sealed: Ward) -> None:
    copy = prepared(sealed, upload=scan(turn=90))
    assert copy.state == CopyState.READY
    copy = services.sign_copy(actor=sealed.clerk, copy_id=copy.pk)
    year = clock.today().year
    assert (copy.number, copy.notation) == (1, f"1/{year}-BSĐT")
    assert copy.file is not None
    content = files.read_bytes(copy.file)
    verdict = signing.verify_pdf(content)
    assert verdict.valid, verdict.problems
    with pikepdf.open(io.BytesIO(content)) as pdf:
        first = pdf.pages[0]
        (field,) = pdf.Root.AcroForm.Fields
        left, bottom, right, top = (float(value) for value in field.Rect)
        _, _, width, height = (float(value) for value in first.mediabox)
        # The page was scanned on its side: the corner is that of the page as people read it.
        assert (width, height, int(first.obj.get("/Rotate", 0))) == (842, 595, 0)
        assert width - 10 < right < width
        assert height - 10 < top < height
        assert left > width / 2
        assert bottom > height * 0.9
        assert len(pdf.pages) == 2
    with pypdfium2.PdfDocument(content) as pdf:
        pdf.init_forms()
        picture = pdf[0].render(scale=3).to_pil()
        from lienthong.kit.barcodes import read_codes

        out = io.BytesIO()
        picture.save(out, "PNG")
        assert services.check_url(copy.code) in read_codes(content=out.getvalue(), media_type="image/png").codes
    (kept,) = vault.papers_of(sealed.citizen)
    assert (kept.origin, kept.kind, kept.source_code, kept.signature) == (
        Origin.CERTIFIED,
        "KQ.G15.000032",
        copy.code,
        "valid",
    )
    need = vault.Component(key="m", name="x", codes=("3.000722/marriage",))
    assert [fit.paper for fit in vault.fitting(sealed.citizen, [need])["m"]] == [kept]
    with pytest.raises(CopyMoved):
        services.sign_copy(actor=sealed.clerk, copy_id=copy.pk)


def test_nothing_is_certified_that_was_not_compared(sealed: Ward) -> None:
    with pytest.raises(NotCompared):
        prepared(sealed, compared=False)
    with pytest.raises(Invalid) as wrong:
        prepared(
            sealed,
            original=replace(
                MARRIAGE,
                name="",
                issuer="",
                issued_on=clock.today() + timedelta(days=1),
                valid_to=clock.today() - timedelta(days=1),
            ),
            upload=None,
        )
    assert set(wrong.value.problems) == {"name", "issuer", "issued_on", "valid_to", "file"}
    for actor in (sealed.specialist, sealed.citizen):
        with pytest.raises(NotAllowed):
            prepared(sealed, actor=actor)
    assert CertifiedCopy.objects.count() == 0


def test_a_second_pair_of_eyes_where_the_office_wants_it(sealed: Ward) -> None:
    rule = {"needs_second": True, "signed_by": "person", "words": "BẢN SAO ĐIỆN TỬ", "notation": "{number}-BS"}
    services.save_rule(actor=sealed.leader, **rule)
    with pytest.raises(Invalid) as wrong:
        services.save_rule(actor=sealed.leader, **{**rule, "notation": "số {year}", "words": "", "signed_by": "x"})
    assert set(wrong.value.problems) == {"notation", "words", "signed_by"}
    with pytest.raises(NotAllowed):
        services.save_rule(actor=sealed.one_stop, **rule)
    copy = prepared(sealed)
    assert copy.state == CopyState.SECOND
    act = {"copy_id": copy.pk}
    with pytest.raises(CopyMoved, match="Chờ người thứ hai"):
        services.sign_copy(actor=sealed.leader, **act)
    with pytest.raises(SameEyes, match="phải khác Trần Thị Bích"):
        services.confirm_copy(actor=sealed.one_stop, compared=True, **act)
    with pytest.raises(NotCompared):
        services.confirm_copy(actor=sealed.specialist, compared=False, **act)
    with pytest.raises(NotAllowed):
        services.confirm_copy(actor=sealed.clerk, compared=True, **act)
    services.confirm_copy(actor=sealed.specialist, compared=True, **act)
    with pytest.raises(NotAllowed):
        services.sign_copy(actor=sealed.specialist, **act)
    with pytest.raises(NoCertificate):  # the clerk has no certificate of her own, and no number is lost
        services.sign_copy(actor=sealed.clerk, **act)
    copy = services.sign_copy(actor=sealed.leader, **act)
    assert (copy.notation, copy.signed_as, copy.second_by_name) == ("1-BS", "person", sealed.specialist.name)
    assert signing.verify_pdf(files.read_bytes(copy.file)).signers[0].name == sealed.leader.name


def test_numbers_run_without_gaps_through_the_year(sealed: Ward) -> None:
    broken = prepared(sealed, upload=scan(pages=1))
    CertifiedCopy.objects.filter(pk=broken.pk).update(
        scan=files.store_bytes(name="x.pdf", media_type="application/pdf", content=b"no pdf", purpose="scan")
    )
    signed = [services.sign_copy(actor=sealed.clerk, copy_id=prepared(sealed).pk)]
    with pytest.raises(Exception, match="không đọc được"):
        services.sign_copy(actor=sealed.clerk, copy_id=broken.pk)
    signed.append(services.sign_copy(actor=sealed.clerk, copy_id=prepared(sealed, upload=scan(pages=3)).pk))
    assert [copy.number for copy in signed] == [1, 2]
    assert Sequence.objects.get(scope=SCOPE).value == 2
    assert [copy.number for copy in queries.book_of(sealed.clerk, clock.today().year)] == [1, 2]


def test_the_same_scan_is_one_copy_and_a_refused_one_may_be_made_anew(sealed: Ward) -> None:
    first = prepared(sealed)
    again = prepared(sealed, upload=None, file_id=first.scan_id)
    assert first.pk == again.pk
    with pytest.raises(Invalid):
        services.refuse_copy(actor=sealed.clerk, copy_id=first.pk, reason="mờ")
    services.refuse_copy(actor=sealed.clerk, copy_id=first.pk, reason="Trang 2 mờ, không đọc được số")
    assert prepared(sealed, upload=None, file_id=first.scan_id).pk != first.pk


def test_anybody_checks_a_copy_and_a_changed_file_is_refused(sealed: Ward) -> None:
    copy = services.sign_copy(actor=sealed.clerk, copy_id=prepared(sealed).pk)
    content = files.read_bytes(copy.file)
    client = Client()
    assert client.get(f"/ban-sao/?ma={copy.code.lower()}")["Location"] == f"/ban-sao/{copy.code}/"
    page = client.get(f"/ban-sao/{copy.code}/").content.decode()
    assert "Giấy chứng nhận kết hôn" in page
    assert "Siu H" not in page
    good = client.post(f"/ban-sao/{copy.code}/", {"file": SimpleUploadedFile("a.pdf", content)}).content.decode()
    assert "nguyên vẹn từng byte" in good
    changed = content.replace(b" 842 ", b" 841 ", 1)
    assert changed != content
    bad = client.post(f"/ban-sao/{copy.code}/", {"file": SimpleUploadedFile("a.pdf", changed)}).content.decode()
    assert "không nhận" in bad
    assert "Nội dung đã bị thay đổi" in bad
    assert "Chưa chọn tệp nào" in client.post(f"/ban-sao/{copy.code}/").content.decode()
    assert client.get("/ban-sao/BS-000000-XXXXXX/").status_code == 404
    assert "Không có bản sao nào mang mã" in client.get("/ban-sao/?ma=abc").content.decode()
    waiting = prepared(sealed, upload=scan(pages=3))
    assert client.get(f"/ban-sao/{waiting.code}/").status_code == 404


def test_a_revoked_copy_keeps_its_number_and_counts_no_more(sealed: Ward) -> None:
    copy = services.sign_copy(actor=sealed.clerk, copy_id=prepared(sealed).pk)
    content = files.read_bytes(copy.file)
    with pytest.raises(NotAllowed):
        services.revoke_copy(actor=sealed.clerk, copy_id=copy.pk, reason="Bản chính là giấy giả mạo")
    with pytest.raises(Invalid):
        services.revoke_copy(actor=sealed.leader, copy_id=copy.pk, reason="giả")
    services.revoke_copy(actor=sealed.leader, copy_id=copy.pk, reason="Bản chính là giấy giả mạo")
    assert services.check_file(code=copy.code, content=content).said.startswith("Đúng là tệp đã cấp, nhưng")
    (kept,) = vault.papers_of(sealed.citizen)
    assert "Bản chính là giấy giả mạo" in kept.why_not(clock.today())
    assert "Đã thu hồi" in Client().get(f"/ban-sao/{copy.code}/").content.decode()
    (row,) = queries.book_of(sealed.leader, clock.today().year)
    assert row.number == 1
    with pypdfium2.PdfDocument(services.book_pdf(actor=sealed.leader, year=clock.today().year)) as pdf:
        words = " ".join(pdf[0].get_textpage().get_text_range().split())
    assert "Thu hồi: Bản chính là giấy giả mạo" in words


def test_the_pages_of_the_office(sealed: Ward) -> None:
    officer = signed_in(sealed.one_stop)
    url = "/lam-viec/ban-sao/lap/"
    assert "đã đối chiếu bản quét" in officer.get(url).content.decode()
    typed = {
        "card": CARD,
        "name": "Giấy chứng nhận kết hôn",
        "issuer": "UBND phường Pleiku",
        "issued_on_day": "31",
        "issued_on_month": "2",
        "issued_on_year": "2012",
    }
    wrong = officer.post(url, typed)
    assert wrong.status_code == 422
    assert "không có trong lịch" in wrong.content.decode()
    typed["issued_on_day"] = "28"
    assert "không phải mã QR" in officer.post(url, {**typed, "card": "x"}).content.decode()
    unticked = officer.post(url, {**typed, "file": scan()}).content.decode()
    assert "Chưa đánh dấu đã đối chiếu bản chính" in unticked
    assert "UBND phường Pleiku" in unticked
    fake = officer.post(url, {**typed, "compared": "on", "file": SimpleUploadedFile("a.pdf", b"MZ")})
    assert "chương trình chạy trên Windows" in fake.content.decode()
    made = officer.post(url, {**typed, "compared": "on", "file": scan()}, follow=True)
    copy = CertifiedCopy.objects.get()
    assert copy.owner_id == sealed.citizen.person_id
    assert copy.code in made.content.decode()
    page = f"/lam-viec/ban-sao/{copy.pk}/"
    assert b"".join(officer.get(f"{page}tep/").streaming_content).startswith(b"%PDF")
    assert "Chờ người ký" in officer.get(page).content.decode()
    clerk = signed_in(sealed.clerk)
    assert copy.code in clerk.get("/lam-viec/ban-sao/").content.decode()
    assert "Đã ký bản sao số 1/" in clerk.post(page, {"act": "ky"}, follow=True).content.decode()
    assert "có thể người khác vừa xử lý" in clerk.post(page, {"act": "ky"}, follow=True).content.decode()
    assert clerk.post(page, {"act": "khac"}).status_code == 404
    assert "Giấy chứng nhận kết hôn" in clerk.get("/lam-viec/ban-sao/so/").content.decode()
    assert clerk.get("/lam-viec/ban-sao/so/so-ban-sao.pdf").content.startswith(b"%PDF")
    leader = signed_in(sealed.leader)
    assert leader.post(page, {"act": "thu-hoi", "reason": "x"}).status_code == 422
    rule = "/lam-viec/ban-sao/quy-tac/"
    assert leader.post(rule, {"words": "", "notation": "x", "signed_by": "agency"}).status_code == 422
    leader.post(rule, {"words": "BẢN SAO", "notation": "{number}", "signed_by": "agency", "needs_second": "on"})
    assert queries.rule_of(sealed.agency_id).needs_second
    assert signed_in(sealed.citizen).get(page).status_code == 403
    looks = signed_in(sealed.citizen).get("/ai-da-xem/").content.decode()
    assert "Lập bản sao điện tử: Giấy chứng nhận kết hôn" in looks
    assert sealed.one_stop.position is not None
    elsewhere = replace(sealed.one_stop, position=replace(sealed.one_stop.position, agency_id=sealed.agency_id + 1))
    with pytest.raises(NotFound):
        queries.copy_for(elsewhere, copy.pk)
    assert queries.copies_page(elsewhere, ("signed",)).items == []
