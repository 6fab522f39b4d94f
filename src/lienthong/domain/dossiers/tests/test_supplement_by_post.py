"""What a list asked for comes in an envelope: taken in as at the counter, in time by the day of the postmark."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import PaperSource, State, Verdict
from lienthong.domain.dossiers.errors import ReceptionElsewhere
from lienthong.domain.dossiers.models import Dossier, Reception
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.audit.models import AccessEntry
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, Refused


@pytest.fixture
def asked(ward: Ward) -> Dossier:
    """Waiting for the paper of birth."""
    dossier = stages.submitted(ward)
    lines = [
        services.JudgedLine(
            requirement_key=need.key,
            verdict=Verdict.MISSING if need.key == "birth_notice" else Verdict.OK,
            reason="Bản chụp mờ" if need.key == "birth_notice" else "",
        )
        for need in procedures.version(dossier.version_id).requirements
    ]
    services.request_supplement(actor=ward.one_stop, dossier_id=dossier.id, lines=lines)
    dossier.refresh_from_db()
    return dossier


def opened(ward: Ward, dossier: Dossier, postmark: str) -> Reception:
    reception = services.begin_supplement_by_post(actor=ward.one_stop, code=dossier.code)
    reception.checks = {"birth_notice": {"verdict": "ok", "shape": "certified", "count": 1}}
    reception.by_post = {"postmark": postmark, "tracking": "RA123456785VN"}
    reception.save(update_fields=["checks", "by_post"])
    return reception


def test_sent_in_time_counts_though_it_arrives_late(ward: Ward, asked: Dossier) -> None:
    request = queries.open_supplement_request(asked)
    assert request is not None
    last = request.answer_before.astimezone(clock.VIETNAM).date()
    with clock.at(request.answer_before + timedelta(days=4)):
        reception = opened(ward, asked, last.isoformat())
        done = services.accept_supplement(actor=ward.one_stop, reception_id=reception.id)
    assert done.state == State.PROCESSING
    (paper,) = [each for each in queries.papers_of(done) if each.requirement_key == "birth_notice"]
    assert paper.source == PaperSource.POST
    request.refresh_from_db()
    assert (request.postmark, request.in_time, request.tracking) == (last, True, "RA123456785VN")


def test_sent_too_late_is_taken_in_and_said(ward: Ward, asked: Dossier) -> None:
    request = queries.open_supplement_request(asked)
    assert request is not None
    late = request.answer_before.astimezone(clock.VIETNAM).date() + timedelta(days=1)
    with clock.at(request.answer_before + timedelta(days=4)):
        services.accept_supplement(actor=ward.one_stop, reception_id=opened(ward, asked, late.isoformat()).id)
    request.refresh_from_db()
    assert request.in_time is False


@pytest.mark.parametrize(
    ("postmark", "said"), [("", "Chưa ghi ngày"), ("2031-01-01", "sau hôm nay"), ("2020-01-01", "có trước phiếu")]
)
def test_a_postmark_that_cannot_be_is_asked_for_again(ward: Ward, asked: Dossier, postmark: str, said: str) -> None:
    reception = opened(ward, asked, postmark)
    with pytest.raises(Invalid) as refused:
        services.accept_supplement(actor=ward.one_stop, reception_id=reception.id)
    assert said in refused.value.problems["postmark"]


def test_an_envelope_is_opened_once_and_only_for_who_waits(client: Client, ward: Ward, asked: Dossier) -> None:
    stages.signed_in(client, ward.one_stop)
    begun = client.post("/lam-viec/quay-tiep-nhan/", {"_do": "by-post", "code": asked.code}, follow=True)
    page = begun.content.decode()
    assert "Ngày trên dấu bưu điện" in page
    assert asked.code in page
    (reception,) = Reception.objects.filter(filing__dossier=asked)
    assert services.begin_supplement_by_post(actor=ward.one_stop, code=asked.code).id == reception.id
    posted = client.post(
        f"/lam-viec/quay-tiep-nhan/{reception.id}/",
        {"_do": "save", "c.postmark": clock.today().strftime("%d/%m/%Y"), "c.tracking": "ra1"},
    )
    assert posted.status_code == 302
    reception.refresh_from_db()
    assert reception.by_post == {"postmark": clock.today().isoformat(), "tracking": "RA1"}
    with pytest.raises(Refused, match="không chờ bổ sung"):
        services.begin_supplement_by_post(actor=ward.one_stop, code=stages.accepted(ward).code)
    looks = AccessEntry.objects.filter(subject_type="reception", subject_id=str(reception.pk))
    assert {(each.person_id, each.account_id) for each in looks} == {(asked.applicant_id, ward.one_stop.account_id)}


def test_whoever_comes_next_is_told_who_has_it_or_goes_on_with_what_was_dropped(ward: Ward, asked: Dossier) -> None:
    first = services.begin_supplement_by_post(actor=ward.one_stop, code=asked.code)
    colleague = replace(ward.one_stop, account_id=ward.clerk.account_id, name="Phạm Thị Lan")
    with pytest.raises(ReceptionElsewhere, match=ward.one_stop.name):
        services.begin_supplement_by_post(actor=colleague, code=asked.code)
    here = services.start_reception(actor=colleague)  # the mother herself, while the envelope lies open
    Reception.objects.filter(pk=here.pk).update(person_id=asked.applicant_id)
    with pytest.raises(ReceptionElsewhere, match=ward.one_stop.name):
        services.take_up_supplement(actor=colleague, reception_id=here.pk, code=asked.code)
    services.drop_reception(actor=ward.one_stop, reception_id=first.pk)
    assert services.begin_supplement_by_post(actor=colleague, code=asked.code).filing_id is not None


@pytest.mark.django_db(transaction=True)
def test_two_officers_open_one_envelope_and_one_has_it(ward: Ward, asked: Dossier) -> None:
    colleague = replace(ward.one_stop, account_id=ward.clerk.account_id, name="Phạm Thị Lan")

    def press(actor: Actor) -> str:
        try:
            return services.begin_supplement_by_post(actor=actor, code=asked.code).state
        except ReceptionElsewhere as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, [ward.one_stop, colleague])) == ["open", "reception-elsewhere"]
    assert Reception.objects.filter(filing__dossier=asked).count() == 1
