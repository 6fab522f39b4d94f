"""Versions: saved as typed, brought back from Word, compared, two people at once (các bản của dự thảo)."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from lienthong.domain.drafts import queries, services
from lienthong.domain.drafts.choices import Manner
from lienthong.domain.drafts.errors import NewerVersion
from lienthong.domain.drafts.models import Draft, DraftTemplate
from lienthong.domain.drafts.tests.conftest import BODY, Office, written
from lienthong.foundation.files import services as files
from lienthong.foundation.files.errors import FileRefused
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.word import DocumentRefused

pytestmark = pytest.mark.django_db


def edited(content: bytes, old: str, new: str) -> bytes:
    """What Word would give back."""
    document = Document(io.BytesIO(content))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(old, new)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_it_works(office: Office, draft: Draft):
    written(office, draft)
    first, second = queries.version_of(draft, 1), queries.version_of(draft, 2)
    assert first.manner == Manner.WEB
    lines = queries.compare_versions(first, second)
    assert any(line.kind == "now" and "1.200 hồ sơ" in "".join(text for text, _ in line.parts) for line in lines)
    came = services.upload_version(
        actor=office.head,
        draft_id=draft.pk,
        seen=2,
        upload=services.Upload("sua.docx", edited(files.read_bytes(second.file), "1.200", "1.350")),
        remark="Sửa số liệu",
    )
    assert (came.number, came.manner, came.written_by_name) == (3, Manner.WORD, "Lê Quang Minh")
    changed = [part for line in queries.compare_versions(second, came) for part in line.parts if part[1]]
    assert changed == [("1.200", True), ("1.350", True)], "word by word"
    assert files.read_bytes(second.file) != files.read_bytes(came.file)
    assert came.findings == []


def test_a_word_file_is_judged_again_when_the_facts_change(office: Office, draft: Draft):
    written(office, draft)
    content = edited(files.read_bytes(queries.version_of(draft).file), "1.200", "1.350")
    services.upload_version(actor=office.writer, draft_id=draft.pk, seen=2, upload=services.Upload("sua.docx", content))
    services.change_facts(
        actor=office.writer,
        draft_id=draft.pk,
        seen=3,
        facts=services.Facts(kind="BC", abstract="việc khác", recipients=queries.recipients_of(draft)),
    )
    draft.refresh_from_db()
    assert draft.latest == 3, "its words are Word's"
    assert {"title", "abstract-differs"} <= {each["rule"] for each in queries.version_of(draft).findings}


def test_two_at_once_get_a_clear_answer(office: Office, draft: Draft):
    services.save_text(actor=office.head, draft_id=draft.pk, seen=1, grounds="", body="Bản của trưởng phòng.")
    with pytest.raises(NewerVersion, match="Lê Quang Minh đã lưu bản 2"):
        services.save_text(actor=office.writer, draft_id=draft.pk, seen=1, grounds="", body=BODY)
    saved = services.save_text(actor=office.writer, draft_id=draft.pk, seen=2, grounds="", body=BODY)
    assert saved.number == 3, "after looking, on top of it"


def test_nothing_changed_is_no_new_version(office: Office, draft: Draft):
    one = services.save_text(actor=office.writer, draft_id=draft.pk, seen=1, grounds="", body=BODY)
    same = services.save_text(actor=office.writer, draft_id=draft.pk, seen=2, grounds="", body=BODY)
    assert (one.number, same.number) == (2, 2)


def test_bad_files_are_refused_with_a_sentence(office: Office, draft: Draft):
    def bring(content: bytes):
        services.upload_version(
            actor=office.writer, draft_id=draft.pk, seen=1, upload=services.Upload("tep.docx", content)
        )

    good = files.read_bytes(queries.version_of(draft).file)
    with pytest.raises(DocumentRefused, match="macro"):
        bring(_with_macro(good))
    with pytest.raises(DocumentRefused, match=r"\.docx"):
        bring(b"\xd0\xcf\x11\xe0old word")
    with pytest.raises(DocumentRefused, match="không phải tài liệu Word"):
        bring(b"nothing")
    with pytest.raises(FileRefused, match="mật khẩu"):
        bring(_encrypted())
    draft.refresh_from_db()
    assert draft.latest == 1


def _with_macro(content: bytes) -> bytes:
    import zipfile

    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    return out.getvalue()


def _encrypted() -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, encryption=pikepdf.Encryption(user="x", owner="y"))
    return out.getvalue()


def test_old_fonts_are_known_and_converted(office: Office, draft: Draft):
    document = Document(io.BytesIO(files.read_bytes(queries.version_of(draft).file)))
    for text in (
        "Céng hßa x· héi chñ nghÜa ViÖt Nam lµ n­íc ®éc lËp, cã chñ quyÒn",
        "§Ò nghÞ Së h­íng dÉn viÖc tiÕp theo",
    ) * 12:
        run = document.add_paragraph().add_run(text)
        run.font.name = ".VnTime"
    out = io.BytesIO()
    document.save(out)
    old = services.upload_version(
        actor=office.writer, draft_id=draft.pk, seen=1, upload=services.Upload("cu.docx", out.getvalue())
    )
    assert "legacy" in {each["rule"] for each in old.findings}
    new = services.convert_version(actor=office.writer, draft_id=draft.pk, seen=2)
    assert "Đề nghị Sở hướng dẫn việc tiếp theo" in new.text
    assert "Kính gửi: Sở Khoa học và Công nghệ" in new.text, "what was Unicode stays"
    assert not {"legacy", "font"} & {each["rule"] for each in new.findings}
    with pytest.raises(Invalid):
        services.convert_version(actor=office.writer, draft_id=draft.pk, seen=3)


def test_a_template_of_the_agency_is_filled_and_read_back(office: Office):
    content = services.starting_template("TTr")
    with pytest.raises(NotAllowed):
        services.keep_template(
            actor=office.writer, kind="TTr", name="Tờ trình của phường", file_name="m.docx", content=content
        )
    first = services.keep_template(
        actor=office.head, kind="TTr", name="Tờ trình của phường", file_name="m.docx", content=content
    )
    second = services.keep_template(
        actor=office.ward.clerk, kind="TTr", name="Tờ trình của phường", file_name="m2.docx", content=content
    )
    assert [each.pk for each in queries.templates_for(office.writer, "TTr")] == [second.pk], "one of a name is in use"
    assert DraftTemplate.objects.get(pk=first.pk).ended_at
    made = services.start_draft(
        actor=office.writer, key="mau", kind="TTr", abstract="Về việc mua máy quét", template_id=second.pk
    )
    version = queries.version_of(made)
    assert version.manner == Manner.WORD
    assert "Về việc mua máy quét" in version.text
    assert "TTr-UBND" in version.text
    assert "{{" not in version.text
    assert "- Lưu: VT, VHXH." in version.text
    assert "- - " not in version.text
    with pytest.raises(DocumentRefused, match="trich_yeu"):
        services.keep_template(
            actor=office.head,
            kind="TTr",
            name="Sai tên trường",
            file_name="m.docx",
            content=edited(content, "trich_yeu", "trich_yeuu"),
        )


def test_appendices_go_with_the_document(office: Office, draft: Draft):
    from lienthong.kit.actor import SYSTEM

    written(office, draft)
    version = queries.version_of(draft)
    upload = SimpleUploadedFile("phu-luc.pdf", files.read_bytes(version.pdf), "application/pdf")
    appendix = services.add_appendix(actor=office.writer, draft_id=draft.pk, upload=upload)
    upload.seek(0)
    other = services.add_appendix(actor=office.writer, draft_id=draft.pk, upload=upload)
    services.remove_appendix(actor=office.writer, draft_id=draft.pk, appendix_id=other.pk)
    services.submit_draft(actor=office.head, draft_id=draft.pk)
    assert queries.for_signing(SYSTEM, draft.pk).file_ids == (version.pdf_id, appendix.file_id)
    with pytest.raises(NotAllowed, match="đã trình ký"):
        services.add_appendix(actor=office.writer, draft_id=draft.pk, upload=upload)
