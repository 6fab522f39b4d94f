"""Dossiers brought to a stage, for the tests of this app (hồ sơ ở từng chặng)."""

import io
import time
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.models import Dossier, DossierStep
from lienthong.domain.dossiers.services.intake import applicant_of
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.accounts import queries as account_queries
from lienthong.foundation.accounts.models import Account
from lienthong.foundation.files import services as files
from lienthong.kit.actor import Actor

BIRTH = "1.001193"
ANSWERS: dict[str, Any] = {
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
REQUESTER = {
    "req_name": "Siu H'Ngan",
    "req_id_number": "064195000512",
    "req_phone": "0905000512",
    "req_email": "h.ngan@example.vn",
}


def picture(name: str = "giay-chung-sinh.jpg") -> SimpleUploadedFile:
    """A small JPEG."""
    buffer = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(buffer, "JPEG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/jpeg")


def signed_in(client: Client, actor: Actor) -> Client:
    """The client with a session of this account."""
    client.force_login(Account.objects.get(pk=actor.account_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def confirmed(client: Client) -> Client:
    """The client has just shown again who it is, as pages that sign demand."""
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session.save()
    return client


def seen_on(client: Client, dossier: Dossier) -> dict[str, str]:
    """Open the page on which it is decided; what its form sends back."""
    page = client.get(f"/lam-viec/duyet/{dossier.code}/")
    return {"seen": page.context["shown"].sha256}


def answers_of(ward: Ward) -> dict[str, Any]:
    """Complete answers: what the State knows of the citizen and what she typed."""
    filing = services.start_filing(actor=ward.citizen, code=BIRTH)
    known = dict(filing.answers)
    services.discard_filing(actor=ward.citizen, filing_id=filing.id)
    return {**known, **ANSWERS}


def submitted(ward: Ward) -> Dossier:
    """In the reception queue, with its paper."""
    paper = files.store_upload(actor=ward.citizen, upload=picture(), purpose="paper")
    return services.submit_dossier(
        actor=ward.citizen,
        version=procedures.current_version(BIRTH),
        agency_id=ward.agency_id,
        answers=answers_of(ward),
        papers=[services.GivenPaper(requirement_key="birth_notice", file_id=paper.id)],
        applicant=applicant_of(ward.citizen),
    )


def accepted(ward: Ward) -> Dossier:
    """With the specialist."""
    return services.accept_dossier(actor=ward.one_stop, dossier_id=submitted(ward).id)


def with_leader(ward: Ward) -> Dossier:
    """Drafted, waiting for the signature."""
    dossier = accepted(ward)
    dossier = services.draft_result(
        actor=ward.specialist,
        dossier_id=dossier.id,
        step_id=step_of(dossier).id,
        title="Giấy khai sinh",
        body="Siu Bảo An.\n\nSinh ngày 07/11/2026.",
    )
    while step_of(dossier).role == "specialist":
        services.complete_step(
            actor=ward.specialist, dossier_id=dossier.id, step_id=step_of(dossier).id, note="Đủ điều kiện"
        )
    return dossier


def with_clerk(ward: Ward) -> Dossier:
    """Signed, waiting for the seal."""
    dossier = with_leader(ward)
    return services.sign_result(actor=ward.leader, dossier_id=dossier.id, step_id=step_of(dossier).id)


def step_of(dossier: Dossier) -> DossierStep:
    """The one open step."""
    (step,) = queries.open_steps(dossier)
    return step


def with_result(ward: Ward) -> Dossier:
    """Sealed, waiting at the counter for the applicant."""
    return brought_to_result(ward, accepted(ward))


def brought_to_result(ward: Ward, dossier: Dossier) -> Dossier:
    """From acceptance to the result."""
    dossier = services.draft_result(
        actor=ward.specialist,
        dossier_id=dossier.id,
        step_id=step_of(dossier).id,
        title="Giấy khai sinh",
        body="Siu Bảo An.\n\nSinh ngày 07/11/2026.",
    )
    while step_of(dossier).role == "specialist":
        services.complete_step(actor=ward.specialist, dossier_id=dossier.id, step_id=step_of(dossier).id)
    services.sign_result(actor=ward.leader, dossier_id=dossier.id, step_id=step_of(dossier).id)
    dossier = services.complete_step(actor=ward.clerk, dossier_id=dossier.id, step_id=step_of(dossier).id)
    assert step_of(dossier).kind == "return"
    return dossier


def move_seat(position_id: int, department_id: int) -> None:
    """The seat stands in a department from now on."""
    apps.get_model("organizations", "Position").objects.filter(pk=position_id).update(department_id=department_id)


def acting(actor: Actor) -> Actor:
    """The same officer as the next request sees them."""
    return account_queries.actor_for(Account.objects.get(pk=actor.account_id))
