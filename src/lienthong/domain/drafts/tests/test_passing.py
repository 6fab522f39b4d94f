"""A draft is written, approved, laid before its signer, and comes back or is issued (dự thảo đi từ người soạn đến người ký)."""

import pytest

from lienthong.domain.drafts import queries, services
from lienthong.domain.drafts.choices import DraftState
from lienthong.domain.drafts.errors import DraftNotFound, LayoutReasonNeeded, WrongDraftState
from lienthong.domain.drafts.models import Draft
from lienthong.domain.drafts.tests.conftest import Office, seat, written
from lienthong.kit.actor import SYSTEM
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.ids import new_id

pytestmark = pytest.mark.django_db


def test_it_works(office: Office, draft: Draft):
    written(office, draft)
    services.ask_approval(actor=office.writer, draft_id=draft.pk)
    assert [each.pk for each in queries.approvals_waiting(office.head)] == [draft.pk]
    services.approve_draft(actor=office.head, draft_id=draft.pk, version=2)
    submitted = services.submit_draft(actor=office.writer, draft_id=draft.pk)
    assert (submitted.state, submitted.submission) == (DraftState.SUBMITTED, 1)

    ready = queries.for_signing(SYSTEM, draft.pk)
    version = queries.version_of(submitted)
    assert ready.file_ids == (version.pdf_id,)
    assert ready.word_file_id == version.file_id
    assert (ready.kind, ready.symbol, ready.abstract) == (
        "CV",
        "UBND-VHXH",
        "báo cáo kết quả chuyển đổi số năm 2026",
    ), "an official letter says V/v itself"
    assert ready.signer_position_id == seat(office.leader)
    assert ready.authority == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert [(line.role, line.name) for line in ready.recipients] == [("to", "Sở Khoa học và Công nghệ")]
    assert version.findings == [], "what we set ourselves breaks no rule"

    finished = services.finish_draft(draft_id=draft.pk, document_id=_document(office), notation="15/UBND-VHXH")
    again = services.finish_draft(draft_id=draft.pk, document_id=new_id(), notation="16/UBND-VHXH")
    assert (finished.state, again.notation) == (DraftState.FINISHED, "15/UBND-VHXH"), "told twice it is once"


def _document(office: Office):
    from lienthong.domain.correspondence import services as correspondence
    from lienthong.domain.correspondence.services import Arrival

    arrival = Arrival(
        issuer_name="UBND tỉnh", notation="1/UBND", abstract="Về việc thử", source="paper", issued_on=None
    )
    return correspondence.register_document(actor=office.ward.clerk, arrival=arrival, key="d").pk


def test_the_signer_returns_it_and_it_is_another_submission(office: Office, draft: Draft):
    written(office, draft)
    services.submit_draft(actor=office.head, draft_id=draft.pk)
    assert services.submit_draft(actor=office.head, draft_id=draft.pk).submission == 1, "sent twice, submitted once"
    back = services.reopen_draft(draft_id=draft.pk, reason="Thiếu số liệu quý IV")
    assert (back.state, back.reason) == (DraftState.RETURNED, "Thiếu số liệu quý IV")
    assert services.reopen_draft(draft_id=draft.pk, reason="lần nữa").reason == "Thiếu số liệu quý IV"
    services.save_text(actor=office.writer, draft_id=draft.pk, seen=2, grounds="", body="Đã bổ sung số liệu quý IV.")
    services.submit_draft(actor=office.leader, draft_id=draft.pk)
    assert queries.for_signing(SYSTEM, draft.pk).submission == 2


def test_it_is_not_submitted_without_signer_recipients_or_abstract(office: Office):
    bare = services.start_draft(actor=office.writer, key="trống", kind="TB", abstract="")
    with pytest.raises(Invalid) as told:
        services.ask_approval(actor=office.writer, draft_id=bare.pk)
    assert set(told.value.problems) == {"abstract"}
    with pytest.raises(Invalid) as told:
        services.submit_draft(actor=office.head, draft_id=bare.pk)
    assert set(told.value.problems) == {"abstract", "signer", "recipients"}
    bare.refresh_from_db()
    assert bare.state == DraftState.WRITING, "a refusal changes nothing"


