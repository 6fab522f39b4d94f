"""The papers of the archive as PDF (danh mục, mục lục, biên bản): the columns of Phụ lục V, Nghị định 30/2020/NĐ-CP."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from lienthong.domain.archive import queries
from lienthong.domain.archive.choices import DestructionState, HandoverState
from lienthong.domain.archive.models import Destruction, DestructionLine, Handover, WorkFile
from lienthong.domain.archive.terms import retention_name
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock, pdf
from lienthong.kit.actor import Actor

CONFIRMED, SIGNED_BEFORE, BY_HAND = "(Đã xác nhận trên hệ thống)", "(Đã ký số khi giao)", "(Ký, ghi rõ họ tên)"
GIVER_FIELD, RECEIVER_FIELD = "ChuKyGiao", "ChuKyNhan"

type Column = tuple[str, int, bool]  # heading, millimetres (0: the rest), centred


def file_list_pdf(*, actor: Actor, list_id: int) -> bytes:
    """Danh mục hồ sơ of a year. Raises NotFound."""
    found = queries.list_for(actor, list_id)
    columns: list[Column] = [
        ("Số và ký hiệu hồ sơ", 26, True),
        ("Tiêu đề hồ sơ", 0, False),
        ("Thời hạn bảo quản", 26, True),
        ("Người lập hồ sơ", 50, False),
        ("Ghi chú", 28, False),
    ]
    rows = [
        {"heading": each.title, "cells": [each.code]}
        if each.is_heading
        else _row(each.code, each.title, retention_name(each.years), each.keeper_name, each.note)
        for each in queries.entries_of(found)
    ]
    titles = sum(not row["heading"] for row in rows)
    permanent = sum(row["cells"][2:3] == [retention_name(None)] for row in rows)
    return _paper(
        found.agency_id,
        "Danh mục hồ sơ",
        f"Năm {found.year}" + ("" if found.approved_at else " (dự thảo)"),
        columns,
        rows,
        after=[
            f"Bản danh mục này có {titles} hồ sơ, trong đó {permanent} hồ sơ bảo quản vĩnh viễn, {titles - permanent} hồ sơ bảo quản có thời hạn."
        ],
        sides=[
            _side(
                found.approved_by_title or "Thủ trưởng cơ quan",
                found.approved_by_name,
                found.approved_at,
                CONFIRMED if found.approved_at else "",
            )
        ],
        flipped=True,
    )


def document_index_pdf(*, actor: Actor, file_id: uuid.UUID) -> bytes:
    """Mục lục văn bản, tài liệu of one file. Raises FileNotFound."""
    file = queries.file_for(actor, file_id)
    columns: list[Column] = [
        ("STT", 10, True),
        ("Số, ký hiệu văn bản", 34, False),
        ("Ngày tháng", 22, True),
        ("Tên loại và trích yếu nội dung", 0, False),
        ("Tác giả văn bản", 48, False),
        ("Số trang", 16, True),
        ("Ghi chú", 28, False),
    ]
    rows = [
        _row(
            str(number),
            each.notation,
            f"{each.issued_on:%d/%m/%Y}" if each.issued_on else "",
            f"{each.get_kind_display()}: {each.subject}" if each.kind else each.subject,
            each.organ_name,
            str(each.pages or ""),
            each.note or ("Bản giấy" if each.is_paper else ""),
        )
        for number, each in enumerate(queries.current_items(file), start=1)
    ]
    return _paper(
        file.agency_id,
        "Mục lục văn bản, tài liệu",
        f"Hồ sơ số {file.code} năm {file.year}",
        columns,
        rows,
        before=[f"Tiêu đề hồ sơ: {file.title}. Thời hạn bảo quản: {file.retention}."],
        after=[f"Mục lục có {len(rows)} văn bản, tài liệu."],
        sides=[_side("Người lập", file.closed_by_name or file.keeper_name.split(",")[0], None, "")],
        flipped=True,
    )


def transfer_index_pdf(*, actor: Actor, handover_id: uuid.UUID) -> bytes:
    """Mục lục hồ sơ, tài liệu nộp lưu of a hand-over. Raises NotFound."""
    handover = queries.handover_for(actor, handover_id)
    lines = handover.lines.select_related("file")
    columns: list[Column] = [
        ("STT", 10, True),
        ("Số, ký hiệu hồ sơ", 26, True),
        ("Tiêu đề hồ sơ", 0, False),
        ("Thời gian tài liệu", 40, True),
        ("Thời hạn bảo quản", 24, True),
        ("Số văn bản", 18, True),
        ("Số trang", 16, True),
        ("Vị trí, ghi chú", 36, False),
    ]
    rows = [
        _row(
            str(line.place),
            line.file.code,
            line.file.title,
            _span(line.file),
            line.file.retention,
            str(line.file.total_docs),
            str(line.file.total_pages),
            line.reason or line.file.location,
        )
        for line in lines
    ]
    return _paper(
        handover.agency_id,
        "Mục lục hồ sơ, tài liệu nộp lưu",
        f"Kèm biên bản số {handover.number:02d}/BB-GNHS năm {handover.year}",
        columns,
        rows,
        after=[f"Mục lục này gồm {len(rows)} hồ sơ."],
        sides=_both(handover, signs=False),
        flipped=True,
    )


def minutes_pdf(handover: Handover) -> bytes:
    """Biên bản giao nhận hồ sơ, tài liệu (Phụ lục V) with an empty signature field for each side; PDF/A-2b."""
    files = [line.file for line in handover.lines.select_related("file")]
    documents, pages = sum(each.total_docs for each in files), sum(each.total_pages for each in files)
    span = [each for each in files if each.starts_on and each.ends_on]
    starts = min((each.starts_on for each in span if each.starts_on), default=None)
    ends = max((each.ends_on for each in span if each.ends_on), default=None)
    given = handover.offered_at.astimezone(clock.VIETNAM)
    before = [
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
        f"Căn cứ Danh mục hồ sơ và Kế hoạch thu thập tài liệu của cơ quan, ngày {given:%d/%m/%Y} chúng tôi gồm:",
        f"BÊN GIAO: {handover.giver_name}, {handover.giver_title}.",
        f"BÊN NHẬN: {_receiver(handover)}",
        "Thống nhất lập biên bản giao nhận hồ sơ, tài liệu với những nội dung sau:",
        "1. Tên khối tài liệu giao nộp: hồ sơ công việc đã kết thúc, theo mục lục kèm theo.",
        f"2. Thời gian của hồ sơ, tài liệu: {f'từ {starts:%d/%m/%Y} đến {ends:%d/%m/%Y}' if starts and ends else 'theo mục lục'}.",
        f"3. Thành phần và số lượng: tổng số {len(files)} hồ sơ, {documents} văn bản, {pages} trang.",
        "4. Tình trạng tài liệu giao nộp: đủ văn bản, có mục lục văn bản từng hồ sơ; tệp điện tử còn nguyên mã băm SHA-256.",
        f"5. Mục lục hồ sơ, tài liệu nộp lưu: 01 bản, {len(files)} hồ sơ dưới đây.",
    ]
    columns: list[Column] = [
        ("STT", 10, True),
        ("Số, ký hiệu", 24, True),
        ("Tiêu đề hồ sơ", 0, False),
        ("Thời hạn", 22, True),
        ("Văn bản", 16, True),
        ("Trang", 14, True),
    ]
    rows = [
        _row(str(n), each.code, each.title, each.retention, str(each.total_docs), str(each.total_pages))
        for n, each in enumerate(files, start=1)
    ]
    after = [
        "Biên bản này được lập thành 02 bản có giá trị như nhau: bên giao giữ 01 bản, bên nhận giữ 01 bản. Bản ký số được lưu ở hai nơi là một tệp."
    ]
    if handover.note:
        after.insert(0, f"Ghi chú: {handover.note}")
    return _paper(
        handover.agency_id,
        "Biên bản",
        "Giao nhận hồ sơ, tài liệu",
        columns,
        rows,
        number=f"{handover.number:02d}/BB-GNHS",
        before=before,
        after=after,
        sides=_both(handover, signs=True),
        archival=True,
    )


def destruction_pdf(*, actor: Actor, destruction_id: uuid.UUID) -> bytes:
    """Danh mục tài liệu hết giá trị, with what the council kept. Raises NotFound."""
    made = queries.destruction_for(actor, destruction_id)
    lines = list(made.lines.select_related("file"))
    return _paper(
        made.agency_id,
        "Danh mục tài liệu hết giá trị",
        f"Số {made.number:02d} năm {made.year}",
        *_destroyed(lines),
        before=[made.summary] if made.summary else [],
        after=[
            f"Danh mục có {len(lines)} hồ sơ, hội đồng giữ lại {sum(line.is_kept for line in lines)} hồ sơ.",
            made.review,
        ],
        sides=[
            _side("Người lập", made.prepared_by_name, made.prepared_at, CONFIRMED),
            _side("Hội đồng xét hủy", made.reviewed_by_name, made.reviewed_at, CONFIRMED if made.reviewed_at else ""),
            _side(
                "Người quyết định",
                made.approved_by_name,
                made.approved_at,
                CONFIRMED if made.state in {DestructionState.APPROVED, DestructionState.CARRIED_OUT} else "",
            ),
        ],
        flipped=True,
    )


def destruction_minutes_pdf(made: Destruction) -> bytes:
    """Biên bản tiêu hủy tài liệu hết giá trị, with an empty signature field; PDF/A-2b."""
    lines = [line for line in made.lines.select_related("file") if not line.is_kept]
    return _paper(
        made.agency_id,
        "Biên bản",
        "Tiêu hủy tài liệu hết giá trị",
        *_destroyed(lines),
        number=f"{made.number:02d}/BB-THTL",
        before=[
            f"Căn cứ Quyết định số {made.decision} về việc hủy tài liệu hết giá trị, do {made.approved_by_name} ký;",
            f"Thành phần hội đồng: {'; '.join(made.council.splitlines())}.",
            f"Đã tiêu hủy {len(lines)} hồ sơ dưới đây. Cách tiêu hủy bản giấy: {made.manner}.",
        ],
        after=[
            "Thông tin mô tả của hồ sơ và của từng văn bản, danh mục này và quyết định được giữ lại.",
            "Nội dung điện tử bị xóa khi không còn nơi nào khác (sổ văn bản, hồ sơ khác) dùng đến.",
        ],
        sides=[_side("Người thực hiện", made.carried_out_by_name, made.carried_out_at, CONFIRMED, field="ChuKy")],
        archival=True,
    )


def _destroyed(lines: Sequence[DestructionLine]) -> tuple[list[Column], list[dict[str, Any]]]:
    columns: list[Column] = [
        ("STT", 10, True),
        ("Số, ký hiệu", 24, True),
        ("Tiêu đề hồ sơ", 0, False),
        ("Văn bản, trang", 26, True),
        ("Lý do", 46, False),
    ]
    rows = [
        _row(
            str(n),
            f"{line.file.code}, {line.file.year}",
            line.file.title,
            f"{line.file.total_docs}, {line.file.total_pages}",
            f"Giữ lại: {line.kept_reason}" if line.is_kept else line.why,
        )
        for n, line in enumerate(lines, start=1)
    ]
    return columns, rows


def _both(handover: Handover, *, signs: bool) -> list[dict[str, str]]:
    """At the offer a giver who signs leaves a field for the receiver too; a page made anew at the acceptance has only the receiver's."""
    offered = handover.state == HandoverState.OFFERED
    giver_signs = signs and offered and handover.giver_signed
    return [
        _side(
            "Bên giao",
            handover.giver_name,
            handover.offered_at,
            SIGNED_BEFORE if handover.giver_signed and not giver_signs else CONFIRMED,
            field=GIVER_FIELD if giver_signs else "",
        ),
        _side(
            "Bên nhận",
            handover.receiver_name,
            handover.decided_at,
            CONFIRMED if handover.receiver_name else BY_HAND,
            field=RECEIVER_FIELD if giver_signs or (signs and handover.receiver_signed) else "",
        ),
    ]


