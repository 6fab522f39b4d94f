"""The page on which the office works on one dossier (bàn xử lý hồ sơ): what it shows, for whom, and what stays typed."""

import uuid
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from lienthong.domain.dossiers import policies, queries, services
from lienthong.domain.dossiers.choices import (
    OPEN_STATES,
    Channel,
    PaperKind,
    PaperSource,
    Priority,
    ReturnGround,
    State,
    Verdict,
)
from lienthong.domain.dossiers.models import Dossier, DossierPaper, DossierStep
from lienthong.domain.dossiers.progress import progress_of
from lienthong.domain.dossiers.queries import matching as matching_queries
from lienthong.domain.dossiers.states import TRANSITIONS
from lienthong.domain.dossiers.views.comparing import found_wrong, matching_context
from lienthong.domain.dossiers.views.draft_panel import draft_context
from lienthong.domain.dossiers.views.history import told
from lienthong.domain.dossiers.views.kept_list import list_beside
from lienthong.domain.dossiers.views.lending import referral_context
from lienthong.domain.dossiers.views.life import ACTS, BY_KEY, acts_for, life_context
from lienthong.domain.dossiers.views.opening import panel_context
from lienthong.domain.dossiers.views.posting import ENDED
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.audit import queries as audit_queries
from lienthong.foundation.audit import services as audit
from lienthong.foundation.vault import queries as vault
from lienthong.foundation.workflows import queries as workflows
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest
from lienthong.kit.errors import Invalid, Refused

QUEUE_OF_KIND = {
    "receive": "reception",
    "return": "reception",
    "approve": "approval",
    "sign": "approval",
    "stamp": "stamping",
}

PANELS = {
    "xu-ly": ("Xử lý", "dossiers/staff/_panel_step.html"),
    "doi-chieu": ("Đối chiếu", "dossiers/staff/_panel_match.html"),
    "to-khai": ("Tờ khai", "dossiers/staff/_panel_answers.html"),
    "bo-sung": ("Bổ sung", "dossiers/staff/_panel_supplement.html"),
    "tu-choi": ("Từ chối", "dossiers/staff/_panel_reject.html"),
    "tra-lai": ("Trả lại", "dossiers/staff/_panel_send_back.html"),
    "du-thao": ("Dự thảo", "dossiers/staff/_panel_draft.html"),
    "quy-trinh": ("Quy trình", "dossiers/staff/_panel_process.html"),
    "buu-chinh": ("Bưu chính", "dossiers/staff/_panel_post.html"),
    "lien-thong": ("Liên thông", "dossiers/staff/_panel_referrals.html"),
    "ho-so-con": ("Mở hồ sơ con", "dossiers/staff/_panel_child.html"),
    "dien-bien": ("Diễn biến", "dossiers/staff/_panel_life.html"),
    "lich-su": ("Lịch sử", "dossiers/staff/_panel_history.html"),
    **{act.key: (act.label, "dossiers/staff/_panel_act.html") for act in ACTS},
}
ON_DEMAND = {"bo-sung", "tu-choi", "tra-lai", "ho-so-con", *BY_KEY}
"""Panels that a button of the key bar opens; they have a tab only while they are open."""


