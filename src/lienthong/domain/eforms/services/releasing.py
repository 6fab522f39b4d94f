"""From draft to version (công bố biểu mẫu đã soạn), and the tries that stand guard (tình huống kiểm thử)."""

from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction

from lienthong.domain.eforms.drafting.checking import problems_of
from lienthong.domain.eforms.drafting.entries import named
from lienthong.domain.eforms.drafting.wording import labels_of
from lienthong.domain.eforms.errors import DraftNotFound, EditedMeanwhile, NotReady, SameAsPublished, UnusableCase
from lienthong.domain.eforms.models import Form, FormCase, FormDraft
from lienthong.domain.eforms.policies import can_publish
from lienthong.domain.eforms.services.publishing import publish_form
from lienthong.domain.eforms.services.trying import Typed, run_cases, trial_of
from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed
from lienthong.kit.text_vi import clean


@transaction.atomic
def publish_form_draft(*, actor: Actor, code: str, seen: int) -> Form:
    """Make the draft an immutable version. `seen`: the count of edits of the page on which it was checked.

    Raises NotReady (faults, failing tries), EditedMeanwhile, SameAsPublished, NotAllowed, DraftNotFound.
    """
    if not can_publish(actor):
        raise NotAllowed
    draft = FormDraft.objects.select_for_update().filter(code=code).first()
    if draft is None:
        raise DraftNotFound
    if draft.edits != seen:
        at = f"{draft.edited_at.astimezone(clock.VIETNAM):%H:%M}"
        raise EditedMeanwhile(
            f"{draft.edited_by} vừa sửa bản soạn lúc {at}, sau khi ông/bà mở trang này. Xem lại phần so sánh rồi công bố"
        )
    trial = trial_of(draft)
    musts = [each for each in problems_of(draft.questions, trial.broken) if each.must]
    if musts:
        raise NotReady(f"Còn {len(musts)} lỗi phải sửa trước khi công bố. {musts[0].label}: {musts[0].text}")
    cases = list(FormCase.objects.select_for_update().filter(code=code))
    failing = [each for each in run_cases(trial, cases, labels_of(draft.questions)) if not each.passed]
    if failing:
        raise NotReady(f"Tình huống “{failing[0].case.name}” không còn đúng. {failing[0].said}")
    questions, names = named(draft.questions)
    last = Form.objects.filter(code=code).order_by("-version").first()
    form = publish_form(actor=actor, code=code, title=draft.title, questions=questions)
    if last is not None and form.pk == last.pk:
        raise SameAsPublished
    # The ids of the next draft are the names of this version; the tries go with them.
    for case in cases:
        case.typed = {names.get(key, key): boxes for key, boxes in case.typed.items()}
        case.wrong_at = [names.get(key, key) for key in case.wrong_at]
        case.save(update_fields=["typed", "wrong_at"])
    audit.record(
        actor=actor,
        verb="publish_form_draft",
        subject_type="eforms.form",
        subject_id=form.pk,
        details={"code": code, "version": form.version, "edits": draft.edits},
    )
    draft.delete()
    return form


@transaction.atomic
def keep_case(*, actor: Actor, code: str, name: str, typed: Typed, wrong_at: Sequence[str]) -> FormCase:
    """Keep a try under a name. Raises UnusableCase, NotAllowed."""
    if not can_publish(actor):
        raise NotAllowed
    name = clean(name)[:120]
    if not name:
        raise UnusableCase("Đặt tên cho tình huống, ví dụ “Cha mẹ chưa đăng ký kết hôn”", field="name")
    try:
        with transaction.atomic():
            return FormCase.objects.create(
                code=code, name=name, typed=_plain(typed), wrong_at=list(wrong_at), kept_by=actor.name
            )
    except IntegrityError:
        raise UnusableCase(f"Đã có tình huống tên “{name}”. Đặt tên khác", field="name") from None


def _plain(typed: Typed) -> dict[str, Mapping[str, list[str]]]:
    return {key: {ending: list(texts) for ending, texts in boxes.items()} for key, boxes in typed.items()}


@transaction.atomic
def drop_case(*, actor: Actor, code: str, case_id: int) -> None:
    """Forget a kept try. A try that is not there is no error: it is forgotten."""
    if not can_publish(actor):
        raise NotAllowed
    dropped, _ = FormCase.objects.filter(code=code, pk=case_id).delete()
    if dropped:
        audit.record(
            actor=actor, verb="drop_form_case", subject_type="eforms.case", subject_id=case_id, details={"code": code}
        )
