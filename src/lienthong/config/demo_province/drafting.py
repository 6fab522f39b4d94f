"""Drafts at the primary ward (dự thảo văn bản của bản chạy thử): in every state, with versions, comments, opinions, a template."""

from dataclasses import dataclass

from lienthong.config.demo_province.officers import Province
from lienthong.config.demo_province.timeline import Timeline
from lienthong.domain.correspondence import services as correspondence
from lienthong.domain.correspondence.models import Document
from lienthong.domain.drafts import queries, services
from lienthong.domain.drafts.models import Draft
from lienthong.domain.drafts.queries import RecipientLine
from lienthong.domain.drafts.services import Asked, Facts
from lienthong.foundation.accounts import queries as accounts
from lienthong.foundation.organizations.choices import Role
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.ids import new_id

_SCIENCE = "Sở Khoa học và Công nghệ"
_REPORT = (
    "I. TÌNH HÌNH, KẾT QUẢ\n"
    "1. Tiếp nhận 1.284 hồ sơ, trong đó 1.107 hồ sơ trực tuyến, đạt 86,2%, tăng 9,4 điểm phần trăm so với quý II.\n"
    "2. Trả kết quả đúng hạn, trước hạn 1.251 hồ sơ, đạt 97,4%; 33 hồ sơ quá hạn đã có thư xin lỗi.\n"
    "3. Số hóa 2.310 kết quả giải quyết còn hiệu lực; Tổ công nghệ số cộng đồng hướng dẫn 540 lượt người dân.\n"
    "II. TỒN TẠI, NGUYÊN NHÂN\n"
    "Đường truyền tại 02 điểm tiếp nhận chưa ổn định; 02 máy quét hỏng từ tháng 8, chưa được thay.\n"
    "III. NHIỆM VỤ, KIẾN NGHỊ\n"
    "Đề nghị Sở Khoa học và Công nghệ hỗ trợ 02 máy quét, tập huấn ký số cho 15 công chức trong tháng 12 năm 2026."
)
_REPORT_FIRST = _REPORT.replace("1.284", "1.248").replace("86,2%", "88,7%").replace("III. NHIỆM VỤ, KIẾN NGHỊ\n", "")
_TEAM = (
    "Điều 1. Thành lập Tổ công nghệ số cộng đồng tổ dân phố số 5 gồm 07 thành viên, do ông Siu Blơ, Tổ trưởng tổ dân phố, làm Tổ trưởng.\n"
    "Điều 2. Tổ hướng dẫn người dân cài đặt, sử dụng định danh điện tử, nộp hồ sơ trực tuyến, thanh toán không dùng tiền mặt; "
    "báo cáo Ủy ban nhân dân phường trước ngày 20 hằng tháng.\n"
    "Điều 3. Quyết định này có hiệu lực kể từ ngày ký.\n"
    "Điều 4. Trưởng phòng Văn hóa - Xã hội, Tổ trưởng tổ dân phố số 5 và các thành viên có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này"
)
_GROUNDS = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;\nTheo đề nghị của Trưởng phòng Văn hóa - Xã hội."


@dataclass(frozen=True, slots=True)
class Desk:
    """Who writes, approves and signs at the ward."""

    writer: Actor
    other: Actor
    head: Actor
    leader: Actor
    clerk: Actor
    second: Actor
    timeline: Timeline


def leave_document_drafts(staffed: Province, timeline: Timeline) -> None:
    """One of each kind of standing at the primary ward, a few with a history."""
    ward = staffed.communes[0].by_role
    seats = next(each for each in staffed.logins if each.username == "kiemnhiem")
    second = accounts.actor_of(seats.account_id, seats.position_id or 0)
    assert second is not None
    writer, other = ward[Role.SPECIALIST][:2]
    desk = Desk(
        writer,
        other,
        ward[Role.DEPARTMENT_HEAD][0],
        ward[Role.AGENCY_LEADER][0],
        ward[Role.CLERK][0],
        second,
        timeline,
    )
    _template(desk)
    _report(desk)
    _team(desk)
    _plan(desk)
    _letter_returned(desk)
    _letter_submitted(desk)
    _invitation(desk)
    _notice_given_up(desk)
    _report_issued(desk)


def _begin(desk: Desk, actor: Actor, ago: float, kind: str, abstract: str, **more: object) -> Draft:
    with clock.at(desk.timeline.at(desk.timeline.now - ago)):
        return services.start_draft(actor=actor, key=f"demo-{new_id()}", kind=kind, abstract=abstract, **more)  # type: ignore[arg-type]  # recipients, template


def _write(
    desk: Desk, actor: Actor, draft: Draft, ago: float, body: str, *, to: tuple[RecipientLine, ...], **more: str
) -> None:
    assert desk.leader.position is not None
    draft.refresh_from_db()
    with clock.at(desk.timeline.at(desk.timeline.now - ago)):
        services.save_text(
            actor=actor,
            draft_id=draft.pk,
            seen=draft.latest,
            grounds=more.get("grounds", ""),
            body=body,
            facts=Facts(
                kind=draft.kind,
                abstract=draft.abstract,
                urgency=more.get("urgency", draft.urgency),
                symbol=more.get("symbol"),
                enacting=more.get("enacting"),
                signer_position_id=desk.leader.position.id,
                recipients=to,
            ),
            remark=more.get("remark", ""),
        )
    draft.refresh_from_db()


