"""What a button of the screen does (các thao tác ở quầy). One function an act; the rules are in the services."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.urls import reverse

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.choices import ReceptionState
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.tickets import services as tickets
from lienthong.kit.access import ActorRequest
from lienthong.kit.errors import Invalid, NotFound, Refused
from lienthong.kit.money import parse_money
from lienthong.kit.text_vi import fold
from lienthong.sites.workplace.counter.reading import is_answer, whole

MOST_AGENCIES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Where an act leads: to `land` on the same screen, or to `url`; `stay`: the screen comes at once with `shown`."""

    land: str = ""
    url: str = ""
    stay: bool = False
    shown: Mapping[str, Any] = field(default_factory=dict)


type Act = Callable[[ActorRequest, dossiers.ReceptionRow, str], Done]


def run(
    request: ActorRequest, found: dossiers.ReceptionRow, verb: str, rest: str, *, problems: Mapping[str, str]
) -> Done:
    """Do `verb` with what stands behind its colon. Unknown verbs only save. Raises what the services raise."""
    if verb == JUDGED:
        accept = services.accept_supplement if is_answer(found) else services.accept_reception
        done = accept(actor=request.actor, reception_id=found.id, also=problems)
        return _concluded(request, found, done.code)
    return ACTS.get(verb, _save)(request, found, rest)


def _save(request: ActorRequest, found: dossiers.ReceptionRow, rest: str) -> Done:
    return Done()


def _find(request: ActorRequest, found: dossiers.ReceptionRow, rest: str) -> Done:
    text = request.POST.get("_find", "")
    if not text.strip():
        raise Invalid({"find": "Chưa có gì để tìm. Quét thẻ, hoặc gõ số căn cước, họ tên, số điện thoại."})
    search = services.find_applicant(actor=request.actor, reception_id=found.id, text=text)
    if search.person_ids:
        return Done(stay=True, shown={"person_ids": search.person_ids, "land": "nguoi-1"})
    (messages.warning if search.trouble else messages.success)(request, search.said)
    return Done()


def _person(request: ActorRequest, found: dossiers.ReceptionRow, rest: str) -> Done:
    services.choose_applicant(actor=request.actor, reception_id=found.id, person_id=whole(rest))
    return Done()


def _retype(request: ActorRequest, found: dossiers.ReceptionRow, rest: str) -> Done:
    services.retype_applicant(actor=request.actor, reception_id=found.id)
    return Done(land="c-full_name")


def _procedure(request: ActorRequest, found: dossiers.ReceptionRow, rest: str) -> Done:
    code = rest
    if not code:
        text = request.POST.get("_q", "").strip()
        rows = procedures.search_procedures(text, limit=1).rows if text else ()
        if not rows:
            raise Invalid(
                {"procedure": f"Không có thủ tục nào như “{text[:60]}”. Gõ từ khác, ví dụ: khai sinh, chứng thực."}
            )
        code = rows[0].code
    services.choose_procedure(actor=request.actor, reception_id=found.id, code=code)
    return Done(land="giay-to")


def _supplement_of(request: ActorRequest, found: dossiers.ReceptionRow, rest: str) -> Done:
    services.take_up_supplement(actor=request.actor, reception_id=found.id, code=rest)
    return Done(land="giay-to")


def _competent(request: ActorRequest, found: dossiers.ReceptionRow, rest: str) -> Done:
    agency_id = whole(rest) or _agency_named(found, request.POST.get("_competent", ""))
    services.choose_competent_agency(actor=request.actor, reception_id=found.id, agency_id=agency_id)
    return Done(land="giay-to")


def agencies_like(found: dossiers.ReceptionRow, text: str) -> Sequence[Any]:
    """Agencies that handle the chosen procedure and whose name holds `text`, without accents; at most MOST_AGENCIES."""
    wanted = fold(text[:80])
    if found.filing is None or len(wanted) < 2:
        return []
    rows = procedures.agencies_for(procedures.version(found.filing.version_id)).order_by("sort_key")
    return [each for each in rows if wanted in fold(each.name)][:MOST_AGENCIES]


def _agency_named(found: dossiers.ReceptionRow, text: str) -> int:
    rows = agencies_like(found, text)
    exact = [each for each in rows if fold(each.name) == fold(text)]
    if len(exact or rows) == 1:
        return int((exact or rows)[0].pk)
    if not rows:
        raise Invalid(
            {
                "competent": f"Không có cơ quan nào tên “{text[:60]}” giải quyết thủ tục này. Gõ vài chữ của tên xã, phường, sở."
            }
        )
    raise Invalid(
        {"competent": f"Có {len(rows)} cơ quan có tên gần với “{text[:60]}”. Chọn một cơ quan trong danh sách gợi ý."}
    )


def _fill(request: ActorRequest, found: dossiers.ReceptionRow, rest: str) -> Done:
    page, _, key = rest.partition(":")
    if found.filing is None:
        raise NotFound
    offer = services.take_offer(actor=request.actor, filing_id=found.filing.id, page=page, key=key)
    messages.success(request, f"Đã điền {offer.about}: {offer.what}.")
    return Done(land=f"trang-{page}")


def _card(request: ActorRequest, found: dossiers.ReceptionRow, rest: str) -> Done:
    """The card of somebody the form asks about: father, mother, witness."""
    page, _, key = rest.partition(":")
    if found.filing is None:
        raise NotFound
    card = services.fill_from_card(
        actor=request.actor,
        filing_id=found.filing.id,
        page=page,
        group="" if key == "-" else key,
        line=request.POST.get(f"_the-{page}-{key}", ""),
    )
    messages.success(request, f"Đã điền theo thẻ của {card.full_name}, số {card.id_number}.")
    return Done(land=f"trang-{page}")


