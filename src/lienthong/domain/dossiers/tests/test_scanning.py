"""Scanned stacks end as papers of a dossier or a filing, once, for whoever may, while it is open."""

import io

import pikepdf
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import PaperSource
from lienthong.domain.dossiers.errors import WrongState
from lienthong.domain.dossiers.models import Dossier, Filing
from lienthong.domain.dossiers.tests.stages import BIRTH, accepted
from lienthong.domain.scans import queries as scan_queries
from lienthong.domain.scans import services as scans
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed, NotFound


def printed(content: bytes) -> list[str]:
    """The words of each page of a PDF."""
    with pypdfium2.PdfDocument(content) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def stack(*parts: bytes) -> SimpleUploadedFile:
    """PDFs one behind the other, as if scanned in one go."""
    whole = pikepdf.new()
    opened = [pikepdf.open(io.BytesIO(part)) for part in parts]
    for each in opened:
        whole.add_pages_from(each)
    out = io.BytesIO()
    whole.save(out)
    return SimpleUploadedFile("quet.pdf", out.getvalue())


def written(text: str) -> bytes:
    from lienthong.kit import pdf
    from lienthong.kit.pdf.tests.test_documents import RESULT

    return pdf.result({**RESULT, "title": text})


def separator(reference: str, slot: str) -> bytes:
    return scans.print_separators(
        [scans.Sheet(mark=scans.Mark(scope="d", reference=reference, slot=slot), name=slot)], title=""
    )


def scanned(actor: Actor, subject: scans.Subject, *parts: bytes):
    batch = scans.begin_batch(actor=actor, subject=subject)
    assert scans.add_uploads(actor=actor, batch_id=batch.pk, uploads=[stack(*parts)]) == []
    return scan_queries.batch_for(actor, batch.pk)


def test_it_works_for_an_accepted_dossier(ward: Ward) -> None:
    dossier = accepted(ward)
    subject = services.dossier_subject(ward.one_stop, dossier)
    words = printed(services.separators_pdf(subject))
    assert len(words) == 1 + len(subject.slots)
    assert all(dossier.code in page for page in words)
    batch = scanned(
        ward.one_stop, subject, separator(dossier.code, "marriage"), written("Kết hôn"), separator(dossier.code, "birth_notice"), written("Mới")
    )  # fmt: skip
    marriage, birth = scan_queries.pieces_of(batch)
    scans.name_pieces(actor=ward.one_stop, batch_id=batch.pk, names={birth.pk: ("birth_notice", "", True)})
    for expected in (2, None):  # pressed twice
        assert (
            services.take_scans(actor=ward.one_stop, batch_id=batch.pk, kind="dossier", code=dossier.code) == expected
        )
    now = {paper.requirement_key: paper for paper in queries.papers_of(dossier) if paper.source == PaperSource.COUNTER}
    assert set(now) == {"marriage", "birth_notice"}
    old = dossier.papers.get(requirement_key="birth_notice", source=PaperSource.UPLOAD)
    assert old.replaced_at is not None
    assert old.file_id is not None
    assert marriage.slot == "marriage"


def test_what_was_only_noted_at_the_counter_gets_its_scan(ward: Ward) -> None:
    dossier = accepted(ward)
    dossier.papers.create(requirement_key="marriage", name="Giấy kết hôn", source=PaperSource.COUNTER)
    subject = services.dossier_subject(ward.one_stop, dossier)
    batch = scanned(ward.one_stop, subject, separator(dossier.code, "marriage"), written("Kết hôn"))
    services.take_scans(actor=ward.one_stop, batch_id=batch.pk, kind="dossier", code=dossier.code)
    (paper,) = [paper for paper in queries.papers_of(dossier) if paper.requirement_key == "marriage"]
    assert paper.file is not None
    assert paper.file.pages == 1


def test_a_filing_takes_them_and_its_separators_still_serve_when_it_was_sent(ward: Ward, filing: Filing) -> None:
    actor = ward.citizen  # whoever holds the filing; at the counter it is the officer
    subject = services.filing_subject(filing)
    assert not subject.takes_extra
    Filing.objects.filter(pk=filing.pk).update(account_id=ward.one_stop.account_id)
    batch = scanned(ward.one_stop, subject, separator(filing.reference, "birth_notice"), written("Chứng sinh"))
    assert services.take_scans(actor=ward.one_stop, batch_id=batch.pk, kind="filing", code=filing.reference) == 1
    (paper,) = filing.papers.all()
    assert (paper.requirement_key, paper.source) == ("birth_notice", PaperSource.COUNTER)
    assert actor.account_id != ward.one_stop.account_id

    dossier = accepted(ward)
    Filing.objects.filter(pk=filing.pk).update(dossier=dossier, sent_at=dossier.submitted_at)
    again = services.dossier_subject(ward.one_stop, dossier)
    assert filing.reference in again.aliases
    batch = scanned(ward.one_stop, again, separator(filing.reference, "marriage"), written("Kết hôn"))
    assert [piece.slot for piece in scan_queries.pieces_of(batch)] == ["marriage"]
    late = scanned(ward.one_stop, subject, separator(filing.reference, "authorization"), written("Ủy quyền"))
    services.take_scans(actor=ward.one_stop, batch_id=late.pk, kind="filing", code=filing.reference)
    assert dossier.papers.filter(requirement_key="authorization", source=PaperSource.COUNTER).exists()


def test_a_stack_of_several_dossiers_goes_apart(ward: Ward) -> None:
    one, two = accepted(ward), accepted(ward)
    batch = scanned(
        ward.one_stop,
        scans.UNKNOWN,
        separator(one.code, "marriage"),
        written("Một"),
        separator(two.code, "marriage"),
        written("Hai"),
        separator("H21.99-261107-0009", "marriage"),
        written("Ba"),
    )
    for dossier in (one, two):
        there = services.send_scans_over(actor=ward.one_stop, batch_id=batch.pk, code=dossier.code)
        assert there is not None
        assert services.take_scans(actor=ward.one_stop, batch_id=there, kind="dossier", code=dossier.code) == 1
    with pytest.raises(NotFound, match="Không tìm thấy hồ sơ H21"):
        services.send_scans_over(actor=ward.one_stop, batch_id=batch.pk, code="H21.99-261107-0009")
    (left,) = scan_queries.pieces_of(batch)
    assert left.reference == "H21.99-261107-0009"  # nothing is lost: it waits to be named or thrown


def test_only_the_reception_and_only_while_it_is_open(ward: Ward) -> None:
    dossier = accepted(ward)
    with pytest.raises(NotAllowed):
        services.dossier_subject(ward.specialist, dossier)
    batch = scanned(
        ward.one_stop,
        services.dossier_subject(ward.one_stop, dossier),
        separator(dossier.code, "marriage"),
        written("x"),
    )
    Dossier.objects.filter(pk=dossier.pk).update(state="closed")
    with pytest.raises(WrongState, match="quét thêm giấy tờ"):
        services.take_scans(actor=ward.one_stop, batch_id=batch.pk, kind="dossier", code=dossier.code)
    batch.refresh_from_db()


def test_sheets_of_a_procedure_are_used_again(ward: Ward) -> None:
    words = printed(services.procedure_separators_pdf(BIRTH))
    assert "Giấy chứng sinh" in words[0]
    assert "Dùng lại nhiều" in words[0]
    assert len(printed(services.general_separators_pdf(3))) == 3
