"""A source of its own: what is under a subject may be read by the specialist and the leader of the ward, and by nobody else."""

import io

import pikepdf

from lienthong.foundation.files.queries import StoredFile
from lienthong.foundation.reading.queries import Leaf, Readable, Source, Standing
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

SUBJECT = "12"
state = {"said": "Đang xử lý", "tone": "now"}
readers: set[int] = set()
stored: dict[str, StoredFile] = {}


def _open(actor: Actor, subject: str, file_id) -> Readable:
    file = stored.get(str(file_id))
    if file is None or subject != SUBJECT or actor.account_id not in readers:
        raise NotFound
    return Readable(file=file, title="Quyết định", about="Quyết định 12/QĐ-UBND", page_url="/lam-viec/")


def _leaves(actor: Actor, subject: str) -> tuple[Leaf, ...]:
    return tuple(Leaf(file_id=file.id, name=file.name) for file in stored.values())


SOURCE = Source(
    open=_open,
    leaves=_leaves,
    standing=lambda subject: Standing(about="Quyết định 12/QĐ-UBND", state=state["said"], tone=state["tone"]),
)


def pdf(pages: int, *, locked: bool = False) -> bytes:
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(595, 842))
        out = io.BytesIO()
        made.save(out, encryption=pikepdf.Encryption(owner="o", user="u") if locked else False)
    return out.getvalue()
