"""Outgoing documents of the primary ward in every state, and some of the next ward's (văn bản đi của bản chạy thử), really signed and sealed."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lienthong.config.demo_province.officers import Staff
from lienthong.config.demo_province.timeline import Timeline
from lienthong.domain.correspondence import services
from lienthong.domain.correspondence.choices import ArrivalState, CopyKind, Direction, Kind, Urgency
from lienthong.domain.correspondence.models import Recipient, Register, WaitingArrival
from lienthong.domain.correspondence.services import Addressee, OutgoingFacts
from lienthong.foundation.files import services as files
from lienthong.foundation.files.choices import PDF
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.kit import clock, pdf
from lienthong.kit.actor import SYSTEM, Actor

PROVINCE = "UBND tỉnh Gia Lai"
KT = ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
ROOM_SIGNS = {"van-phong": "VP", "kinh-te": "KT", "van-hoa-xa-hoi": "VHXH", "mot-cua": "TTPVHCC"}
SIGNED_AFTER = 0.5
"""Working hours between the drafter's desk and the signature, whose day the paper bears."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One document: `ago` working hours, how far it came (`to_sign`, `given_back`, `signed`, `sealed`, `issued`, `recalled`, `void`)."""

    ago: float
    kind: Kind
    abstract: str
    text: str
    to: str
    end: str
    urgency: str = Urgency.NORMAL
    reason: str = ""
    replaces: str = ""
    bounces: str = ""
    council: bool = False


STORIES = (
    Story(
        ago=61,
        kind=Kind.PLAN,
        abstract="Triển khai chiến dịch làm sạch dữ liệu hộ tịch năm 2026",
        text="Rà soát, cập nhật toàn bộ sổ hộ tịch giấy vào hệ thống trước ngày 20 tháng 12 năm 2026.",
        to="next province",
        end="issued",
    ),
    Story(
        ago=55,
        kind=Kind.DECISION,
        abstract="Thành lập Tổ công nghệ số cộng đồng phường",
        text="Thành lập Tổ công nghệ số cộng đồng gồm 15 thành viên theo danh sách kèm theo.",
        to="next paper",
        end="issued",
    ),
    Story(
        ago=48,
        kind=Kind.NOTICE,
        abstract="Lịch tiếp công dân tháng 12 năm 2026",
        text="Chủ tịch Ủy ban nhân dân phường tiếp công dân vào các ngày thứ Năm hằng tuần.",
        to="next mail",
        end="issued",
    ),
    Story(
        ago=34,
        kind=Kind.NOTICE,
        abstract="Điều chỉnh lịch tiếp công dân tháng 12 năm 2026",
        text="Chuyển lịch tiếp công dân ngày 24 tháng 12 sang ngày 23 tháng 12 năm 2026.",
        to="next mail",
        end="issued",
        replaces="Lịch tiếp công dân tháng 12 năm 2026",
        bounces="Máy chủ thư từ chối: 550 5.1.1 Hộp thư vanthu@ttyt-pleiku.example không tồn tại",
    ),
    Story(
        ago=27,
        kind=Kind.LETTER,
        abstract="Phối hợp cung cấp số liệu hộ nghèo, cận nghèo",
        text="Đề nghị cung cấp số liệu rà soát hộ nghèo, cận nghèo trước ngày 05 tháng 12 năm 2026.",
        to="next",
        end="recalled",
        reason="Biểu số liệu kèm theo thiếu cột hộ thoát nghèo; phường gửi lại công văn khác.",
    ),
    Story(
        ago=23,
        kind=Kind.RESOLUTION,
        abstract="Dự toán thu, chi ngân sách phường năm 2027",
        text="Thông qua dự toán thu ngân sách 18,6 tỷ đồng, chi ngân sách 18,6 tỷ đồng năm 2027.",
        to="province mail",
        end="issued",
        council=True,
    ),
    Story(
        ago=20,
        kind=Kind.REPORT,
        abstract="Kết quả tiếp nhận, giải quyết thủ tục hành chính tháng 11",
        text="Trong tháng, Bộ phận Một cửa tiếp nhận hồ sơ qua Cổng dịch vụ công và trực tiếp.",
        to="province",
        end="void",
        reason="Ký nhầm bản chưa cập nhật số liệu đến 25/11.",
    ),
    Story(
        ago=9,
        kind=Kind.SUBMISSION,
        abstract="Đề nghị bổ sung kinh phí sửa chữa trụ sở Bộ phận Một cửa",
        text="Ủy ban nhân dân phường kính trình xem xét bổ sung kinh phí sửa chữa trụ sở.",
        to="province",
        end="given_back",
        reason="Bổ sung dự toán chi tiết và căn cứ Nghị quyết của HĐND phường.",
    ),
    Story(
        ago=6,
        kind=Kind.LETTER,
        abstract="Tăng cường phòng, chống sốt xuất huyết trên địa bàn",
        text="Đề nghị các tổ dân phố tổ chức vệ sinh môi trường, diệt lăng quăng hằng tuần.",
        to="next paper",
        end="sealed",
    ),
    Story(
        ago=4,
        kind=Kind.DECISION,
        abstract="Khen thưởng các tập thể trong phong trào chuyển đổi số",
        text="Tặng Giấy khen cho 05 tập thể có thành tích trong phong trào chuyển đổi số năm 2026.",
        to="next mail paper",
        end="signed",
    ),
    Story(
        ago=3.2,
        kind=Kind.INVITATION,
        abstract="Dự hội nghị sơ kết mô hình một cửa không giấy tờ",
        text="Trân trọng kính mời dự hội nghị lúc 14 giờ 00 ngày 28 tháng 11 năm 2026.",
        to="next",
        end="signed",
        urgency=Urgency.URGENT,
    ),
    Story(
        ago=2.4,
        kind=Kind.LETTER,
        abstract="Ứng phó mưa lớn, nguy cơ ngập úng khu vực suối Hội Phú",
        text="Yêu cầu trực ban 24/24 giờ, sẵn sàng phương án di dời các hộ ven suối.",
        to="next province",
        end="to_sign",
        urgency=Urgency.EXPRESS,
    ),
    Story(
        ago=1.8,
        kind=Kind.PLAN,
        abstract="Tổ chức Ngày hội chuyển đổi số phường năm 2026",
        text="Ngày hội gồm khu trải nghiệm dịch vụ công trực tuyến, chữ ký số cá nhân miễn phí.",
        to="province mail",
        end="to_sign",
    ),
    Story(
        ago=0.9,
        kind=Kind.NOTICE,
        abstract="Tạm dừng nhận hồ sơ đất đai để chuyển dữ liệu",
        text="Tạm dừng nhận hồ sơ đất đai trong ngày 29 tháng 11 năm 2026 để chuyển dữ liệu.",
        to="next paper",
        end="to_sign",
    ),
)


