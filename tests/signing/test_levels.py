"""How much proof a signature carries, with the authority answering, silent, and back again."""

import io

import pikepdf
import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from lienthong.foundation.files import services as files
from lienthong.foundation.signing import services
from lienthong.foundation.signing.choices import Level, RaisingState, SignatureState
from lienthong.foundation.signing.jobs import StillSilentError, ask_again
from lienthong.foundation.signing.models import AgencySigning, Raising, RevocationAnswer
from lienthong.kit import pdf
from lienthong.kit.pdf.tests.test_documents import RESULT

pytestmark = pytest.mark.django_db


def sign(actor, **options):
    return services.sign_pdf(
        actor=actor, content=pdf.result(RESULT), reason="Ký kết quả", location="Ia Grai", **options
    )


def test_time_and_proof_are_in_the_file(signer):
    signed = sign(signer)
    verdict = services.verify_pdf(signed, may_ask=False)
    assert verdict.valid, verdict.problems
    (found,) = verdict.signers
    assert (found.state, found.level, found.is_time_proven) == (SignatureState.VALID, Level.LT, True)
    with pikepdf.open(io.BytesIO(signed)) as opened:
        assert len(opened.Root.DSS.OCSPs) == 3  # the signer, the issuing authority, the authority of time
    assert not Raising.objects.exists()
    assert RevocationAnswer.objects.count() == 3
    again = sign(signer)  # what was told is not asked again
    assert RevocationAnswer.objects.count() == 3
    assert services.verify_pdf(again).valid


def test_an_agency_has_its_own_level(signer):
    AgencySigning.objects.create(agency_id=signer.agency_id, level=Level.T, set_by_name="Quản trị")
    signed = sign(signer)
    assert services.verify_pdf(signed).signers[0].level == Level.T
    with pikepdf.open(io.BytesIO(signed)) as opened:
        assert "/DSS" not in opened.Root


def test_nobody_waits_for_a_silent_authority_and_the_proof_comes_later(signer, world):
    from django.core.cache import cache

    world.authority.down.update({"tsa", "ocsp", "crl"})
    signed = sign(signer)
    stored = files.store_bytes(name="ket-qua.pdf", media_type="application/pdf", content=signed, purpose="result")
    waiting = Raising.objects.get()
    assert (waiting.wanted, waiting.reached, waiting.state) == (Level.LT, Level.B, RaisingState.WAITING)
    verdict = services.verify_pdf(signed)
    assert verdict.valid
    assert verdict.is_asked_again
    assert "Chưa hỏi được" in verdict.signers[0].notes[0]
    assert services.raise_waiting() == 0
    waiting.refresh_from_db()
    assert "chưa trả lời" in waiting.why
    jobs = ProcrastinateJob.objects.filter(task_name="signing.ask_again")
    assert jobs.count() == 2  # about the signer and about who issued to it, however often it is looked at
    services.verify_pdf(signed)
    assert jobs.count() == 2
    with pytest.raises(StillSilentError):
        ask_again(**jobs.first().args)
    world.authority.down.clear()
    cache.clear()
    RevocationAnswer.objects.all().delete()
    ask_again(**jobs.first().args)
    assert RevocationAnswer.objects.count() == 1
    assert services.raise_waiting() == 1
    assert services.raise_waiting() == 0  # nothing twice
    waiting.refresh_from_db()
    assert waiting.state == RaisingState.DONE
    assert files.read_bytes(stored) == signed  # what was signed stays
    raised = files.read_bytes(waiting.raised)
    assert raised.startswith(signed)
    verdict = services.verify_pdf(raised, may_ask=False)
    assert verdict.valid, verdict.problems
    assert (verdict.signers[0].level, verdict.signers[0].is_time_proven) == (Level.LT, True)


def test_what_is_signed_on_replaces_what_waited(signer, world):
    world.authority.down.add("tsa")
    first = sign(signer)
    services.sign_pdf(actor=signer, content=first, reason="Ký thêm", location="Ia Grai")
    assert sorted(Raising.objects.values_list("state", flat=True)) == [RaisingState.REPLACED, RaisingState.WAITING]


def test_a_transaction_others_wait_for_asks_nobody(signer):
    sign(signer, prove_later=True)
    assert Raising.objects.get().reached == Level.B


def test_a_file_that_was_never_kept_is_given_up(signer, world):
    from datetime import timedelta

    world.authority.down.add("tsa")
    sign(signer)
    waiting = Raising.objects.get()
    Raising.objects.update(signed_at=waiting.signed_at - timedelta(days=2))
    assert services.raise_waiting() == 0
    waiting.refresh_from_db()
    assert waiting.state == RaisingState.GIVEN_UP


def test_an_appendix_names_the_document_it_belongs_to(signer):
    services.create_demo_authority()
    services.issue_agency_certificate(agency_id=signer.agency_id, agency_name="Ủy ban nhân dân xã Ia Grai")
    made = services.seal_appendix(
        actor=signer, content=pdf.result(RESULT), notation="12/QĐ-UBND", reason="Ký phụ lục", location="Ia Grai"
    )
    verdict = services.verify_pdf(made)
    assert verdict.valid, verdict.problems
    with pikepdf.open(io.BytesIO(made)) as opened:
        (field,) = [each for each in opened.Root.AcroForm.Fields if each.T == "PhuLuc"]
        assert float(field.Rect[3]) > float(opened.pages[0].mediabox[3]) - 10
