"""Keep templates of results (lưu mẫu kết quả): checked and tried when they come in, published by a second official, replaced by date."""

import re
from datetime import date
from typing import Any

from django.db import transaction

from lienthong.domain.procedures import queries as procedures
from lienthong.domain.results import policies
from lienthong.domain.results.choices import INPUT, SIGNING_PLACES, TemplateState
from lienthong.domain.results.errors import AlreadyJudged, OwnProposal
from lienthong.domain.results.fields import inputs_of, shape_for
from lienthong.domain.results.models import ResultTemplate
from lienthong.domain.results.services.merging import read_result, sample_docx
from lienthong.foundation.audit import services as audit
from lienthong.foundation.files import services as files
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound
from lienthong.kit.word import DOCX, DocumentRefused

_NOTATION = re.compile(r"[A-ZĐ][A-Za-zĐđ0-9]{0,9}(-[A-ZĐ][A-Za-zĐđ0-9]{0,14}){0,2}")
LONGEST_INPUT = 4000


@transaction.atomic
def propose_template(
    *,
    actor: Actor,
    code: str,
    name: str,
    notation: str = "",
    agency_id: int | None,
    file_name: str,
    content: bytes,
    used_from: date,
    remark: str = "",
) -> ResultTemplate:
    """Check a .docx for a result of procedure `code` and lay it before a second official; an earlier proposal is replaced.

    `agency_id` None proposes it for the whole province. Raises NotAllowed, ProcedureNotFound, Invalid, DocumentRefused with everything
    that is wrong with the file.
    """
    if not policies.proposes(actor, agency_id) or actor.account_id is None:
        raise NotAllowed
    version = procedures.current_version(code)
    _require_facts(name, notation, used_from)
    fields, notes = check(content, version.form)
    earlier_ones = ResultTemplate.objects.named(agency_id, version.procedure_id, name.strip())
    earlier_ones.select_for_update().filter(state=TemplateState.PROPOSED).update(
        state=TemplateState.REPLACED, judged_at=clock.now(), judged_by_name=actor.name
    )
    earlier = earlier_ones.first()
    said = {each["name"]: each for each in earlier.inputs} if earlier is not None else {}
    template = ResultTemplate.objects.create(
        agency_id=agency_id,
        procedure_id=version.procedure_id,
        name=name.strip(),
        notation=notation.strip(),
        file=files.store_bytes(
            name=file_name, media_type=DOCX, content=content, purpose="result-template", actor=actor
        ),
        fields=fields,
        inputs=[said.get(each["name"], each) for each in inputs_of(fields)],
        notes=notes,
        used_from=used_from,
        proposed_at=clock.now(),
        proposed_by_id=actor.account_id,
        proposed_by_name=actor.name,
        remark=remark.strip(),
    )
    _record(actor, "propose_result_template", template, sha256=template.file.sha256)
    return template


def check(content: bytes, form: Any | None) -> tuple[list[str], list[str]]:
    """(fields used, what Word shows and the print does not). Raises DocumentRefused with everything that is wrong."""
    from lienthong.kit.word.checking import check_template, tried

    used = check_template(content, shape_for(form), of="thủ tục này", free=INPUT)
    missing = [
        f"Mẫu thiếu {{{{ {name} }}}}: {label[:1].lower()}{label[1:]}. Chép trường này vào đúng chỗ trong Word."
        for name, (_, _, label) in SIGNING_PLACES.items()
        if name not in used
    ]
    if missing:
        raise DocumentRefused.of(missing)
    return used, list(tried(lambda: read_result(sample_docx(content, form, used))).notes)


@transaction.atomic
def describe_inputs(*, actor: Actor, template_id: int, inputs: dict[str, tuple[str, str]]) -> ResultTemplate:
    """Give the texts a template asks for their labels and what stands there to begin with: name -> (label, text). While proposed.

    Raises NotFound, NotAllowed, AlreadyJudged, Invalid.
    """
    template = _proposed(template_id)
    if not policies.proposes(actor, template.agency_id):
        raise NotAllowed
    problems = {
        name: "Nhãn còn trống. Ghi ngắn gọn người soạn phải viết gì, ví dụ: Thời hạn của giấy phép."
        for name, (label, _) in inputs.items()
        if not label.strip()
    } | {
        name: f"Câu điền sẵn dài {len(text)} ký tự, nhiều nhất {LONGEST_INPUT}."
        for name, (_, text) in inputs.items()
        if len(text) > LONGEST_INPUT
    }
    if problems:
        raise Invalid(problems)
    template.inputs = [
        {**each, "label": inputs[each["name"]][0].strip()[:120], "text": inputs[each["name"]][1].strip()}
        if each["name"] in inputs
        else each
        for each in template.inputs
    ]
    template.save(update_fields=["inputs"])
    _record(actor, "describe_result_template", template)
    return template


