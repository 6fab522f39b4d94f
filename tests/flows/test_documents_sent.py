"""A document goes out to an agency and to a hospital by mail, is entered, answered, recalled, and each hears of it (văn bản đi)."""

import smtplib
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from tests.province import Ward, _officer

from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.choices import ArrivalState, Delivery, State
from lienthong.domain.correspondence.errors import WrongDocumentState
from lienthong.domain.correspondence.models import Document, WaitingArrival
from lienthong.domain.correspondence.services import Addressee, Charge
from lienthong.domain.correspondence.tests.outgoing_papers import (
    FARMER,
    HOSPITAL,
    MORNING,
    give_seal,
    prepare,
    seat,
    sign,
)
from lienthong.foundation.notifications import queries as notifications
from lienthong.foundation.notifications import services as letters
from lienthong.foundation.notifications.choices import MailState
from lienthong.foundation.notifications.models import MailMessage
from lienthong.foundation.notifications.services.mailing import MOST_ATTEMPTS, LetterNotSentError
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.events import reacting_at_once
from lienthong.kit.ids import new_id

pytestmark = pytest.mark.django_db


def lines(actor: Actor) -> list[str]:
    return [each.subject for each in notifications.inbox(actor)]


@pytest.fixture
def province_clerk(ward: Ward) -> Actor:
    give_seal(ward)
    return _officer(organizations.root_agency().pk, "van-thu-tinh", "Đinh Thị Hoa", "Văn thư", "clerk")


def send(ward: Ward, key: str = "k", **changed: object) -> Document:
    """To the province by the exchange, to a hospital by mail, to a farmer on paper."""
    province = Addressee(agency_id=organizations.root_agency().pk)
    document = sign(ward, prepare(ward, key, recipients=(province, HOSPITAL, FARMER), **changed))
    return services.seal_and_issue(actor=ward.clerk, document_id=document.pk)


def states(document: Document) -> list[str]:
    return [row.state for row in queries.recipients_of(document)]


def post() -> int:
    """The workers send every letter that waits; how many went out."""
    waiting = MailMessage.objects.filter(state=MailState.QUEUED).values_list("pk", flat=True)
    return sum(letters.send_letter(letter_id=each) for each in list(waiting))


def enter(clerk: Actor) -> Document:
    """The province registers what waits."""
    row = WaitingArrival.objects.get(state=ArrivalState.WAITING)
    arrival = services.Arrival(**services.facts_of(row), source=row.source)
    return services.register_waiting(actor=clerk, arrival_id=row.pk, arrival=arrival)


def test_it_reaches_everybody_and_what_they_do_comes_back(ward: Ward, province_clerk: Actor):
    with reacting_at_once(), clock.at(MORNING):
        document = send(ward)
        assert lines(ward.leader) == ["Trình ký Thông báo: Lịch tiêm chủng mở rộng tháng 12 năm 2026"]
        assert lines(ward.clerk) == ["Chờ đóng dấu, phát hành: Thông báo 01/TB-UBND"]
        assert lines(ward.specialist) == ["Đã phát hành Thông báo 01/TB-UBND"]
        assert states(document) == [Delivery.SENT, Delivery.WAITING, Delivery.WAITING], "the letter is still on its way"
        post()
        assert states(document) == [Delivery.SENT, Delivery.SENT, Delivery.WAITING]
        arrived = enter(province_clerk)
        assert (arrived.notation, arrived.issuer_id, arrived.files.count()) == ("01/TB-UBND", ward.agency_id, 1)
        entered = queries.recipients_of(document)[0]
        assert (entered.state, entered.said) == (Delivery.REGISTERED, "Số đến 1 ngày 26/11/2026")
        leader = _officer(organizations.root_agency().pk, "pct", "Bùi Văn Tư", "Phó Chủ tịch", "agency_leader")
        services.direct_document(
            actor=leader,
            document_id=arrived.pk,
            instruction="Theo dõi",
            charges=[Charge(part="lead", position_id=seat(leader))],
        )
        services.complete_task(actor=leader, task_id=arrived.tasks.get().pk, result="Đã xem")
    assert states(document)[0] == Delivery.SETTLED


def test_the_letter_brings_the_signed_file(ward: Ward, province_clerk: Actor):
    with reacting_at_once(), clock.at(MORNING):
        send(ward)
    letter = MailMessage.objects.get(to=HOSPITAL.address)
    assert letters.send_letter(letter_id=letter.pk)
    (sent,) = mail.outbox
    assert sent.subject.startswith("Thông báo 01/TB-UBND của ")
    ((name, content, kind),) = sent.attachments
    assert (name, kind) == ("thong-bao.pdf", "application/pdf")
    assert content.startswith(b"%PDF")


