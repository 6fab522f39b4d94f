"""Proof that came later takes its place: the result and the document carry it, the bytes that were signed stay, both pages say so."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.province import Ward
from tests.signing.conftest import register

from lienthong.domain.correspondence.models import DocumentFile
from lienthong.domain.correspondence.tests.outgoing_papers import prepare, shown, sign
from lienthong.domain.dossiers.tests import stages
from lienthong.foundation.audit.models import AuditEntry
from lienthong.foundation.files import services as files
from lienthong.foundation.signing import services as signing
from lienthong.foundation.signing.choices import Level
from lienthong.foundation.signing.models import Certificate
from lienthong.kit.events import reacting_at_once

pytestmark = pytest.mark.django_db


def test_what_was_raised_takes_the_place_of_what_was_signed(world, ward: Ward) -> None:
    Certificate.objects.filter(position_id=ward.leader.position.id).delete()
    register(world.authority, ward.leader)
    world.authority.down.add("tsa")
    dossier = stages.with_clerk(ward)
    document = sign(ward, prepare(ward))
    first = files.read_bytes(dossier.result_file)
    written = shown(ward.leader, document)
    world.authority.down.clear()
    cache.clear()
    with reacting_at_once():
        assert signing.raise_waiting() == 2
        assert signing.raise_waiting() == 0
    dossier.refresh_from_db()
    now = files.read_bytes(dossier.result_file)
    assert now.startswith(first)
    verdict = signing.verify_pdf(now)
    assert (verdict.valid, verdict.signers[0].level) == (True, Level.LT)
    assert files.read_bytes(dossier.result_file.made_from) == first
    filled = shown(ward.leader, document)
    assert filled.startswith(written)  # the number and the day stand in what was raised
    assert signing.verify_pdf(filled).valid
    assert AuditEntry.objects.filter(verb__in=["raise_result", "raise_document"]).count() == 2
    client = Client()
    page = client.post("/kiem-tra-chu-ky/", {"file": SimpleUploadedFile("a.pdf", now)})
    assert "Tải bản ký gốc" in page.content.decode()
    given = client.get(f"/kiem-tra-chu-ky/ban-goc/{page.context['original']}/")
    assert b"".join(given.streaming_content) == first
    stages.signed_in(client, ward.leader)
    file_id = DocumentFile.objects.get(document=document, is_main=True).file_id
    panel = client.get(f"/doc/van-ban/{document.pk}/{file_id}/chu-ky/")
    assert "Tải bản ký gốc" in panel.content.decode()
