"""People in front of the pages: the mother who files, her neighbour; a filing ready at any stage."""

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.province import Ward

from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.models import Dossier, Filing
from lienthong.foundation.accounts.models import Account

BIRTH = "1.001193"
ANSWERS = {
    "req_relation": "Mẹ",
    "child_name": "Siu Bảo An",
    "child_birth_date": "2026-11-07",
    "child_gender": "Nam",
    "child_birth_place": "Bệnh viện Nhi Gia Lai, phường Pleiku",
    "child_ethnicity": "10",
    "child_nationality": "VN",
    "child_hometown": {"province": "52", "commune": "23575", "detail": "Làng Ốp"},
    "mother_name": "Siu H'Ngan",
    "mother_birth_year": 1995,
    "father_known": "Không",
}


def photo(name: str = "giay-chung-sinh.jpg", colour: str = "white") -> SimpleUploadedFile:
    """A picture as a telephone makes it, only smaller."""
    buffer = io.BytesIO()
    Image.new("RGB", (300, 400), colour).save(buffer, "JPEG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/jpeg")


def _signed_in(account_id: int | None) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=account_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def mother(ward: Ward) -> Client:
    return _signed_in(ward.citizen.account_id)


@pytest.fixture
def neighbour(ward: Ward) -> Client:
    return _signed_in(ward.neighbour.account_id)


@pytest.fixture
def filing(ward: Ward) -> Filing:
    """Begun, with the agency chosen and nothing else."""
    filing = services.start_filing(actor=ward.citizen, code=BIRTH)
    return services.choose_agency(actor=ward.citizen, filing_id=filing.id, agency_id=ward.agency_id)


@pytest.fixture
def complete(ward: Ward, filing: Filing) -> Callable[..., Filing]:
    """Answers and the one required paper are there; further answers by name."""

    def make(**more: object) -> Filing:
        Filing.objects.filter(id=filing.id).update(answers={**filing.answers, **ANSWERS, **more})
        services.attach_paper(actor=ward.citizen, filing_id=filing.id, requirement_key="birth_notice", upload=photo())
        filing.refresh_from_db()
        return filing

    return make


@pytest.fixture
def dossier(ward: Ward, complete: Callable[..., Filing]) -> Dossier:
    return services.submit_filing(actor=ward.citizen, filing_id=complete().id)
