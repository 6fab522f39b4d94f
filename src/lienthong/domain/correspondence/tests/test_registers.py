"""The registers of the decree, line by line, held against what a clerk would write by hand (sổ đăng ký văn bản)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.province import Ward

from lienthong.domain.correspondence import services
from lienthong.domain.correspondence.choices import Part, Relation
from lienthong.domain.correspondence.models import Document, Register
from lienthong.domain.correspondence.queries import registers
from lienthong.domain.correspondence.queries.books import BOOKS, Span, book_of
from lienthong.domain.correspondence.services import Arrival, Charge
from lienthong.kit import clock
from lienthong.kit.errors import Invalid, NotFound

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)

# (day of November, issuer, notation, day of the document, kind as written, abstract, urgency, what became of it)
FACTS = [
    (2, "UBND tỉnh Gia Lai", "120/KH-UBND", date(2026, 10, 30), "Kế hoạch", "Chuyển đổi số năm 2027", "normal", "led"),
    (2, "Sở Nội vụ", "88/SNV-CCHC", date(2026, 10, 31), "Công văn", "Báo cáo cải cách hành chính", "express", "laid"),
    (3, "Công ty Điện lực", "", None, "", "Thông báo ngừng cấp điện", "normal", "entered"),
    (4, "Sở Y tế", "15/QĐ-SYT", date(2026, 11, 3), "Quyết định", "Tiêm chủng mở rộng", "urgent", "cancelled"),
    (5, "Sở Tài chính", "77/STC-NS", date(2026, 11, 4), "Công văn", "Quyết toán quý III", "normal", "returned"),
    (6, "Sở Xây dựng", "9/TB-SXD", date(2026, 11, 5), "Thông báo", "Nghiệm thu đường liên xã", "normal", "corrected"),
]


def written_by_hand(facts) -> list[list[str]]:
    """The lines as the ruled book of paper would hold them; knows nothing of the platform."""
    lines = []
    for number, (day, issuer, notation, issued, kind, about, urgency, fate) in enumerate(facts, 1):
        arrived = f"{day:02d}/11/2026"
        notes = {"express": ["Hỏa tốc"], "urgent": ["Khẩn"], "normal": []}[urgency]
        if notation == "":
            notes.append("Không có số, ký hiệu")
        if issued is None:
            notes.append("Không ghi ngày")
        abstract = "Nghiệm thu đường liên thôn" if fate == "corrected" else about
        receiver, given, received = "", "", ""
        if fate == "led":
            receiver, given = "Lê Văn Dũng, Công chức tư pháp - hộ tịch", arrived
            received = f"Đã nhận trên hệ thống {day + 1:02d}/11/2026"
        if fate == "laid":
            receiver, given = "Nguyễn Hồng Hà, Phó Chủ tịch", arrived
        if fate == "cancelled":
            notes.append("Hủy số: Gửi nhầm cơ quan")
        if fate == "returned":
            notes.append(f"Trả lại nơi gửi {day + 1:02d}/11/2026: Thiếu phụ lục")
        if fate == "corrected":
            notes.append(f"Đính chính {day + 1:02d}/11/2026: Ghi nhầm trích yếu")
        shown = f"{int(notation.split('/')[0]):02d}/{notation.split('/')[1]}" if notation else ""
        lines.append(
            [
                arrived,
                str(number),
                issuer,
                shown,
                f"{issued:%d/%m/%Y}" if issued else "",
                f"{kind}: {abstract}" if kind else abstract,
                receiver,
                given,
                received,
                ". ".join(notes),
            ]
        )
    return lines


@pytest.fixture
def entered(ward: Ward) -> list[Document]:
    """Every fact through the services, at its moment."""
    assert ward.specialist.position
    assert ward.leader.position
    made = []
    for place, (day, issuer, notation, issued, _, abstract, urgency, fate) in enumerate(FACTS):
        at = MORNING + timedelta(days=day - 2)
        with clock.at(at):
            document = services.register_document(
                actor=ward.clerk,
                arrival=Arrival(
                    issuer_name=issuer,
                    notation=notation,
                    issued_on=issued,
                    abstract=abstract,
                    urgency=urgency,
                    source="paper",
                ),
                key=f"k{place}",
            )
            if fate in {"led", "laid"}:
                services.submit_document(actor=ward.clerk, document_id=document.id, position_id=ward.leader.position.id)
            if fate == "led":
                charge = Charge(part=Part.LEAD, position_id=ward.specialist.position.id, due_at=at + timedelta(days=4))
                (task,) = services.direct_document(
                    actor=ward.leader, document_id=document.id, instruction="Tham mưu", charges=[charge]
                )
            if fate == "cancelled":
                services.cancel_number(actor=ward.clerk, document_id=document.id, reason="Gửi nhầm cơ quan")
        with clock.at(at + timedelta(days=1)):
            if fate == "led":
                services.mark_seen(actor=ward.specialist, task=task)
            if fate == "returned":
                services.return_to_sender(actor=ward.clerk, document_id=document.id, reason="Thiếu phụ lục")
            if fate == "corrected":
                services.correct_document(
                    actor=ward.clerk,
                    document_id=document.id,
                    reason="Ghi nhầm trích yếu",
                    abstract="Nghiệm thu đường liên thôn",
                )
        made.append(document)
    return made


def span_of(**more: object) -> Span:
    return replace(Span(register_id=Register.objects.get().pk, year=2026), **more)


def test_the_register_of_arrivals_is_what_a_clerk_would_write(ward: Ward, entered: list[Document]):
    lines = list(registers.all_lines(ward.clerk, BOOKS["den"], span_of(), most=100))
    assert [list(line.cells) for line in lines] == written_by_hand(FACTS)
    assert [line.number for line in lines if line.is_void] == [4]
    assert len(BOOKS["den"].columns) == len(lines[0].cells) == 10
    extent = registers.extent_of(Register.objects.get(), 2026)
    assert (extent.first, extent.last, extent.count, extent.is_whole) == (1, 6, 6, True)
    assert registers.years_of(Register.objects.get()) == [2026]


@pytest.mark.parametrize(
    ("more", "numbers"),
    [
        ({"since": date(2026, 11, 3), "until": date(2026, 11, 4)}, [3, 4]),
        ({"first": 5}, [5, 6]),
        ({"first": 2, "last": 3, "until": date(2026, 11, 2)}, [2]),
        ({"year": 2025}, []),
    ],
)
def test_by_days_and_by_numbers(ward: Ward, entered: list[Document], more: dict[str, object], numbers: list[int]):
    page = registers.lines_page(ward.leader, BOOKS["den"], span_of(**more))
    assert [line.number for line in page.items] == numbers


def test_pages_follow_each_other_and_long_ranges_are_divided(ward: Ward, entered: list[Document]):
    first = registers.lines_page(ward.clerk, BOOKS["den"], span_of(), limit=4)
    rest = registers.lines_page(ward.clerk, BOOKS["den"], span_of(), limit=4, cursor=first.next)
    assert [line.number for line in first.items + rest.items] == [1, 2, 3, 4, 5, 6]
    with pytest.raises(Invalid, match="1 mục"):
        list(registers.all_lines(ward.clerk, BOOKS["den"], span_of(), most=5))
    assert not registers.lines_page(ward.specialist, BOOKS["den"], span_of(first=2)).items, "only what one may see"
    with pytest.raises(NotFound):
        book_of("mat")


def test_transfers_and_progress(ward: Ward, entered: list[Document]):
    moved = [line.cells for line in registers.all_lines(ward.clerk, BOOKS["chuyen-giao"], span_of(), most=100)]
    assert moved == [
        ("02/11/2026", "1", "Nguyễn Hồng Hà, Phó Chủ tịch", "", "Cho ý kiến chỉ đạo"),
        ("02/11/2026", "1", "Lê Văn Dũng, Công chức tư pháp - hộ tịch", "Đã nhận trên hệ thống 03/11/2026", "Chủ trì"),
        ("02/11/2026", "2", "Nguyễn Hồng Hà, Phó Chủ tịch", "", "Cho ý kiến chỉ đạo"),
    ]
    services.relate_documents(
        actor=ward.clerk, document_id=entered[5].id, other_id=entered[0].id, relation=Relation.ANSWERS
    )
    with clock.at(MORNING + timedelta(days=9)):
        first, second, _, fourth, *_ = registers.all_lines(ward.clerk, BOOKS["theo-doi"], span_of(), most=100)
    assert first.cells == (
        "1",
        "Kế hoạch 120/KH-UBND ngày 30/10/2026 của UBND tỉnh Gia Lai: Chuyển đổi số năm 2027",
        "Lê Văn Dũng, Công chức tư pháp - hộ tịch",
        "06/11/2026",
        "Đang giải quyết, quá hạn từ 06/11/2026",
        "09/TB-SXD",
        "",
    )
    assert second.cells[4:] == ("Đã trình", "", "Hỏa tốc")
    assert fourth.cells[4] == "Hủy số: Gửi nhầm cơ quan"
