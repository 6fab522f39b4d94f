"""Fill a checked template (điền mẫu Word), in a sandbox all the same: no functions, no attributes of objects, text is never markup."""

import io
from collections.abc import Mapping
from typing import Any

import segno
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2.sandbox import ImmutableSandboxedEnvironment

from lienthong.kit.word.shapes import QR

FILTERS = ("upper", "lower", "capitalize", "default", "join", "length")


class _Environment(ImmutableSandboxedEnvironment):
    """Nothing may be called, and no attribute but a key of a row is read."""

    def is_safe_callable(self, obj: Any) -> bool:
        """Nothing is."""
        return False

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Rows are dicts; their keys are items, not attributes."""
        return False


def environment() -> ImmutableSandboxedEnvironment:
    """A fresh one for each document."""
    made = _Environment(autoescape=True)
    made.globals.clear()
    made.tests.clear()
    for name in [name for name in made.filters if name not in FILTERS]:
        del made.filters[name]
    return made


def fill_template(content: bytes, context: Mapping[str, Any], *, qr: str = "") -> bytes:
    """The .docx with its fields filled. `qr` is drawn where the template says `{{ ma_qr }}`."""
    template = DocxTemplate(io.BytesIO(content))
    template.init_docx()
    picture: Any = ""
    if qr:
        out = io.BytesIO()
        segno.make(qr, error="m", micro=False).save(out, kind="png", scale=6, border=4)
        out.seek(0)
        picture = InlineImage(template, out, width=Mm(25))
    template.render({**context, QR: picture}, jinja_env=environment(), autoescape=True)
    filled = io.BytesIO()
    template.save(filled)
    return filled.getvalue()
