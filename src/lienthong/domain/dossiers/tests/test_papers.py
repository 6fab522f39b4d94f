"""Papers as people send them: pictures, disguises, too much, one by one and many at once."""

import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lienthong.domain.dossiers.models import Dossier, Filing, FilingPaper
from lienthong.domain.dossiers.tests.conftest import photo
from lienthong.foundation.files import queries as files


def url(filing: Filing) -> str:
    return f"/ban-khai/{filing.reference}/giay-to/"


def opened(client: Client, file_id: uuid.UUID) -> tuple[int, str]:
    """Status and type; the stream is read to its end, which closes it."""
    answer = client.get(f"/tep/{file_id}/")
    assert answer.getvalue()
    return answer.status_code, answer["Content-Type"]


def test_it_works_and_shows_a_thumbnail(mother: Client, filing: Filing) -> None:
    page = mother.post(url(filing), {"birth_notice": [photo(), photo("trang-2.jpg", "ivory")]}).content.decode()
    assert page.count("Đã nhận</span>") == 2
    paper = filing.papers.first()
    assert paper is not None
    thumbnail = files.thumbnails_of([paper.file_id])[paper.file_id]
    assert f'src="/tep/{thumbnail}/"' in page
    assert opened(mother, thumbnail) == (200, "image/png")


def test_a_disguised_file_is_refused_and_the_others_are_kept(mother: Client, filing: Filing) -> None:
    fake = SimpleUploadedFile("giay.pdf", b"MZ\x90\x00 this program cannot be run", "application/pdf")
    page = mother.post(url(filing), {"birth_notice": [fake, photo()]})
    text = page.content.decode()
    assert page.status_code == 422
    assert "giay.pdf" in text
    assert 'href="#file-birth_notice"' in text
    assert filing.papers.count() == 1


def test_more_than_20_mb_is_refused_with_its_size(mother: Client, filing: Filing) -> None:
    big = SimpleUploadedFile("to-roi.jpg", b"\xff\xd8\xff" + b"0" * (21 * 1024 * 1024), "image/jpeg")
    page = mother.post(url(filing), {"birth_notice": big})
    assert page.status_code == 422
    assert "20 MB" in page.content.decode()


def test_the_script_sends_one_file_and_gets_its_line(mother: Client, filing: Filing) -> None:
    line = mother.post(url(filing), {"field": "birth_notice", "file": photo()})
    assert line.content.decode().startswith('<li class="lt-file">')
    fake = SimpleUploadedFile("giay.pdf", b"MZ", "application/pdf")
    said = mother.post(url(filing), {"field": "birth_notice", "file": fake})
    assert said.status_code == 422
    assert "giay.pdf" in said.json()["message"]
    assert mother.post(url(filing), {"field": "no-such-paper", "file": photo()}).status_code == 404
    assert mother.post(url(filing), {"field": "birth_notice"}).status_code == 422
    mother.post(url(filing), {"field": "birth_notice", "file": photo()})
    assert filing.papers.count() == 1  # the same bytes twice are one paper


def test_going_on_without_a_required_paper_is_explained_at_the_paper(mother: Client, filing: Filing) -> None:
    page = mother.post(url(filing), {"next": "1"})
    assert page.status_code == 422
    assert "Giấy chứng sinh: Chưa có tệp nào" in page.content.decode()


def test_taking_a_file_out_keeps_what_was_chosen_beside_it(mother: Client, filing: Filing) -> None:
    mother.post(url(filing), {"birth_notice": photo()})
    first = filing.papers.get()
    mother.post(f"{url(filing)}{first.id}/xoa/", {"birth_notice": photo("moi.jpg", "azure")})
    assert [paper.file.name for paper in filing.papers.all()] == ["moi.jpg"]


def test_files_of_others_do_not_exist(mother: Client, neighbour: Client, dossier: Dossier) -> None:
    paper = dossier.papers.filter(file__isnull=False).get()
    thumbnail = files.thumbnails_of([paper.file_id])[paper.file_id]
    for file_id in (paper.file_id, thumbnail):
        FilingPaper.objects.all().delete()  # only the dossier speaks for the file now
        assert opened(mother, file_id)[0] == 200
        assert opened(neighbour, file_id) == opened(neighbour, uuid.uuid4())
        assert opened(neighbour, file_id)[0] == 404
