"""The procedure changes while a mother is typing: she learns what is different, and nothing of hers is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.errors import VersionSuperseded
from lienthong.domain.dossiers.models import Filing
from lienthong.domain.dossiers.tests.conftest import ANSWERS, BIRTH, photo
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.procedures import services as procedure_services
from lienthong.domain.procedures.errors import ProcedureClosed
from lienthong.foundation.notifications.models import Notification
from lienthong.kit import clock, events
from lienthong.kit.actor import SYSTEM


def decision(**more: Any) -> procedure_services.DecisionData:
    return procedure_services.DecisionData(
        number="512/QĐ-UBND", decided_on=clock.today(), issuer="Chủ tịch UBND tỉnh", **more
    )


def publish(change: dict[str, Any], *, days: int = 0) -> None:
    """The next version of the birth registration, with its own form written out again."""
    version = procedures.current_version(BIRTH)
    entry = {**procedures.entry_of(version), **change}
    procedure_services.publish_entries(
        actor=SYSTEM, entries=[entry], valid_from=clock.today() + timedelta(days=days), decision=decision()
    )


def typed(ward: Ward, filing: Filing) -> Filing:
    """With answers and a paper."""
    filing.answers = {**filing.answers, "req_phone": "+84912345678", **ANSWERS}
    filing.pages_done = ["nguoi-di-dang-ky", "tre-duoc-khai-sinh", "me-cua-tre", "cha-cua-tre"]
    filing.save()
    services.attach_paper(actor=ward.citizen, filing_id=filing.id, requirement_key="birth_notice", upload=photo())
    return filing


def without(rows: list[dict[str, Any]], key: str, value: str) -> list[dict[str, Any]]:
    return [row for row in rows if row[key] != value]


def test_a_requirement_and_a_question_taken_out_under_a_draft(mother: Client, ward: Ward, filing: Filing) -> None:
    filing = typed(ward, filing)
    entry = procedures.entry_of(procedures.current_version(BIRTH))
    form = {**entry["form"], "questions": without(entry["form"]["questions"], "name", "child_birth_place")}
    papers = [
        *without(entry["requirements"], "key", "birth_notice"),
        {"key": "witness", "name": "Văn bản của người làm chứng", "accepted_as": ["original"]},
    ]
    publish({"form": form, "requirements": papers, "time_limit_value": 2, "time_limit_unit": "working_days"})

    page = mother.get(f"/ban-khai/{filing.reference}/kiem-tra/")
    assert page["Location"] == f"/ban-khai/{filing.reference}/noi-dung-moi/"
    said = mother.get(page["Location"]).content.decode()
    for words in (
        "Văn bản của người làm chứng",
        "Giấy chứng sinh",
        "Nơi sinh",
        "Bệnh viện Nhi Gia Lai",
        "2 ngày làm việc",
    ):
        assert words in said, words
    with pytest.raises(VersionSuperseded):
        services.submit_filing(actor=ward.citizen, filing_id=filing.id)

    now = procedures.current_version(BIRTH)
    assert mother.post(page["Location"], {"version": now.id})["Location"] == f"/ban-khai/{filing.reference}/"
    filing.refresh_from_db()
    assert filing.version_id == now.id
    assert filing.answers["child_name"] == ANSWERS["child_name"]
    assert filing.unasked == {"child_birth_place": ANSWERS["child_birth_place"]}
    assert filing.papers.count() == 1
    assert set(filing.pages_done) == {"nguoi-di-dang-ky", "me-cua-tre", "cha-cua-tre"}
    assert "Văn bản của người làm chứng" in mother.get(f"/ban-khai/{filing.reference}/giay-to/").content.decode()

    publish({"form": entry["form"], "requirements": entry["requirements"]})
    back = services.move_filing(
        actor=ward.citizen, filing_id=filing.id, version_id=procedures.current_version(BIRTH).id
    )
    assert back.answers["child_birth_place"] == ANSWERS["child_birth_place"]
    assert back.unasked == {}


def test_what_is_typed_at_that_moment_is_kept_first(mother: Client, filing: Filing) -> None:
    publish({"summary": "Câu mới."})
    sent = mother.post(
        f"/ban-khai/{filing.reference}/to-khai/me-cua-tre/", {"mother_name": "Siu H'Ngan", "mother_birth_year": "1995"}
    )
    assert sent.status_code == 302
    filing.refresh_from_db()
    assert filing.answers["mother_name"] == "Siu H'Ngan"
    assert mother.get(sent["Location"])["Location"] == f"/ban-khai/{filing.reference}/noi-dung-moi/"


def test_a_version_of_next_month_disturbs_nobody_today(mother: Client, filing: Filing) -> None:
    publish({"summary": "Câu mới."}, days=30)
    assert mother.get(f"/ban-khai/{filing.reference}/to-khai/me-cua-tre/").status_code == 200


def test_withdrawn_under_a_draft_and_with_open_dossiers(mother: Client, ward: Ward, filing: Filing) -> None:
    sent = typed(ward, filing)
    version = procedures.version(sent.version_id)
    services.submit_dossier(
        actor=ward.citizen,
        version=version,
        agency_id=ward.agency_id,
        answers=services.settled_answers(version, sent),
        papers=[services.GivenPaper(requirement_key="birth_notice", file_id=sent.papers.get().file_id)],
        applicant=services.ApplicantData(name="Siu H'Ngan", id_number="064195000512", verified=True),
    )
    counts = queries.open_counts(BIRTH)
    assert (counts.dossiers, counts.filings) == (1, 1)
    with events.reacting_at_once():
        procedure_services.decide(
            actor=SYSTEM,
            code=BIRTH,
            kind="withdraw",
            effective_from=clock.today(),
            decision=decision(reason="Luật mới"),
        )
    told = Notification.objects.get(account_id=ward.citizen.account_id, subject__contains="bãi bỏ")
    assert sent.reference in told.body
    said = mother.get(f"/ban-khai/{sent.reference}/", follow=True).content.decode()
    assert "512/QĐ-UBND" in said
    assert "Siu Bảo An" in said
    with pytest.raises(ProcedureClosed, match="Luật mới"):
        services.submit_filing(actor=ward.citizen, filing_id=sent.id)
    with pytest.raises(ProcedureClosed):
        services.start_filing(actor=ward.neighbour, code=BIRTH)
    gone = mother.get(f"/thu-tuc/{BIRTH}/")
    assert gone.status_code == 410
    assert "Luật mới" in gone.content.decode()


def test_the_way_forward_is_for_its_owner_only(neighbour: Client, filing: Filing) -> None:
    publish({"summary": "Câu mới."})
    assert neighbour.get(f"/ban-khai/{filing.reference}/noi-dung-moi/").status_code == 404
    assert neighbour.post(f"/ban-khai/{filing.reference}/noi-dung-moi/", {"version": "1"}).status_code == 404