def _receiver(handover: Handover) -> str:
    if handover.state == HandoverState.ACCEPTED:
        return f"{handover.receiver_name}, {handover.receiver_title}."
    return "lưu trữ cơ quan."


def _span(file: WorkFile) -> str:
    if file.starts_on is None or file.ends_on is None:
        return ""
    return f"{file.starts_on:%d/%m/%Y} - {file.ends_on:%d/%m/%Y}"


def _row(*cells: str) -> dict[str, Any]:
    return {"heading": "", "cells": list(cells)}


def _side(title: str, name: str, moment: datetime | None, note: str, *, field: str = "") -> dict[str, str]:
    said = (
        f"{moment.astimezone(clock.VIETNAM):%H:%M ngày %d/%m/%Y}"
        if moment and note in {CONFIRMED, SIGNED_BEFORE}
        else ""
    )
    return {"title": title, "name": name, "moment": said, "note": note, "field": field}


def _paper(
    agency_id: int,
    title: str,
    about: str,
    columns: Sequence[Column],
    rows: Iterable[dict[str, Any]],
    *,
    number: str = "",
    before: Sequence[str] = (),
    after: Sequence[str] = (),
    sides: Sequence[dict[str, str]] = (),
    flipped: bool = False,
    archival: bool = False,
) -> bytes:
    agency = organizations.agency(agency_id)
    return pdf.render(
        "archive_paper",
        {
            "agency_parent": f"UBND tỉnh {settings.PROVINCE_NAME}",
            "agency": agency.name,
            "number": number,
            "place": agency.short_name,
            "day": pdf.day(clock.today()),
            "title": title,
            "about": about,
            "flipped": flipped,
            "columns": [{"label": label, "width": width, "centred": centred} for label, width, centred in columns],
            "rows": list(rows),
            "before": [line for line in before if line],
            "after": [line for line in after if line],
            "sides": list(sides),
        },
        archival=archival,
        signature_fields=archival,
    )
