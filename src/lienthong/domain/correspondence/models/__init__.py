"""Registers, documents, to whom they were given, what was said of them; what waits to be registered; rules of deadlines."""

from lienthong.domain.correspondence.models.arriving import (
    ArrivalAddress,
    WaitingArrival,
    WaitingFile,
)
from lienthong.domain.correspondence.models.collecting import (
    CollectedLetter,
    Mailbox,
)
from lienthong.domain.correspondence.models.document import (
    Document,
    DocumentFile,
    DocumentLink,
    Register,
)
from lienthong.domain.correspondence.models.finding import (
    DocumentWords,
    SavedSearch,
    SearchHit,
)
from lienthong.domain.correspondence.models.outgoing import (
    DocumentCopy,
    KeptNumber,
    NotationSign,
    Outgoing,
    Recipient,
)
from lienthong.domain.correspondence.models.ruling import (
    EditionTelling,
    Phrase,
    RuleEdition,
    Telling,
    TellingRule,
    UrgencyRule,
)
from lienthong.domain.correspondence.models.signing import (
    DocumentLook,
    Round,
    RoundItem,
)
from lienthong.domain.correspondence.models.task import (
    DocumentTask,
    Opinion,
    PrivateNote,
)

__all__ = [
    "ArrivalAddress",
    "CollectedLetter",
    "Document",
    "DocumentCopy",
    "DocumentFile",
    "DocumentLink",
    "DocumentLook",
    "DocumentTask",
    "DocumentWords",
    "EditionTelling",
    "KeptNumber",
    "Mailbox",
    "NotationSign",
    "Opinion",
    "Outgoing",
    "Phrase",
    "PrivateNote",
    "Recipient",
    "Register",
    "Round",
    "RoundItem",
    "RuleEdition",
    "SavedSearch",
    "SearchHit",
    "Telling",
    "TellingRule",
    "UrgencyRule",
    "WaitingArrival",
    "WaitingFile",
]
