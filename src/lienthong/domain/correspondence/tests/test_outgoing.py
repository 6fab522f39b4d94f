"""A document is laid before its signer, signed and numbered, sealed, issued, recalled or replaced (văn bản đi)."""

import io
import threading
from datetime import UTC, date, datetime

import pikepdf
import pytest
from django.db import connection
from tests.province import Ward

from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.choices import Delivery, State
from lienthong.domain.correspondence.errors import (
    DocumentNotFound,
    NotAPaper,
    NumberTaken,
    PaperNotSeen,
    SignerOnly,
    StateSecret,
    WrongDocumentState,
)
from lienthong.domain.correspondence.models import Document, KeptNumber, Recipient, Register
from lienthong.domain.correspondence.services import Addressee, Arrival, Charge
from lienthong.domain.correspondence.services.papers import digest_of
from lienthong.domain.correspondence.tests.outgoing_papers import (
    FARMER,
    HOSPITAL,
    MORNING,
    facts,
    give_seal,
    issued,
    paper_bytes,
    prepare,
    seat,
    shown,
    sign,
    stored,
)
from lienthong.foundation.files import services as files
from lienthong.foundation.organizations.models import Department
from lienthong.foundation.signing import services as signing
from lienthong.foundation.signing.errors import NoCertificate
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM
from lienthong.kit.errors import Invalid, NotAllowed, Refused
from lienthong.kit.ids import new_id
from lienthong.kit.pdf import blanks

pytestmark = pytest.mark.django_db


def test_it_works(ward: Ward):
    give_seal(ward)
    with clock.at(MORNING):
        document = prepare(ward)
        assert (document.state, document.number) == (State.TO_SIGN, None)
        assert queries.pile_count(ward.leader) == 1
        signed = sign(ward, document)
        assert (signed.state, signed.notation, signed.issued_on) == (State.SIGNED, "01/TB-UBND", date(2026, 11, 26))
        done = services.seal_and_issue(actor=ward.clerk, document_id=document.pk)
    assert done.state == State.ISSUED
    content = shown(ward.specialist, done)
    verdict = signing.verify_pdf(content)
    assert (verdict.valid, [each.name for each in verdict.signers]) == (
        True,
        ["Nguyễn Hồng Hà", "Ủy ban nhân dân phường"],
    )
    text = blanks.look_for_blanks(blanks.flattened(content)).text
    assert "01/TB-UBND" in text
    assert "ngày 26 tháng 11 năm 2026" in text
    assert queries.outgoing_page(ward.leader, states=[State.ISSUED], text="1 tb ubnd").items == [done]
    assert [row.state for row in queries.recipients_of(done)] == [Delivery.WAITING, Delivery.WAITING]


def test_what_was_seen_is_what_is_signed(ward: Ward):
    document = prepare(ward)
    with pytest.raises(PaperNotSeen):
        services.sign_document(actor=ward.leader, document_id=document.pk, seen=digest_of(document))
    look = services.look_at_document(actor=ward.leader, document_id=document.pk)
    with pytest.raises(PaperNotSeen):
        services.sign_document(actor=ward.leader, document_id=document.pk, seen="0" * 64)
    document.files.create(file_id=stored(name="phu-luc.pdf", content=paper_bytes(title="Phụ lục")), place=1)
    with pytest.raises(PaperNotSeen):
        services.sign_document(actor=ward.leader, document_id=document.pk, seen=look.sha256)
    with pytest.raises(SignerOnly):
        services.look_at_document(actor=ward.clerk, document_id=document.pk)
    assert sign(ward, document).number == 1


def test_the_signer_sends_it_back_and_the_writer_takes_it_back(ward: Ward):
    first = prepare(ward)
    with pytest.raises(Invalid):
        services.return_to_drafter(actor=ward.leader, document_id=first.pk, reason=" ")
    with pytest.raises(SignerOnly):
        services.return_to_drafter(actor=ward.clerk, document_id=first.pk, reason="Sửa căn cứ")
    back = services.return_to_drafter(actor=ward.leader, document_id=first.pk, reason="Sửa căn cứ thứ hai")
    assert (back.state, back.outgoing.reason) == (State.GIVEN_BACK, "Sửa căn cứ thứ hai")
    assert queries.pile_to_sign(ward.leader) == []
    with pytest.raises(WrongDocumentState):
        sign(ward, first)
    second = prepare(ward, "k2")
    with pytest.raises(DocumentNotFound):
        services.withdraw_outgoing(actor=ward.one_stop, document_id=second.pk, reason="nhầm")
    services.withdraw_outgoing(actor=ward.specialist, document_id=second.pk, reason="Đính nhầm tệp")
    assert Document.objects.filter(number__isnull=False).count() == 0, "no number was spent"