def _vault(request: ActorRequest, found: dossiers.ReceptionRow, rest: str) -> Done:
    key, _, paper = rest.partition(":")
    try:
        paper_id = uuid.UUID(paper)
    except ValueError:
        raise NotFound from None
    name = services.use_vault_paper(
        actor=request.actor,
        reception_id=found.id,
        requirement_key=key,
        paper_id=paper_id,
        agreed=bool(request.POST.get(f"_dong-y.{key}")),
    )
    messages.success(request, f"Đã dùng {name} từ kho giấy tờ của người nộp.")
    return Done(land=f"c-{key}")


def _drop_paper(request: ActorRequest, found: dossiers.ReceptionRow, rest: str) -> Done:
    if found.filing is not None:
        services.remove_paper(actor=request.actor, filing_id=found.filing.id, paper_id=whole(rest))
    return Done(land="giay-to")


def _cash(request: ActorRequest, found: dossiers.ReceptionRow, rest: str) -> Done:
    text = request.POST.get("_given", "")
    given = parse_money(text) if text.strip() else services.fee_due(dossiers.reception_for(request.actor, found.id))
    if given is None:
        raise Refused(f"Số tiền “{text[:30]}” không đọc được. Ghi bằng chữ số, ví dụ 50.000.", field="given")
    services.take_fee_in_cash(actor=request.actor, reception_id=found.id, given=given)
    return Done(land="tiep-nhan")


def _transfer(request: ActorRequest, found: dossiers.ReceptionRow, rest: str) -> Done:
    services.ask_fee_by_transfer(actor=request.actor, reception_id=found.id)
    return Done(land="phi")


def _return_cash(request: ActorRequest, found: dossiers.ReceptionRow, rest: str) -> Done:
    services.return_fee_in_cash(
        actor=request.actor, reception_id=found.id, reason=request.POST.get("_return_reason", "")
    )
    messages.info(request, "Đã ghi nhận trả lại tiền. Thu lại đúng số nếu vẫn tiếp nhận.")
    return Done(land="dua")


def _supplement(request: ActorRequest, found: dossiers.ReceptionRow, rest: str) -> Done:
    return _concluded(request, found, services.return_reception(actor=request.actor, reception_id=found.id).code)


def _refuse(request: ActorRequest, found: dossiers.ReceptionRow, rest: str) -> Done:
    reason = request.POST.get("c.note", "")
    done = services.refuse_reception(actor=request.actor, reception_id=found.id, reason=reason)
    return _concluded(request, found, done.code)


def _concluded(request: ActorRequest, found: dossiers.ReceptionRow, code: str) -> Done:
    """The number is served. That it was ended from elsewhere meanwhile changes nothing of the dossier."""
    if found.ticket is not None:
        try:
            tickets.finish_ticket(actor=request.actor, ticket_id=found.ticket, dossier_code=code)
        except Refused as refusal:
            messages.info(request, refusal.message)
    return Done(url=f"{reverse('workplace:reception', args=[found.id])}?in=1")


def _drop(request: ActorRequest, found: dossiers.ReceptionRow, rest: str) -> Done:
    services.drop_reception(actor=request.actor, reception_id=found.id, reason=rest)
    if found.ticket is not None and rest in {"miss", "return"}:
        tell = tickets.miss_ticket if rest == "miss" else tickets.return_ticket
        try:
            tell(actor=request.actor, ticket_id=found.ticket)
        except Refused as refusal:
            messages.info(request, refusal.message)
    messages.info(request, "Đã bỏ lượt tiếp nhận. Nội dung đã gõ được giữ trong nhật ký, không thành hồ sơ.")
    return Done(url=reverse("workplace:counter"))


def _take(request: ActorRequest, found: dossiers.ReceptionRow, rest: str) -> Done:
    services.take_over_reception(actor=request.actor, reception_id=found.id)
    return Done()


ACTS: Mapping[str, Act] = {
    "find": _find,
    "person": _person,
    "retype": _retype,
    "procedure": _procedure,
    "supplement-of": _supplement_of,
    "competent": _competent,
    "fill": _fill,
    "card": _card,
    "vault": _vault,
    "drop-paper": _drop_paper,
    "cash": _cash,
    "transfer": _transfer,
    "return-cash": _return_cash,
    "supplement": _supplement,
    "refuse": _refuse,
    "drop": _drop,
    "take": _take,
}
JUDGED = "accept"
"""The one act before which every box of the form is judged."""


def paper_url(found: dossiers.ReceptionRow) -> str:
    """Where the paper of a concluded reception is read and printed. Raises NotFound while there is none."""
    dossier = found.dossier
    if dossier is None:
        raise NotFound("Lượt tiếp nhận này chưa kết thúc nên chưa có giấy tờ để in.")
    if found.state == ReceptionState.SUPPLEMENT:
        requests = dossiers.supplement_requests(dossier)
        letter = services.make_supplement_letter(request_id=requests[0].id)
        return reverse("dossiers:file", args=[letter.file_id])
    if found.state == ReceptionState.REJECTED:
        return reverse("dossiers:file", args=[services.make_rejection_letter(dossier_id=dossier.id).file_id])
    services.make_receipt(dossier_id=dossier.id, since=found.finished_at if found.id != dossier.id else None)
    return reverse("dossiers:receipt", args=[dossier.code])
