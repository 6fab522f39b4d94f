"""Documents that came to three offices (văn bản đến): in every state, on time and late, with what leaders wrote on them."""

import uuid
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from django.conf import settings

from lienthong.config.demo_province.officers import Province, Staff
from lienthong.config.demo_province.timeline import Timeline
from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.choices import Kind, Part, Urgency
from lienthong.domain.correspondence.models import RuleEdition
from lienthong.domain.correspondence.services import Arrival, Charge, MailboxData
from lienthong.foundation.files import services as files
from lienthong.foundation.files.choices import PDF
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.pdf.rendering import render

TEMPLATE = Path(__file__).parent / "letter.typ"
PROVINCE, OFFICE = "Ủy ban nhân dân tỉnh Gia Lai", "Văn phòng UBND tỉnh"
MINISTRY = "Bộ Khoa học và Công nghệ"
MAILBOX = "vanthu.dienhong@gialai.example"


@dataclass(frozen=True, slots=True)
class Letter:
    """One document as its sender wrote it; `ending`: what became of it here."""

    issuer: str
    notation: str
    kind: str
    subject: str
    ending: str
    urgency: str = Urgency.NORMAL


LETTERS = (
    Letter(PROVINCE, "UBND-KGVX", "CV", "báo cáo kết quả chuyển đổi số năm 2026", "lead"),
    Letter(PROVINCE, "UBND-NC", "CV", "ứng phó mưa lũ trên địa bàn tỉnh", "fresh", Urgency.EXPRESS),
    Letter("Sở Nội vụ", "SNV-CCVC", "CV", "rà soát biên chế công chức cấp xã năm 2027", "decide"),
    Letter("Sở Tài chính", "STC-QLNS", "CV", "lập dự toán ngân sách nhà nước năm 2027", "late"),
    Letter("Sở Y tế", "KH-SYT", "KH", "Phòng, chống dịch bệnh mùa mưa năm 2026", "given_on"),
    Letter(MINISTRY, "BKHCN-CĐSQG", "CV", "triển khai nền tảng số dùng chung", "decide", Urgency.URGENT),
    Letter("Sở Giáo dục và Đào tạo", "SGDĐT-VP", "CV", "phổ cập giáo dục, xóa mù chữ năm 2026", "done"),
    Letter("Công an tỉnh", "CAT-QLHC", "CV", "làm sạch dữ liệu dân cư, tài khoản định danh", "done"),
    Letter(PROVINCE, "QĐ-UBND", "QĐ", "Ban hành Quy chế tiếp công dân", "inform"),
    Letter("Sở Nông nghiệp và Môi trường", "SNNMT-QLĐĐ", "CV", "xác nhận hiện trạng sử dụng đất công ích", "lead"),
    Letter("Sở Xây dựng", "SXD-QLN", "CV", "rà soát nhà ở xuống cấp trước mùa mưa bão", "fresh"),
    Letter("Hội Nông dân tỉnh", "HND-VP", "CV", "phối hợp tổ chức hội chợ nông sản", "support"),
    Letter("Sở Văn hóa, Thể thao và Du lịch", "GM-SVHTTDL", "GM", "Dự tổng kết phong trào toàn dân đoàn kết", "inform"),
    Letter("Tòa án nhân dân khu vực 1", "TA-DS", "CV", "cung cấp hồ sơ đăng ký hộ tịch", "late", Urgency.URGENT),
    Letter("Sở Tư pháp", "STP-HCTP", "CV", "cập nhật dữ liệu hộ tịch điện tử", "done"),
    Letter("Điện lực Pleiku", "ĐLPK-KD", "CV", "thông báo tạm ngừng cung cấp điện để sửa chữa", "closed"),
    Letter(
        "Ban Tiếp công dân tỉnh",
        "BTCD",
        "CV",
        "chuyển đơn kiến nghị của bà Nguyễn Thị Lài",
        "decide",
        Urgency.VERY_URGENT,
    ),
    Letter(PROVINCE, "TB-UBND", "TB", "Kết luận của Chủ tịch UBND tỉnh tại cuộc họp giao ban tháng 11", "fresh"),
    Letter("Sở Công Thương", "SCT-QLTM", "CV", "kiểm tra giá cả, nguồn hàng dịp Tết", "lead"),
    Letter("Công ty Cổ phần Cấp nước", "CNGL-KH", "CV", "thỏa thuận hướng tuyến ống cấp nước", "returned"),
    Letter("Sở Nội vụ", "SNV-TĐKT", "CV", "đề nghị khen thưởng chuyên đề năm 2026", "unsent"),
    Letter("Sở Y tế", "SYT-NVY", "CV", "chiến dịch tiêm bổ sung vắc xin sởi", "cancelled"),
    Letter(
        "Sở Dân tộc và Tôn giáo",
        "SDTTG-CS",
        "CV",
        "rà soát người có uy tín trong đồng bào dân tộc thiểu số",
        "given_on",
    ),
    Letter("Kho bạc Nhà nước khu vực XV", "KBNN-KSC", "CV", "đối chiếu số dư tài khoản cuối năm", "done"),
)
AGO = {"fresh": 1.5, "unsent": 20.0, "decide": 5.0, "done": 60.0, "closed": 40.0, "late": 52.0}
"""Hours of work since it came, by what became of it; 26 for the others."""
RESULTS = (
    "Đã gửi báo cáo và phụ lục số liệu qua trục liên thông.",
    "Đã rà soát, lập danh sách gửi cơ quan yêu cầu.",
    "Đã tổ chức thực hiện, không phát sinh vướng mắc.",
)
ORDERS = (
    "Tham mưu văn bản triển khai, trình trước hạn một ngày.",
    "Chủ trì, phối hợp các bộ phận tổng hợp số liệu, trình dự thảo trả lời.",
    "Nghiên cứu, thực hiện theo quy định.",
)