def test_the_same_sending_is_one_document(ward: Ward):
    assert prepare(ward).pk == prepare(ward).pk
    assert Document.objects.count() == 1


def test_the_council_has_numbers_of_its_own_beside_those_of_the_committee(ward: Ward):
    kept = services.open_register(actor=ward.clerk, name="Sổ nghị quyết HĐND", direction="outgoing")
    with pytest.raises(Invalid):
        services.name_register(actor=ward.clerk, register_id=kept.pk, issuer_name="Hội đồng nhân dân phường", sign="")
    services.name_register(actor=ward.clerk, register_id=kept.pk, issuer_name="Hội đồng nhân dân phường", sign="HĐND")
    services.set_register_kinds(actor=ward.clerk, register_id=kept.pk, kinds=["NQ"])
    committee = sign(ward, prepare(ward, "ub", kind="NQ"))
    council = sign(ward, prepare(ward, "hd", kind="NQ", register_id=kept.pk))
    second = sign(ward, prepare(ward, "hd2", kind="NQ", register_id=kept.pk))
    assert [each.notation for each in (committee, council, second)] == ["01/NQ-UBND", "01/NQ-HĐND", "02/NQ-HĐND"]
    assert (council.issuer_name, council.register) == ("Hội đồng nhân dân phường", kept)
    assert committee.register != kept, "a type of the council's register stays the committee's own elsewhere"
    with pytest.raises(Refused, match="đã cấp số"):
        services.name_register(actor=ward.clerk, register_id=kept.pk, issuer_name="", sign="")
    drafted = prepare(ward, "du-thao", kind="NQ", symbol="NQ-HĐND")
    assert drafted.outgoing.register_wanted_id == kept.pk, "a draft that bears the council's sign is numbered there"


def test_numbers_run_by_register_and_year_and_stay(ward: Ward):
    decisions = services.open_register(actor=ward.clerk, name="Sổ quyết định", direction="outgoing")
    services.set_register_kinds(actor=ward.clerk, register_id=decisions.pk, kinds=["QĐ", "NQ"])
    with clock.at(datetime(2026, 12, 31, 8, tzinfo=UTC)):
        notice = sign(ward, prepare(ward))
        decision = sign(ward, prepare(ward, "qd", kind="QĐ"))
        letter = sign(ward, prepare(ward, "cv", kind="CV"))
    assert [each.notation for each in (notice, decision, letter)] == ["01/TB-UBND", "01/QĐ-UBND", "02/UBND"]
    assert notice.register != decision.register
    with clock.at(datetime(2026, 12, 31, 17, 30, tzinfo=UTC)):  # half past midnight in Vietnam
        assert sign(ward, prepare(ward, "n")).notation == "01/TB-UBND"
    other = services.open_register(actor=ward.clerk, name="Sổ khác", direction="outgoing")
    with pytest.raises(Invalid, match="1 mục"):
        services.set_register_kinds(actor=ward.clerk, register_id=other.pk, kinds=["QĐ"])


def test_the_department_stands_in_the_notation_of_a_letter(ward: Ward):
    office = Department.objects.create(agency_id=ward.agency_id, code="vp", name="Văn phòng")
    services.set_notation_sign(actor=ward.clerk, text="VP", department_id=office.pk)
    with pytest.raises(Invalid):
        services.set_notation_sign(actor=ward.clerk, text="V/P")
    assert sign(ward, prepare(ward, kind="CV", department_id=office.pk)).notation == "01/UBND-VP"
    assert sign(ward, prepare(ward, "b", kind="KH", department_id=office.pk)).notation == "02/KH-UBND"
    services.set_notation_sign(actor=ward.clerk, text="UBNDPDH")
    assert sign(ward, prepare(ward, "c", kind="KH")).notation == "03/KH-UBNDPDH"


