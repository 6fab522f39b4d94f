"""A draft is submitted, refused, submitted again, signed with its number, issued, and is finished (dự thảo thành văn bản đi)."""

import pytest
from tests.province import Ward

from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.choices import Direction, State
from lienthong.domain.correspondence.models import Document
from lienthong.domain.correspondence.tests.outgoing_papers import give_seal, seat, sign
from lienthong.domain.drafts import services as drafts
from lienthong.domain.drafts.models import Draft
from lienthong.domain.drafts.queries import RecipientLine
from lienthong.foundation.files import services as files
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit.events import reacting_at_once
from lienthong.kit.pdf import blanks

pytestmark = pytest.mark.django_db


def written(ward: Ward, answers: Document) -> Draft:
    """A report to the province in answer to it, typed on the web."""
    province = organizations.root_agency()
    lines = (RecipientLine(name=province.name, role="to", agency_id=province.pk), RecipientLine(name="Lưu: VT"))
    draft = drafts.start_draft(
        actor=ward.specialist,
        key="d1",
        kind="BC",
        abstract="Kết quả chuyển đổi số năm 2026",
        recipients=lines,
        answers_id=answers.pk,
    )
    facts = drafts.Facts(
        kind="BC",
        abstract=draft.abstract,
        signer_position_id=seat(ward.leader),
        recipients=lines,
    )
    drafts.save_text(
        actor=ward.specialist, draft_id=draft.pk, seen=1, grounds="", body="Phường báo cáo như sau.", facts=facts
    )
    return draft


def test_from_the_draft_to_the_register_and_back(ward: Ward):
    give_seal(ward)
    asked = services.register_document(
        actor=ward.clerk,
        arrival=services.Arrival(issuer_name="UBND tỉnh", abstract="Đề nghị báo cáo", source="paper"),
        key="in",
    )
    services.direct_document(
        actor=ward.leader,
        document_id=asked.pk,
        instruction="Báo cáo",
        charges=[services.Charge(part="lead", position_id=seat(ward.specialist))],
    )
    with reacting_at_once():
        draft = written(ward, asked)
        drafts.submit_draft(actor=ward.leader, draft_id=draft.pk, layout_reason="Mẫu của phường")
        laid = Document.objects.get(direction=Direction.OUTGOING)
        assert (laid.state, laid.outgoing.writer_id, laid.abstract) == (
            State.TO_SIGN,
            seat(ward.specialist),
            "Kết quả chuyển đổi số năm 2026",
        )
        assert [row.how for row in queries.recipients_of(laid)] == ["exchange"]
        services.return_to_drafter(actor=ward.leader, document_id=laid.pk, reason="Bổ sung số liệu quý IV")
        draft.refresh_from_db()
        assert (draft.state, draft.reason) == ("returned", "Bổ sung số liệu quý IV")
        drafts.save_text(actor=ward.specialist, draft_id=draft.pk, seen=2, grounds="", body="Đã bổ sung số liệu.")
        drafts.submit_draft(actor=ward.leader, draft_id=draft.pk, layout_reason="Mẫu của phường")
        again = Document.objects.get(direction=Direction.OUTGOING, state=State.TO_SIGN)
        signed = sign(ward, again)
        services.seal_and_issue(actor=ward.clerk, document_id=signed.pk)
    draft.refresh_from_db()
    asked.refresh_from_db()
    assert signed.notation == f"01/{draft.symbol}"
    assert (draft.state, draft.notation, draft.document_id) == ("finished", signed.notation, signed.pk)
    assert asked.state == State.COMPLETED
    content = files.read_bytes(queries.outgoing_for(ward.clerk, signed.pk).files.get(is_main=True).file)
    text = blanks.look_for_blanks(blanks.flattened(content)).text
    assert text.count(signed.notation) == 1, "the number stands in its place, once"
