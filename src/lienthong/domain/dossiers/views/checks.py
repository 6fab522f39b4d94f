"""What the machine can check before a person decides (điều cần soát): differences from the declaration, open questions, blanks left."""

import re
from dataclasses import dataclass

from django.urls import reverse

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import ReferralState
from lienthong.domain.dossiers.models import Dossier, DraftVersion
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.results import queries as templates
from lienthong.domain.results import services as results
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.text_vi import fold

_BLANK = re.compile(r"(?:\.{4,}|…{2,}|_{3,}|\[[^\]\n]{1,60}\])")

MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Check:
    """One line: `tone` done, soon (look at it) or late (wrong); `url` leads to where it can be seen."""

    tone: str
    text: str
    url: str = ""


def checks_of(
    actor: Actor, dossier: Dossier, version: procedures.VersionSnapshot, draft: DraftVersion | None
) -> list[Check]:
    """What is right and what to look at, the latter first."""
    found = [
        *_declared(actor, dossier, version, draft),
        *_text(dossier, draft),
        *_papers(dossier, version),
        *_others(dossier),
        *_time(dossier),
    ]
    return sorted(found, key=lambda check: ("late", "soon", "done").index(check.tone))


def _declared(
    actor: Actor, dossier: Dossier, version: procedures.VersionSnapshot, draft: DraftVersion | None
) -> list[Check]:
    """Values in the draft that are not those declared."""
    said = draft.fields.get("said", {}) if draft is not None else {}
    template = templates.template(draft.template_id) if draft is not None and draft.kind == "template" else None
    if template is None:
        return []
    about = services.about_of(dossier, actor)
    values = results.merge_values(template, form=version.form, answers=dossier.answers, about=about)
    changed = [value for value in values if value.kind != "input" and value.name in said]
    empty = [value.label for value in values if value.kind != "input" and not said.get(value.name, value.value).strip()]
    checks = []
    if empty:
        shown = ", ".join(label[:1].lower() + label[1:] for label in empty[:MOST_NAMED])
        more = f" và {len(empty) - MOST_NAMED} mục nữa" if len(empty) > MOST_NAMED else ""
        checks.append(Check("soon", f"Hồ sơ không có: {shown}{more}; xem chỗ đó trong dự thảo"))
    if not changed:
        return [*checks, Check("done", "Mọi thông tin trộn vào dự thảo đúng như tờ khai và hồ sơ")]
    return checks + [
        Check(
            "soon",
            f"{value.section + ', ' if value.section else ''}{value.label}: dự thảo ghi “{said[value.name]}”, hồ sơ ghi “{value.value or 'để trống'}”",
        )
        for value in changed
    ]


def _text(dossier: Dossier, draft: DraftVersion | None) -> list[Check]:
    if draft is None:
        return []
    checks = []
    blanks = _BLANK.findall(draft.text)
    if blanks:
        checks.append(Check("soon", f"Còn {len(blanks)} chỗ để trống hoặc trong ngoặc vuông, ví dụ “{blanks[0][:40]}”"))
    if fold(dossier.applicant_name) not in fold(draft.text):
        checks.append(Check("soon", f"Dự thảo không nhắc tên người nộp {dossier.applicant_name}"))
    checks += [Check("soon", f"Bản in khác Word: {note[:1].lower()}{note[1:]}") for note in draft.notes]
    if draft.kind == "word":
        checks.append(
            Check(
                "soon",
                f"{draft.made_by_name} sửa trong Word rồi tải lên; đối chiếu với bản trước",
                _compare(dossier, draft.number - 1, draft.number) if draft.number > 1 else "",
            )
        )
    return checks


def _papers(dossier: Dossier, version: procedures.VersionSnapshot) -> list[Check]:
    given = {paper.requirement_key for paper in queries.papers_of(dossier)}
    missing = [
        need.name
        for need in version.requirements
        if need.required
        and need.mode == "submit"
        and not (need.from_form or need.from_register)
        and need.key not in given
    ]
    requests = queries.supplement_requests(dossier)
    checks = [Check("soon", f"Chưa có bản điện tử của “{name}”", _work(dossier, "xu-ly")) for name in missing[:3]] or [
        Check("done", "Đủ thành phần hồ sơ", _work(dossier, "xu-ly"))
    ]
    if requests:
        checks.append(Check("done", f"Đã bổ sung {len(requests)} lần", _work(dossier, "dien-bien")))
    return checks


def _others(dossier: Dossier) -> list[Check]:
    """Agencies that were asked."""
    checks = []
    for referral in queries.referrals_of(dossier):
        if referral.state == ReferralState.OPEN:
            until = referral.due_at.astimezone(clock.VIETNAM)
            late = "đã quá hạn" if referral.is_overdue else "hạn"
            checks.append(
                Check(
                    "soon",
                    f"{referral.agency.name} chưa trả lời, {late} {until:%H:%M, %d/%m/%Y}",
                    _work(dossier, "lien-thong"),
                )
            )
        elif referral.state == ReferralState.ANSWERED:
            checks.append(Check("done", f"{referral.agency.name} đã trả lời", _work(dossier, "lien-thong")))
    return checks


def _time(dossier: Dossier) -> list[Check]:
    if dossier.due_at is None:
        return []
    promised = f"{dossier.due_at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}"
    if dossier.due_at < clock.now():
        return [Check("late", f"Hồ sơ đã quá hẹn trả {promised}")]
    return [Check("done", f"Trong hạn, hẹn trả {promised}")]


def _work(dossier: Dossier, panel: str) -> str:
    return f"{reverse('dossiers:work', args=[dossier.code])}?the={panel}"


def _compare(dossier: Dossier, before: int, after: int) -> str:
    return f"{reverse('dossiers:draft-compare', args=[dossier.code])}?tu={before}&den={after}"