def test_numbers_are_kept_back_used_and_voided_with_a_reason(ward: Ward):
    kept = services.keep_number(actor=ward.clerk, reason="Nghị quyết kỳ họp 5", key="g1")
    again = services.keep_number(actor=ward.clerk, reason="Nghị quyết kỳ họp 5", key="g1")
    assert (kept.number, again.pk) == (1, kept.pk)
    assert sign(ward, prepare(ward)).number == 2
    late = sign(ward, prepare(ward, "late", kept_number_id=kept.pk))
    assert late.number == 1
    with pytest.raises(NumberTaken):
        prepare(ward, "again", kept_number_id=kept.pk)
    with pytest.raises(NumberTaken):
        services.void_kept_number(actor=ward.clerk, kept_id=kept.pk, reason="Không dùng nữa")
    spare = services.keep_number(actor=ward.clerk, reason="Để phát hành chiều nay", key="g2")
    services.void_kept_number(actor=ward.clerk, kept_id=spare.pk, reason="Không ban hành nữa")
    assert KeptNumber.objects.get(pk=spare.pk).voided_at is not None
    assert sign(ward, prepare(ward, "next")).number == 4, "a voided number is not given again"
    wrong = services.void_number(actor=ward.clerk, document_id=late.pk, reason="Ký nhầm bản dự thảo")
    assert (wrong.state, wrong.number, wrong.outcome) == (State.CANCELLED, 1, "Ký nhầm bản dự thảo")
    with pytest.raises(WrongDocumentState):
        services.seal_and_issue(actor=ward.clerk, document_id=late.pk)


def test_given_back_a_kept_number_is_free_again(ward: Ward):
    kept = services.keep_number(actor=ward.clerk, reason="Nghị quyết kỳ họp 5", key="g")
    document = prepare(ward, kept_number_id=kept.pk)
    services.return_to_drafter(actor=ward.leader, document_id=document.pk, reason="Chưa đúng")
    assert queries.kept_numbers(ward.clerk, usable=True) == [kept]


def test_bad_input_says_the_rule_and_the_way_out(ward: Ward):
    with pytest.raises(Invalid) as told:
        prepare(
            ward,
            kind="XX",
            abstract="",
            urgency="now",
            signer_position_id=seat(ward.clerk),
            recipients=(Addressee(name="Ông Siu", how="exchange"),),
        )
    assert set(told.value.problems) == {"kind", "abstract", "urgency", "signer", "recipients"}
    with pytest.raises(Invalid) as told:
        services.prepare_outgoing(actor=ward.specialist, facts=facts(ward), file_ids=[], key="x")
    assert set(told.value.problems) == {"files"}
    picture = files.store_bytes(name="a.png", media_type="image/png", content=b"x", purpose="outgoing").id
    with pytest.raises(NotAPaper, match="không phải PDF hay Word"):
        services.prepare_outgoing(actor=ward.specialist, facts=facts(ward), file_ids=[picture], key="y")
    broken = stored(content=b"%PDF-1.7 cut")
    with pytest.raises(NotAPaper, match="không mở được"):
        services.prepare_outgoing(actor=ward.specialist, facts=facts(ward), file_ids=[broken], key="z")
    secret = stored(content=paper_bytes(paragraphs=["TỐI MẬT"]))
    with pytest.raises(StateSecret):
        services.prepare_outgoing(actor=ward.specialist, facts=facts(ward), file_ids=[secret], key="s")
    numbered = stored(content=paper_bytes(numbered_later=False, number="15/TB-UBND"))
    with pytest.raises(Invalid) as told:
        services.prepare_outgoing(actor=ward.specialist, facts=facts(ward), file_ids=[numbered], key="n")
    assert "15/TB-UBND" in told.value.problems["files"]
    assert not Document.objects.exists()


def test_without_a_seal_the_clerk_says_that_the_paper_is_stamped(ward: Ward):
    document = sign(ward, prepare(ward))
    with pytest.raises(NoCertificate):
        services.seal_and_issue(actor=ward.clerk, document_id=document.pk)
    with pytest.raises(NotAllowed):
        services.seal_document(actor=ward.leader, document_id=document.pk, by_hand=True)
    services.seal_document(actor=ward.clerk, document_id=document.pk, by_hand=True)
    assert services.issue_document(actor=ward.clerk, document_id=document.pk).state == State.ISSUED