def issue_documents(ward: Staff, neighbour: Staff, province_id: int, timeline: Timeline) -> None:
    """The primary ward sends to the next ward and the province; the next ward enters what it got and sends one back."""
    leader, clerk = ward.by_role[Role.AGENCY_LEADER][0], ward.by_role[Role.CLERK][0]
    with clock.at(timeline.at(0.0)):
        for office in (ward, neighbour):
            _sign_rooms(office)
    with clock.at(timeline.at(timeline.now - 64)):
        register = services.open_register(actor=clerk, name="Sổ quyết định", direction=Direction.OUTGOING)
        services.set_register_kinds(actor=clerk, register_id=register.pk, kinds=[Kind.DECISION])
        council = services.open_register(actor=clerk, name="Sổ nghị quyết HĐND", direction=Direction.OUTGOING)
        name = ward.agency.name.replace("Ủy ban nhân dân", "Hội đồng nhân dân")
        services.name_register(actor=clerk, register_id=council.pk, issuer_name=name, sign="HĐND")
        services.set_register_kinds(actor=clerk, register_id=council.pk, kinds=[Kind.RESOLUTION])
    made: dict[str, uuid.UUID] = {}
    for place, story in enumerate(STORIES):
        writer = ward.by_role[Role.SPECIALIST if place % 3 or story.replaces else Role.DEPARTMENT_HEAD][0]
        to = _receivers(story.to, neighbour.agency.pk, province_id)
        made[story.abstract] = _tell(story, ward, writer, to, made, timeline)
        if place == 0:
            _enter(neighbour.by_role[Role.CLERK][0], timeline.now - story.ago + 2, timeline)
    with clock.at(timeline.at(timeline.now - 10)):
        services.make_copy(
            actor=clerk,
            document_id=made[STORIES[1].abstract],
            kind=CopyKind.FULL,
            signer_position_id=leader.position.id if leader.position else 0,
            receivers="Các tổ dân phố\nĐoàn thanh niên phường",
            copies=12,
            key="demo-copy",
        )
    with clock.at(timeline.at(timeline.now - 1)):
        services.keep_number(actor=clerk, reason="Quyết định của kỳ họp chiều nay", kind=Kind.DECISION, key="demo-kept")
    back = Story(
        ago=5,
        kind=Kind.LETTER,
        abstract="Đề nghị phối hợp xác minh nơi cư trú",
        text="Đề nghị quý cơ quan xác minh tình trạng cư trú của 03 công dân theo danh sách.",
        to="",
        end="issued",
    )
    _tell(
        back,
        neighbour,
        neighbour.by_role[Role.SPECIALIST][0],
        [Addressee(agency_id=ward.agency.pk)],
        made,
        timeline,
    )


def _sign_rooms(office: Staff) -> None:
    """How the departments are written in notations of letters (Phụ lục I, Nghị định 30/2020)."""
    for room in organizations.departments_of(office.agency.pk):
        if room.code in ROOM_SIGNS:
            services.set_notation_sign(
                actor=office.by_role[Role.CLERK][0], text=ROOM_SIGNS[room.code], department_id=room.pk
            )


