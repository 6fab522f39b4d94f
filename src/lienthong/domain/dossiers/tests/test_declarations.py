"""The declaration as a paper: seen before sending, kept with the dossier, and known again when somebody scans it."""

import io
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document
from tests.province import Ward

from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.choices import PaperSource
from lienthong.domain.dossiers.models import Dossier, Filing
from lienthong.domain.dossiers.tests.conftest import BIRTH
from lienthong.domain.dossiers.tests.stages import signed_in


def words(content: bytes) -> str:
    """The letters of a PDF, page after page."""
    with pypdfium2.PdfDocument(content) as opened:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in opened)


def printed(client: Client, filing: Filing) -> bytes:
    answer = client.get(f"/ban-khai/{filing.reference}/to-khai.pdf")
    assert answer.status_code == 200
    return bytes(answer.content)


def as_photo(content: bytes) -> SimpleUploadedFile:
    """The first page as a telephone takes it: turned a little, pressed hard."""
    with pypdfium2.PdfDocument(content) as opened:
        picture = opened[0].render(scale=2.2).to_pil().rotate(4, fillcolor="#999")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=55)
    return SimpleUploadedFile("to-khai.jpg", out.getvalue(), "image/jpeg")


def as_pdf(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("to-khai.pdf", content, "application/pdf")


def give(client: Client, filing: Filing, upload: SimpleUploadedFile) -> str:
    answer = client.post(f"/ban-khai/{filing.reference}/giay-to/", {"birth_notice": upload})
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_works_as_a_paper_before_it_is_sent(mother: Client, complete: Callable[..., Filing]) -> None:
    filing = complete()
    content = printed(mother, filing)
    text = words(content)
    for expected in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "TỜ KHAI",
        "Kính gửi: Ủy ban nhân dân",
        "Siu Bảo An",
        "đã xác thực bằng VNeID",
        "CHƯA NỘP",
        filing.reference,
    ):
        assert expected in text
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert "pdfaid" in bytes(opened.Root.Metadata.read_bytes()).decode()
    assert (
        f"/ban-khai/{filing.reference}/to-khai.pdf"
        in mother.get(f"/ban-khai/{filing.reference}/kiem-tra/").content.decode()
    )


def test_it_is_kept_with_the_dossier_and_renewed_only_with_its_answers(
    mother: Client, neighbour: Client, client: Client, ward: Ward, dossier: Dossier
) -> None:
    paper = services.keep_declaration(dossier_id=dossier.id)
    assert paper is not None
    assert services.keep_declaration(dossier_id=dossier.id) == paper
    assert (paper.source, paper.added_at) == (PaperSource.FORM, dossier.submitted_at)
    officer = signed_in(client, ward.one_stop)
    for reader in (mother, officer):
        content = b"".join(reader.get(f"/ho-so/{dossier.code}/to-khai.pdf").streaming_content)
        assert dossier.code in words(content)
        assert "CHƯA NỘP" not in words(content)
    assert neighbour.get(f"/ho-so/{dossier.code}/to-khai.pdf").status_code == 404
    assert "Tờ khai</a>" in officer.get(f"/lam-viec/ho-so/{dossier.code}/?giay-to=to-khai").content.decode()
    renewed = services.keep_declaration(dossier_id=dossier.id, anew=True)
    paper.refresh_from_db()
    assert renewed != paper
    assert paper.replaced_at is not None


@pytest.mark.parametrize("shape", [as_photo, as_pdf])
def test_a_scan_of_it_is_answered_with_the_way_forward(
    mother: Client, complete: Callable[..., Filing], shape: Callable[[bytes], SimpleUploadedFile]
) -> None:
    filing = complete()
    page = give(mother, filing, shape(printed(mother, filing)))
    assert "Đây là tờ khai ông/bà đã điền ở đây" in page
    assert "Không phải in, ký và chụp lại" in page
    paper = filing.papers.exclude(own_form__isnull=True).get()
    assert (filing.papers.count(), paper.file.name.split(".")[0]) == (2, "to-khai")  # nothing is lost
    assert mother.post(f"/ban-khai/{filing.reference}/giay-to/", {"next": "1"}).status_code == 302  # nothing is blocked
    mother.post(f"/ban-khai/{filing.reference}/giay-to/{paper.id}/xoa/")
    assert "Đây là tờ khai" not in mother.get(f"/ban-khai/{filing.reference}/giay-to/").content.decode()


def test_a_scan_from_another_draft_leads_there(mother: Client, ward: Ward, filing: Filing) -> None:
    other = services.start_filing(actor=ward.citizen, code="1.000894")
    page = give(mother, filing, as_pdf(printed(mother, other)))
    assert f"Mở bản khai {other.reference}" in page
    assert f"/ban-khai/{other.reference}/" in page


def test_a_scan_from_somebody_else_tells_nothing_of_them(
    mother: Client, neighbour: Client, ward: Ward, filing: Filing
) -> None:
    theirs = services.start_filing(actor=ward.neighbour, code="1.000894")
    page = give(mother, filing, as_pdf(printed(neighbour, theirs)))
    assert "không thuộc tài khoản đang dùng" in page
    assert theirs.reference not in page


def test_a_blank_form_is_known_too(mother: Client, filing: Filing) -> None:
    blank = mother.get(f"/nop-ho-so/{BIRTH}/mau-to-khai.pdf")
    assert "Siu" not in words(blank.content)
    assert "Đây là mẫu tờ khai in từ trang này" in give(mother, filing, as_pdf(blank.content))


def test_a_scanned_code_opens_what_its_reader_may_see(
    mother: Client, neighbour: Client, client: Client, ward: Ward, complete: Callable[..., Filing]
) -> None:
    filing = complete()
    text = words(printed(mother, filing))
    mark = next(word for word in text.split() if word.startswith("TK~"))
    assert mother.get(f"/to-khai/{mark}/")["Location"] == f"/ban-khai/{filing.reference}/"
    page = neighbour.get(f"/to-khai/{mark}/").content.decode()
    assert "Tài khoản này không mở được tờ khai" in page
    assert "Siu" not in page
    assert client.get(f"/to-khai/{mark[:-1]}x/").status_code == 404


def test_an_officer_takes_it_in_word_and_the_look_is_recorded(
    mother: Client, client: Client, ward: Ward, dossier: Dossier
) -> None:
    officer = signed_in(client, ward.one_stop)
    assert "Tải dạng Word" in officer.get(f"/lam-viec/ho-so/{dossier.code}/?the=to-khai").content.decode()
    answer = officer.get(f"/lam-viec/ho-so/{dossier.code}/to-khai.docx")
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(answer.content)).paragraphs)
    assert "Siu Bảo An" in text
    assert dossier.code in mother.get("/ai-da-xem/").content.decode()
    assert mother.get(f"/lam-viec/ho-so/{dossier.code}/to-khai.docx").status_code == 403