def desk_page(
    request: ActorRequest, dossier: Dossier, refusal: Refused | None = None, panel: str = "xu-ly"
) -> HttpResponse:
    """The page; after a refusal with its sentence, its status and everything that was typed."""
    version = procedures.version(dossier.version_id)
    held = ((step, policies.acting_on(request.actor, step)) for step in queries.open_steps(dossier))
    mine, who = next(((step, who) for step, who in held if who is not None), (None, request.actor))
    if dossier.applicant_id is not None:
        audit.record_access(
            actor=who,
            person_id=dossier.applicant_id,
            subject_type="dossier",
            subject_id=dossier.id,
            reason=f"Giải quyết hồ sơ {dossier.code}",
        )
    can = {verb: _may(request, verb, dossier) for verb in ("accept", "reject", "request_supplement", "return_result")}
    can["open_child"] = dossier.parent_id is None and request.actor.is_officer and _may(request, "refer", dossier)
    can["post"] = (
        dossier.state not in ENDED and request.actor.may("dossiers.return_result") and services.is_offered(version)
    )
    papers = queries.papers_of(dossier)
    checks = queries.paper_checks_of(dossier) if dossier.channel == Channel.COUNTER else []
    history = [told(entry) for entry in audit_queries.entries_of("dossier", dossier.id)]
    paid = queries.paid_before_it_ended(dossier)
    allowed = [*_panels(mine, dossier, can), *(act.key for act in acts_for(request.actor, dossier, paid))]
    requests = queries.supplement_requests(dossier)
    asked, panel = panel, panel if panel in allowed else "xu-ly"
    sections = eforms.summary(version.form, dossier.answers, blanks=False)
    completable = mine is not None and mine.kind not in services.OWN_VERBS and dossier.state == State.PROCESSING
    form_is_shown = asked == panel and (panel != "xu-ly" or completable)
    context = {
        "dossier": dossier,
        # After a refusal the page stands under the address of the act: its links name their own.
        "work_url": reverse("dossiers:work", args=[dossier.code]),
        "version": version,
        "step": mine,
        "on_behalf_of": who.on_behalf_of,
        "completable": completable,
        "papers": [paper for paper in papers if paper.file_id],
        "checklist": _checklist(
            request.POST, version, papers, checks, found_wrong(version, matching_queries.matchings_of(dossier))
        ),
        "reception": queries.reception_of(dossier) if dossier.channel == Channel.COUNTER else None,
        "sections": sections,
        "progress": progress_of(dossier),
        "requests": requests,
        "history": history,
        "opinions": [entry for entry in history if entry["said_note"]],
        **(list_beside(request, mine, QUEUE_OF_KIND.get(mine.kind, "processing")) if mine else {"neighbours": []}),
        "can": can,
        "post_choice": services.choice_for(dossier),
        "asked_of_child": queries.asked_of_child(dossier),
        "result_on_paper": mine is not None
        and mine.kind == "return"
        and any(part.kind == PaperKind.RESULT for part in queries.parts_of(dossier.id)),
        "copy_links": _copy_links(request, dossier, papers),
        "reused": _reused(dossier, papers),
        "can_scan": dossier.state in OPEN_STATES and policies.scans_for(request.actor, dossier),
        "can_draft": mine is not None and mine.kind in services.DRAFTING_KINDS and dossier.state == State.PROCESSING,
        "refusal": refusal,
        "problems": refusal.problems if isinstance(refusal, Invalid) else {},
        "last_act": history[-1] if refusal is not None and refusal.code == "wrong-state" and history else None,
        "kept": [] if refusal is None or form_is_shown else _typed(request.POST),
        "panel": panel,
        "tab_shown": "dien-bien" if panel in BY_KEY else panel,
        "panel_template": PANELS[panel][1],
        "tabs": [
            {"key": key, "label": PANELS[key][0], "count": len(history) if key == "lich-su" else 0}
            for key in allowed
            if key not in ON_DEMAND or (key == panel and key not in BY_KEY)
        ],
        "typed": request.POST,
        "look_url": _look_url(mine, dossier),
        **(
            draft_context(request, dossier, version, draft_text(dossier, sections), refusal)
            if panel == "du-thao"
            else {}
        ),
        **(
            {"return_grounds": ReturnGround.choices, "return_targets": services.return_targets(dossier, mine)}
            if panel == "tra-lai" and mine is not None
            else {}
        ),
        "process_url": f"{reverse('workflows:bpmn', args=[workflows.workflow_of(dossier.workflow_instance)])}?cot=2"
        if panel == "quy-trinh" and dossier.workflow_instance
        else "",
        "process_label": f"Sơ đồ quy trình {version.short_name}",
        "rail": queries.rail(request.actor, QUEUE_OF_KIND.get(mine.kind, "processing") if mine else "register"),
        "now": clock.now(),
        **(panel_context(request.actor, dossier, may_change=can["post"]) if panel == "buu-chinh" else {}),
        **(matching_context(dossier, version, step=mine, typed=request.POST) if panel == "doi-chieu" else {}),
        **(
            referral_context(
                request.actor, dossier, request.POST, refusal.problems if isinstance(refusal, Invalid) else None
            )
            if panel in {"lien-thong", "ho-so-con"}
            else {}
        ),
        **(
            life_context(
                request.actor,
                dossier,
                requests,
                paid,
                asked=panel,
                typed=request.POST,
                problems=refusal.problems if isinstance(refusal, Invalid) else None,
            )
            if panel == "dien-bien" or panel in BY_KEY
            else {}
        ),
        "priorities": Priority.choices,
        **_preview(request, dossier, papers, has_form=version.form is not None),
    }
    return render(request, "dossiers/staff/work.html", context, status=refusal.status if refusal else 200)


