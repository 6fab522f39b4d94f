"""The chairman of the primary ward is in Hà Nội (ủy quyền với văn bản): the head of a room directs and signs TUQ. for him, an officer of two seats
works for a colleague on leave."""

from datetime import datetime, time, timedelta

from lienthong.config.demo_province.arriving import PROVINCE, Letter, letter_paper
from lienthong.config.demo_province.documents_out import KT, Story, paper_of
from lienthong.config.demo_province.officers import Province, Staff, appoint_one
from lienthong.config.demo_province.timeline import Timeline
from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.choices import Kind, Part, Urgency
from lienthong.domain.correspondence.models import DocumentTask
from lienthong.domain.correspondence.services import Addressee, Arrival, Charge, OutgoingFacts
from lienthong.foundation.accounts import queries as accounts
from lienthong.foundation.files import services as files
from lienthong.foundation.files.choices import PDF
from lienthong.foundation.organizations import services as organizations
from lienthong.foundation.organizations.choices import DelegatedAct, Role
from lienthong.foundation.signing import services as signing
from lienthong.kit import clock
from lienthong.kit.actor import Actor

DIRECT, WORK, SIGN = DelegatedAct.DIRECT_DOCUMENTS, DelegatedAct.WORK_DOCUMENTS, DelegatedAct.SIGN_DOCUMENTS
TUQ = ["TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI"]
LETTERS = (
    (Letter(PROVINCE, "UBND-TH", "CV", "chuẩn bị nội dung làm việc với Đoàn công tác của Chính phủ", "", Urgency.URGENT), 3.0),
    (Letter("Sở Nội vụ", "SNV-XDCQ", "CV", "góp ý Đề án vị trí việc làm cấp xã", ""), 5.0),
    (Letter("Thanh tra tỉnh", "TTr-NV1", "CV", "cung cấp hồ sơ phục vụ thanh tra công vụ", ""), 8.0),
)  # fmt: skip
LENT = Letter("Sở Xây dựng", "SXD-HTKT", "CV", "báo cáo hiện trạng thoát nước khu dân cư", "")
BEFORE_HIM = Story(
    ago=1.4,
    kind=Kind.LETTER,
    abstract="Cử cán bộ tham gia Tổ công tác chuyển đổi số của tỉnh",
    text="Ủy ban nhân dân phường cử 02 cán bộ tham gia Tổ công tác theo yêu cầu.",
    to="",
    end="to_sign",
)
BY_AUTHORISATION = Story(
    ago=0.8,
    kind=Kind.INVITATION,
    abstract="Dự họp triển khai kế hoạch văn hóa, thể thao quý I năm 2027",
    text="Trân trọng kính mời dự họp lúc 08 giờ 00 ngày 01 tháng 12 năm 2026.",
    to="",
    end="to_sign",
)


def stand_in_for_some(province: Province, timeline: Timeline, password: str) -> None:
    """Two delegations in force, with work of every kind at the seats stood in for."""
    ward = province.communes[0]
    head, clerk = ward.by_role[Role.DEPARTMENT_HEAD][0], ward.by_role[Role.CLERK][0]
    first, second = ward.by_role[Role.SPECIALIST][:2]
    with clock.at(timeline.at(timeline.now - 30)):
        title = f"Chủ tịch UBND {ward.agency.short_name[:1].lower()}{ward.agency.short_name[1:]}"
        chairman = appoint_one("chutich.phuong", "Nguyễn Thanh Hà", title, Role.AGENCY_LEADER, ward.agency, password)
        signing.issue_certificate(
            position_id=_seat(chairman),
            common_name=chairman.name,
            title=title,
            agency_name=ward.agency.name,
            organization="UBND tỉnh Gia Lai",
        )
    _give(chairman, head, (DIRECT, SIGN), timeline, reason="Đi công tác Hà Nội", document="15/GUQ-UBND")
    seats = next(each for each in province.logins if each.username == "kiemnhiem")
    other = accounts.actor_of(seats.account_id, seats.position_id or 0)
    assert other is not None
    _give(second, other, (WORK,), timeline, reason="Nghỉ phép năm")
    for place, (letter, ago) in enumerate(LETTERS):
        task = _laid(clerk, chairman, letter, place, ago, timeline)
        if place == 2:
            with clock.at(timeline.at(timeline.now - ago + 2)):
                services.direct_document(
                    actor=_now(head),
                    document_id=task.document_id,
                    task_id=task.pk,
                    instruction="Tập hợp hồ sơ công vụ 2026, gửi trước hạn hai ngày.",
                    charges=[Charge(part=Part.LEAD, position_id=_seat(first), due_at=_due(ward))],
                )
    task = _laid(clerk, chairman, LENT, 7, 11.0, timeline)
    with clock.at(timeline.at(timeline.now - 9)):
        services.direct_document(
            actor=chairman,
            document_id=task.document_id,
            task_id=task.pk,
            instruction="Khảo sát, báo cáo trước ngày 05/12.",
            charges=[Charge(part=Part.LEAD, position_id=_seat(second), due_at=_due(ward))],
        )
    _lay_to_sign(ward, first, BEFORE_HIM, chairman, [KT[0], "CHỦ TỊCH"], None, timeline)
    _lay_to_sign(ward, first, BY_AUTHORISATION, head, TUQ, chairman, timeline)


