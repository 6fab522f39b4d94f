"""Choosing the post and ordering parcels (gửi giấy tờ, nhận kết quả qua bưu chính, QĐ 45/2016/QĐ-TTg)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import transaction

from lienthong.domain.dossiers import policies
from lienthong.domain.dossiers.choices import Channel, State
from lienthong.domain.dossiers.models import Dossier, Filing, PostalChoice
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.drafts import known_person, my_filing
from lienthong.domain.dossiers.services.moving import lock_dossier
from lienthong.domain.eforms import queries as eform_queries
from lienthong.domain.eforms import services as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.procedures.choices import FilingChannel
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.postal import queries as parcels
from lienthong.foundation.postal import services as postal
from lienthong.foundation.postal.choices import Kind
from lienthong.foundation.postal.queries import Order
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid, NotAllowed, Refused

QUESTIONS: tuple[dict[str, Any], ...] = (
    {
        "name": "post_name",
        "label": "Họ tên người gửi, nhận",
        "kind": "name",
        "required": True,
        "section": "Địa chỉ bưu tá đến",
    },
    {
        "name": "post_phone",
        "label": "Số điện thoại",
        "kind": "phone",
        "required": True,
        "hint": "Bưu tá gọi số này trước khi đến",
        "section": "Địa chỉ bưu tá đến",
    },
    {
        "name": "post_address",
        "label": "Địa chỉ",
        "kind": "address",
        "required": True,
        "section": "Địa chỉ bưu tá đến",
    },
)
PAGE = "dia-chi-buu-ta-den"


class PostNotOffered(Refused):
    """This procedure, or this installation, does not go by post."""

    code = "post-not-offered"
    message = "Thủ tục này chưa nhận hồ sơ, trả kết quả qua bưu chính. Nộp trực tuyến và nhận tại Bộ phận Một cửa."


class NotYetHere(Refused):
    """Accepting, refusing or judging papers that are still on their way."""

    code = "papers-on-their-way"
    message = (
        "Giấy tờ của hồ sơ này đang gửi qua bưu chính, chưa mở gói kiểm. "
        "Chờ gói đến rồi mở ở mục Bưu chính; khi đó mới tiếp nhận hoặc yêu cầu bổ sung được."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the applicant wants. `answers`: {"post_name", "post_phone", "post_address"} as questions of a form."""

    sends_papers: bool = False
    paper_keys: Sequence[str] = ()
    receives_result: bool = False
    pays_postman: bool = False
    answers: Mapping[str, Any] = field(default_factory=dict)


@cache
def address_form() -> Any:
    """The questions of a postal address, as a form that is asked but never published."""
    return eforms.embedded_form(code="buu-chinh", title="Địa chỉ bưu chính", questions=QUESTIONS)


def is_offered(version: procedures.VersionSnapshot) -> bool:
    """Whether this procedure goes by post here."""
    return parcels.is_connected() and FilingChannel.POST in version.channels


def choice_of(filing: Filing) -> PostalChoice | None:
    """What was chosen for a filing."""
    return PostalChoice.objects.filter(filing=filing).first()


def choice_for(dossier: Dossier) -> PostalChoice | None:
    """What was chosen for a dossier."""
    return PostalChoice.objects.filter(dossier=dossier).first()