def _copy_links(request: ActorRequest, dossier: Dossier, papers: list[DossierPaper]) -> list[dict[str, str]]:
    """Papers scanned here from an original: each with the address that makes a certified copy of it."""
    if dossier.state not in OPEN_STATES or not policies.scans_for(request.actor, dossier):
        return []
    scanned = [paper for paper in papers if paper.source == PaperSource.COUNTER and paper.file_id]
    notes = [(paper.name, services.copy_source(request.actor, dossier, paper)) for paper in scanned]
    return [{"name": name, "url": f"/lam-viec/ban-sao/lap/?tu={note}"} for name, note in notes if note]


def _reused(dossier: Dossier, papers: list[DossierPaper]) -> list[dict[str, Any]]:
    """Papers of the applicant's vault among those of the dossier, each with the consent it was given by."""
    mine = [paper for paper in papers if paper.source == PaperSource.VAULT and paper.file_id]
    given = vault.given_with(dossier.code) if mine else {}
    return [{"name": paper.name, "given": given.get(paper.file_id)} for paper in mine if paper.file_id in given]


def _panels(mine: DossierStep | None, dossier: Dossier, can: dict[str, bool]) -> list[str]:
    """The panels that make sense now; the acts come and go, reading stays."""
    keys = ["xu-ly"]
    if can["request_supplement"] and mine is not None and mine.kind != "stamp":
        keys.append("bo-sung")
    if can["reject"]:
        keys.append("tu-choi")
    if mine is not None and mine.kind in {"approve", "sign", "stamp"}:
        keys.append("tra-lai")
    if dossier.accepted_at is not None:
        keys.insert(1, "doi-chieu")
    keys.append("to-khai")
    if dossier.accepted_at is not None:
        keys.append("du-thao")
    if can["post"] or services.choice_for(dossier) is not None:
        keys.append("buu-chinh")
    if can["open_child"]:
        keys.append("ho-so-con")
    return [*keys, "quy-trinh", "lien-thong", "dien-bien", "lich-su"]


def _look_url(mine: DossierStep | None, dossier: Dossier) -> str:
    """Where the step is decided after a look; "" where there is nothing to look at."""
    if mine is None or mine.kind not in services.LOOKED_AT_KINDS or dossier.state != State.PROCESSING:
        return ""
    return reverse("dossiers:look", args=[dossier.code]) if dossier.draft_file_id else ""


DECLARATION = "to-khai"
"""In place of a file's id in the address: the declaration, printed when it is opened first."""


