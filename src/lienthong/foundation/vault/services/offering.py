"""A paper of a dossier on its way to the app that certifies copies (giấy tờ sẽ lập bản sao): sealed, so that neither app has to know the other.

Whoever seals has asked whether the officer may see the file; the note is good for that officer, for an hour.
"""

import uuid
from dataclasses import dataclass

from django.core import signing

from lienthong.kit.actor import Actor
from lienthong.kit.errors import Refused

_SALT = "lienthong.vault.source"
_SECONDS = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePaper:
    """`owner_id` and `owner_name`: whose it is; `reference`: the dossier or filing; `kind`: the code of the component; `name`: its name."""

    owner_id: int
    owner_name: str
    file_id: uuid.UUID
    reference: str
    kind: str
    name: str


def seal_source(actor: Actor, source: SourcePaper) -> str:
    """The note that goes into an address."""
    return signing.dumps(
        [
            actor.account_id,
            source.owner_id,
            source.owner_name,
            str(source.file_id),
            source.reference,
            source.kind,
            source.name,
        ],
        salt=_SALT,
        compress=True,
    )


def open_source(actor: Actor, note: str) -> SourcePaper:
    """What the note says. Raises Refused when it is too old, changed or somebody else's."""
    try:
        account, owner_id, owner_name, file_id, reference, kind, name = signing.loads(
            note, salt=_SALT, max_age=_SECONDS
        )
    except (signing.BadSignature, ValueError):
        account = None
    if account is None or account != actor.account_id:
        raise Refused(
            "Đường dẫn lập bản sao đã quá một giờ hoặc của người khác. Mở lại hồ sơ rồi chọn giấy tờ cần lập bản sao."
        )
    return SourcePaper(
        owner_id=owner_id,
        owner_name=owner_name,
        file_id=uuid.UUID(file_id),
        reference=reference,
        kind=kind,
        name=name,
    )