def receive_documents(province: Province, timeline: Timeline) -> None:
    """Three offices of two levels, the last two working weeks up to this morning; then what still waits at the door of the first."""
    _issuers.clear()  # of a province loaded before by this process
    papers: Papers = {}
    offices = ((province.communes[0], len(LETTERS)), (province.communes[1], 10), (province.departments[0], 8))
    for office, number in offices:
        cases = [Case(office, letter, place, timeline) for place, letter in enumerate(LETTERS[:number])]
        for case in sorted(cases, key=lambda each: each.hour):
            case.tell(papers)
    _leave_waiting(offices[0][0], timeline)


def letter_paper(letter: Letter, *, number: int, day: date) -> bytes:
    """The PDF of one letter, dated `day`."""
    kind = Kind(letter.kind)
    return render(
        TEMPLATE,
        {
            "issuer": letter.issuer,
            "notation": f"{number}/{letter.notation}",
            "kind": "" if kind == Kind.LETTER else kind.label,
            "subject": letter.subject,
            "place": f"Gia Lai, ngày {day:%d} tháng {day.month:02} năm {day.year}",
            "urgency": "" if letter.urgency == Urgency.NORMAL else Urgency(letter.urgency).label,
            "receiver": "Ủy ban nhân dân các xã, phường",
            "paragraphs": [
                f"Thực hiện chương trình công tác năm {day.year}, {letter.issuer} đề nghị Ủy ban nhân dân các xã, phường phối hợp thực hiện việc {letter.subject[:1].lower()}{letter.subject[1:]}.",
                f"Kết quả gửi về {letter.issuer} trước ngày {day + timedelta(days=14):%d/%m/%Y} để tổng hợp, báo cáo cấp có thẩm quyền.",
                "Trong quá trình thực hiện nếu có vướng mắc, đề nghị phản ánh kịp thời để được hướng dẫn.",
            ],
            "signer_title": "KT. Chủ tịch\nPhó Chủ tịch" if "Ủy ban" in letter.issuer else "Phó Giám đốc",
            "signer": "Nguyễn Thị Thanh Lịch",
        },
    )


type Papers = dict[tuple[int, date], uuid.UUID]
"""The file of a letter by its place among the letters and its day: offices that got the same one share it."""