def _preview(
    request: ActorRequest, dossier: Dossier, papers: list[DossierPaper], *, has_form: bool
) -> dict[str, object]:
    """What the viewer shows: the paper asked for; whoever approves, signs or stamps sees the draft or the result first."""
    sheets = [
        {
            "file_id": str(paper.file_id),
            "name": paper.name,
        }
        for paper in papers
        if paper.file is not None and paper.source != PaperSource.FORM
    ]
    first = sheets[0] if sheets else None
    if has_form:
        sheets.insert(0, {"file_id": DECLARATION, "name": "Tờ khai"})
    outcome = dossier.result_file_id or dossier.draft_file_id
    if outcome:
        name = "Kết quả đã ký" if dossier.result_file_id else "Dự thảo kết quả"
        sheets.append({"file_id": str(outcome), "name": name})
    if not sheets:
        return {"sheets": [], "shown": None}
    wanted = request.GET.get("giay-to", "")
    if any(paper.source == PaperSource.FORM and str(paper.file_id) == wanted for paper in papers):
        wanted = DECLARATION
    # The answers stand in the panel already, so beside them the first paper is shown.
    default = sheets[-1] if outcome and not request.actor.may("dossiers.receive") else first or sheets[0]
    shown = next((sheet for sheet in sheets if sheet["file_id"] == wanted), default)
    at = sheets.index(shown)
    return {
        "sheets": sheets,
        "shown": shown,
        "read_id": _declaration(dossier, papers) if shown["file_id"] == DECLARATION else shown["file_id"],
        "sheet_before": sheets[at - 1]["file_id"] if at else "",
        "sheet_after": sheets[at + 1]["file_id"] if at + 1 < len(sheets) else "",
        "shows_papers": request.GET.get("xem") == "giay",
    }


def _declaration(dossier: Dossier, papers: list[DossierPaper]) -> uuid.UUID | None:
    """The printed declaration, printed now when the background job has not got to it yet."""
    kept = next((paper for paper in papers if paper.source == PaperSource.FORM and paper.file_id), None)
    kept = kept or services.keep_declaration(dossier_id=dossier.id)
    return kept.file_id if kept else None


def draft_text(dossier: Dossier, sections: list[eforms.SummarySection]) -> str:
    """A first wording of the result from the declaration, for the specialist to mend."""
    lines = [
        f"Căn cứ hồ sơ mã số {dossier.code} của ông/bà {dossier.applicant_name} nộp ngày {dossier.submitted_at.astimezone(clock.VIETNAM):%d/%m/%Y}."
    ]
    lines += [
        f"{section.title}: "
        + "; ".join(f"{row.label[:1].lower()}{row.label[1:]}: {row.value}" for row in section.rows)
        + "."
        for section in sections
    ]
    return "\n\n".join(lines)


def _may(request: ActorRequest, verb: str, dossier: Dossier) -> bool:
    return dossier.state in TRANSITIONS[verb].sources and policies.can(request.actor, verb, dossier)


def _typed(post: QueryDict) -> list[str]:
    """What a person wrote into a form that no longer has its place, so that it can be copied."""
    controls = ("csrfmiddlewaretoken", "step")
    return [
        str(value).strip()
        for name, value in post.items()
        if name not in controls and not name.startswith("verdict-") and str(value).strip()
    ]


def _checklist(
    typed: QueryDict,
    version: procedures.VersionSnapshot,
    papers: list[DossierPaper],
    checks: Sequence[queries.PaperCheckRow] = (),
    wrong: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> list[dict[str, object]]:
    """One row per requirement: what was given, and what the officer has said so far."""
    rows: list[dict[str, object]] = []
    for need in version.requirements:
        given = [paper for paper in papers if paper.requirement_key == need.key]
        seen = next((check for check in checks if check.requirement_key == need.key), None)
        known = need.from_form or need.from_register or need.mode != "submit" or not need.required
        known = known or (seen is not None and seen.verdict == Verdict.OK)
        default = Verdict.OK if given or known else Verdict.MISSING
        verdict, reason = wrong.get(need.key, (default, ""))
        rows.append(
            {
                "need": need,
                "papers": given,
                "seen": seen,
                "three_name": f"verdict-{need.key}",
                "three_value": typed.get(f"verdict-{need.key}", verdict),
                "reason_id": f"reason-{need.key}",
                "reason": typed.get(f"reason-{need.key}", reason),
                "remedy": typed.get(f"remedy-{need.key}", ""),
            }
        )
    return rows