def _give(
    giver: Actor, receiver: Actor, acts: tuple[str, ...], timeline: Timeline, *, reason: str, document: str = ""
) -> None:
    today = datetime.combine(timeline.present.astimezone(clock.VIETNAM).date(), time(), tzinfo=clock.VIETNAM)
    with clock.at(timeline.at(timeline.now - 20)):
        made = organizations.delegate(
            actor=giver,
            receiver_id=_seat(receiver),
            acts=acts,
            begins_at=today - timedelta(days=2),
            ends_at=today + timedelta(days=5),
            reason=reason,
            document=document,
        )
        organizations.accept_delegation(actor=receiver, delegation_id=made.pk)


def _laid(clerk: Actor, chairman: Actor, letter: Letter, place: int, ago: float, timeline: Timeline) -> DocumentTask:
    number = 2210 + 13 * place
    issued_on = (timeline.at(timeline.now - ago) - timedelta(days=2)).astimezone(clock.VIETNAM).date()
    content = letter_paper(letter, number=number, day=issued_on)
    paper = files.store_bytes(
        name=f"{number}-{letter.notation.lower()}.pdf", media_type=PDF, content=content, purpose="document", pages=1
    )
    with clock.at(timeline.at(timeline.now - ago)):
        document = services.register_document(
            actor=clerk,
            arrival=Arrival(
                issuer_name=letter.issuer,
                notation=f"{number}/{letter.notation}",
                issued_on=issued_on,
                kind=letter.kind,
                abstract=f"Về việc {letter.subject}",
                urgency=letter.urgency,
                signer="Nguyễn Thị Thanh Lịch",
                pages=1,
                source="exchange",
                files=((paper.id, f"{letter.issuer}\n{letter.subject}"),),
            ),
            key=f"demo-behalf-{place}",
        )
    with clock.at(timeline.at(timeline.now - ago + 0.5)):
        return services.submit_document(
            actor=clerk, document_id=document.id, position_id=_seat(chairman), note="Kính trình Chủ tịch chỉ đạo."
        )


def _lay_to_sign(
    ward: Staff,
    writer: Actor,
    story: Story,
    signer: Actor,
    lines: list[str],
    for_whom: Actor | None,
    timeline: Timeline,
) -> None:
    with clock.at(timeline.at(timeline.now - story.ago)):
        services.prepare_outgoing(
            actor=writer,
            facts=OutgoingFacts(
                kind=story.kind,
                abstract=story.abstract,
                signer_position_id=_seat(signer),
                for_position_id=_seat(for_whom) if for_whom is not None else None,
                recipients=[Addressee(name="Các tổ dân phố", how="paper", copies=12)],
            ),
            file_ids=[paper_of(story, ward, signer, writer, lines)],
            key=f"demo-behalf-{story.abstract}"[:64],
        )


def _due(ward: Staff) -> datetime:
    return queries.proposed_due(ward.agency.pk, clock.now(), Urgency.NORMAL)


def _now(actor: Actor) -> Actor:
    """With what was delegated to them."""
    found = accounts.actor_of(actor.account_id or 0, _seat(actor))
    assert found is not None
    return found


def _seat(actor: Actor) -> int:
    assert actor.position is not None
    return actor.position.id
