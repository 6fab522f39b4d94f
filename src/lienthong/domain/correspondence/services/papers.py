"""The paper that will be signed (bản trình ký): a PDF with places for signature, number and day, made of what was handed in."""

import hashlib
import uuid
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from lienthong.domain.correspondence.errors import NotAPaper
from lienthong.domain.correspondence.models import Document
from lienthong.domain.correspondence.services.secrecy import refuse_secrets
from lienthong.domain.results.choices import AREAS, AUTHORITY_MARK, SIGNER_MARK
from lienthong.foundation.files import queries as file_queries
from lienthong.foundation.files import services as files
from lienthong.foundation.files.choices import PDF
from lienthong.kit import pdf
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid
from lienthong.kit.pdf import blanks
from lienthong.kit.word import DOCX, MAX_BYTES

PURPOSE = "outgoing"


def ready_paper(
    *, actor: Actor, file_id: uuid.UUID, lines: Sequence[str], signer: str, agency: str, title: str
) -> tuple[uuid.UUID, blanks.Seen]:
    """(id of the PDF to sign, what was seen on it). A Word document is printed; blanks become fields; a paper that has all it needs stays as it is.

    Raises NotAPaper, Invalid where a number is printed already, StateSecret, DocumentRefused.
    """
    given = file_queries.get_file(file_id)
    content = files.read_bytes(given)
    if given.media_type == DOCX:
        content = _printed(content, lines=lines, signer=signer, agency=agency, title=title)
    elif given.media_type != PDF:
        raise NotAPaper(
            f"Tệp chính {given.name} không phải PDF hay Word nên không ký số được. Chọn tệp PDF, hoặc tệp Word (.docx) để hệ thống in.",
            field="files",
        )
    try:
        seen = blanks.look_for_blanks(content, signer=signer)
        signed = blanks.has_signatures(content)
        if not signed and seen.written_number:
            raise Invalid(
                {
                    "files": f"Trang đầu đã ghi số {seen.written_number}. Số được cấp khi ký; để trống chỗ ghi số trong tệp rồi tải lại."
                }
            )
        refuse_secrets(seen.text)
        marked = content if signed else blanks.add_blanks(content, seen.blanks)
    except ValueError:
        raise NotAPaper(
            f"Tệp {given.name} không mở được hoặc khóa mật khẩu. Xuất lại PDF không khóa rồi tải lên.", field="files"
        ) from None
    if marked == content and given.media_type == PDF:
        return given.id, seen
    kept = files.store_bytes(
        name=f"{given.name.rsplit('.', 1)[0]}.pdf",
        media_type=PDF,
        content=marked,
        purpose=PURPOSE,
        actor=actor,
        made_from=given,
        pages=seen.pages,
    )
    return kept.id, seen


def _printed(content: bytes, *, lines: Sequence[str], signer: str, agency: str, title: str) -> bytes:
    from lienthong.kit.word.reading import read_document

    found = read_document(
        content, areas=AREAS, texts={AUTHORITY_MARK: "\n".join(lines), SIGNER_MARK: signer or "Họ và tên"}
    )
    return pdf.word({"paper": found.paper, "title": title, "agency": agency, "code": ""}, images=found.images)


def take_paper(*, actor: Actor, upload: "UploadedFile[Any]") -> uuid.UUID:
    """Keep a file a person sent: a Word document as it is, after it was found harmless; everything else as `files` takes it.

    Raises DocumentRefused, the refusals of `files.errors`.
    """
    if (upload.name or "").lower().endswith(".docx") and upload.size is not None and upload.size <= MAX_BYTES:
        from lienthong.kit.word.checking import check_document

        upload.seek(0)
        content = upload.read()
        check_document(content)
        kept = files.store_bytes(
            name=upload.name or "van-ban.docx", media_type=DOCX, content=content, purpose=PURPOSE, actor=actor
        )
    else:
        kept = files.store_upload(actor=actor, upload=upload, purpose=PURPOSE)
    return kept.id


def digest_of(document: Document) -> str:
    """One digest over all files of a document in their order: what is seen, and signed by one act."""
    found = list(document.files.values_list("file__sha256", flat=True))
    return found[0] if len(found) == 1 else hashlib.sha256(" ".join(found).encode()).hexdigest()