def receiving_by_post(dossier_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these dossiers have their result brought."""
    rows = PostalChoice.objects.filter(dossier_id__in=dossier_ids, receives_result=True)
    return {dossier_id for dossier_id in rows.values_list("dossier_id", flat=True) if dossier_id is not None}


def papers_by_post(filing: Filing) -> set[str]:
    """Keys of the papers that come in a parcel and are not asked as files."""
    choice = choice_of(filing)
    return set(choice.paper_keys) if choice is not None and choice.sends_papers else set()


def channel_of(filing: Filing) -> Channel:
    """By which way a filing goes: it decides what is charged."""
    return Channel.POST if papers_by_post(filing) else Channel.ONLINE


def fee_lines(
    version: procedures.VersionSnapshot, filing: Filing, answers: Mapping[str, Any]
) -> list[procedures.FeeLine]:
    """What a filing with these settled answers costs, by its way, as decided when it was begun."""
    return procedures.fees_for(version, answers, channel=channel_of(filing), at=filing.created_at)


def suggested(
    actor: Actor, filing: Filing | None, version: procedures.VersionSnapshot, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """A postal address out of what was typed of the applicant, else of what the State knows; for the applicant to look at."""
    known = known_person(actor) if not actor.is_officer else None
    facts: dict[str, Any] = {}
    if version.form is not None:
        for group in eforms.people_of(form=version.form, answers=answers):
            told = eforms.facts_of(form=version.form, group=group, answers=answers)
            if told.get("address") and (group.key in {"", "req_"} or not facts):
                facts = told
                if group.key in {"", "req_"}:
                    break
    phone = next((str(answers[name]) for name in ("req_phone", "phone") if answers.get(name)), "")
    address = facts.get("address")
    if not isinstance(address, dict) or "district" in address or not address.get("commune"):
        text = str(address) if isinstance(address, str) else str((known or {}).get("address", ""))
        address = eforms.read_address(text, str((known or {}).get("commune_code", "")))
    found = {
        "post_name": str((known or {}).get("full_name") or facts.get("full_name") or actor.name),
        "post_phone": phone or str(facts.get("phone") or (known or {}).get("phone") or ""),
        "post_address": address,
    }
    return {name: value for name, value in found.items() if value}


@transaction.atomic
def choose_post(*, actor: Actor, filing_id: uuid.UUID, wish: Wish) -> PostalChoice | None:
    """Keep what the applicant wants of the post; None when they want nothing of it.

    Raises PostNotOffered, Invalid (post_name, post_phone, post_address, papers), NotFound, AlreadySent.
    """
    filing = my_filing(actor, filing_id)
    version = procedures.version(filing.version_id)
    if not (wish.sends_papers or wish.receives_result):
        PostalChoice.objects.filter(filing=filing, dossier__isnull=True).delete()
        return None
    if not is_offered(version):
        raise PostNotOffered
    asked = [need.key for need in version.requirements if need.is_uploaded(verified=known_person(actor) is not None)]
    keys = [key for key in asked if key in wish.paper_keys] if wish.sends_papers else []
    problems = _address_problems(wish.answers)
    if wish.sends_papers and not keys:
        problems["papers"] = (
            "Chưa chọn giấy tờ nào gửi trong gói. Chọn ít nhất một giấy tờ, hoặc bỏ chọn nộp giấy tờ qua bưu chính."
        )
    if problems:
        raise Invalid(problems)
    choice, _ = PostalChoice.objects.update_or_create(
        filing=filing,
        defaults={
            "sends_papers": wish.sends_papers,
            "paper_keys": keys,
            "receives_result": wish.receives_result,
            "pays_postman": wish.pays_postman,
            **_written(wish.answers),
        },
    )
    filing.saved_at = clock.now()
    filing.save(update_fields=["saved_at"])
    return choice


@transaction.atomic
def choose_post_for_dossier(*, actor: Actor, dossier_id: uuid.UUID, wish: Wish) -> PostalChoice:
    """The result goes by post, or no more: by the applicant, or by the office that talks with them. Papers are not sent any more here.

    A parcel that is on its way is not called back by this. Raises PostNotOffered, Invalid, NotAllowed, Refused when it is too late.
    """
    dossier = lock_dossier(dossier_id)
    if not policies.is_applicant(actor, dossier):
        actor = policies.acting(actor, "return_result", dossier)
    if dossier.state in {State.RETURNED, State.CLOSED, State.REJECTED, State.WITHDRAWN, State.STOPPED}:
        raise Refused(
            f"Hồ sơ đã kết thúc ({dossier.get_state_display().lower()}) nên không đổi cách nhận kết quả được nữa."
        )
    choice = choice_for(dossier)
    if wish.receives_result:
        if not is_offered(procedures.version(dossier.version_id)):
            raise PostNotOffered
        if problems := _address_problems(wish.answers):
            raise Invalid(problems)
    elif choice is None:
        raise NotAllowed("Hồ sơ này chưa chọn nhận kết quả qua bưu chính.")
    pays = wish.receives_result and wish.pays_postman and dossier.fee_amount > 0 and dossier.fee_paid_at is None
    choice, _ = PostalChoice.objects.update_or_create(
        dossier=dossier,
        defaults={
            "receives_result": wish.receives_result,
            "pays_postman": pays or (choice is not None and choice.sends_papers and choice.pays_postman),
            **(_written(wish.answers) if wish.receives_result else {}),
        },
    )
    audit.record(
        actor=actor,
        verb="choose_post",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"receives": wish.receives_result},
    )
    if wish.receives_result and dossier.state == State.COMPLETED:
        order_delivery(dossier_id=dossier.id)
    return choice


@transaction.atomic
def order_collection(*, dossier_id: uuid.UUID) -> Order | None:
    """Have the papers fetched at the applicant's door, when that was chosen and they are not here yet. Idempotent."""
    dossier = lock_dossier(dossier_id)
    choice = choice_for(dossier)
    if choice is None or not choice.awaits_papers or not parcels.is_connected():
        return None
    # Money is taken once: at the first visit of the postman.
    cash = _cash(dossier, choice)
    return _order(dossier, choice, Kind.COLLECT, cash, office_url=f"/lam-viec/buu-chinh/mo-goi/{dossier.code}/")


@transaction.atomic
def order_delivery(*, dossier_id: uuid.UUID) -> Order | None:
    """Have the result brought to the applicant's door, when that was chosen and it is there. Idempotent."""
    dossier = lock_dossier(dossier_id)
    choice = choice_for(dossier)
    if choice is None or not choice.receives_result or dossier.state != State.COMPLETED or not parcels.is_connected():
        return None
    return _order(
        dossier,
        choice,
        Kind.DELIVER,
        _cash(dossier, choice),
        office_url=f"/lam-viec/ho-so/{dossier.code}/?the=buu-chinh",
    )


@transaction.atomic
def call_back_parcels(*, dossier_id: uuid.UUID, reason: str) -> None:
    """The dossier has ended otherwise: orders that no postman has are given up; what is on its way goes its way."""
    for order in parcels.orders_of("dossier", dossier_id):
        if order.state in {"created", "accepted"}:
            postal.cancel_order(actor=SYSTEM, order_id=order.id, reason=reason)


@transaction.atomic
def fetch_at_counter(*, dossier_id: uuid.UUID) -> None:
    """The result waits at the counter instead. Doing it again changes nothing."""
    PostalChoice.objects.filter(dossier_id=dossier_id).update(receives_result=False)


def refuse_awaited(dossier: Dossier) -> None:
    """Raise NotYetHere while the papers are on their way."""
    choice = choice_for(dossier) if dossier.channel == Channel.POST else None
    if choice is not None and choice.awaits_papers:
        raise NotYetHere


def _cash(dossier: Dossier, choice: PostalChoice) -> int:
    return dossier.fee_amount if choice.pays_postman and dossier.fee_paid_at is None else 0


def _order(dossier: Dossier, choice: PostalChoice, kind: Kind, cash: int, *, office_url: str) -> Order:
    return postal.create_order(
        actor=SYSTEM,
        kind=kind,
        agency_id=dossier.reception_agency_id,
        citizen=party_of(choice),
        office=office_party(dossier.reception_agency_id),
        subject_type="dossier",
        subject_id=dossier.id,
        subject_code=dossier.code,
        content=dossier.procedure.short_name,
        office_url=office_url,
        person_id=dossier.applicant_id,
        cod_amount=cash,
    )


def party_of(choice: PostalChoice) -> postal.Party:
    """The applicant's end of the way."""
    return party(name=choice.name, phone=choice.phone, address=choice.address)


def party(*, name: str, phone: str, address: Mapping[str, Any]) -> postal.Party:
    """One end out of the answers of the address form."""
    return postal.Party(
        name=name,
        phone=phone,
        province=str(address.get("province", "")),
        commune=str(address.get("commune", "")),
        detail=str(address.get("detail", "")),
        text=eform_queries.display(_question("post_address"), dict(address)) if address.get("province") else "",
    )


def office_party(agency_id: int) -> postal.Party:
    """The office's end: its one-stop desk, in the commune it stands in."""
    agency = organizations.agency(agency_id)
    address = eforms.read_address(agency.address, agency.unit_code)
    return postal.Party(
        name=f"Bộ phận Một cửa, {agency.name}"[:160],
        phone=agency.phone or "1022",
        province=str(address.get("province", "")),
        commune=str(address.get("commune", "")),
        detail=str(address.get("detail", "")) or agency.short_name,
        text=agency.address or agency.name,
    )


def _question(name: str) -> Any:
    return eform_queries.structure_of(address_form()).questions[name]


def _address_problems(answers: Mapping[str, Any]) -> dict[str, str]:
    problems = eforms.validate_answers(form=address_form(), answers=answers)
    address = answers.get("post_address")
    if not problems and isinstance(address, Mapping):
        if not address.get("detail"):
            problems["post_address"] = "Chưa ghi số nhà, đường, thôn, làng. Ghi để bưu tá tìm được nhà."
        elif address.get("province") == "NN":
            problems["post_address"] = "Bưu chính công ích chỉ giao trong nước. Ghi địa chỉ ở Việt Nam."
    return problems


def _written(answers: Mapping[str, Any]) -> dict[str, Any]:
    tidied = eforms.tidy_answers(form=address_form(), answers=answers)
    phone = str(tidied["post_phone"])
    return {
        "name": str(tidied["post_name"])[:160],
        "phone": f"0{phone[3:]}" if phone.startswith("+84") else phone,
        "address": tidied["post_address"],
    }