def test_appendices_bear_the_seal_of_the_agency(ward: Ward):
    give_seal(ward)
    annex = stored(name="phu-luc.pdf", content=paper_bytes(title="Phụ lục", signer_name=""))
    document = services.prepare_outgoing(
        actor=ward.specialist, facts=facts(ward), file_ids=[stored(ward.specialist), annex], key="k"
    )
    done = services.seal_and_issue(actor=ward.clerk, document_id=sign(ward, document).pk)
    sealed = done.files.get(is_main=False).file
    assert [each.name for each in signing.verify_pdf(files.read_bytes(sealed)).signers] == ["Ủy ban nhân dân phường"]
    assert sealed.made_from_id == annex, "what was given stays as it was"
    with pikepdf.open(
        io.BytesIO(files.read_bytes(sealed))
    ) as opened:  # number, notation and time at the top, no picture
        (field,) = [each for each in opened.Root.AcroForm.Fields if str(each.T) == "PhuLuc"]
        assert float(field.Rect[3]) > float(opened.pages[0].mediabox[3]) - 10


def test_receivers_answer_and_nothing_goes_back(ward: Ward):
    give_seal(ward)
    document = issued(ward)
    mail, paper = queries.recipients_of(document)
    services.mark_sent(actor=ward.clerk, recipient_id=paper.pk, note="Bưu điện, EMS 12345")
    with pytest.raises(DocumentNotFound):
        services.mark_sent(actor=ward.one_stop, recipient_id=paper.pk)
    services.mark_failed(actor=SYSTEM, recipient_id=mail.pk, reason="Hộp thư không tồn tại")
    arrival = services.register_document(
        actor=ward.clerk,
        arrival=Arrival(issuer_name="UBND phường", abstract="Lịch tiêm", source="exchange"),
        key="in",
    )
    for state in ("registered", "sent", "settled", "registered"):
        services.note_answer(actor=SYSTEM, key=paper.key, state=state, document_id=arrival.pk)
    assert services.note_answer(actor=SYSTEM, key="outgoing-x-999", state="settled") is None
    assert services.note_answer(actor=SYSTEM, key="mail-17", state="settled") is None
    states = dict(Recipient.objects.values_list("name", "state"))
    assert states == {HOSPITAL.name: Delivery.FAILED, FARMER.name: Delivery.SETTLED}
    assert queries.delivery_counts([document]) == {document.pk: {"failed": 1, "settled": 1}}


def test_a_recall_keeps_the_number_and_tells_who_has_settled_it(ward: Ward):
    give_seal(ward)
    document = issued(ward)
    mail, paper = queries.recipients_of(document)
    services.note_answer(actor=SYSTEM, key=mail.key, state=Delivery.SETTLED)
    assert [each.name for each in queries.recall_effect(document)[1]] == [HOSPITAL.name]
    with pytest.raises(DocumentNotFound):
        services.recall_document(actor=ward.one_stop, document_id=document.pk, reason="Sai căn cứ pháp lý")
    with pytest.raises(NotAllowed):
        services.recall_document(actor=ward.specialist, document_id=document.pk, reason="Sai căn cứ pháp lý")
    done = services.recall_document(actor=ward.clerk, document_id=document.pk, reason="Sai căn cứ pháp lý")
    assert (done.state, done.number) == (State.RECALLED, 1)
    services.note_recalled(actor=SYSTEM, recipient_id=paper.pk, said="Đã lấy lại", taken_back=True)
    assert Recipient.objects.get(pk=paper.pk).state == Delivery.TAKEN_BACK
    with pytest.raises(WrongDocumentState, match="Đã thu hồi"):
        services.recall_document(actor=ward.clerk, document_id=document.pk, reason="Sai căn cứ pháp lý")


def test_the_new_one_takes_the_place_of_the_old(ward: Ward):
    give_seal(ward)
    old = issued(ward)
    new = prepare(ward, "new", replaces_id=old.pk)
    assert Document.objects.get(pk=old.pk).state == State.ISSUED, "it counts until the new one is out"
    services.seal_and_issue(actor=ward.clerk, document_id=sign(ward, new).pk)
    old.refresh_from_db()
    assert (old.state, old.outgoing.reason) == (State.REPLACED, "Được thay thế bằng Thông báo số 02/TB-UBND.")
    assert old.linked.get().relation == "replaces"
    with pytest.raises(Invalid):
        prepare(ward, "third", replaces_id=old.pk)


