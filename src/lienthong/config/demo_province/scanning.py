"""Stacks on the scanner of the demo (lô quét đang dở): one of a dossier, with everything that can go wrong with a stack; one of two
dossiers that nobody has divided yet."""

import io

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile

from lienthong.config.demo_province.papers import paper
from lienthong.config.demo_province.people import NGUOI_DAN
from lienthong.config.demo_province.timeline import Timeline
from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import State
from lienthong.domain.scans import services as scans
from lienthong.kit import clock
from lienthong.kit.actor import Actor

A4 = (595, 842)
MINUTES_AGO = 0.4
"""Working hours since the stacks lay on the scanner."""


def leave_batches(one_stop: Actor, timeline: Timeline) -> None:
    """Two batches at the primary ward, read and waiting to be put right; none in a province of too few stories."""
    with clock.at(timeline.at(timeline.now - MINUTES_AGO)):
        found = [
            services.dossier_subject(one_stop, queries.dossier_for(one_stop, each.code))
            for state in (State.PROCESSING, State.SUBMITTED)
            for each in queries.dossiers_page(one_stop, state=state, limit=12).items
        ]
        subjects = [each for each in found if len(each.slots) >= 3]
        if len(subjects) < 3:
            return
        first, second, third = subjects[:3]
        (_, one), (_, two) = first.slots[:2]
        pages = [
            _paper("Đơn trình bày"),
            _separator(first, 0),
            _blank(),
            _paper(one),
            _paper(f"{one}, trang 2"),
            _blank(),
            _separator(first, 1),
            _paper(two),
            _torn(first, 2),
            _paper("Giấy tờ kèm theo"),
            _separator(second, 0),
            _paper(second.slots[0][1]),
        ]
        _scan(one_stop, first, "quet-sang.pdf", pages)
        pile = [
            page
            for each in (second, third)
            for page in (_separator(each, None), _separator(each, 1), _paper(each.slots[1][1]))
        ]
        _scan(one_stop, scans.UNKNOWN, "tap-cuoi-buoi.pdf", pile)


def _scan(actor: Actor, subject: scans.Subject, name: str, pages: list[bytes]) -> None:
    whole = pikepdf.new()
    for page in pages:
        with pikepdf.open(io.BytesIO(page)) as each:
            whole.add_pages_from(each, forms="strip")
    out = io.BytesIO()
    whole.save(out)
    batch = scans.begin_batch(actor=actor, subject=subject)
    scans.add_uploads(actor=actor, batch_id=batch.pk, uploads=[SimpleUploadedFile(name, out.getvalue())])


def _paper(name: str) -> bytes:
    return paper("", name, person=NGUOI_DAN, answers={}, day=clock.today())


def _separator(subject: scans.Subject, slot: int | None) -> bytes:
    title = subject.title.partition(", ")[0]
    key, name = subject.slots[slot] if slot is not None else ("", title)
    mark = scans.Mark(scope="d", reference=subject.code, slot=key)
    return scans.print_separators([scans.Sheet(mark=mark, name=name, about=subject.title)], title="Tờ ngăn")


def _torn(subject: scans.Subject, slot: int) -> bytes:
    """Coffee was spilt over both codes."""
    with pikepdf.open(io.BytesIO(_separator(subject, slot))) as pdf:
        stain = b"q 0.9 0.86 0.78 rg 220 60 150 110 re 230 640 140 120 re f Q"
        pdf.pages[0].contents_add(stain)
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def _blank() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=A4)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()