def test_a_letter_that_is_refused_is_told_and_sent_again_once(ward: Ward, province_clerk: Actor, monkeypatch):
    def refused(letter: EmailMultiAlternatives) -> int:
        raise smtplib.SMTPRecipientsRefused({letter.to[0]: (550, b"5.1.1 Hop thu khong ton tai")})

    with reacting_at_once(), clock.at(MORNING):
        document = send(ward)
        hospital = queries.recipients_of(document)[1]
        with monkeypatch.context() as broken:
            broken.setattr(EmailMultiAlternatives, "send", refused)
            assert post() == 0
        hospital.refresh_from_db()
        assert (hospital.state, hospital.said) == (
            Delivery.FAILED,
            "Máy chủ thư từ chối: 550 5.1.1 Hop thu khong ton tai",
        )
        assert lines(ward.clerk)[0] == f"Gửi lỗi: Thông báo 01/TB-UBND tới {HOSPITAL.name}"
        failed = queries.outgoing_page(ward.clerk, states=[State.ISSUED], deliveries=[Delivery.FAILED])
        assert failed.items == [document]
        for _ in range(2):  # pressed twice
            services.send_again(actor=ward.clerk, recipient_id=hospital.pk, location="vanthu@bvgialai.gov.vn")
        first = hospital.letter
        assert first is not None
        services.note_letter(actor=SYSTEM, letter=first, reason="550 once more")
        hospital.refresh_from_db()
        assert (hospital.state, hospital.sendings) == (Delivery.WAITING, 1), "an earlier letter says nothing any more"
        post()
        assert post() == 0
        hospital.refresh_from_db()
    assert (hospital.state, hospital.said, hospital.address) == (Delivery.SENT, "", "vanthu@bvgialai.gov.vn")
    assert [each.to for each in mail.outbox if each.attachments] == [["vanthu@bvgialai.gov.vn"]]
    with pytest.raises(WrongDocumentState, match="Đã gửi"):
        services.send_again(actor=ward.clerk, recipient_id=queries.recipients_of(document)[0].pk)


def test_what_no_server_takes_goes_on_paper(ward: Ward, province_clerk: Actor, monkeypatch):
    def down(letter: EmailMultiAlternatives) -> int:
        raise ConnectionRefusedError(letter.to)

    with reacting_at_once(), clock.at(MORNING):
        document = send(ward)
        hospital = queries.recipients_of(document)[1]
        with pytest.raises(WrongDocumentState, match="đang chờ máy chủ thư"):
            services.mark_sent(actor=ward.clerk, recipient_id=hospital.pk, note="EMS 12")
        monkeypatch.setattr(EmailMultiAlternatives, "send", down)
        letter = MailMessage.objects.get(to=HOSPITAL.address)
        for _ in range(MOST_ATTEMPTS - 1):
            with pytest.raises(LetterNotSentError):
                letters.send_letter(letter_id=letter.pk)
        assert states(document)[1] == Delivery.WAITING
        letters.send_letter(letter_id=letter.pk)
        assert queries.recipients_of(document)[1].said.startswith(f"Đã thử {MOST_ATTEMPTS} lần không gửi được")
        services.mark_sent(actor=ward.clerk, recipient_id=hospital.pk, note="EMS 12")
        hospital.refresh_from_db()
        assert (hospital.state, hospital.how, hospital.said) == (Delivery.SENT, "paper", "EMS 12")
        services.recall_document(actor=ward.clerk, document_id=document.pk, reason="Sai căn cứ pháp lý")
    assert MailMessage.objects.filter(to=HOSPITAL.address).count() == 1, "told of the recall on paper"


def test_a_letter_that_comes_back_from_a_server_on_the_way_is_a_failure_too(ward: Ward, province_clerk: Actor):
    with reacting_at_once(), clock.at(MORNING):
        document = send(ward)
        post()
        (sent,) = [each for each in mail.outbox if each.attachments]
        raw = (
            "From: Mail Delivery System <MAILER-DAEMON@mx.gialai.gov.vn>\r\nTo: khong-tra-loi@gialai.gov.vn\r\n"
            "Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <bounce1@mx.gialai.gov.vn>\r\n"
            'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
            "--b\r\nContent-Type: text/plain\r\n\r\nI could not deliver it.\r\n"
            "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.gialai.gov.vn\r\n\r\n"
            f"Final-Recipient: rfc822; {HOSPITAL.address}\r\nAction: failed\r\nStatus: 5.2.2\r\n"
            "Diagnostic-Code: smtp; 552 5.2.2 Mailbox full\r\n"
            f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {sent.extra_headers['Message-ID']}\r\n"
            "Subject: x\r\n\r\n--b--\r\n"
        ).encode()
        for _ in range(2):
            report = services.take_letter(raw=raw, agency_id=ward.agency_id)
    hospital = queries.recipients_of(document)[1]
    assert (hospital.state, hospital.said) == (Delivery.FAILED, "Thư bị trả về: smtp; 552 5.2.2 Mailbox full")
    assert lines(ward.clerk)[0] == f"Gửi lỗi: Thông báo 01/TB-UBND tới {HOSPITAL.name}"
    assert (report.state, queries.waiting_arrivals(ward.clerk)) == (ArrivalState.DROPPED, [])