def test_an_issued_answer_settles_what_it_answers(ward: Ward):
    give_seal(ward)
    asked = services.register_document(
        actor=ward.clerk,
        arrival=Arrival(issuer_name="Sở Y tế", notation="7/SYT-NVY", abstract="Đề nghị báo cáo", source="paper"),
        key="in",
    )
    services.direct_document(
        actor=ward.leader,
        document_id=asked.pk,
        instruction="Trả lời",
        charges=[
            Charge(part="lead", position_id=seat(ward.specialist)),
            Charge(part="support", position_id=seat(ward.one_stop)),
        ],
    )
    answer = issued(ward, kind="CV", answers_id=asked.pk)
    for _ in range(2):
        services.settle_answered(actor=SYSTEM, document_id=answer.pk)
    asked.refresh_from_db()
    assert asked.state == State.COMPLETED
    assert asked.outcome.startswith("Đã trả lời bằng Công văn số 01/UBND ngày")
    assert sorted(asked.tasks.values_list("part", "state")) == [("lead", "done"), ("support", "recalled")]
    assert asked.linked.get().document_id == answer.pk


def test_what_is_of_others_is_as_if_it_were_not_there(ward: Ward):
    document = prepare(ward)
    for stranger in (ward.one_stop, ward.citizen):
        with pytest.raises(DocumentNotFound):
            queries.outgoing_for(stranger, document.pk)
        assert queries.outgoing_page(stranger, states=[State.TO_SIGN]).items == []
    for insider in (ward.specialist, ward.leader, ward.clerk):
        assert queries.outgoing_for(insider, document.pk) == document
        assert queries.outgoing_page(insider, states=[State.TO_SIGN]).items == [document]
        assert queries.outgoing_counts(insider) == {State.TO_SIGN: 1}


def test_a_round_signs_each_document_on_its_own(ward: Ward):
    good, changed, unseen = prepare(ward, "a"), prepare(ward, "b"), prepare(ward, "c")
    ticked = {
        each.pk: services.look_at_document(actor=ward.leader, document_id=each.pk).sha256 for each in (good, changed)
    }
    changed.files.create(file_id=stored(name="phu-luc.pdf"), place=1)
    ticked[unseen.pk] = "0" * 64
    token = new_id()
    made = services.confirm_round(actor=ward.leader, kind="sign", ticked=ticked, token=token)
    assert services.confirm_round(actor=ward.leader, kind="sign", ticked=ticked, token=token).pk == made.pk
    for item in made.items.all():
        for _ in range(2):
            services.carry_out(item_id=item.pk)
    states = [(item.document_id, item.state) for item in queries.round_for(ward.leader, made.pk)[1]]
    assert states == [(good.pk, "done"), (changed.pk, "failed"), (unseen.pk, "failed")]
    assert Document.objects.filter(state=State.SIGNED).count() == 1
    with pytest.raises(Refused):
        services.confirm_round(actor=ward.leader, kind="sign", ticked={}, token=new_id())


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_leave_no_gap_and_no_double(ward: Ward):
    """Eight signatures at the same moment, two of them of the same document, two on a register of their own."""
    decisions = services.open_register(actor=ward.clerk, name="Sổ quyết định", direction="outgoing")
    services.set_register_kinds(actor=ward.clerk, register_id=decisions.pk, kinds=["QĐ"])
    documents = [prepare(ward, f"k{n}", kind="QĐ" if n > 5 else "TB") for n in range(8)]
    documents[1] = documents[0]
    seen = [services.look_at_document(actor=ward.leader, document_id=each.pk).sha256 for each in documents]
    told: list[object] = []
    at_once = threading.Barrier(8)

    def put_name(n: int) -> None:
        at_once.wait()
        try:
            told.append(services.sign_document(actor=ward.leader, document_id=documents[n].pk, seen=seen[n]).notation)
        except Refused as refused:
            told.append(type(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=put_name, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, told)) == sorted(
        [*(f"0{n}/TB-UBND" for n in range(1, 6)), "01/QĐ-UBND", "02/QĐ-UBND", str(WrongDocumentState)]
    )
    assert Register.objects.filter(direction="outgoing").count() == 2
