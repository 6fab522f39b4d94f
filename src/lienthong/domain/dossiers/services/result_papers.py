"""The result as a paper (bản in kết quả): by the common form or as Word has it, for looking, and as it will be signed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from lienthong.domain.dossiers.choices import DraftKind
from lienthong.domain.dossiers.models import Dossier, DraftVersion
from lienthong.domain.dossiers.services.documents import progress_url
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.results import services as results
from lienthong.foundation.files import services as files
from lienthong.kit import clock, pdf
from lienthong.kit.actor import Actor


def about_of(dossier: Dossier, drafter: Actor) -> dict[str, str]:
    """What a template may say of a dossier besides its answers (`results.choices.ABOUT`)."""
    version = procedures.version(dossier.version_id)
    applicant = dossier.applicant
    return {
        "ten_ket_qua": version.result_name,
        "ten_thu_tuc": version.name,
        "ma_ho_so": dossier.code,
        "co_quan_cap_tren": f"UBND tỉnh {settings.PROVINCE_NAME}",
        "co_quan": dossier.agency.name,
        "dia_danh": dossier.agency.short_name,
        "nguoi_nop": dossier.applicant_name,
        "so_dinh_danh": applicant.id_number if applicant else f"………{dossier.applicant_id_last4}",
        "dia_chi": applicant.address if applicant else "",
        "ngay_nop": _day(dossier.submitted_at),
        "ngay_tiep_nhan": _day(dossier.accepted_at),
        "ngay_hen_tra": _day(dossier.due_at),
        "nguoi_soan": drafter.own_name or drafter.name,
    }


def signing_paper(dossier: Dossier, version: DraftVersion, *, lines: Sequence[str], name: str) -> bytes:
    """The paper as this signer will sign it: no number and no day yet, empty fields for both and for the signature."""
    if version.kind == DraftKind.TEXT or version.document is None:
        return text_paper(
            dossier, title=version.title, fields=version.fields, draft=False, signer_lines=lines, signer_name=name
        )
    reading = results.read_result(files.read_bytes(version.document), authority="\n".join(lines), signer=name)
    return results.print_result(
        reading, title=version.title, agency=dossier.agency.name, code=dossier.code, draft=False
    )


def text_paper(
    dossier: Dossier,
    *,
    title: str,
    fields: Mapping[str, Any],
    draft: bool,
    signer_lines: Sequence[str] = (),
    signer_name: str = "",
) -> bytes:
    """The common form (mẫu chung) of a result whose office keeps no template."""
    version = procedures.version(dossier.version_id)
    return pdf.result(
        {
            "agency_parent": f"UBND TỈNH {settings.PROVINCE_NAME.upper()}",
            "agency": dossier.agency.name,
            "place": dossier.agency.short_name,
            "number": "",
            "date": clock.now(),
            "draft": draft,
            "numbered_later": True,
            "title": title,
            "about": fields.get("about", ""),
            "grounds": lines_of(fields.get("grounds", "")),
            "paragraphs": parts_of(fields.get("body", "")),
            "recipients": [line.lstrip("- ").rstrip(";.") for line in lines_of(fields.get("recipients", ""))],
            "rows": [],
            "code": dossier.code,
            "procedure": version.name,
            "signer_lines": list(signer_lines),
            "signer_name": signer_name,
            "url": progress_url(dossier),
        }
    )


def paragraphs_of(title: str, fields: Mapping[str, Any]) -> list[str]:
    """What the common form says, line by line, for comparing versions."""
    lines = [title, fields.get("about", ""), *lines_of(fields.get("grounds", "")), *parts_of(fields.get("body", ""))]
    recipients = lines_of(fields.get("recipients", ""))
    return [line for line in lines if line] + (["Nơi nhận:", *recipients] if recipients else [])


def parts_of(text: object) -> list[str]:
    """Paragraphs separated by an empty line."""
    return [part.strip() for part in str(text).replace("\r\n", "\n").split("\n\n") if part.strip()]


def lines_of(text: object) -> list[str]:
    """Non-empty lines."""
    return [line.strip() for line in str(text).splitlines() if line.strip()]


def _day(moment: Any) -> str:
    return f"{moment.astimezone(clock.VIETNAM):%d/%m/%Y}" if moment else ""
