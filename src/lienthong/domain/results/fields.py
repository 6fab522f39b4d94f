"""What a template of a result may name (trường của mẫu kết quả): the answers, a few words about the dossier, places filled on signing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lienthong.domain.declarations import services as declarations
from lienthong.domain.results.choices import ABOUT, ABOUT_SECTION, INPUT, PLACES_SECTION, SIGNING_PLACES
from lienthong.domain.results.models import ResultTemplate
from lienthong.kit.word import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeValue:
    """One simple field of a template as a dossier fills it. `kind`: "answer", "about", or "input" for a text to be written."""

    name: str
    label: str
    value: str
    kind: str
    section: str = ""


def shape_for(form: Any | None) -> Shape:
    """Every field; `form` is the procedure's, None where it has none."""
    questions = declarations.template_fields(form) if form is not None else {}
    about = {
        name: Shape(label=label, example=example, section=ABOUT_SECTION) for name, (label, example) in ABOUT.items()
    }
    places = {name: Shape(label=label, section=PLACES_SECTION) for name, (_, _, label) in SIGNING_PLACES.items()}
    return Shape(fields={**about, **places, **questions, **about, **places})


def inputs_of(used: list[str]) -> list[dict[str, str]]:
    """The texts a template asks for, in the order of the alphabet: {name, label, text}; the label is read off the name."""
    return [{"name": name, "label": input_label(name), "text": ""} for name in used if name.startswith(INPUT)]


def input_label(name: str) -> str:
    """`soan_ly_do` -> `Ly do`: a label to begin with, until somebody gives a better one."""
    words = name.removeprefix(INPUT).replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def merge_values(
    template: ResultTemplate, *, form: Any | None, answers: Mapping[str, Any], about: Mapping[str, str]
) -> list[MergeValue]:
    """The simple fields a template uses with what a dossier says, inputs last. Lists and signing places are not among them."""
    shape = shape_for(form)
    values = _values(form, answers, about)
    used = [name for name in shape.fields if name in template.fields and name not in SIGNING_PLACES]
    made = [
        MergeValue(
            name=name,
            label=shape.fields[name].label or name,
            value=str(values.get(name, "")),
            kind="about" if name in ABOUT else "answer",
            section=shape.fields[name].section,
        )
        for name in used
        if shape.fields[name].item is None
    ]
    return made + [
        MergeValue(name=each["name"], label=each["label"], value=each["text"], kind="input") for each in template.inputs
    ]


def context_for(
    template: ResultTemplate,
    *,
    form: Any | None,
    answers: Mapping[str, Any],
    about: Mapping[str, str],
    said: Mapping[str, str],
) -> dict[str, Any]:
    """Everything the template is filled with; `said` are the values as whoever drafts left them, over those of the dossier."""
    simple = {value.name: value.value for value in merge_values(template, form=form, answers=answers, about=about)}
    known = {name: _clean(said.get(name, value)) for name, value in simple.items()}
    marks = {name: mark for name, (mark, _, _) in SIGNING_PLACES.items()}
    return {**_values(form, answers, about), **known, **marks}


def _values(form: Any | None, answers: Mapping[str, Any], about: Mapping[str, str]) -> dict[str, Any]:
    questions = declarations.template_values(form, answers) if form is not None else {}
    return {**questions, **dict.fromkeys(ABOUT, ""), **about}


def _clean(text: str) -> str:
    """Paragraphs are separated by an empty line (Word's \\a in docxtpl); what no XML holds is left out."""
    lines = "".join(sign for sign in text.replace("\r\n", "\n") if sign == "\n" or sign.isprintable())
    return "\a".join(part.strip("\n") for part in lines.split("\n\n") if part.strip())