@transaction.atomic
def publish_template(*, actor: Actor, template_id: int) -> ResultTemplate:
    """The second official puts a template in use, from its day on but not before today. Raises NotFound, NotAllowed, OwnProposal, AlreadyJudged."""
    template = _proposed(template_id)
    _require_second(actor, template)
    template.state = TemplateState.PUBLISHED
    template.used_from = max(template.used_from, clock.today())
    return _judge(actor, template, "publish_result_template")


@transaction.atomic
def decline_template(*, actor: Actor, template_id: int, reason: str) -> ResultTemplate:
    """Not published, with the reason; whoever proposed may take their own back. Raises NotFound, NotAllowed, AlreadyJudged, Invalid."""
    template = _proposed(template_id)
    own = actor.account_id == template.proposed_by_id
    if not own and not policies.publishes(actor, template):
        raise NotAllowed
    if len(reason.strip()) < 5:
        raise Invalid({"reason": "Chưa ghi vì sao không công bố. Ghi chỗ phải sửa để người soạn mẫu làm lại đúng."})
    template.state, template.reason = TemplateState.DECLINED, reason.strip()[:300]
    return _judge(actor, template, "decline_result_template")


@transaction.atomic
def end_template(*, actor: Actor, template_id: int) -> ResultTemplate:
    """Out of use after today; results are drafted by the common form again. Raises NotFound, NotAllowed."""
    template = ResultTemplate.objects.select_for_update().filter(pk=template_id, state=TemplateState.PUBLISHED).first()
    if template is None:
        raise NotFound
    if not policies.publishes(actor, template):
        raise NotAllowed
    if template.used_until is None:
        # Versions published for a later day end too: nothing of this name begins again by itself.
        rows = ResultTemplate.objects.named(template.agency_id, template.procedure_id, template.name)
        rows = rows.select_for_update().filter(state=TemplateState.PUBLISHED, used_until__isnull=True)
        rows.update(used_until=clock.today())
        template.refresh_from_db()
        _record(actor, "end_result_template", template)
    return template


def _proposed(template_id: int) -> ResultTemplate:
    template = ResultTemplate.objects.select_for_update().filter(pk=template_id).first()
    if template is None:
        raise NotFound
    if template.state != TemplateState.PROPOSED:
        raise AlreadyJudged.of(template.get_state_display(), template.judged_by_name)
    return template


def _require_second(actor: Actor, template: ResultTemplate) -> None:
    if not policies.publishes(actor, template) or actor.account_id is None:
        raise NotAllowed
    if actor.account_id == template.proposed_by_id:
        raise OwnProposal


def _judge(actor: Actor, template: ResultTemplate, verb: str) -> ResultTemplate:
    template.judged_at = clock.now()
    template.judged_by_id, template.judged_by_name = actor.account_id, actor.name
    template.save()
    _record(actor, verb, template)
    return template


def _require_facts(name: str, notation: str, used_from: date) -> None:
    problems = {}
    if not name.strip():
        problems["name"] = "Tên kết quả còn trống. Ghi tên giấy tờ sẽ cấp, ví dụ Giấy phép xây dựng nhà ở riêng lẻ."
    elif len(name.strip()) > 200:
        problems["name"] = "Tên kết quả quá dài. Ghi trong 200 ký tự."
    if notation.strip() and not _NOTATION.fullmatch(notation.strip()):
        problems["notation"] = (
            f"Ký hiệu “{notation.strip()[:30]}” chưa đúng dạng. Ghi chữ viết tắt tên loại và cơ quan, ví dụ GXN-UBND, QĐ-UBND."
        )
    if used_from < clock.today():
        problems["used_from"] = f"Ngày bắt đầu dùng {used_from:%d/%m/%Y} đã qua. Chọn hôm nay hoặc một ngày sau."
    if problems:
        raise Invalid(problems)


def _record(actor: Actor, verb: str, template: ResultTemplate, **more: object) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        subject_type="result_template",
        subject_id=template.pk,
        details={"name": template.name, **more},
    )