class Case:
    """One document at one office, from its door to where it stands now."""

    def __init__(self, office: Staff, letter: Letter, place: int, timeline: Timeline) -> None:
        self.office, self.letter, self.place, self.timeline = office, letter, place, timeline
        self.number = 1200 + place * 37
        self.clerk, self.leader, self.head, self.counter = (
            office.by_role[role][0]
            for role in (Role.CLERK, Role.AGENCY_LEADER, Role.DEPARTMENT_HEAD, Role.ONE_STOP_OFFICER)
        )
        self.specialist = office.by_role[Role.SPECIALIST][place % 2]
        known = {_seat(each) for each in office.by_role[Role.SPECIALIST]}
        seats = organizations.positions_with_role(office.agency.pk, Role.SPECIALIST).values_list("pk", flat=True)
        self.colleague = next((seat for seat in seats if seat not in known), None)
        # Those that are over began long ago, fresh ones this morning.
        self.hour = max(1.0, timeline.now - AGO.get(letter.ending, 26.0) - place % 5)

    def tell(self, papers: Papers) -> None:
        """All of it."""
        with self._after(0):
            document = services.register_document(
                actor=self.clerk, arrival=self._arrival(papers), key=f"demo-in-{self.office.agency.pk}-{self.place}"
            )
        match self.letter.ending:
            case "fresh" | "unsent":
                return
            case "returned":
                with self._after(1):
                    services.return_to_sender(
                        actor=self.clerk,
                        document_id=document.id,
                        reason="Thuộc thẩm quyền của Sở Xây dựng, gửi nhầm nơi nhận.",
                    )
                return
            case "cancelled":
                with self._after(1):
                    services.cancel_number(
                        actor=self.clerk, document_id=document.id, reason="Vào sổ trùng với văn bản đã nhận qua trục."
                    )
                return
        with self._after(0.6):
            lead = self.specialist if self.place % 2 else self.head
            laid = services.submit_document(
                actor=self.clerk,
                document_id=document.id,
                position_id=_seat(self.leader),
                proposal={"lead": f"p{_seat(lead)}", "instruction": ORDERS[self.place % 3]},
            )
        if self.letter.ending != "decide":
            with self._after(2):
                services.direct_document(
                    actor=self.leader,
                    document_id=document.id,
                    task_id=laid.pk,
                    instruction=ORDERS[(self.place + 1) % 3],
                    charges=self._charges(document),
                )
            self._carry_on(document)

    def _after(self, hours: float) -> AbstractContextManager[None]:
        return clock.at(self.timeline.at(self.hour + hours))

    def _arrival(self, papers: Papers) -> Arrival:
        letter, place, now = self.letter, self.place, clock.now()
        issued_on = (now - timedelta(days=2)).astimezone(clock.VIETNAM).date()
        source = ("exchange", "exchange", "paper", "mail", "scan")[place % 5]
        return Arrival(
            issuer_name=letter.issuer,
            issuer_id=_known(letter.issuer),
            notation=f"{self.number}/{letter.notation}",
            issued_on=issued_on,
            kind=letter.kind,
            abstract=f"Về việc {letter.subject}" if letter.kind == "CV" else letter.subject,
            urgency=letter.urgency,
            signer="Nguyễn Thị Thanh Lịch" if place % 3 else "",
            pages=1,
            answer_by=(now + timedelta(days=12)).astimezone(clock.VIETNAM).date() if place % 4 == 0 else None,
            source=source,
            files=() if source == "paper" else [(self._paper(papers, issued_on), f"{letter.issuer}\n{letter.subject}")],
        )

    def _paper(self, papers: Papers, day: date) -> uuid.UUID:
        if (self.place, day) not in papers:
            content = letter_paper(self.letter, number=self.number, day=day)
            papers[self.place, day] = files.store_bytes(
                name=f"{self.letter.notation.lower()}.pdf", media_type=PDF, content=content, purpose="document", pages=1
            ).id
        return papers[self.place, day]

    def _charges(self, document: Any) -> list[Charge]:
        ending = self.letter.ending
        if ending == "inform":
            return [
                Charge(part=Part.INFORM, position_id=_seat(each)) for each in (self.head, self.specialist, self.counter)
            ]
        lead, other = (self.head, self.specialist) if ending == "given_on" else (self.specialist, self.head)
        days = 3 if ending == "late" else None
        due = queries.proposed_due(document.agency_id, clock.now(), document.urgency, days)
        charges = [Charge(part=Part.LEAD, position_id=_seat(lead), due_at=due)]
        if ending == "support" or self.place % 4 == 0:
            charges.append(Charge(part=Part.SUPPORT, position_id=_seat(other), due_at=due))
        elif self.place % 4 == 1 and self.colleague is not None:
            charges.append(Charge(part=Part.SUPPORT, position_id=self.colleague, due_at=due))
        return charges

    def _carry_on(self, document: Any) -> None:
        """What those who got it did with it."""
        lead = document.tasks.filter(state="open", part=Part.LEAD).first()
        if lead is None:
            return
        holder = self.head if lead.position_id == _seat(self.head) else self.specialist
        with self._after(4):
            if self.place % 3:
                services.mark_seen(actor=holder, task=lead)
            if self.letter.ending == "given_on":
                services.give_on(
                    actor=self.head,
                    task_id=lead.pk,
                    instruction="Tổng hợp số liệu, gửi tôi trước.",
                    charges=[Charge(part=Part.LEAD, position_id=_seat(self.specialist), due_at=lead.due_at)],
                )
            if self.place % 4 == 1:
                services.give_opinion(
                    actor=holder,
                    document_id=document.id,
                    text="Số liệu năm trước còn trong báo cáo tháng 6; cần bộ phận một cửa bổ sung quý III.",
                    key=f"demo-{document.id}",
                )
        with self._after(20):
            if self.letter.ending == "done":
                for task in document.tasks.filter(state="open", part=Part.SUPPORT, position_id=_seat(self.head)):
                    services.complete_task(actor=self.head, task_id=task.pk, result="Đã gửi số liệu của phòng.")
                services.complete_task(actor=holder, task_id=lead.pk, result=RESULTS[self.place % 3])
            elif self.letter.ending == "closed":
                services.complete_document(
                    actor=self.leader, document_id=document.id, result="Văn bản thông báo, không phải trả lời."
                )


