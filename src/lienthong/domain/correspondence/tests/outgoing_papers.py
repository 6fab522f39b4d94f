"""Papers for tests of outgoing documents: a letter as it is laid before its signer, an appendix, a seal for the ward."""

import uuid
from datetime import UTC, datetime
from typing import Any

from tests.province import Ward

from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.models import Document
from lienthong.domain.correspondence.services import Addressee, OutgoingFacts
from lienthong.foundation.files import services as files
from lienthong.foundation.signing import services as signing
from lienthong.kit import pdf
from lienthong.kit.actor import SYSTEM, Actor

MORNING = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
HOSPITAL = Addressee(name="Bệnh viện Đa khoa tỉnh", how="mail", address="vanthu@bvgialai.vn")
FARMER = Addressee(name="Ông Siu Blô, tổ 5", how="paper")


def paper_bytes(**changed: Any) -> bytes:
    """A letter of the common form with empty places for number, day and signature."""
    data = {
        "agency_parent": "UBND tỉnh Gia Lai",
        "agency": "Ủy ban nhân dân phường",
        "place": "Pleiku",
        "number": "",
        "date": MORNING,
        "numbered_later": True,
        "title": "Thông báo",
        "about": "Về lịch tiêm chủng",
        "paragraphs": ["Tiêm chủng mở rộng vào ngày 10 tháng 12."],
        "signer_lines": ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        "signer_name": "Nguyễn Hồng Hà",
        "code": "",
    }
    return pdf.result({**data, **changed})


_paper: list[bytes] = []


def stored(actor: Actor = SYSTEM, name: str = "thong-bao.pdf", content: bytes | None = None) -> uuid.UUID:
    """A stored file; the common paper, printed once, unless `content` is given."""
    if content is None:
        if not _paper:
            _paper.append(paper_bytes())
        content = _paper[0]
    return files.store_bytes(
        name=name, media_type="application/pdf", content=content, purpose="outgoing", actor=actor
    ).id


def seat(actor: Actor) -> int:
    assert actor.position is not None
    return actor.position.id


def facts(ward: Ward, **changed: Any) -> OutgoingFacts:
    """A notice of the specialist for the leader to sign."""
    said = {
        "kind": "TB",
        "abstract": "Lịch tiêm chủng mở rộng tháng 12 năm 2026",
        "signer_position_id": seat(ward.leader),
        "recipients": (HOSPITAL, FARMER),
    }
    return OutgoingFacts(**{**said, **changed})


def prepare(ward: Ward, key: str = "k", actor: Actor | None = None, **changed: Any) -> Document:
    who = actor or ward.specialist
    return services.prepare_outgoing(actor=who, facts=facts(ward, **changed), file_ids=[stored(who)], key=key)


def sign(ward: Ward, document: Document) -> Document:
    """Looked at and signed."""
    look = services.look_at_document(actor=ward.leader, document_id=document.pk)
    return services.sign_document(actor=ward.leader, document_id=document.pk, seen=look.sha256)


def give_seal(ward: Ward) -> None:
    """The ward gets its own certificate."""
    signing.issue_agency_certificate(agency_id=ward.agency_id, agency_name="Ủy ban nhân dân phường")


def issued(ward: Ward, key: str = "k", **changed: Any) -> Document:
    """One that is out."""
    document = sign(ward, prepare(ward, key, **changed))
    return services.seal_and_issue(actor=ward.clerk, document_id=document.pk)


def shown(actor: Actor, document: Document) -> bytes:
    """The file of a document as it stands now."""
    return files.read_bytes(queries.outgoing_for(actor, document.pk).files.get(is_main=True).file)
