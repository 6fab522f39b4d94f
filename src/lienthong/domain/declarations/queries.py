"""Reading Word templates (tra mẫu Word). Which form has one is no secret; the files are for officers."""

from dataclasses import dataclass
from typing import Any

from lienthong.domain.declarations.models import WordTemplate
from lienthong.domain.declarations.word import shape_of
from lienthong.domain.eforms import queries as eforms
from lienthong.kit.word import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A field an official may copy into Word: how it is written, what it says, whether the template in use has it."""

    written: str
    label: str
    used: bool


def current_template(form_code: str) -> WordTemplate | None:
    """The template in use for a form."""
    return WordTemplate.objects.select_related("file").filter(form_code=form_code, retired_at__isnull=True).first()


def templates_in_use() -> dict[str, WordTemplate]:
    """Form code -> template, for lists."""
    return {each.form_code: each for each in WordTemplate.objects.filter(retired_at__isnull=True)}


def history_of(form_code: str) -> list[WordTemplate]:
    """Every template a form ever had, newest first."""
    return list(WordTemplate.objects.filter(form_code=form_code)[:20])


def fields_of(form: Any, template: WordTemplate | None) -> list[FieldRow]:
    """Everything a template of this form may name, in the order of the form."""
    used = set(template.fields) if template is not None else set()
    return [
        FieldRow(written=_written(name, shape), label=shape.label or name, used=name in used)
        for name, shape in shape_of(form).fields.items()
    ]


def _written(name: str, shape: Shape) -> str:
    if shape.item is None:
        return f"{{{{ {name} }}}}"
    inner = " ".join(f"{{{{ dong.{key} }}}}" for key in shape.item.fields) or "{{ dong }}"
    return f"{{% for dong in {name} %}} {inner} {{% endfor %}}"


def form_of(form_code: str) -> Any:
    """The published form. Raises FormNotFound."""
    return eforms.current_form(form_code)