def test_errors_of_the_layout_ask_for_a_reason(office: Office, draft: Draft):
    """The skeleton still holds words in brackets: that is an error of the layout."""
    services.change_facts(
        actor=office.writer,
        draft_id=draft.pk,
        seen=1,
        facts=services.Facts(
            kind="CV",
            abstract=draft.abstract,
            signer_position_id=seat(office.leader),
            recipients=queries.recipients_of(draft),
        ),
    )
    with pytest.raises(LayoutReasonNeeded, match="Chỗ chưa viết"):
        services.submit_draft(actor=office.head, draft_id=draft.pk)
    sent = services.submit_draft(actor=office.head, draft_id=draft.pk, layout_reason="Lãnh đạo điền khi họp")
    assert (sent.state, sent.layout_reason) == (DraftState.SUBMITTED, "Lãnh đạo điền khi họp")


def test_saving_after_approval_takes_the_approval_away(office: Office, draft: Draft):
    written(office, draft)
    services.ask_approval(actor=office.writer, draft_id=draft.pk)
    with pytest.raises(Invalid, match="Còn 1 mục"):
        services.approve_draft(actor=office.head, draft_id=draft.pk, version=1)
    services.approve_draft(actor=office.head, draft_id=draft.pk, version=2)
    services.save_text(actor=office.writer, draft_id=draft.pk, seen=2, grounds="", body="Sửa thêm một câu.")
    draft.refresh_from_db()
    assert (draft.state, draft.approved_version) == (DraftState.WRITING, None)
    with pytest.raises(WrongDraftState, match="Đang soạn"):
        services.submit_draft(actor=office.writer, draft_id=draft.pk)


def test_the_head_returns_it_with_a_reason(office: Office, draft: Draft):
    services.ask_approval(actor=office.writer, draft_id=draft.pk)
    with pytest.raises(Invalid, match="1 mục"):
        services.return_draft(actor=office.head, draft_id=draft.pk, reason=" ")
    services.return_draft(actor=office.head, draft_id=draft.pk, reason="Nêu rõ số liệu từng tháng")
    services.ask_approval(actor=office.writer, draft_id=draft.pk)
    services.take_back_draft(actor=office.writer, draft_id=draft.pk)
    services.abandon_draft(actor=office.writer, draft_id=draft.pk, reason="Đã có văn bản của Sở")
    with pytest.raises(WrongDraftState, match="Thôi soạn"):
        services.save_text(actor=office.writer, draft_id=draft.pk, seen=1, grounds="", body="Viết tiếp.")


def test_others_see_none_and_do_nothing(office: Office, draft: Draft):
    for stranger in (office.other, office.colleague, office.ward.clerk):
        with pytest.raises(DraftNotFound):
            queries.draft_for(stranger, draft.pk)
        with pytest.raises(DraftNotFound):
            services.save_text(actor=stranger, draft_id=draft.pk, seen=1, grounds="", body="x")
    services.ask_opinions(
        actor=office.writer, draft_id=draft.pk, asked=[services.Asked(position_id=seat(office.other))]
    )
    assert queries.draft_for(office.other, draft.pk).pk == draft.pk, "who is asked may read"
    with pytest.raises(NotAllowed, match="Đinh Thị Lan"):
        services.save_text(actor=office.other, draft_id=draft.pk, seen=1, grounds="", body="x")
    with pytest.raises(NotAllowed):
        services.start_draft(actor=office.ward.citizen, key="dân", kind="CV", abstract="x")
    with pytest.raises(DraftNotFound):
        queries.for_signing(SYSTEM, draft.pk)


def test_the_same_start_twice_is_one_draft(office: Office, draft: Draft):
    again = services.start_draft(actor=office.writer, key="mot", kind="QĐ", abstract="khác")
    assert (again.pk, Draft.objects.count()) == (draft.pk, 1)
