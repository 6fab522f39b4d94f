"""Whom a letter of a dossier goes to."""

import pytest
from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import Channel
from lienthong.domain.dossiers.services.intake import applicant_of
from lienthong.domain.dossiers.tests.stages import BIRTH, answers_of, picture, submitted
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.files import services as files

pytestmark = pytest.mark.django_db


def test_who_files_online_hears_in_the_account(ward: Ward) -> None:
    contact = queries.contact_of(submitted(ward).id)
    assert (contact.account_id, contact.person_id) == (ward.citizen.account_id, ward.citizen.person_id)


def test_the_officer_at_the_counter_gets_no_letter_of_the_applicant(ward: Ward) -> None:
    answers = answers_of(ward)
    paper = files.store_upload(actor=ward.one_stop, upload=picture(), purpose="paper")
    dossier = services.submit_dossier(
        actor=ward.one_stop,
        version=procedures.current_version(BIRTH),
        agency_id=ward.agency_id,
        reception_agency_id=ward.agency_id,
        answers=answers,
        papers=[services.GivenPaper(requirement_key="birth_notice", file_id=paper.id)],
        applicant=applicant_of(ward.citizen),
        channel=Channel.COUNTER,
    )
    contact = queries.contact_of(dossier.id)
    assert (contact.account_id, contact.person_id) == (None, ward.citizen.person_id)