def _tell(
    story: Story, ward: Staff, writer: Actor, to: list[Addressee], made: dict[str, uuid.UUID], timeline: Timeline
) -> uuid.UUID:
    leader, clerk = ward.by_role[Role.AGENCY_LEADER][0], ward.by_role[Role.CLERK][0]
    assert leader.position is not None
    begun = timeline.now - story.ago
    with clock.at(timeline.at(begun)):
        document = services.prepare_outgoing(
            actor=writer,
            facts=OutgoingFacts(
                kind=story.kind,
                abstract=story.abstract,
                urgency=story.urgency,
                signer_position_id=leader.position.id,
                recipients=to,
                replaces_id=made.get(story.replaces),
                register_id=_council(ward) if story.council else None,
            ),
            file_ids=[paper_of(story, ward, leader, writer, KT, timeline.at(begun + SIGNED_AFTER))],
            key=f"demo-out-{ward.agency.pk}-{story.abstract}"[:64],
        )
    if story.end == "to_sign":
        return document.pk
    with clock.at(timeline.at(begun + SIGNED_AFTER)):
        if story.end == "given_back":
            services.return_to_drafter(actor=leader, document_id=document.pk, reason=story.reason)
            return document.pk
        look = services.look_at_document(actor=leader, document_id=document.pk)
        services.sign_document(actor=leader, document_id=document.pk, seen=look.sha256)
    with clock.at(timeline.at(begun + 1)):
        if story.end == "sealed":
            services.seal_document(actor=clerk, document_id=document.pk)
        elif story.end in {"issued", "recalled"}:
            services.seal_and_issue(actor=clerk, document_id=document.pk)
        elif story.end == "void":
            services.void_number(actor=clerk, document_id=document.pk, reason=story.reason)
    with clock.at(timeline.at(begun + 1.1)):
        _carry(document.pk, story.bounces)
    if story.end == "recalled":
        with clock.at(timeline.at(begun + 3)):
            services.recall_document(actor=clerk, document_id=document.pk, reason=story.reason)
    return document.pk


def _carry(document_id: uuid.UUID, bounces: str) -> None:
    """The mail server of the past took the letters, or said why not."""
    for row in Recipient.objects.filter(document_id=document_id, letter__isnull=False):
        if row.letter is not None:
            services.note_letter(actor=SYSTEM, letter=row.letter, reason=bounces)


def _council(ward: Staff) -> int:
    return Register.objects.get(agency_id=ward.agency.pk, sign="HĐND").pk


def _enter(clerk: Actor, hour: float, timeline: Timeline) -> None:
    """The next ward registers what waits there."""
    with clock.at(timeline.at(hour)):
        for row in WaitingArrival.objects.filter(agency_id=clerk.agency_id or 0, state=ArrivalState.WAITING):
            facts: dict[str, Any] = services.facts_of(row)
            arrival = services.Arrival(**facts, source=row.source)
            services.register_waiting(actor=clerk, arrival_id=row.pk, arrival=arrival)


def _receivers(to: str, neighbour_id: int, province_id: int) -> list[Addressee]:
    found = {
        "next": Addressee(agency_id=neighbour_id),
        "province": Addressee(agency_id=province_id),
        "mail": Addressee(name="Trung tâm Y tế thành phố Pleiku", how="mail", address="vanthu@ttyt-pleiku.example"),
        "paper": Addressee(name="Ban Công tác Mặt trận các tổ dân phố", how="paper", copies=12),
    }
    return [found[each] for each in to.split()]


def paper_of(
    story: Story, ward: Staff, leader: Actor, writer: Actor, lines: list[str], day: datetime | None = None
) -> uuid.UUID:
    """The paper of a story with the block of who signs, of the day it will be signed."""
    agency = ward.agency.name
    if story.council:
        agency = agency.replace("Ủy ban nhân dân", "Hội đồng nhân dân")
        lines = ["TM. HỘI ĐỒNG NHÂN DÂN", *lines[1:]]
    content = pdf.result(
        {
            "agency_parent": PROVINCE,
            "agency": agency,
            "place": ward.agency.short_name,
            "number": "",
            "date": day or clock.now(),
            "numbered_later": True,
            "title": "" if story.kind == Kind.LETTER else story.kind.label,
            "about": f"V/v {story.abstract[:1].lower()}{story.abstract[1:]}"
            if story.kind == Kind.LETTER
            else story.abstract,
            "grounds": ["Căn cứ Luật Tổ chức chính quyền địa phương;", "Theo đề nghị của Văn phòng HĐND và UBND,"],
            "paragraphs": [story.text, "Các phòng, đơn vị, tổ dân phố căn cứ chức năng, nhiệm vụ tổ chức thực hiện."],
            "recipients": ["Như trên", "Lưu: VT"],
            "signer_lines": lines,
            "signer_name": leader.name,
            "code": "",
        }
    )
    file = files.store_bytes(
        name=f"{story.kind.label}.pdf", media_type=PDF, content=content, purpose="outgoing", actor=writer, pages=1
    )
    return file.id