def _to(*names: str) -> tuple[RecipientLine, ...]:
    return tuple(RecipientLine(name=name, role="to") for name in names)


def _copies(*names: str) -> tuple[RecipientLine, ...]:
    return tuple(RecipientLine(name=name) for name in names)


def _ask(
    desk: Desk, draft: Draft, ago: float, *asked: Actor, question: str, in_order: bool = False, days: int = 2
) -> None:
    seats = [Asked(position_id=each.position.id) for each in asked if each.position is not None]
    with clock.at(desk.timeline.at(desk.timeline.now - ago)):
        services.ask_opinions(
            actor=desk.writer, draft_id=draft.pk, asked=seats, question=question, in_order=in_order, days=days
        )


def _template(desk: Desk) -> None:
    with clock.at(desk.timeline.at(desk.timeline.now - 300)):
        services.keep_template(
            actor=desk.clerk,
            kind="TB",
            name="Thông báo của phường",
            file_name="thong-bao-cua-phuong.docx",
            content=services.starting_template("TB"),
            remark="Theo mẫu 1.4 Phụ lục III Nghị định 30/2020/NĐ-CP",
        )


def _report(desk: Desk) -> None:
    """Waits for the head: two versions, a comment settled and one open, an opinion taken."""
    draft = _begin(desk, desk.writer, 26, "BC", "Kết quả chuyển đổi số, cải cách thủ tục hành chính quý III năm 2026")
    to = _copies(_SCIENCE, "Thường trực Đảng ủy phường")
    grounds = "Thực hiện Công văn số 812/SKHCN-CĐS của Sở Khoa học và Công nghệ;"
    _write(desk, desk.writer, draft, 24, _REPORT_FIRST, to=to, grounds=grounds)
    _ask(desk, draft, 23, desk.other, desk.clerk, question="Soát số liệu hồ sơ trực tuyến, số máy quét hỏng.")
    with clock.at(desk.timeline.at(desk.timeline.now - 20)):
        lines = (queries.version_of(draft) or draft.versions.get()).text.splitlines()
        place = next(at for at, line in enumerate(lines) if line.startswith("1. Tiếp nhận"))
        first = services.comment_on(
            actor=desk.other,
            draft_id=draft.pk,
            version=draft.latest,
            paragraph=place,
            text="Sổ theo dõi ghi 1.284 hồ sơ, tỷ lệ trực tuyến 86,2%.",
            key=str(new_id()),
        )
        mine = next(each for each in queries.opinions_of(draft) if each.position_id == desk.other.position.id)  # type: ignore[union-attr]  # officers have seats
        services.give_opinion(
            actor=desk.other,
            opinion_id=mine.pk,
            verdict="remarks",
            text="Số liệu mục 1 chưa khớp sổ; bổ sung kiến nghị về máy quét và tập huấn ký số.",
        )
    _write(desk, desk.writer, draft, 8, _REPORT, to=to, grounds=grounds, remark="Sửa số liệu, thêm mục III theo góp ý")
    with clock.at(desk.timeline.at(desk.timeline.now - 7)):
        services.resolve_comment(actor=desk.writer, comment_id=first.pk, answer="Đã sửa theo sổ theo dõi.")
        services.handle_opinion(
            actor=desk.writer, opinion_id=mine.pk, handling="taken", text="Đã sửa mục I, thêm mục III."
        )
        services.comment_on(
            actor=desk.head,
            draft_id=draft.pk,
            version=draft.latest,
            text="Nêu rõ tên hai điểm tiếp nhận có đường truyền kém.",
            key=str(new_id()),
        )
        services.ask_approval(actor=desk.writer, draft_id=draft.pk)


def _team(desk: Desk) -> None:
    """Approved by the head, to be submitted."""
    draft = _begin(desk, desk.writer, 40, "QĐ", "Về việc thành lập Tổ công nghệ số cộng đồng tổ dân phố số 5")
    _write(
        desk,
        desk.writer,
        draft,
        38,
        _TEAM,
        to=_copies("Như Điều 4", "Thường trực Đảng ủy phường"),
        grounds=_GROUNDS,
        enacting="Chủ tịch Ủy ban nhân dân phường Diên Hồng",
    )
    with clock.at(desk.timeline.at(desk.timeline.now - 30)):
        services.ask_approval(actor=desk.writer, draft_id=draft.pk)
    with clock.at(desk.timeline.at(desk.timeline.now - 6)):
        services.approve_draft(actor=desk.head, draft_id=draft.pk, version=draft.latest)