def _rule(office: Staff) -> None:
    """The first office has shorter limits of its own, and another edition that begins next week."""
    urgencies, tellings = services.data_of(cast("RuleEdition", queries.edition_in_force(None)))
    clerk = office.by_role[Role.CLERK][0]
    quick = [replace(each, settle_days=5) if each.urgency == Urgency.NORMAL else each for each in urgencies]
    for days, limits, reason in (
        (0, quick, "Quy chế làm việc của UBND phường, Quyết định 31/QĐ-UBND"),
        (
            7,
            [replace(each, settle_days=2) if each.urgency == Urgency.URGENT else each for each in quick],
            "Cao điểm cuối năm",
        ),
    ):
        services.save_rules(
            actor=clerk,
            agency_id=office.agency.pk,
            urgencies=limits,
            tellings=tellings,
            valid_from=clock.today() + timedelta(days=days),
            reason=reason,
            opened=queries.newest_edition(office.agency.pk),
        )


def _keep_mailboxes(office: Staff) -> None:
    """The mailbox in the sandbox, in which three letters wait, and one of another office whose password was changed there."""
    if not settings.SANDBOX_IMAP_PORT:
        return
    common: dict[str, Any] = {"host": "127.0.0.1", "port": settings.SANDBOX_IMAP_PORT, "security": "tls"}
    for agency_id, username, password in (
        (office.agency.pk, MAILBOX, settings.SANDBOX_IMAP_PASSWORD),
        (organizations.root_agency().pk, "vanthu.ubnd@gialai.example", "mat-khau-da-doi"),
    ):
        services.keep_mailbox(
            actor=SYSTEM,
            data=MailboxData(agency_id=agency_id, username=username, password=password, **common),
        )


def _leave_waiting(office: Staff, timeline: Timeline) -> None:
    """At the door of the first office: one sent by the province, one that came by mail, and the address at which mail comes."""
    letter = Letter(PROVINCE, "UBND-TH", "CV", "xây dựng chương trình công tác năm 2027", "")
    yesterday = (timeline.present - timedelta(days=1)).astimezone(clock.VIETNAM).date()
    content = letter_paper(letter, number=1688, day=yesterday)
    stored = files.store_bytes(name="1688-ubnd-th.pdf", media_type=PDF, content=content, purpose="document", pages=1)
    with clock.at(timeline.at(timeline.now - 1.2)):
        services.deliver_document(
            key="demo-exchange-1",
            to_agency_id=office.agency.pk,
            from_agency_id=organizations.root_agency().pk,
            external_id="000.00.00.H21.2026.1688",
            facts=Arrival(
                issuer_name="",
                notation="1688/UBND-TH",
                issued_on=yesterday,
                kind="CV",
                abstract="Về việc xây dựng chương trình công tác năm 2027",
                source="exchange",
                signer="Nguyễn Thị Thanh Lịch",
                pages=1,
            ),
            file_ids=[stored.id],
        )
    services.receive_at(agency_id=office.agency.pk, address=MAILBOX)
    _keep_mailboxes(office)
    _rule(office)
    message = EmailMessage()
    message["From"] = "Văn thư Sở Tài chính <vanthu.stc@gialai.example>"
    message["To"] = MAILBOX
    message["Subject"] = "Gửi công văn về kiểm kê tài sản công"
    message["Message-ID"] = "<demo-2026-11-tai-san@gialai.example>"
    message.set_content(
        "Kính gửi Văn thư UBND phường.\nSở Tài chính gửi công văn kèm theo, đề nghị vào sổ và trình lãnh đạo."
    )
    mailed = Letter("Sở Tài chính", "STC-QLCSG", "CV", "kiểm kê tài sản công tại cấp xã", "")
    message.add_attachment(
        letter_paper(mailed, number=2415, day=yesterday),
        maintype="application",
        subtype="pdf",
        filename="2415-stc.pdf",
    )
    with clock.at(timeline.at(timeline.now - 0.7)):
        services.take_letter(raw=message.as_bytes(), agency_id=office.agency.pk)


_issuers: dict[str, int | None] = {}


def _known(name: str) -> int | None:
    if name not in _issuers:
        found = organizations.agency_known_as(name)
        _issuers[name] = found.pk if found is not None else None
    return _issuers[name]


def _seat(actor: Actor) -> int:
    assert actor.position is not None
    return actor.position.id
