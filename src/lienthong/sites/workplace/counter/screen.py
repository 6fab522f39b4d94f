"""What the screen shows (trình bày quầy tiếp nhận): every part from its own app, each with a stamp, so that only what changed is drawn anew."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.choices import PaperShape, ReceptionState
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.eforms import services as eform_services
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.tickets import queries as tickets
from lienthong.foundation.accounts import queries as accounts
from lienthong.foundation.payments import queries as payments
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest
from lienthong.kit.errors import Invalid, Refused
from lienthong.sites.workplace.counter.reading import is_answer

POINT = "counter_point"
"""In the session: at which counter this browser stands."""

SHOWN_WAITING = 10

KEYS = (
    ("F1", "Xem, đổi phím tắt"),
    ("F2", "Gọi số sau; xong thì gọi tiếp"),
    ("F3", "Người nộp: quét thẻ, tìm"),
    ("F4", "Thủ tục"),
    ("F6", "Giấy tờ"),
    ("F7", "Tờ khai"),
    ("F8", "Phí, lệ phí"),
    ("F9", "Tiếp nhận và in"),
    ("F10", "Yêu cầu bổ sung (mẫu 02)"),
    ("Shift+F8", "In biên lai"),
    ("Shift+F9", "Từ chối (mẫu 03)"),
)


def desk(request: ActorRequest) -> dict[str, Any]:
    """The counter itself: where one sits, who is called, who waits, what is unfinished."""
    agency_id = request.actor.agency_id or 0
    points = list(tickets.points(agency_id))
    point = next((each for each in points if each.pk == request.session.get(POINT)), None)
    waiting = tickets.waiting_for(point) if point else []
    now = clock.now()
    return {
        "points": points,
        "point": point,
        "ticket": tickets.at_point(point.pk) if point else None,
        "waiting": len(waiting),
        "waiting_for": waiting[:SHOWN_WAITING],
        "longest": max((int((now - each.taken_at).total_seconds() // 60) for each in waiting), default=0),
        "missed": tickets.missed_today(agency_id, limit=5) if point else [],
        "keys": KEYS,
        "now": now,
        "rail": [],
    }


def landing(request: ActorRequest) -> dict[str, Any]:
    """Between two people."""
    return {
        **desk(request),
        "unfinished": _unfinished(request),
        "finished": dossiers.receptions_finished_today(request.actor),
    }


def reception(
    request: ActorRequest,
    found: dossiers.ReceptionRow,
    *,
    refusal: Refused | None = None,
    problems: Mapping[str, str] | None = None,
    person_ids: Sequence[int] = (),
    query: str = "",
    agency_query: str = "",
    land: str = "",
) -> dict[str, Any]:
    """One person at the counter. `refusal`: what the last act was told; `problems`: by field of the form; `person_ids`: to choose from."""
    told = dict(problems or {})
    if isinstance(refusal, Invalid):
        told = {**told, **refusal.problems}
    context = {
        **desk(request),
        "reception": found,
        "is_open": found.state == ReceptionState.OPEN,
        "mine": found.account_id == request.actor.account_id,
        "query": query,
        "unfinished": [each for each in _unfinished(request) if each["id"] != found.id],
    }
    if not context["is_open"]:
        return {**context, "refusal": refusal, **_done(found)}
    context |= _who(request, found, person_ids)
    version = procedures.version(found.filing.version_id) if found.filing is not None else None
    context |= {
        "version": version,
        "most_used": dossiers.most_used(request.actor),
        "twins": dossiers.twins_of(found),
        "to_answer": [] if is_answer(found) else dossiers.waiting_for_supplement(request.actor, found.person_id),
        "answering": found.filing.dossier if is_answer(found) and found.filing else None,
        **_post(found),
        "agency_query": agency_query,
    }
    if version is not None and found.filing is not None:
        context |= _filing(request, found, version, told)
    context["stamp"] = {
        name: _stamp(context, names)
        for name, names in {
            "fee": ("fees", "total", "order_key"),
            "after": ("due", "total", "order_key", "competent", "received_here", "papers_left", "fee_later"),
        }.items()
    } | {"form": stamp_of_form(found, version)}
    context |= {"refusal": refusal, "problems": told, "summary": _summary(refusal, told, context)}
    context["land"] = "" if context["summary"] else land or _next_place(found, context)
    return context


def _unfinished(request: ActorRequest) -> list[dict[str, Any]]:
    return [
        {
            "id": each.id,
            "ticket_label": each.ticket_label,
            "applicant": each.applicant,
            "saved_at": each.saved_at,
            "officer_name": each.officer_name,
            "is_mine": each.account_id == request.actor.account_id,
            "procedure_name": procedures.version(each.filing.version_id).short_name if each.filing is not None else "",
        }
        for each in dossiers.open_receptions(request.actor)
    ]


def _who(request: ActorRequest, found: dossiers.ReceptionRow, person_ids: Sequence[int]) -> dict[str, Any]:
    facts = found.applicant
    people = [accounts.get_person(each) for each in person_ids[: accounts.MOST_PERSONS]]
    return {
        "applicant": {**facts, "born": shown_day(facts.get("birth_date", ""))},
        "settled": bool(facts.get("id_number")) and facts.get("source") != "typed",
        "typing": facts.get("source") == "typed",
        "presenter": found.presenter,
        "people": people,
        "more_people": len(person_ids) > accounts.MOST_PERSONS,
        "lookalikes": dossiers.lookalikes_of(request.actor, found),
    }


def _filing(
    request: ActorRequest,
    found: dossiers.ReceptionRow,
    version: procedures.VersionSnapshot,
    problems: Mapping[str, str],
) -> dict[str, Any]:
    filing = found.filing
    assert filing is not None
    fees = dossiers.counter_fees(filing, version) if version.form is not None else []
    order = payments.order_for("dossier", found.id)
    papers = _papers(request, found, version)
    competent = filing.agency
    return {
        "filing": filing,
        "cases": dossiers.cases_of(version),
        "case": filing.checked.get("case", ""),
        "competent": competent,
        "is_elsewhere": competent is not None and competent.pk != found.agency_id,
        "received_here": found.received_here,
        "fee_later": found.fee_later,
        "handles_here": procedures.is_handled_by(version, found.agency_id),
        "papers": papers,
        "papers_left": sum(not row["verdict"] for row in papers),
        "papers_bad": sum(row["verdict"] in {"miss", "bad"} and row["need"].required for row in papers),
        "shapes": PaperShape.choices,
        "pages": _pages(request, found, version, problems),
        "fees": fees,
        "total": procedures.total(fees),
        "order": order,
        "order_key": f"{order.state}/{order.amount}/{order.provider_ref}" if order else "",
        "sheet": payments.transfer_sheet(order) if order is not None and order.state == "pending" else None,
        "cash": payments.cash_receipt_for(order),
        "due": dossiers.due_if_accepted_now(competent.pk, version)
        if competent is not None and (filing.dossier is None or filing.dossier.accepted_at is None)
        else None,
        "next_step": next((step for step in version.steps if step.kind != "receive"), None),
    }


def _post(found: dossiers.ReceptionRow) -> dict[str, Any]:
    """For what came in an envelope: the boxes of the postmark, and whether the deadline was kept by it."""
    if "postmark" not in found.by_post or found.filing is None or found.filing.dossier is None:
        return {"by_post": None}
    asked = dossiers.open_supplement_request(found.filing.dossier)
    text = str(found.by_post.get("postmark", ""))
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    until = asked.answer_before.astimezone(clock.VIETNAM).date() if asked else None
    return {
        "by_post": {"postmark": shown_day(text), "tracking": found.by_post.get("tracking", "")},
        "post_until": until,
        "post_late": day is not None
        and until is not None
        and services.counted_day(postmark=day, arrived=clock.today()) > until,
        "post_rule": services.post_rule_on(clock.today()).basis,
        "post_known": day is not None,
    }


def _papers(
    request: ActorRequest, found: dossiers.ReceptionRow, version: procedures.VersionSnapshot
) -> list[dict[str, Any]]:
    checks = dossiers.standing_checks(found, version)
    kept = {} if found.presenter else found.in_vault
    assert found.filing is not None
    files = list(found.filing.papers.select_related("file"))
    asked = dossiers.open_supplement_request(found.filing.dossier) if found.filing.dossier is not None else None
    said = {line.requirement_key: line.reason for line in asked.lines.all()} if asked else {}
    rows = []
    for need in version.requirements:
        if need.key not in checks:
            continue
        check = checks[need.key]
        rows.append(
            {
                "need": need,
                "check": check,
                "asked": said.get(need.key, ""),
                "verdict": check.get("verdict", ""),
                "by_itself": bool(check.get("by_itself")),
                "three_name": f"c.verdict.{need.key}",
                "shape": check.get("shape") or _usual_shape(need),
                "count": check.get("count") or 1,
                "files": [each for each in files if each.requirement_key == need.key],
                "in_vault": [] if any(each.requirement_key == need.key for each in files) else kept.get(need.key, []),
            }
        )
    return rows


def _usual_shape(need: procedures.RequirementSnapshot) -> str:
    """The first shape in which the procedure takes it."""
    first = need.accepted_as[0] if need.accepted_as else "original"
    return {
        "certified_copy": PaperShape.CERTIFIED_COPY,
        "plain_copy": PaperShape.PLAIN_COPY,
        "presented_original": PaperShape.PRESENTED,
        "electronic_data": PaperShape.ELECTRONIC,
    }.get(first, PaperShape.PRESENTED if need.mode != "submit" else PaperShape.ORIGINAL)


def _pages(
    request: ActorRequest,
    found: dossiers.ReceptionRow,
    version: procedures.VersionSnapshot,
    problems: Mapping[str, str],
) -> list[dict[str, Any]]:
    filing = found.filing
    if version.form is None or filing is None:
        return []
    rows = []
    for step in eforms.pages(version.form, filing.answers):
        view = eforms.page_view(
            version.form, step.slug, filing.answers, raw=filing.raw.get(step.slug, {}), problems=problems
        )
        rows.append(
            {
                "view": view,
                "offers": services.offers_on(actor=request.actor, filing=filing, version=version, page=step.slug),
                "people": [
                    group
                    for group in eform_services.people_of(form=version.form, answers=filing.answers, page=step.slug)
                    if group.key not in services.WITHOUT_CARD
                ],
            }
        )
    return rows


def stamp_of_form(found: dossiers.ReceptionRow, version: procedures.VersionSnapshot | None) -> str:
    """Changes when other questions are asked, or when what is filled in beforehand has changed."""
    if version is None or version.form is None or found.filing is None:
        return ""
    filing = found.filing
    structure = eforms.structure_of(version.form)
    asked = [
        question.name
        for page in structure.pages
        for question in structure.asked(page, filing.answers)
        if question.kind != "computed"
    ]
    filled = {name: filing.answers.get(name) for name, source in filing.sources.items() if source.get("by")}
    return _digest([version.id, asked, filled])


def _stamp(context: Mapping[str, Any], names: Sequence[str]) -> str:
    return _digest([context.get(name) for name in names])


def _digest(of: Any) -> str:
    return hashlib.sha256(json.dumps(of, default=str, sort_keys=True).encode()).hexdigest()[:16]


def _summary(refusal: Refused | None, problems: Mapping[str, str], context: Mapping[str, Any]) -> list[dict[str, str]]:
    """{id, label, message} of everything to be mended, in the order of the screen."""
    if refusal is not None and not isinstance(refusal, Invalid):
        return [{"id": PLACES.get(refusal.field, "main"), "label": "", "message": refusal.message}]
    on_pages = [problem for page in context.get("pages", ()) for problem in page["view"].problems]
    shown = {problem["id"].removeprefix("f-") for problem in on_pages}
    beside = [
        {"id": PLACES.get(name, name), "label": "", "message": said}
        for name, said in problems.items()
        if _is_beside(name)
    ]
    # A problem of a question that no box of the screen shows (a rule over several) is said too.
    rest = [
        {"id": "to-khai", "label": "", "message": said}
        for name, said in problems.items()
        if not _is_beside(name) and name.split(".")[0] not in shown and not any(s.startswith(name) for s in shown)
    ]
    return [*beside, *on_pages, *rest]


PLACES = {
    "find": "tim-nguoi",
    "procedure": "thu-tuc",
    "competent": "co-quan",
    "given": "dua",
    "note": "ghi-them",
    "full_name": "c-full_name",
    "id_number": "c-id_number",
    "birth_date": "c-birth_date",
    "phone": "c-phone",
    "presenter_name": "c-presenter_full_name",
    "presenter_number": "c-presenter_id_number",
    "presenter_basis": "c-presenter_basis",
    "postmark": "c-postmark",
    "reason": "ly-do-tra",
}


def _is_beside(name: str) -> bool:
    return name in PLACES or name.startswith(("verdict-", "reason-"))


def _next_place(found: dossiers.ReceptionRow, context: Mapping[str, Any]) -> str:
    if not found.applicant.get("full_name"):
        return "c-full_name" if context["typing"] else "tim-nguoi"
    if found.filing is None:
        return "thu-tuc"
    return ""


def _done(found: dossiers.ReceptionRow) -> dict[str, Any]:
    dossier = found.dossier
    order = payments.order_for("dossier", found.id)
    taken = int(((found.finished_at or clock.now()) - found.started_at).total_seconds())
    return {
        "dossier": dossier,
        "version": procedures.version(dossier.version_id) if dossier else None,
        "minutes": taken // 60,
        "seconds": taken % 60,
        "order": order,
        "cash": payments.cash_receipt_for(order),
        "steps": dossiers.open_steps(dossier) if dossier else [],
        "land": "goi-tiep",
        "is_elsewhere": dossier is not None and dossier.agency_id != found.agency_id,
    }


def shown_day(text: str) -> str:
    """ISO as `12/03/1995`; anything else as it was typed."""
    parts = text.split("-")
    return f"{parts[2]}/{parts[1]}/{parts[0]}" if len(parts) == 3 and len(parts[0]) == 4 else text