def _plan(desk: Desk) -> None:
    """Being written; opinions in order: the head is asked first, then the clerk. The skeleton still holds places to write."""
    draft = _begin(desk, desk.writer, 5, "KH", "Bảo đảm an toàn thông tin mạng dịp Tết Nguyên đán Đinh Mùi 2027")
    _ask(
        desk,
        draft,
        4,
        desk.head,
        desk.other,
        desk.second,
        question="Phân công đơn vị chủ trì, thời hạn từng việc ở mục II.",
        in_order=True,
        days=3,
    )


def _letter_returned(desk: Desk) -> None:
    """The head sent it back."""
    draft = _begin(desk, desk.writer, 18, "CV", "đề nghị sửa chữa đường truyền tại điểm tiếp nhận tổ dân phố số 9")
    _write(
        desk,
        desk.writer,
        draft,
        17,
        "Từ ngày 10 tháng 11 năm 2026, đường truyền tại điểm tiếp nhận tổ dân phố số 9 thường xuyên gián đoạn.\n"
        "Ủy ban nhân dân phường đề nghị quý đơn vị kiểm tra, sửa chữa sớm.",
        to=_to("VNPT Gia Lai"),
        symbol="UBND-VHXH",
    )
    with clock.at(desk.timeline.at(desk.timeline.now - 15)):
        services.ask_approval(actor=desk.writer, draft_id=draft.pk)
    with clock.at(desk.timeline.at(desk.timeline.now - 11)):
        services.return_draft(
            actor=desk.head,
            draft_id=draft.pk,
            reason="Ghi rõ số lần gián đoạn, thời hạn đề nghị sửa xong và người liên hệ của phường.",
        )


def _letter_submitted(desk: Desk) -> None:
    """With the leader, to be signed."""
    draft = _begin(desk, desk.other, 14, "CV", "phối hợp tổ chức ngày hội chuyển đổi số phường Diên Hồng năm 2026")
    _write(
        desk,
        desk.other,
        draft,
        13,
        "Ủy ban nhân dân phường tổ chức Ngày hội chuyển đổi số năm 2026 vào ngày 12 tháng 12 năm 2026 tại Nhà văn hóa phường.\n"
        "1. Đề nghị quý trường cử 20 học sinh tham gia hướng dẫn người dân tạo tài khoản định danh điện tử.\n"
        "2. Danh sách gửi về Phòng Văn hóa - Xã hội trước ngày 05 tháng 12 năm 2026.\n"
        "Rất mong nhận được sự phối hợp của quý trường.",
        to=_to("Trường Trung học cơ sở Nguyễn Du", "Trường Trung học phổ thông Pleiku"),
        symbol="UBND-VHXH",
        urgency="urgent",
    )
    with clock.at(desk.timeline.at(desk.timeline.now - 2)):
        services.submit_draft(actor=desk.head, draft_id=draft.pk)


def _invitation(desk: Desk) -> None:
    """Another's, whose author wants the specialist's opinion."""
    draft = _begin(desk, desk.second, 9, "GM", "Họp giao ban tháng 12 năm 2026 về cải cách hành chính")
    assert desk.writer.position is not None
    with clock.at(desk.timeline.at(desk.timeline.now - 8)):
        services.ask_opinions(
            actor=desk.second,
            draft_id=draft.pk,
            asked=[Asked(position_id=desk.writer.position.id)],
            question="Thời gian họp có trùng lịch trực một cửa không?",
            days=1,
        )


def _notice_given_up(desk: Desk) -> None:
    """From the office's template; another document took its place."""
    template = queries.templates_for(desk.writer, "TB")[0]
    draft = _begin(desk, desk.writer, 60, "TB", "Lịch tiếp công dân tháng 11 năm 2026", template_id=template.pk)
    with clock.at(desk.timeline.at(desk.timeline.now - 58)):
        services.abandon_draft(
            actor=desk.writer, draft_id=draft.pk, reason="Văn phòng đã ra Thông báo chung về lịch tiếp công dân quý IV"
        )


def _report_issued(desk: Desk) -> None:
    """Signed, numbered, sealed and issued: the draft says which document it became."""
    draft = _begin(desk, desk.writer, 47, "BC", "Công tác tiếp công dân tháng 10 năm 2026")
    _write(
        desk,
        desk.writer,
        draft,
        46,
        "Trong tháng 10 năm 2026, Ủy ban nhân dân phường tiếp 38 lượt công dân, tiếp nhận 12 đơn kiến nghị, phản ánh.\n"
        "1. Đã giải quyết xong 10 đơn; 02 đơn đang xác minh, hạn trả lời ngày 05 tháng 12 năm 2026.\n"
        "2. Không có vụ việc đông người, phức tạp, kéo dài.",
        to=_copies("Thường trực Đảng ủy phường"),
    )
    with clock.at(desk.timeline.at(desk.timeline.now - 45)):
        services.submit_draft(actor=desk.head, draft_id=draft.pk)
        document = Document.objects.filter(key=f"draft:{draft.pk}:1").first()  # laid before the leader by the flow
        if document is not None:
            look = correspondence.look_at_document(actor=desk.leader, document_id=document.pk)
            correspondence.sign_document(actor=desk.leader, document_id=document.pk, seen=look.sha256)
            correspondence.seal_and_issue(actor=desk.clerk, document_id=document.pk)
