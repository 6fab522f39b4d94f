"""What officers of the primary ward noted on papers and printed (ghi chú trên trang, bản in của bản chạy thử)."""

from functools import partial

from lienthong.config.demo_province.timeline import Timeline
from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers.choices import State
from lienthong.foundation.files.choices import PDF
from lienthong.foundation.reading import services
from lienthong.foundation.reading.choices import Audience, MarkKind
from lienthong.kit import clock
from lienthong.kit.actor import Actor

_LINE = [[1430, 2690, 3350, 190]]
_NAME = [[1430, 2140, 3300, 190]]


def note_on_papers(specialist: Actor, leader: Actor, clerk: Actor, timeline: Timeline) -> None:
    """Two papers are marked by two people, one is printed twice; a signed result is printed for the file."""
    rows = dossiers.visible_dossiers(specialist).filter(agency_id=specialist.agency_id or 0)
    found = []
    for dossier in rows.filter(state=State.PROCESSING).order_by("-code")[:12]:
        paper = next(
            (
                each
                for each in dossiers.papers_of(dossier)
                if each.file and each.file.media_type == PDF and each.source != "form"
            ),
            None,
        )
        if paper is not None and paper.file_id is not None:
            found.append((dossier.code, paper.file_id))
    for place, (code, file_id) in enumerate(found[:2]):
        put = partial(services.add_mark, source="ho-so", subject=code, file_id=file_id, page=1)
        with clock.at(timeline.at(timeline.now - 3 + place)):
            put(
                actor=specialist,
                kind=MarkKind.HIGHLIGHT,
                boxes=_LINE,
                text="Khớp CSDL quốc gia về dân cư",
                audience=Audience.SHARED,
                key=f"demo-{place}-1",
            )
            put(
                actor=specialist,
                kind=MarkKind.NOTE,
                boxes=[[8600, 1500, 0, 0]],
                text="Gọi hỏi lại trạm y tế về số giấy",
                audience=Audience.OWN,
                key=f"demo-{place}-2",
            )
        with clock.at(timeline.at(timeline.now - 1 + place / 2)):
            put(
                actor=leader,
                kind=MarkKind.UNDERLINE if place else MarkKind.TICK,
                boxes=_NAME,
                text="Lưu ý chữ đệm khi in kết quả" if place else "",
                audience=Audience.SHARED,
                key=f"demo-{place}-3",
            )
    for order, (code, file_id) in enumerate(found[:1] * 2):
        with clock.at(timeline.at(timeline.now - 2 + order)):
            services.print_copy(
                actor=(specialist, leader)[order],
                source="ho-so",
                subject=code,
                file_id=file_id,
                reason=("Họp xét hồ sơ chiều thứ Năm", "")[order],
                key=f"demo-{order}",
            )
    signed = rows.filter(state=State.RETURNED, result_file__isnull=False).order_by("-code").first()
    if signed is not None and signed.result_file_id is not None:
        with clock.at(timeline.at(timeline.now - 0.5)):
            services.print_copy(
                actor=clerk,
                source="ho-so",
                subject=signed.code,
                file_id=signed.result_file_id,
                reason="Lưu hồ sơ giấy",
                key="demo",
            )
