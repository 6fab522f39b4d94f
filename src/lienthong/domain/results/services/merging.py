"""Fill templates of results and print what became of them (trộn mẫu, dựng bản in)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lienthong.domain.declarations import services as declarations
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.results.choices import AREAS, AUTHORITY_MARK, INPUT, SIGNER_MARK, SIGNING_PLACES
from lienthong.domain.results.fields import context_for, input_label, shape_for
from lienthong.domain.results.models import ResultTemplate
from lienthong.foundation.files import services as files
from lienthong.kit import pdf
from lienthong.kit.word import DocumentRefused

if TYPE_CHECKING:
    from lienthong.kit.word.reading import Reading

_UNKNOWN = "QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ"


def merge(
    template: ResultTemplate,
    *,
    form: Any | None,
    answers: Mapping[str, Any],
    about: Mapping[str, str],
    said: Mapping[str, str],
) -> bytes:
    """The .docx of a draft: the dossier's answers and facts in the template's fields, `said` over them."""
    from lienthong.kit.word.filling import fill_template

    context = context_for(template, form=form, answers=answers, about=about, said=said)
    return fill_template(files.read_bytes(template.file), context)


def sample_docx(content: bytes, form: Any | None, used: Sequence[str]) -> bytes:
    """A template with each field saying its own name, so that an official sees where it lands."""
    from lienthong.kit.word.filling import fill_template

    context = declarations.sample_values(shape_for(form))
    context |= {name: mark for name, (mark, _, _) in SIGNING_PLACES.items()}
    context |= {name: f"[{input_label(name)}]" for name in used if name.startswith(INPUT)}
    return fill_template(content, context)


def template_sample(template: ResultTemplate) -> bytes:
    """`sample_docx` of a kept template."""
    form = procedures.current_version(template.procedure.code).form
    return sample_docx(files.read_bytes(template.file), form, template.fields)


def starting_docx(*, code: str) -> bytes:
    """A template to begin with for a procedure: its result, its questions, thể thức. Raises ProcedureNotFound."""
    from lienthong.domain.results.services.starting import build_docx

    version = procedures.current_version(code)
    questions = declarations.template_fields(version.form) if version.form is not None else {}
    return build_docx(
        title=version.result_name.upper(),
        grounds=[
            "Căn cứ {{ soan_can_cu }};",
            "Theo đề nghị của ông/bà {{ nguoi_nop }}, hồ sơ mã số {{ ma_ho_so }} nộp ngày {{ ngay_nop }},",
        ],
        rows=[
            (shape.label, f"{{{{ {name} }}}}")
            for name, shape in questions.items()
            if shape.item is None and shape.label
        ],
        closing=["{{ soan_noi_dung }}"],
        recipients=["{{ nguoi_nop }};", "Lưu: VT, hồ sơ {{ ma_ho_so }}."],
    )


def read_result(content: bytes, *, authority: str = "", signer: str = "") -> "Reading":
    """A merged .docx as plain data. `authority`: the lines above the signature ("KT. CHỦ TỊCH\\nPHÓ CHỦ TỊCH"); `signer`: the name.

    Without them the lines stand for whoever will sign. Raises DocumentRefused, also when the places of signature, number or day were lost.
    """
    from lienthong.kit.word.reading import read_document

    found = read_document(
        content, areas=AREAS, texts={AUTHORITY_MARK: authority or _UNKNOWN, SIGNER_MARK: signer or "Họ và tên"}
    )
    problems = [
        f"Tệp không còn {mark}: {label[:1].lower()}{label[1:]}. Gõ lại nguyên văn {mark} vào đúng chỗ trong Word."
        for mark, area, label in SIGNING_PLACES.values()
        if area and found.areas.count(area) == 0
    ] + [
        f"Tệp có {found.areas.count(area)} chỗ {mark}. Giữ một chỗ, xóa các chỗ khác."
        for mark, area, _ in SIGNING_PLACES.values()
        if area and found.areas.count(area) > 1
    ]
    if problems:
        raise DocumentRefused.of(problems)
    return found


def print_result(found: "Reading", *, title: str, agency: str, code: str, draft: bool) -> bytes:
    """The paper as PDF; a `draft` says so across the page and has no fields."""
    return pdf.word(
        {"paper": found.paper, "title": title, "agency": agency, "code": code, "draft": draft}, images=found.images
    )
