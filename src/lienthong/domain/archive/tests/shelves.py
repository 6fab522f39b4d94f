"""What the stories of the archive share: pages of a scanner, a head of a department, files in every state."""

import io
import uuid
from datetime import date

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.province import Ward

from lienthong.domain.archive import services
from lienthong.domain.archive.models import WorkFile
from lienthong.domain.archive.services import DocumentFacts, Line
from lienthong.foundation.accounts import queries as account_queries
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.accounts.models import Account
from lienthong.foundation.organizations import services as organizations
from lienthong.kit.actor import SYSTEM, Actor

YEAR = 2026


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def officer(ward: Ward, username: str, name: str, role: str, agency_id: int | None = None) -> Actor:
    account = accounts.create_officer(
        actor=SYSTEM, username=username, full_name=name, password="mat-khau-dai-2026", email=f"{username}@gialai.gov.vn"
    )
    organizations.appoint(
        actor=SYSTEM,
        account_id=account.pk,
        agency_id=agency_id or ward.agency_id,
        title="Trưởng phòng" if role == "department_head" else "Chuyên viên",
        roles=[role],
        valid_from=date(2025, 7, 1),
    )
    return account_queries.actor_for(account)


def pages(text: str = "a", number: int = 2) -> SimpleUploadedFile:
    """A PDF whose bytes depend on `text`."""
    pdf = pikepdf.new()
    for _ in range(number):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Contents = pdf.make_stream(f"0 0 1 rg 60 700 {len(text) * 7} 60 re f % {text.encode().hex()}".encode())
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return SimpleUploadedFile(f"{text}.pdf", out.getvalue())


def seat(actor: Actor) -> int:
    assert actor.position is not None
    return actor.position.id


def approved_list(ward: Ward, year: int = YEAR) -> int:
    """The list of the year, with one heading and two titles."""
    made = services.prepare_list(actor=ward.clerk, year=year)
    services.save_entry(actor=ward.clerk, list_id=made.pk, line=Line(code="I", title="Tổng hợp", is_heading=True))
    services.save_entry(
        actor=ward.clerk,
        list_id=made.pk,
        line=Line(code="01.TH", title=f"Báo cáo công tác năm {year}", position_id=seat(ward.specialist)),
    )
    services.save_entry(
        actor=ward.clerk, list_id=made.pk, line=Line(code="02.TH", title=f"Công văn trao đổi năm {year}", years=5)
    )
    services.submit_list(actor=ward.clerk, list_id=made.pk)
    services.approve_list(actor=ward.leader, list_id=made.pk)
    return made.pk


FACTS = DocumentFacts(
    subject="Báo cáo kết quả chuyển đổi số quý III",
    organ_name="UBND phường Pleiku",
    kind="BC",
    notation="12/BC-UBND",
    issued_on=date(2026, 3, 5),
    signer="Nguyễn Hồng Hà",
)


def opened(actor: Actor, key: str = "f", *, years: int | None = 10, filled: bool = True, text: str = "") -> WorkFile:
    file = services.open_file(
        actor=actor, key=key, title=f"Kế hoạch, báo cáo chuyển đổi số năm 2026 {text}", years=years
    )
    if filled:
        services.put_upload(actor=actor, file_id=file.pk, upload=pages(text or key), facts=FACTS)
    return file


def archived(ward: Ward, key: str = "f", *, years: int | None = 10) -> WorkFile:
    """Closed, given to the archive, taken by the clerk."""
    file = opened(ward.specialist, key, years=years)
    services.close_file(actor=ward.specialist, file_id=file.pk)
    offer = services.offer_files(actor=ward.specialist, file_ids=[file.pk], key=str(uuid.uuid4()))
    services.take_handover(actor=ward.clerk, handover_id=offer.pk, locations={file.pk: "Kho 1, giá 2, hộp 5"})
    return WorkFile.objects.get(pk=file.pk)