def test_what_a_receiver_sends_back_is_told_to_the_clerks(ward: Ward, province_clerk: Actor):
    with reacting_at_once(), clock.at(MORNING):
        document = send(ward)
        row = WaitingArrival.objects.get()
        services.return_arrival(actor=province_clerk, arrival_id=row.pk, reason="Gửi nhầm cơ quan")
    assert states(document)[0] == Delivery.REFUSED
    assert lines(ward.clerk)[0] == f"{organizations.root_agency().short_name} trả lại Thông báo 01/TB-UBND"


def test_a_recall_reaches_who_has_it_and_who_has_not_entered_it(ward: Ward, province_clerk: Actor):
    with reacting_at_once(), clock.at(MORNING):
        early = send(ward, "a")
        post()
        services.recall_document(actor=ward.clerk, document_id=early.pk, reason="Sai căn cứ pháp lý")
        assert WaitingArrival.objects.get().state == ArrivalState.RETURNED
        assert states(early) == [Delivery.TAKEN_BACK, Delivery.SENT, Delivery.WAITING]
        assert [row.said for row in queries.recipients_of(early)] == [
            "Đã lấy lại, nơi nhận chưa vào sổ.",
            "Thông báo thu hồi đã gửi.",
            "Cần gửi thông báo thu hồi bằng giấy.",
        ]
        late = send(ward, "b")
        arrived = enter(province_clerk)
        services.recall_document(actor=ward.clerk, document_id=late.pk, reason="Sai số liệu phụ lục")
    assert queries.recipients_of(late)[0].said == "Nơi nhận đã vào sổ số đến 1. Thông báo thu hồi đã gửi."
    assert lines(province_clerk)[0].endswith("thu hồi Thông báo 02/TB-UBND")
    told = queries.recalled_by_issuer(arrived)
    assert told is not None
    assert told.document_id == late.pk
    assert {each.subject.split()[0] for each in MailMessage.objects.filter(to=HOSPITAL.address)} == {"Thông", "Thu"}


def test_a_recall_after_it_was_settled_says_so(ward: Ward, province_clerk: Actor):
    with reacting_at_once(), clock.at(MORNING):
        document = send(ward)
        arrived = enter(province_clerk)
        Document.objects.filter(pk=arrived.pk).update(state=State.IN_PROGRESS)
        leader = _officer(organizations.root_agency().pk, "pct", "Bùi Văn Tư", "Phó Chủ tịch", "agency_leader")
        services.complete_document(actor=leader, document_id=arrived.pk, result="Đã thực hiện")
        assert len(queries.recall_effect(document)[1]) == 1
        services.recall_document(actor=ward.leader, document_id=document.pk, reason="Sai số liệu phụ lục")
    row = queries.recipients_of(document)[0]
    assert (row.state, row.recalled_at) == (Delivery.SETTLED, MORNING)
    assert row.said.startswith("Nơi nhận đã giải quyết xong lúc 09:00, 26/11/2026, số đến 1.")
    assert "xem lại việc đã làm" in notifications.inbox(province_clerk)[0].body


def test_an_answer_settles_the_document_and_the_asker_learns_of_it(ward: Ward, province_clerk: Actor):
    with reacting_at_once(), clock.at(datetime(2026, 11, 26, 3, tzinfo=UTC)):
        asked = services.register_document(
            actor=ward.clerk,
            arrival=services.Arrival(issuer_name="UBND tỉnh", abstract="Báo cáo", source="paper"),
            key="in",
        )
        services.direct_document(
            actor=ward.leader,
            document_id=asked.pk,
            instruction="Trả lời",
            charges=[Charge(part="lead", position_id=seat(ward.specialist))],
        )
        send(ward, kind="BC", answers_id=asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.outcome) == (
        State.COMPLETED,
        "Đã trả lời bằng Báo cáo số 01/BC-UBND ngày 26/11/2026.",
    )


def test_a_confirmed_round_is_done_by_jobs(ward: Ward, province_clerk: Actor):
    with reacting_at_once():
        documents = [prepare(ward, f"k{n}") for n in range(2)]
        ticked = {
            each.pk: services.look_at_document(actor=ward.leader, document_id=each.pk).sha256 for each in documents
        }
        services.confirm_round(actor=ward.leader, kind="sign", ticked=ticked, token=new_id())
        services.confirm_round(actor=ward.clerk, kind="seal", ticked=dict.fromkeys(ticked, ""), token=new_id())
    assert list(Document.objects.values_list("state", "number").order_by("number")) == [("issued", 1), ("issued", 2)]
