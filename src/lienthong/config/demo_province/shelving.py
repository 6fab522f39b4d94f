"""Work files and the archive of three offices (hồ sơ công việc, lưu trữ của bản chạy thử): lists of the year before and of this year, files in every
state, a hand-over that waits, requests to read, files past their retention and a list of them that waits for the leader."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from lienthong.config.demo_province.officers import Province, Staff
from lienthong.config.demo_province.papers import TEMPLATE
from lienthong.config.demo_province.timeline import Timeline
from lienthong.domain.archive import queries as archive
from lienthong.domain.archive import services
from lienthong.domain.archive.services import DocumentFacts, Line
from lienthong.domain.archive.terms import terms
from lienthong.domain.correspondence import queries as correspondence
from lienthong.foundation.organizations.choices import Role
from lienthong.foundation.signing import queries as certificates
from lienthong.foundation.signing import services as signing
from lienthong.kit import clock, events
from lienthong.kit.actor import Actor
from lienthong.kit.pdf import render
from lienthong.sites.workplace.filing import facts_of

_MARKS = {
    "Tổng hợp": "TH", "Tổ chức cán bộ": "TCCB", "Tài chính": "TC", "Thi đua, khen thưởng": "TĐKT", "Văn thư, lưu trữ": "VTLT",
    "Chuyển đổi số": "CĐS", "Khiếu nại, tố cáo": "KNTC", "Văn bản gửi để biết": "VB",
}  # fmt: skip
# title, years (None: for ever), notation, kind, subject of each document
_DOCUMENTS: tuple[tuple[str, str, str], ...] = (
    ("KH", "Kế hoạch thực hiện nhiệm vụ năm", "15/KH-UBND"),
    ("BC", "Báo cáo kết quả thực hiện 6 tháng đầu năm", "62/BC-UBND"),
    ("BC", "Báo cáo kết quả thực hiện cả năm", "148/BC-UBND"),
)
_OPEN = (
    ("Hồ sơ về việc chuẩn hóa dữ liệu hộ tịch trên địa bàn phường năm {year}", 20, 2),
    ("Hồ sơ về việc hưởng ứng Ngày Chuyển đổi số quốc gia 10/10 năm {year}", 10, 1),
    ("Hồ sơ về việc rà soát thủ tục hành chính lĩnh vực tư pháp năm {year}", 10, 0),
)
# title, years of retention, year in which it was closed
_OLD = (
    ("Công văn trao đổi về công tác hộ tịch năm {year}", 5, 13),
    ("Chứng từ kế toán không dùng trực tiếp để ghi sổ năm {year}", 5, 12),
    ("Văn bản gửi để biết, giấy mời họp năm {year}", 2, 9),
    ("Báo cáo công tác tháng, quý năm {year}", 5, 8),
    ("Hồ sơ khen thưởng cấp cơ quan năm {year}", 10, 14),
    ("Giải quyết khiếu nại về đất đai của hộ ông Ksor Tuấn", 15, 18),
    ("Kế hoạch, báo cáo công tác năm {year} của cơ quan", None, 11),
    ("Hồ sơ đào tạo, bồi dưỡng công chức năm {year}", 20, 6),
)


def fill_shelves(province: Province, timeline: Timeline) -> None:
    """Three offices; the primary ward has everything."""
    shelf = _Shelf(timeline, {})
    offices = [*province.communes[:2], province.departments[0]]
    for office in offices:
        shelf.keep_lists(office, next_too=office is offices[0])
    for office in offices[1:]:
        shelf.fill_little(office)
    shelf.fill_primary(offices[0])


@dataclass
class _Shelf:
    timeline: Timeline
    drawn: dict[tuple[str, str], bytes]

    @property
    def year(self) -> int:
        return self.timeline.present.astimezone(clock.VIETNAM).year

    def keep_lists(self, office: Staff, *, next_too: bool) -> None:
        clerk, leader = office.by_role[Role.CLERK][0], office.by_role[Role.AGENCY_LEADER][0]
        with _quietly(_moment(max(date(self.year - 1, 1, 12), date(2025, 7, 14)))):
            made = services.prepare_list(actor=clerk, year=self.year - 1)
            services.fill_list(actor=clerk, list_id=made.pk, lines=_lines(office, self.year - 1))
            services.submit_list(actor=clerk, list_id=made.pk)
            services.approve_list(actor=leader, list_id=made.pk)
        with _quietly(_moment(date(self.year, 1, 6))):
            made = services.prepare_list(actor=clerk, year=self.year, take_over=True)
            services.submit_list(actor=clerk, list_id=made.pk)
            services.approve_list(actor=leader, list_id=made.pk)
        if next_too:
            with clock.at(self.timeline.at(self.timeline.now - 5)):
                made = services.prepare_list(actor=clerk, year=self.year + 1, take_over=True)
                services.submit_list(actor=clerk, list_id=made.pk)

    def fill_little(self, office: Staff) -> None:
        """An open file, and one that waits for the archive."""
        specialist = office.by_role[Role.SPECIALIST][0]
        for number, (title, years, documents) in enumerate(_OPEN[:2]):
            with _quietly(self.timeline.at(self.timeline.now - 60 + number)):
                self.open(specialist, f"{office.agency.pk}-{number}", title, years, self.year, documents)
        with _quietly(self.timeline.at(self.timeline.now - 20)):
            file = self.open(specialist, f"{office.agency.pk}-c", "Hồ sơ về việc kiểm kê tài sản công năm {year}", 20, self.year, 3)  # fmt: skip
            services.close_file(actor=specialist, file_id=file.pk)

    def fill_primary(self, office: Staff) -> None:
        specialist, head = office.by_role[Role.SPECIALIST][0], office.by_role[Role.DEPARTMENT_HEAD][0]
        clerk, leader = office.by_role[Role.CLERK][0], office.by_role[Role.AGENCY_LEADER][0]
        for signer in (head, clerk):
            _certify(signer)
        for number, (title, years, documents) in enumerate(_OPEN):
            with _quietly(self.timeline.at(self.timeline.now - 90 + 10 * number)):
                self.open(specialist, f"mo-{number}", title, years, self.year, documents)
        with _quietly(self.timeline.at(self.timeline.now - 30)):
            self._of_registers(clerk)
            done = self.open(specialist, "xong", "Hồ sơ về việc tổ chức Ngày Pháp luật Việt Nam năm {year}", 10, self.year, 3)  # fmt: skip
            services.close_file(actor=specialist, file_id=done.pk)
        with _quietly(_moment(max(date(self.year - 1, 9, 10), date(2025, 7, 20)))):
            late = self.open(specialist, "muon", "Hồ sơ về việc bàn giao hộ tịch khi sắp xếp đơn vị hành chính", 20, self.year - 1, 3)  # fmt: skip
            services.close_file(actor=specialist, file_id=late.pk)
            old = [
                self.open(head, f"nam-truoc-{number}", title, years, self.year - 1, 2)
                for number, (title, years) in enumerate(
                    (("Hồ sơ về việc tuyên truyền phòng, chống ma túy năm {year}", 10), ("Hồ sơ tổng kết công tác năm {year}", None))
                )
            ]  # fmt: skip
            for each in old:
                services.close_file(actor=head, file_id=each.pk)
        with _quietly(self.timeline.at(self.timeline.now - 26)):
            offer = services.offer_files(actor=head, file_ids=[each.pk for each in old], key="demo-nhan")
        with _quietly(self.timeline.at(self.timeline.now - 24)):
            services.take_handover(
                actor=clerk,
                handover_id=offer.pk,
                locations={each.pk: f"Kho 1, giá 3, hộp {number}" for number, each in enumerate(old, start=12)},
            )
        self._waiting(specialist, clerk)
        self._loans(specialist, clerk, head, old)
        self._expired(clerk, head, leader)

    def _of_registers(self, clerk: Actor) -> None:
        """What the clerk has in the register, where the story of incoming documents is told too."""
        today = clock.today()
        known = correspondence.documents_page(clerk, limit=20).items
        found = [each for each in known if each.issued_on is not None and each.issued_on <= today][:3]
        if found:
            file = services.open_file(
                actor=clerk, key="tu-so", title=f"Tập văn bản đến về chuyển đổi số năm {self.year}", years=20
            )
            for document in found:
                services.put_document(actor=clerk, file_id=file.pk, facts=facts_of(document))

    def _waiting(self, specialist: Actor, clerk: Actor) -> None:
        """One hand-over that was returned, and one that waits for the keeper."""
        with _quietly(self.timeline.at(self.timeline.now - 18)):
            one = self.open(specialist, "cho-1", "Hồ sơ về việc cấp bản sao trích lục hộ tịch lưu động năm {year}", 10, self.year, 2)  # fmt: skip
            two = self.open(
                specialist, "cho-2", "Hồ sơ về việc kiểm tra công tác chứng thực năm {year}", 20, self.year, 3
            )
            for each in (one, two):
                services.close_file(actor=specialist, file_id=each.pk)
            back = services.offer_files(actor=specialist, file_ids=[two.pk], key="demo-tra")
        with _quietly(self.timeline.at(self.timeline.now - 14)):
            services.return_handover(
                actor=clerk, handover_id=back.pk, reason="", reasons={two.pk: "Thiếu kết luận kiểm tra; bổ sung rồi nộp lại"}
            )  # fmt: skip
        with clock.at(self.timeline.at(self.timeline.now - 3)):
            services.offer_files(
                actor=specialist, file_ids=[one.pk, two.pk], key="demo-cho", note="Đã bổ sung kết luận kiểm tra"
            )

    def _loans(self, specialist: Actor, clerk: Actor, head: Actor, old: list[Any]) -> None:
        with clock.at(self.timeline.at(self.timeline.now - 8)):
            first = services.ask_to_read(
                actor=specialist, file_id=old[0].pk, purpose="Tham khảo kế hoạch tuyên truyền để soạn kế hoạch năm sau"
            )
        with clock.at(self.timeline.at(self.timeline.now - 7)):
            services.grant_loan(actor=clerk, loan_id=first.pk)
        with clock.at(self.timeline.at(self.timeline.now - 2)):
            services.ask_to_read(
                actor=specialist, file_id=old[1].pk, purpose="Đối chiếu số liệu tổng kết để báo cáo Sở Tư pháp"
            )

    def _expired(self, clerk: Actor, head: Actor, leader: Actor) -> None:
        """Old files of the offices before: some past their retention, one held, one list that waits for the leader, one carried out."""
        files = []
        for number, (title, years, ago) in enumerate(_OLD):
            year = self.year - ago
            with _quietly(_moment(date(year, 11, 20))):
                file = self.open(head, f"cu-{number}", title, years, year, 1 + number % 3)
                services.close_file(actor=head, file_id=file.pk)
                files.append(file)
        with _quietly(_moment(date(self.year - 5, 12, 1))):
            offer = services.offer_files(actor=head, file_ids=[each.pk for each in files], key="demo-cu")
            services.take_handover(
                actor=clerk,
                handover_id=offer.pk,
                locations={each.pk: f"Kho 1, giá 1, hộp {number}" for number, each in enumerate(files, start=1)},
            )
        with _quietly(self.timeline.at(self.timeline.now - 40)):
            services.hold_file(actor=clerk, file_id=files[5].pk, reason="Phục vụ thanh tra đất đai theo Quyết định số 15/QĐ-TTr")  # fmt: skip
            for key, chosen in (("demo-huy-1", files[:1]), ("demo-huy-2", files[1:3])):
                services.prepare_destruction(
                    actor=clerk,
                    file_ids=[each.pk for each in chosen],
                    summary="Rà soát định kỳ tài liệu hết thời hạn bảo quản; không có tài liệu liên quan vụ việc đang giải quyết.",
                    key=key,
                )
        council = f"{leader.name}, Chủ tịch hội đồng\n{head.name}, ủy viên\n{clerk.name}, ủy viên, thư ký"
        first, second = (services.prepare_destruction(actor=clerk, file_ids=[], summary="", key=key) for key in ("demo-huy-1", "demo-huy-2"))  # fmt: skip
        for hours, made, review in ((36, first, "Nhất trí hủy 01 hồ sơ."), (6, second, "Nhất trí hủy 02 hồ sơ; đã kiểm tra từng hồ sơ.")):  # fmt: skip
            with clock.at(self.timeline.at(self.timeline.now - hours)):
                services.review_destruction(actor=head, destruction_id=made.pk, council=council, review=review, kept={})
        with _quietly(self.timeline.at(self.timeline.now - 32)):
            services.approve_destruction(actor=leader, destruction_id=first.pk, decision="96/QĐ-UBND")
        with _quietly(self.timeline.at(self.timeline.now - 30)):
            services.carry_out_destruction(actor=clerk, destruction_id=first.pk, manner="Nghiền thành bột giấy, có hai người chứng kiến")  # fmt: skip

    def open(self, actor: Actor, key: str, title: str, years: int | None, year: int, documents: int) -> Any:
        """A file with so many documents, each a month after the other, none after the present moment."""
        today = clock.today()
        titles = [each for each in archive.titles_for(actor, year) if each.years == years and not each.files.exists()]
        file = services.open_file(
            actor=actor,
            key=f"demo-{key}",
            entry_id=titles[0].pk if titles and key[:2] != "mo" else None,
            title=title.format(year=year),
            years=years,
            year=year,
        )
        for number, (kind, subject, notation) in enumerate(_DOCUMENTS[:documents]):
            issued = min(date(year, 2 + number * 4, 9), today)
            facts = DocumentFacts(
                subject=f"{subject} {year}",
                organ_name=actor.position.agency_name if actor.position else "",
                kind=kind,
                notation=notation,
                issued_on=issued,
                signer="Nguyễn Hồng Hải",
                signer_title="Phó Chủ tịch",
            )
            name = f"{notation.replace('/', '-')}.pdf"
            upload = SimpleUploadedFile(name, self._page(notation, f"{facts.subject}"))
            services.put_upload(actor=actor, file_id=file.pk, upload=upload, facts=replace(facts, pages=None))
        return file

    def _page(self, notation: str, subject: str) -> bytes:
        """Drawn once for the same words."""
        key = (notation, subject)
        if key not in self.drawn:
            self.drawn[key] = render(
                TEMPLATE,
                {
                    "title": subject,
                    "issuer": "Ủy ban nhân dân",
                    "number": f"Số: {notation}",
                    "rows": [],
                    "paragraphs": ["Văn bản trình diễn của hồ sơ công việc."],
                    "place": "Gia Lai",
                    "signer_title": "Phó Chủ tịch",
                    "signer": "Nguyễn Hồng Hải",
                },
            )
        return self.drawn[key]


def _lines(office: Staff, year: int) -> list[Line]:
    """Headings and titles of the circular, each with somebody of the office."""
    people = [
        actor for role in (Role.SPECIALIST, Role.DEPARTMENT_HEAD, Role.CLERK) for actor in office.by_role.get(role, [])
    ]
    lines: list[Line] = []
    for number, kind in enumerate(terms()["kinds"]):
        mark = _MARKS.get(kind["group"], "K")
        roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"][
            len({each.code for each in lines if each.is_heading})
        ]
        if not any(each.is_heading and each.title == kind["group"] for each in lines):
            lines.append(Line(code=roman, title=kind["group"], is_heading=True))
        seat = people[number % len(people)].position
        lines.append(
            Line(
                code=f"{number + 1:02d}.{mark}",
                title=f"{kind['title']}, năm {year}",
                years=kind["years"],
                position_id=seat.id if seat else None,
            )
        )
    return lines


def _certify(actor: Actor) -> None:
    """The keeper of the archive and the head sign minutes."""
    if certificates.can_sign(actor) or actor.position is None:
        return
    signing.issue_certificate(
        position_id=actor.position.id,
        common_name=actor.name,
        title=actor.position.title,
        agency_name=actor.position.agency_name,
        organization="UBND tỉnh Gia Lai",
    )


def _moment(day: date) -> datetime:
    """Ten in the morning of a day in Vietnam."""
    return datetime(day.year, day.month, day.day, 10, tzinfo=clock.VIETNAM)


@contextmanager
def _quietly(moment: datetime) -> Iterator[None]:
    """At a moment of the past whose letters nobody waits for."""
    with clock.at(moment), events.reacting_at_once(lambda event: event is None):
        yield
