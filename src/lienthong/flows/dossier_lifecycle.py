"""What follows from each turn in the life of a dossier: the applicant is told, the papers are printed (vòng đời hồ sơ)."""

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers import services as dossier_services
from lienthong.domain.dossiers.events import (
    DossierAccepted,
    DossierEvent,
    DossierRejected,
    DossierSubmitted,
    DossierSupplemented,
    DossierWithdrawn,
    ResultReturned,
    ResultSigned,
    ResumeLinkAsked,
    StepCompleted,
    SupplementRequested,
)
from lienthong.flows.satisfaction import question_address
from lienthong.foundation.notifications import services as notifications
from lienthong.kit import clock
from lienthong.kit.events import reacts_to

TO_DO = {"supplement", "payment"}
"""Kinds of letter that ask the applicant for something."""


def tell(event: DossierEvent, *, kind: str, subject: str, body: str, path: str = "") -> None:
    """One letter to the applicant, in the application and by e-mail; `event_id` keeps a retry from sending it twice.

    Of a child at another agency the applicant hears only what they have to do: they follow one dossier, its parent.
    """
    contact = dossiers.contact_of(event.dossier_id)
    if contact.is_child and kind not in TO_DO:
        return
    notifications.notify(
        event_id=event.event_id,
        kind=kind,
        subject=f"{subject}: hồ sơ {event.code}",
        body=f"Kính gửi ông/bà {contact.name},\n\n{body}\n\nThủ tục: {contact.procedure}\nCơ quan giải quyết: {contact.agency}",
        url=f"/ho-so/{event.code}/{path}",
        account_id=contact.account_id,
        person_id=contact.person_id,
        email=contact.email,
    )


@reacts_to(DossierSubmitted)
def tell_submitted(event: DossierSubmitted) -> None:
    """The code, and what happens next."""
    by_hand = dossiers.contact_of(event.dossier_id).by_hand
    tell(
        event,
        kind="dossier",
        subject="Đã nhận hồ sơ nộp tại quầy" if by_hand else "Đã nhận hồ sơ nộp trực tuyến",
        body="Hồ sơ của ông/bà đã được gửi đến Bộ phận Một cửa. Cán bộ sẽ kiểm tra và tiếp nhận, hoặc hướng dẫn bổ sung đầy đủ trong một lần.",
    )


@reacts_to(ResumeLinkAsked)
def send_resume_link(event: ResumeLinkAsked) -> None:
    """The way back to a draft; nothing of what was typed stands in the letter."""
    notifications.notify(
        event_id=event.event_id,
        kind="filing",
        subject=f"Làm tiếp bản khai {event.reference}",
        body=(
            "Mở đường dẫn dưới đây trên máy muốn dùng và đăng nhập bằng cùng tài khoản để làm tiếp bản khai. "
            f"Bản khai được giữ đến {event.expires_at.astimezone(clock.VIETNAM):%d/%m/%Y}."
        ),
        url=f"/ban-khai/{event.reference}/",
        # An account made by VNeID has no address of its own, its person may have one.
        account_id=event.account_id if event.person_id is None else None,
        person_id=event.person_id,
    )


@reacts_to(DossierSubmitted)
def keep_declaration(event: DossierSubmitted) -> None:
    """The filled-in form as a paper, beside the papers given."""
    dossier_services.keep_declaration(dossier_id=event.dossier_id)


@reacts_to(DossierSupplemented)
def renew_declaration(event: DossierSupplemented) -> None:
    """Other answers make another paper; the earlier one stays in the record."""
    if event.form_changed:
        dossier_services.keep_declaration(dossier_id=event.dossier_id, anew=True)


@reacts_to(DossierAccepted)
def print_receipt(event: DossierAccepted) -> None:
    """Form 01, with the date promised."""
    dossier_services.make_receipt(dossier_id=event.dossier_id)


@reacts_to(DossierAccepted)
def tell_accepted(event: DossierAccepted) -> None:
    """The due date."""
    contact = dossiers.contact_of(event.dossier_id)
    due = f"{contact.due_at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}" if contact.due_at else ""
    tell(event, kind="dossier", subject="Đã tiếp nhận", body=f"Hồ sơ đã được tiếp nhận. Hẹn trả kết quả: {due}.")


@reacts_to(DossierRejected)
def tell_rejected(event: DossierRejected) -> None:
    """The ground of the refusal."""
    tell(event, kind="dossier", subject="Từ chối tiếp nhận", body=f"Hồ sơ không được tiếp nhận. Lý do: {event.reason}")


@reacts_to(DossierRejected)
def print_rejection_letter(event: DossierRejected) -> None:
    """Form 03."""
    dossier_services.make_rejection_letter(dossier_id=event.dossier_id)


@reacts_to(SupplementRequested)
def print_supplement_letter(event: SupplementRequested) -> None:
    """Form 02."""
    dossier_services.make_supplement_letter(request_id=event.request_id)


@reacts_to(SupplementRequested)
def tell_supplement_requested(event: SupplementRequested) -> None:
    """The complete list, in the letter itself."""
    lines = dossiers.defects_of(event.request_id)
    listed = "\n".join(f"{number}. {line.requirement_name}: {line.reason}" for number, line in enumerate(lines, 1))
    tell(
        event,
        kind="supplement",
        subject=f"Cần bổ sung {len(lines)} giấy tờ",
        body=f"Cán bộ đã xem toàn bộ hồ sơ. Ông/bà cần bổ sung:\n{listed}\n\nThời gian chờ bổ sung không tính vào thời hạn giải quyết.",
        path="bo-sung/",
    )


@reacts_to(DossierSupplemented)
def tell_supplemented(event: DossierSupplemented) -> None:
    """The answer has arrived."""
    tell(
        event,
        kind="dossier",
        subject="Đã nhận bổ sung",
        body="Giấy tờ bổ sung đã đến cơ quan giải quyết. Đồng hồ giải quyết tiếp tục chạy.",
    )


@reacts_to(StepCompleted)
def tell_moved(event: StepCompleted) -> None:
    """Who holds the dossier now, and until when. Silent once the result is there: that has a letter of its own."""
    now_at = dossiers.whereabouts(event.dossier_id)
    if not now_at:
        return
    tell(event, kind="dossier", subject="Đã chuyển bước", body=f"Đã xong: {event.step_name}.\nĐang ở: {now_at}.")


@reacts_to(DossierWithdrawn)
def tell_withdrawn(event: DossierWithdrawn) -> None:
    """The office has stopped working on it."""
    tell(
        event,
        kind="dossier",
        subject="Đã rút hồ sơ",
        body="Cơ quan đã ngừng giải quyết theo yêu cầu rút hồ sơ của ông/bà.",
    )


@reacts_to(ResultSigned)
def tell_signed(event: ResultSigned) -> None:
    """The result is signed."""
    tell(
        event,
        kind="dossier",
        subject="Đã có kết quả",
        body="Kết quả đã được ký số. Bộ phận Một cửa sẽ trả kết quả cho ông/bà.",
    )


@reacts_to(ResultReturned)
def tell_returned(event: ResultReturned) -> None:
    """Where to fetch the result, and the question how it was."""
    tell(
        event,
        kind="result",
        subject="Đã trả kết quả",
        body=(
            "Ông/bà tải kết quả điện tử tại trang hồ sơ. Đề nghị ông/bà dành một phút đánh giá mức độ hài lòng, "
            f"không cần đăng nhập: {question_address(event.dossier_id, event.code)}"
        ),
    )
